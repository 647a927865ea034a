"""A design as one JSON value, in the order of the form: what reviewers see and digests are made from.

It holds words and codes and no database ids, so that the same design always gives the same value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import rfc8785

from tessera.catalogue.enums import ComponentKind, Section
from tessera.catalogue.models import Criterion, Definition, Version

FIELDS: dict[Section, tuple[str, ...]] = {
    Section.IDENTITY: ("title", "title_fr", "summary", "summary_fr", "languages"),
    Section.VALUE: (
        "learner_groups",
        "value_kind",
        "value_statement",
        "adds_to",
        "entry_open",
        "entry_reason",
        "hours",
        "weeks",
        "level",
        "funding_claimed",
    ),
    Section.INDUSTRY: ("need_reason", "occupation_codes", "field_of_study"),
    Section.STACK: (
        "stack_kind",
        "stack_place",
        "prerequisites",
        "single_use",
        "coverage",
        "expired_part",
        "expiry_told",
        "articulation",
        "rpl_route",
        "rule",
        "credits",
    ),
    Section.BRAND: ("description", "description_fr", "artwork_alt", "artwork_alt_fr", "equity"),
    Section.FLEXIBLE: (
        "delivery_modes",
        "pacing",
        "intakes",
        "demonstration_options",
        "demonstration_reason",
        "own_form_allowed",
        "technology",
        "materials",
        "fixed",
        "essential",
        "adjustable",
        "barriers",
        "fee",
    ),
    Section.QUALITY: (
        "completion_rule",
        "pass_share",
        "supervision",
        "identity_level",
        "group_work",
        "assessors",
        "moderation",
        "attempts_allowed",
        "service_days",
        "appeal_days",
        "integrity",
        "privacy",
        "privacy_assessment",
        "retention_months",
        "review_on",
        "validity_months",
    ),
}


def content(version: Version) -> dict[str, Any]:
    """The whole design. Rows stand in the section that asks for them."""
    definition = version.definition
    rows: dict[Section, Callable[[], dict[str, Any]]] = {
        Section.VALUE: lambda: {"outcomes": _outcomes(version)},
        Section.INDUSTRY: lambda: {"needs": _needs(version), "partners": _partners(version)},
        Section.BRAND: lambda: {"artwork": version.artwork.name, "services": _services(version)},
        Section.QUALITY: lambda: {"components": _components(version)},
    }
    whole: dict[str, Any] = {
        "kind": definition.kind,
        "slug": definition.slug,
        "number": version.number,
        "unit": definition.unit.name,
        "unit_fr": definition.unit.name_fr,
        "owner": str(definition.owner),
    }
    for section in Section:
        whole |= section_content(version, section)
        if section in rows:
            whole |= rows[section]()
    return whole


def section_content(version: Version, section: int) -> dict[str, Any]:
    """The plain fields of one section."""
    return {name: _value(version, name) for name in FIELDS[Section(section)]}


def endorsed_digest(version: Version) -> str:
    """SHA-256, in hex, of what an endorsement stands behind: outcomes, components and their rubric.

    The Educational component is complete by its own rule; that of a stack is the rule over its parts.
    """
    return _digest(
        {
            "outcomes": list(version.outcomes.values_list("text", flat=True)),
            "components": _components(version),
            "pass_share": version.pass_share,
            "rule": version.rule,
            "completion_rule": version.completion_rule,
        }
    )


def _digest(value: Any) -> str:
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def _value(version: Version, name: str) -> Any:
    if name == "adds_to":
        return [_facts(each, "name", "name_fr", "institution") for each in version.adds_to.all()]
    if name == "prerequisites":
        return [_named(each) for each in version.prerequisites.order_by("slug")]
    value = getattr(version, name)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def _named(definition: Definition) -> dict[str, Any]:
    newest = definition.versions.order_by("-number").first()
    named = _facts(newest, "title", "title_fr") if newest else {}
    return {"definition": str(definition.uuid), **named}


def _facts(row: Any, *names: str) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in names}
    return {
        name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()
    }


def _outcomes(version: Version) -> list[dict[str, Any]]:
    return [
        _facts(outcome, "text", "unaligned_reason")
        | {
            "alignments": [
                _facts(alignment, "framework", "name", "url", "code")
                for alignment in outcome.alignments.all()
            ]
        }
        for outcome in version.outcomes.prefetch_related("alignments")
    ]


def _needs(version: Version) -> list[dict[str, Any]]:
    return [
        _facts(need, "side", "kind", "source", "found_on", "finding")
        for need in version.needs.all()
    ]


def _partners(version: Version) -> list[dict[str, Any]]:
    return [
        {"organisation": partner.organisation.name, "url": partner.organisation.url}
        | _facts(partner, "part")
        for partner in version.partners.select_related("organisation").order_by("pk")
    ]


def _services(version: Version) -> list[dict[str, Any]]:
    return [
        _facts(service.commitment, "title", "title_fr")
        | {"edition": service.commitment.edition.name}
        | _facts(service.commitment.edition, "kind", "in_force_from", "in_force_until")
        | _facts(service, "how")
        for service in version.services.select_related("commitment__edition").order_by("pk")
    ]


def _components(version: Version) -> list[dict[str, Any]]:
    components = version.components.prefetch_related(
        "tasks", "prompts", "criteria__levels", "criteria__outcomes"
    )
    by_kind = {component.kind: component for component in components}
    return [
        _facts(by_kind[kind], "kind", "instructions")
        | {
            "tasks": [
                _facts(task, "title", "instructions", "accepts", "minimum_items")
                for task in by_kind[kind].tasks.all()
            ],
            "prompts": [_facts(prompt, "kind", "text") for prompt in by_kind[kind].prompts.all()],
            "criteria": _criteria(by_kind[kind].criteria.all()),
        }
        for kind in ComponentKind
        if kind in by_kind
    ]


def _criteria(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    return [
        _facts(criterion, "statement", "essential", "required_rank", "weight")
        | {
            "levels": [
                _facts(level, "rank", "name", "description") for level in criterion.levels.all()
            ],
            "outcomes": [outcome.text for outcome in criterion.outcomes.all()],
        }
        for criterion in criteria
    ]
