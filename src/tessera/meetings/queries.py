"""Reads: who sees which meetings, what an agenda is made of, and an item as the committee looks at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from tessera.assurance import queries as assurance
from tessera.common.languages import local
from tessera.meetings.enums import Kind, Permission, Verdict
from tessera.meetings.models import Item, Meeting
from tessera.people import queries as people
from tessera.people.access import can
from tessera.standing import queries as standing

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


def visible_to(person: Person) -> QuerySet[Meeting]:
    """All for those who lead or oversee; for the others the ones that they were asked to."""
    found = Meeting.objects.select_related("planned_by", "closed_by").annotate(
        points=Count("items", distinct=True)
    )
    if can(person, Permission.LEAD) or can(person, Permission.VIEW):
        return found
    return found.filter(members__person=person)


# From each thing to the design that it is about.
TO_VERSION = {
    Kind.PROPOSAL: "proposal__version__definition__unit",
    Kind.REVIEW: "review__version__definition__unit",
    Kind.APPEAL: "appeal__proposal__version__definition__unit",
    Kind.CONDITION: "condition__decision__proposal__version__definition__unit",
}


def items_visible_to(person: Person) -> QuerySet[Item]:
    visible = visible_to(person).values("pk")
    return Item.objects.filter(meeting__in=visible).select_related("meeting", *TO_VERSION.values())


def items_of(meeting: Meeting) -> QuerySet[Item]:
    return (
        Item.objects.filter(meeting=meeting)
        .select_related(
            "meeting",
            *TO_VERSION.values(),
            "proposal__standard",
            "proposal__decision__decided_by",
            "review__closed_by",
            "appeal__decided_by",
            "appeal__lodged_by",
            "appeal__proposal__decision__decided_by",
            "condition__owner",
            "condition__check_line",
            "condition__met_by",
            "condition__reported_by",
            "settled_by",
        )
        .prefetch_related(
            "recusals__person",
            "proposal__findings",
            "proposal__decision__conditions__owner",
            "review__causes",
        )
    )


def candidates() -> QuerySet[Person]:
    """Who may be asked to a meeting: chairs and reviewers."""
    leaders = people.people_who_may(Permission.LEAD)
    attendants = people.people_who_may(Permission.ATTEND)
    return (leaders | attendants).distinct().order_by("name")


def is_recused(item: Item, person: Person) -> bool:
    return item.recusals.filter(person=person).exists()


def version_of(item: Item) -> Version | None:
    about: Any = item.review or round_of(item)
    version: Version | None = about.version if about else None
    return version


def round_of(item: Item) -> Any:
    """The round of a proposal that it is about: to be decided, appealed, or approved on a condition."""
    if item.appeal:
        return item.appeal.proposal
    return item.condition.decision.proposal if item.condition else item.proposal


def bars(item: Item, person: Person) -> bool:
    """Whether it is none of this person's business to decide: they wrote or endorsed the design, had a
    part in what is appealed, or see to the condition."""
    version = version_of(item)
    if version is None:
        return False
    if item.condition and person.pk in (item.condition.owner_id, item.condition.reported_by_id):
        return True
    if item.appeal and assurance.took_part(person, item.appeal.proposal):
        return True
    return assurance.has_interest(person, version)


def followed_by(person: Person, meeting: Meeting) -> set[int]:
    """The items about something that has a page which the person may open: their ids."""
    opened = {
        "proposal": assurance.visible_to(person),
        "appeal": assurance.appeals_visible_to(person),
        "condition": assurance.conditions_visible_to(person),
        "review__version": standing.visible_to(person),
    }
    found = Q()
    for name, seen in opened.items():
        found |= Q(**{f"{name}__in": seen.order_by().values("pk")})
    return set(Item.objects.filter(found, meeting=meeting).values_list("pk", flat=True))


def heading(item: Item) -> str:
    version = version_of(item)
    return local(version, "title") if version else item.title


def ready_for(person: Person, *, on: date) -> list[tuple[Kind, Any]]:
    """What a meeting on that day has to look at, in the units of this person: proposals that go on and
    have their quorum of reviews, appeals, open reviews of published designs, and conditions that are
    reported as met or due."""
    decidable = [
        each
        for each in assurance.proposals_for_chair(person)
        if assurance.hold_of(each) is None and not assurance.independent_sheet(each).missing
    ]
    found: dict[Kind, Iterable[Any]] = {
        Kind.PROPOSAL: decidable,
        Kind.APPEAL: assurance.appeals_open(person),
        Kind.REVIEW: standing.open_reviews(person),
        Kind.CONDITION: assurance.conditions_for_panel(person, on=on),
    }
    return [(kind, each) for kind, things in found.items() for each in things]


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of an item: in words, why, by whom and when, and whether it was decided here."""

    outcome: str
    reason: str
    by: str
    at: Any
    is_here: bool


def settled(item: Item) -> Settled | None:
    """None while nothing came of it; and for good where nothing had when its meeting was closed."""
    found = _came_of(item)
    closed_at = item.meeting.closed_at
    return None if found and closed_at and found.at > closed_at else found


def _came_of(item: Item) -> Settled | None:
    is_here = item.settled_at is not None

    def said(words: str, reason: str, by: Any, at: Any) -> Settled:
        return Settled(capfirst(words), reason, str(by), at, is_here)

    decision = getattr(item.proposal, "decision", None)
    if decision is not None:
        outcome = decision.get_outcome_display()
        return said(outcome, decision.reason, decision.decided_by, decision.decided_at)
    if (review := item.review) is not None and review.closed_at is not None:
        outcome = review.get_outcome_display()
        return said(outcome, review.reason, review.closed_by, review.closed_at)
    if (appeal := item.appeal) is not None and appeal.decided_at is not None:
        outcome = appeal.get_state_display()
        return said(outcome, appeal.reason, appeal.decided_by, appeal.decided_at)
    if is_here:
        outcome = item.get_verdict_display() if item.verdict else gettext("Dealt with")
        if item.until:
            outcome = gettext("More time, until %(day)s") % {"day": date_format(item.until)}
        return said(outcome, item.reason, item.settled_by, item.settled_at)
    if (condition := item.condition) is not None and condition.met_at is not None:
        return said(str(Verdict.MET.label), "", condition.met_by, condition.met_at)
    return None
