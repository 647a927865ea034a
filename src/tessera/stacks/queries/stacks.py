"""The stacks that can be earned, their rules, and what their parts are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import Kind, State
from tessera.common.languages import local
from tessera.kernel.rules import terms
from tessera.people import queries as people

if TYPE_CHECKING:
    from tessera.catalogue.models import Definition, Version

# A stack counts while it can be earned.
AWARDING = (State.PUBLISHED, State.UNDER_REVIEW, State.RETIRING)


def stacks() -> list[tuple[Version, terms.Rule]]:
    """Every stack that can be earned with its rule, the newest version of each, oldest stack first."""
    newest: dict[int, tuple[Version, terms.Rule]] = {}
    versions = catalogue.public().filter(definition__kind=Kind.STACK, state__in=AWARDING)
    for version in versions.order_by("definition_id", "number"):
        rule = rule_of(version)
        if rule is not None:
            newest[version.definition_id] = (version, rule)
    return list(newest.values())


def rule_of(version: Version) -> terms.Rule | None:
    """The rule in the kernel's terms; None for what is no stack, or cannot be read."""
    return catalogue.rule_of(version)


def parts_of(rule: terms.Rule) -> set[str]:
    """The definitions that a rule names, by uuid."""
    return terms.definitions(rule)


def stacks_containing(definition: Definition) -> list[Version]:
    """The stacks whose rules name this definition."""
    return [version for version, rule in stacks() if str(definition.uuid) in parts_of(rule)]


@dataclass(frozen=True, slots=True)
class Name:
    title: str
    url: str = ""


def names_in(rules: Iterable[terms.Rule]) -> dict[str, Name]:
    """What to call all that rules name, and where it is described, in the reader's language."""
    rules = list(rules)
    wanted = set().union(*map(parts_of, rules))
    versions = catalogue.public().filter(definition__uuid__in=wanted).order_by("number")
    found = {
        str(version.definition.uuid): Name(local(version, "title"), page(version))
        for version in versions
    }
    if any(isinstance(each, terms.PerCategory) for rule in rules for each in terms.terms_in(rule)):
        found |= {unit.slug: Name(local(unit, "name")) for unit in people.units()}
    return found


def page(version: Version) -> str:
    """The public page of a micro-credential or of a stack."""
    name = "stack" if version.definition.kind == Kind.STACK else "definition"
    return reverse(f"publicsite:{name}", args=[version.definition.slug])
