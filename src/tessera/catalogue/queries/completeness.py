"""What a design still lacks before it can be submitted, section by section, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import (
    CommitmentKind,
    ComponentKind,
    Kind,
    PromptKind,
    Section,
    Side,
    ValueKind,
)
from tessera.catalogue.models import Version
from tessera.catalogue.queries.rules import in_words, problems
from tessera.catalogue.queries.snapshot import content
from tessera.kernel.errors import RubricError
from tessera.kernel.rubric import Criterion, Level

Words = str | Promise
NEEDED: dict[Section, dict[str, Words]] = {
    Section.IDENTITY: {
        "title": _("the name of the badge"),
        "title_fr": _("the name in French"),
        "summary": _("the sentence about what the earner can do"),
        "summary_fr": _("that sentence in French"),
        "languages": _("the language it is taught in"),
    },
    Section.VALUE: {
        "learner_groups": _("who it is for"),
        "value_kind": _("whether it stands alone or adds to formal education"),
        "value_statement": _("the value statement"),
        "hours": _("the notional hours"),
    },
    Section.INDUSTRY: {"partners": _("a partner from industry")},
    Section.STACK: {"rpl_route": _("how prior learning is recognised")},
    Section.BRAND: {
        "description": _("the badge’s description in English"),
        "description_fr": _("the badge’s description in French"),
        "artwork": _("the badge artwork"),
        "artwork_alt": _("the artwork in words, in English"),
        "artwork_alt_fr": _("the artwork in words, in French"),
        "equity": _("equity and Indigenous considerations"),
    },
    Section.FLEXIBLE: {
        "delivery_modes": _("how it is delivered"),
        "technology": _("the technology and its accessibility"),
        "materials": _("how accessible the materials are"),
        "essential": _("the essential requirements"),
        "adjustable": _("the adjustable requirements"),
        "barriers": _("barriers, and what is done about them"),
    },
    Section.QUALITY: {
        "completion_rule": _("when the learning is complete"),
        "supervision": _("how the demonstration is supervised"),
        "identity_level": _("how we know who did it"),
        "assessors": _("who may assess"),
        "moderation": _("the moderation plan"),
        "integrity": _("the rules on integrity and use of AI"),
        "privacy": _("the privacy statement"),
        "privacy_assessment": _("the reference of the privacy assessment"),
        "review_on": _("the date of the next review"),
    },
}
COMMITMENTS: dict[str, Words] = {
    CommitmentKind.VALUE: _("a value that it serves"),
    CommitmentKind.PLAN: _("the strategic plan in force, and how it serves it"),
    CommitmentKind.DIGITAL: _("the digital learning strategy in force, and how it serves it"),
}

# A stack is judged through its parts.
OF_ITS_PARTS = {
    "completion_rule",
    "supervision",
    "identity_level",
    "assessors",
    "moderation",
    "delivery_modes",
    "materials",
}
# Public funding of short programmes: hours of instruction, and weeks.
FUNDED_HOURS = range(5, 301)
FUNDED_WEEKS = range(1, 12)
MOST_OCCUPATIONS = 3


# Where on its section's page a thing is written, when that is not a field of the same name.
ANCHORS = {
    "outcomes": "outcome",
    "needs": "need",
    "partners": "partner",
    "alignments": "alignment",
    "services": "service",
    "tasks": "task",
    "prompts": "prompt",
    "criteria": "criterion",
    "artwork": "badge",
    "artwork_alt": "badge",
    "artwork_alt_fr": "badge",
    "rule": "rule",
}


@dataclass(frozen=True, slots=True)
class Missing:
    section: Section
    field: str
    label: str

    @property
    def anchor(self) -> str:
        return ANCHORS.get(self.field, f"id_{self.field}")

    def __str__(self) -> str:
        return self.label


def missing(version: Version, *, on: date | None = None) -> list[Missing]:
    """All that is missing, in the order of the form; a plan or strategy must be in force `on` the day."""
    design = content(version)
    found = [
        Missing(section, field, str(label))
        for section, needed in NEEDED.items()
        for field, label in needed.items()
        if not design[field] and not (_is_stack(design) and field in OF_ITS_PARTS)
    ]
    for look in (_value, _industry, _flexible, _components, _rubric):
        found += look(design)
    found += _brand(design, on)
    found += _stack(design, version)
    return sorted(found, key=lambda each: each.section)


def _value(design: dict[str, Any]) -> Iterator[Missing]:
    if not design["outcomes"]:
        yield Missing(Section.VALUE, "outcomes", str(_("an outcome: what the earner can do")))
    if design["value_kind"] == ValueKind.ADDS and not design["adds_to"]:
        yield Missing(Section.VALUE, "adds_to", str(_("the formal education that it adds to")))
    if not design["entry_open"] and not design["entry_reason"]:
        yield Missing(Section.VALUE, "entry_reason", str(_("the reason why entry is limited")))
    if design["funding_claimed"]:
        if design["hours"] not in FUNDED_HOURS:
            said = _("5 to 300 hours, since public funding is claimed")
            yield Missing(Section.VALUE, "hours", str(said))
        if design["weeks"] not in FUNDED_WEEKS:
            said = _("fewer than 12 weeks, since public funding is claimed")
            yield Missing(Section.VALUE, "weeks", str(said))


def _industry(design: dict[str, Any]) -> Iterator[Missing]:
    sides = {need["side"] for need in design["needs"]}
    if not sides:
        yield Missing(Section.INDUSTRY, "needs", str(_("dated evidence that this is needed")))
    elif len(sides) < len(Side) and not design["need_reason"]:
        other = next(side for side in Side if side not in sides)
        said = _("evidence of need from %(side)s, or the reason why there is none")
        yield Missing(Section.INDUSTRY, "needs", str(said) % {"side": other.label})
    if len(lines(design["occupation_codes"])) > MOST_OCCUPATIONS:
        said = _("three occupations at the most")
        yield Missing(Section.INDUSTRY, "occupation_codes", str(said))
    for outcome in design["outcomes"]:
        if not outcome["alignments"] and not outcome["unaligned_reason"]:
            said = _("a framework for the outcome “%(outcome)s”, or the reason why none fits")
            yield Missing(Section.INDUSTRY, "alignments", str(said) % {"outcome": outcome["text"]})


def _stack(design: dict[str, Any], version: Version) -> Iterator[Missing]:
    if (design["validity_months"] or design["single_use"]) and not design["expiry_told"]:
        said = _("what learners are told about expiry and reuse")
        yield Missing(Section.STACK, "expiry_told", str(said))
    if design["kind"] == Kind.MICRO:
        if not design["stack_place"]:
            said = _("its place among other micro-credentials")
            yield Missing(Section.STACK, "stack_place", str(said))
        return
    if not design["stack_kind"]:
        yield Missing(Section.STACK, "stack_kind", str(_("the kind of stack")))
    if not design["coverage"]:
        said = _("how its own outcomes are shown: by its parts, or by a capstone")
        yield Missing(Section.STACK, "coverage", str(said))
    found = problems(version)
    if found is None:
        yield Missing(Section.STACK, "rule", str(_("the parts of the stack")))
    refused = [each for each in found or () if each.is_refusal]
    for sentence in in_words(refused, get_language() or "en"):
        yield Missing(Section.STACK, "rule", sentence)


def _brand(design: dict[str, Any], on: date | None) -> Iterator[Missing]:
    served = {
        service["kind"] for service in design["services"] if on is None or _in_force(service, on)
    }
    for kind, label in COMMITMENTS.items():
        if kind not in served:
            yield Missing(Section.BRAND, "services", str(label))


def _in_force(service: dict[str, Any], on: date) -> bool:
    until = service["in_force_until"]
    return service["in_force_from"] <= on.isoformat() and (not until or on.isoformat() <= until)


def _flexible(design: dict[str, Any]) -> Iterator[Missing]:
    if (
        len(lines(design["demonstration_options"])) < 2
        and not design["demonstration_reason"]
        and not _is_stack(design)
    ):
        said = _("two ways to demonstrate, or the reason why there is only one")
        yield Missing(Section.FLEXIBLE, "demonstration_options", str(said))


def _components(design: dict[str, Any]) -> Iterator[Missing]:
    """A stack's tasks and prompts are those of its parts."""
    by_kind = {component["kind"]: component for component in design["components"]}
    for kind in ComponentKind:
        if kind not in by_kind or not by_kind[kind]["instructions"]:
            said = _("what the learner does in the %(component)s component")
            label = str(said) % {"component": kind.label}
            yield Missing(Section.QUALITY, f"instructions_{kind}", label)
    if _is_stack(design):
        return
    tasks = {kind: by_kind[kind]["tasks"] if kind in by_kind else [] for kind in ComponentKind}
    if not tasks[ComponentKind.EDUCATIONAL]:
        yield Missing(Section.QUALITY, "tasks", str(_("an educational activity")))
    if not any(task["accepts"] for task in tasks[ComponentKind.DEMONSTRATION]):
        said = _("a demonstration task, with the kinds of evidence it accepts")
        yield Missing(Section.QUALITY, "tasks", str(said))
    prompts = by_kind.get(ComponentKind.REFLECTIVE, {"prompts": []})["prompts"]
    core = {prompt["kind"] for prompt in prompts if prompt["text"]}
    for prompt_kind in (PromptKind.CHANGE, PromptKind.MOTIVE):
        if prompt_kind not in core:
            label = str(_("the question “%(prompt)s”")) % {"prompt": prompt_kind.label}
            yield Missing(Section.QUALITY, "prompts", label)


