"""What can be earned, as stack rules see it, and what is wrong with the rule of a stack."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import Kind
from tessera.catalogue.models import Version
from tessera.catalogue.queries.versions import earnable, rule_of, titles
from tessera.kernel.rules import checks, routes, terms

SAID = {
    checks.Code.CYCLE: _("another part in place of “%(parts)s”, which leads back to this stack"),
    checks.Code.RETIRED: _("another part in place of “%(parts)s”, which cannot be earned"),
    checks.Code.TOO_HIGH: _("a level or version of “%(parts)s” that is on offer"),
    checks.Code.NOT_ENOUGH: _("a number that the badges on offer can reach"),
    checks.Code.CONFLICT: _("parts that do not need the same badge twice: %(parts)s"),
    checks.Code.SHARE: _("a share that the badges on offer can reach"),
    checks.Code.TOO_SHORT: _("a longer period: %(parts)s take more than that together"),
    checks.Code.EXPIRES: _("a way to finish before “%(parts)s” expires"),
    checks.Code.CAPSTONE: _("one capstone, and not as a choice among others"),
    checks.Code.UNCERTAIN: _(
        "a simpler rule: there are too many ways to be sure that it can be met"
    ),
}


def facts_of(version: Version) -> dict[str, Any]:
    """What rules count of a design: hours, credits, and the unit that answers for it as its category."""
    return {
        "hours": version.hours or 0,
        "credits": version.credits or Decimal(0),
        "category": version.definition.unit.slug,
    }


def offer_of(version: Version) -> routes.Offer:
    return routes.Offer(
        definition=str(version.definition.uuid),
        version=version.number,
        level=version.level,
        counted=version.definition.kind == Kind.MICRO,
        **facts_of(version),
    )


def offers(*, kind: Kind | None = None) -> dict[str, routes.Offer]:
    """Everything that can be earned, or of one kind, by its definition's uuid."""
    return {str(version.definition.uuid): offer_of(version) for version in _on_offer(kind)}


def problems(version: Version) -> list[checks.Problem] | None:
    """All that is wrong with its rule, refusals and warnings; None when no rule can be read."""
    rule = rule_of(version)
    if rule is None:
        return None
    parts = {}
    for each in _on_offer(None):
        inner = rule_of(each) if each.definition.kind == Kind.STACK else None
        parts[str(each.definition.uuid)] = checks.Part(
            offer=offer_of(each),
            needs=frozenset(terms.definitions(inner)) if inner else frozenset(),
            weeks=each.weeks or 0,
            valid_months=each.validity_months,
        )
    return checks.problems(rule, parts, itself=str(version.definition.uuid))


def in_words(found: list[checks.Problem], language: str) -> list[str]:
    """What would put each of them right."""
    named = titles({name for each in found for name in each.about}, language)
    return [_said(each, lambda name: named.get(name, name)) for each in found]


def _said(problem: checks.Problem, name: Callable[[str], str]) -> str:
    return str(SAID[problem.code]) % {"parts": ", ".join(map(name, problem.about))}


def _on_offer(kind: Kind | None) -> QuerySet[Version]:
    versions = earnable().order_by("number")
    return versions.filter(definition__kind=kind) if kind else versions
