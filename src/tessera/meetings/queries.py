"""Reads: who sees which meetings, what an agenda is made of, and an item as the committee looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from tessera.assurance import queries as assurance
from tessera.common.languages import local
from tessera.meetings.enums import Kind, Permission, State
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


def items_visible_to(person: Person) -> QuerySet[Item]:
    return Item.objects.filter(meeting__in=visible_to(person).values("pk")).select_related(
        "meeting", "proposal__version__definition", "review__version__definition"
    )


def items_of(meeting: Meeting) -> QuerySet[Item]:
    return (
        Item.objects.filter(meeting=meeting)
        .select_related(
            "proposal__version__definition__unit",
            "proposal__standard",
            "proposal__decision__decided_by",
            "review__version__definition__unit",
            "review__closed_by",
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
    thing = item.proposal or item.review
    version: Version | None = thing.version if thing else None
    return version


def followed_by(person: Person, meeting: Meeting) -> set[int]:
    """The items whose proposal or review has a page that the person may open: their ids."""
    proposals = Item.objects.filter(
        meeting=meeting, proposal__in=assurance.visible_to(person).values("pk")
    )
    reviews = Item.objects.filter(
        meeting=meeting, review__version__in=standing.visible_to(person).values("pk")
    )
    return {*proposals.values_list("pk", flat=True), *reviews.values_list("pk", flat=True)}


def heading(item: Item) -> str:
    version = version_of(item)
    return local(version, "title") if version else item.title


@dataclass(frozen=True, slots=True)
class Ready:
    """What the queue holds for a meeting."""

    proposals: tuple[Any, ...]
    reviews: tuple[Any, ...]


def ready_for(person: Person) -> Ready:
    """Proposals that go on and have their quorum of reviews, and open reviews of published designs, in the
    units of this person."""
    proposals = [
        each
        for each in assurance.proposals_for_chair(person)
        if assurance.hold_of(each) is None and not assurance.independent_sheet(each).missing
    ]
    return Ready(tuple(proposals), tuple(standing.open_reviews(person)))


@dataclass(frozen=True, slots=True)
class Beside:
    """What waits for the chairs besides the agenda, so that a sitting does not pass it by."""

    appeals: tuple[Any, ...]
    reported: tuple[Any, ...]
    overdue: tuple[Any, ...]

    def __bool__(self) -> bool:
        return bool(self.appeals or self.reported or self.overdue)


def beside(person: Person, *, on: date) -> Beside:
    return Beside(
        tuple(assurance.appeals_for(person)),
        tuple(assurance.conditions_to_confirm(person)),
        tuple(assurance.conditions_late(person, on=on)),
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of an item: in words, why, by whom and when, and whether it was decided here."""

    outcome: str
    reason: str
    by: str
    at: Any
    is_here: bool


def settled(item: Item) -> Settled | None:
    """None while nothing came of it."""
    if item.kind == Kind.PROPOSAL:
        decision = getattr(item.proposal, "decision", None)
        if decision is None:
            return None
        words = decision.get_outcome_display()
        by, at, reason = decision.decided_by, decision.decided_at, decision.reason
    elif item.kind == Kind.REVIEW:
        review = item.review
        if review is None or review.closed_at is None:
            return None
        words, reason = review.get_outcome_display(), review.reason
        by, at = review.closed_by, review.closed_at
    else:
        if item.settled_at is None:
            return None
        words, reason = gettext("Dealt with"), ""
        by, at = item.settled_by, item.settled_at
    return Settled(str(words), reason, str(by), at, item.settled_at is not None)


def next_meeting(person: Person) -> Meeting | None:
    return visible_to(person).filter(state=State.PLANNED).order_by("starts_at").first()
