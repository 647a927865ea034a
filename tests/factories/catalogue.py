"""A design with nothing missing, in whatever state a test starts from."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from tessera.catalogue.enums import PUBLIC, ComponentKind, Kind, PromptKind, State
from tessera.catalogue.models import (
    Alignment,
    Commitment,
    Component,
    Criterion,
    Definition,
    Edition,
    Level,
    Need,
    Outcome,
    Partner,
    Prompt,
    Service,
    Task,
    Version,
)
from tessera.people.models import Person
from tests.factories import people
from tests.factories.people import NOON

_numbers = count(1)
LEVELS = ["Beginning", "Developing", "Proficient", "Exemplary"]
# The smallest picture there is: one transparent pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4"
    "890000000b49444154789c6360000200000500017a5eab3f0000000049454e44"
    "ae426082"
)


def commitment(kind: str = "value", title: str = "Curiosity") -> Commitment:
    return Commitment.objects.get_or_create(
        edition=edition(kind), title=title, defaults={"title_fr": title}
    )[0]


def edition(kind: str = "value") -> Edition:
    return Edition.objects.get_or_create(
        kind=kind,
        name="2025-2030",
        defaults={"name_fr": "2025-2030", "in_force_from": date(2025, 1, 1)},
    )[0]


def version(
    *,
    state: str = State.DRAFT,
    author: Person | None = None,
    title: str = "",
    kind: str = Kind.MICRO,
    definition: Definition | None = None,
    **fields: Any,
) -> Version:
    """A complete version by `author`, who may be new; approved and published by someone else."""
    number = next(_numbers)
    author = author or people.person("designer")
    title = title or f"Micro-credential {number}"
    definition = definition or Definition.objects.create(
        kind=kind,
        slug=f"definition-{number}",
        unit=people.unit(),
        owner=author,
        created_at=NOON,
    )
    facts: dict[str, Any] = {
        "definition": definition,
        "number": definition.versions.count() + 1,
        "state": state,
        "changed_at": NOON,
        "title": title,
        "title_fr": f"{title} (fr)",
        "summary": "Leads a team through a change.",
        "summary_fr": "Conduit une équipe à travers un changement.",
        "learner_groups": "New team leads",
        "value_kind": "alone",
        "value_statement": "Shows that one can lead.",
        "hours": 24,
        "weeks": 6,
        "level": 1,
        "stack_place": "Stands alone.",
        "rpl_route": "Interview and portfolio.",
        "description": "The earner leads a team through a change.",
        "description_fr": "La personne conduit une équipe à travers un changement.",
        "equity": "Cases from many communities.",
        "artwork_alt": "A blue tile",
        "artwork_alt_fr": "Une tuile bleue",
        "delivery_modes": ["online"],
        "pacing": "Six weeks.",
        "intakes": "January, May and September.",
        "materials": "Captions throughout.",
        "coverage": "By its parts.",
        "completion_rule": "All workshops.",
        "demonstration_options": "A recorded meeting\nA written plan",
        "technology": "Any browser.",
        "essential": "Leading people.",
        "adjustable": "Place and time.",
        "barriers": "Evening sessions are recorded.",
        "fee": "None",
        "supervision": "checked",
        "identity_level": "account",
        "group_work": "Own part is named.",
        "assessors": "Two years in the field.",
        "moderation": "One in ten.",
        "integrity": "AI may help with wording; say so.",
        "privacy": "To assess; the badge shows levels only.",
        "privacy_assessment": "PIA 2026-07",
        "review_on": date(2028, 11, 1),
    }
    if state not in (State.DRAFT,):
        facts |= {"submitted_at": NOON, "submitted_by": author}
    if state in (State.APPROVED, *PUBLIC):
        chair = people.person("chair")
        facts |= {"approved_at": NOON, "approved_by": chair}
    if state in PUBLIC:
        facts |= {"published_at": NOON, "published_by": people.person("registrar")}
    if state in (State.RETIRING, State.RETIRED):
        facts["teach_out_on"] = date(2027, 11, 1)
    made = Version.objects.create(**facts | fields)
    made.authors.add(author)
    made.artwork.save("artwork.png", ContentFile(PIXEL))
    fill(made)
    return made


def fill(made: Version) -> None:
    outcome = Outcome.objects.create(version=made, text="lead a team through a change")
    Alignment.objects.create(
        outcome=outcome,
        framework="ESCO",
        name="lead a team",
        url="http://data.europa.eu/esco/skill/cb668e89-6ef5-4ff3-ab4a-506010e7e70b",
    )
    for side in ("learners", "employers"):
        Need.objects.create(
            version=made,
            side=side,
            kind="survey",
            source="A survey",
            found_on=date(2026, 9, 1),
            finding="Eight in ten ask for it.",
        )
    Partner.objects.create(version=made, organisation=people.organisation(), part="endorses")
    for kind in ("value", "plan", "digital"):
        Service.objects.create(
            version=made, commitment=commitment(kind, kind.capitalize()), how="By doing."
        )
    for kind in ComponentKind:
        component = Component.objects.create(version=made, kind=kind, instructions="Do it well.")
        criterion = Criterion.objects.create(
            component=component, statement=f"{kind.label} is convincing", essential=True
        )
        criterion.outcomes.add(outcome)
        for rank, name in enumerate(LEVELS, start=1):
            Level.objects.create(criterion=criterion, rank=rank, name=name, description=f"{name}.")
        if kind == ComponentKind.REFLECTIVE:
            Prompt.objects.create(
                component=component,
                kind=PromptKind.CHANGE,
                position=0,
                text="What changed for you?",
            )
            Prompt.objects.create(
                component=component,
                kind=PromptKind.MOTIVE,
                position=1,
                text="How does this answer why you wanted it?",
            )
        else:
            accepts = ["file", "link", "text"] if kind == ComponentKind.DEMONSTRATION else []
            Task.objects.create(
                component=component, title=f"{kind.label} task", instructions="Do.", accepts=accepts
            )


def rule(*parts: Version, least: int | None = None) -> dict[str, Any]:
    """The rule of a stack of these parts: all of them, or at least so many."""
    asked = [{"holds": {"definition": str(part.definition.uuid)}} for part in parts]
    return {"version": 1, "rule": {"at_least": {"n": least or len(parts), "rules": asked}}}