def _rubric(design: dict[str, Any]) -> Iterator[Missing]:
    if _is_stack(design):
        return
    judged: set[str] = set()
    for component in design["components"]:
        if not component["criteria"]:
            said = _("a criterion for the %(component)s component")
            label = str(said) % {"component": ComponentKind(component["kind"]).label}
            yield Missing(Section.QUALITY, "criteria", label)
        for criterion in component["criteria"]:
            judged.update(criterion["outcomes"])
            if not _has_scale(criterion):
                said = _("levels for “%(criterion)s”: two or more, the needed one above the lowest")
                label = str(said) % {"criterion": criterion["statement"]}
                yield Missing(Section.QUALITY, "criteria", label)
    for outcome in design["outcomes"]:
        if outcome["text"] not in judged:
            said = _("a criterion that judges the outcome “%(outcome)s”")
            label = str(said) % {"outcome": outcome["text"]}
            yield Missing(Section.QUALITY, "criteria", label)


def _has_scale(criterion: dict[str, Any]) -> bool:
    levels = tuple(Level(level["rank"], level["name"]) for level in criterion["levels"])
    try:
        Criterion(criterion["statement"], levels, criterion["required_rank"])
    except RubricError:
        return False
    return True


def lines(text: str) -> list[str]:
    """What was written one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _is_stack(design: dict[str, Any]) -> bool:
    return bool(design["kind"] == Kind.STACK)
