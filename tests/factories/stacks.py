"""Stacks with a rule over given parts."""

from __future__ import annotations

from typing import Any

from tessera.catalogue.enums import Kind, State
from tessera.catalogue.models import Version
from tessera.kernel.rules import codec, terms
from tests.factories import catalogue


def named(version: Version) -> terms.Holds:
    return terms.Holds(str(version.definition.uuid))


def stack(
    *parts: Version,
    rule: terms.Rule | None = None,
    state: str = State.PUBLISHED,
    title: str = "Leadership",
    **fields: Any,
) -> Version:
    """A stack of all these parts, unless another rule is given."""
    rule = rule or terms.all_of(*map(named, parts))
    return catalogue.version(
        kind=Kind.STACK, state=state, title=title, rule=codec.encode(rule), **fields
    )
