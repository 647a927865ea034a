"""Who sees which proposals, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from tessera.assurance.enums import (
    APPEAL_DAYS,
    QUORUM,
    UNDER_WAY,
    AppealState,
    Permission,
    ProposalState,
    ReviewEnd,
)
from tessera.assurance.models import (
    Appeal,
    Decision,
    Hold,
    Proposal,
    Review,
)
from tessera.assurance.queries.standard import due_after
from tessera.catalogue import queries as catalogue
from tessera.endorsement import queries as endorsement
from tessera.people.access import scope_of

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


def visible_to(person: Person) -> QuerySet[Proposal]:
    """Those of the person's units, of designs that they wrote, and those that they review."""
    scope = scope_of(person, Permission.VIEW)
    found = Proposal.objects.select_related(
        "version__definition__unit", "standard", "submitted_by", "decision__decided_by"
    )
    if scope.everywhere:
        return found
    authored = Proposal.objects.filter(version__authors=person)
    reviewed = Review.objects.filter(reviewer=person)
    return found.filter(
        Q(version__definition__unit__in=scope.units)
        | Q(pk__in=authored.values("pk"))
        | Q(pk__in=reviewed.values("proposal"))
    )


def proposals_awaiting_chair() -> QuerySet[Proposal]:
    """Every proposal under way, the longest waiting first, with how far its reviews are."""
    active = Q(reviews__ended_at=None)
    waiting = active & Q(reviews__submitted_at=None)
    return (
        Proposal.objects.filter(state__in=UNDER_WAY)
        .select_related("version__definition__unit", "submitted_by")
        .annotate(
            assigned=Count("reviews", filter=active),
            submitted=Count("reviews", filter=~Q(reviews__submitted_at=None)),
            next_due_on=Min("reviews__due_on", filter=waiting),
            is_held=Exists(Hold.objects.filter(proposal=OuterRef("pk"), resumed_at=None)),
        )
        .order_by("submitted_at")
    )


def proposals_for_chair(person: Person) -> QuerySet[Proposal]:
    """Those under way that this person leads."""
    scope = scope_of(person, Permission.ASSIGN)
    waiting = proposals_awaiting_chair()
    return (
        waiting if scope.everywhere else waiting.filter(version__definition__unit__in=scope.units)
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal of the queue: whom it waits for, until when, and whether it is late."""

    proposal: Any
    whom: str
    step: str
    due: date | None
    is_late: bool


def queue_of(person: Person, at: datetime) -> list[Waiting]:
    """What this chair leads, what is late first, then the soonest due."""
    today = timezone.localdate(at)
    lines = [_waiting(each, today) for each in proposals_for_chair(person)]
    far = date.max
    return sorted(lines, key=lambda line: (not line.is_late, line.due or far))


def _waiting(proposal: Any, today: date) -> Waiting:
    """`step` is the page where the chair goes on: screen, ask, decide; empty where others are at work."""
    if proposal.is_held:
        return Waiting(proposal, gettext("on hold"), "", None, is_late=False)
    if proposal.state == ProposalState.SCREENING:
        return Waiting(proposal, gettext("you: screen it"), "screen", None, is_late=False)
    if proposal.submitted < proposal.assigned:
        due = proposal.next_due_on
        return Waiting(proposal, gettext("reviewers"), "", due, is_late=due < today)
    if proposal.submitted < QUORUM:
        return Waiting(proposal, gettext("you: ask reviewers"), "ask", None, is_late=False)
    return Waiting(proposal, gettext("you: decide"), "decide", None, is_late=False)


def latest_proposal(version: Version) -> Proposal | None:
    return (
        Proposal.objects.filter(version=version)
        .select_related("version__definition", "decision")
        .order_by("-round")
        .first()
    )


def previous_round(proposal: Proposal) -> Proposal | None:
    """The round whose findings this one answers. The round that an upheld appeal opens is held against
    what the declined one was: nobody could answer what was found in that."""
    return (
        Proposal.objects.filter(version=proposal.version_id, round__lt=proposal.round)
        .exclude(appeal__opened=proposal)
        .select_related("decision")
        .order_by("-round")
        .first()
    )


def changes_since(proposal: Proposal) -> list[Any]:
    """What the designers changed since the round before."""
    before = previous_round(proposal)
    return catalogue.changes_between(before.snapshot, proposal.snapshot) if before else []


def decision_of(proposal: Proposal) -> Decision | None:
    return (
        Decision.objects.filter(proposal=proposal)
        .select_related("decided_by")
        .prefetch_related("conditions__owner", "conditions__check_line")
        .first()
    )


def is_decided_by(proposal: Proposal, person: Person) -> bool:
    return Decision.objects.filter(proposal=proposal, decided_by=person).exists()


def has_interest(person: Person, version: Version) -> bool:
    """Whether the person wrote or endorsed it, or declared a conflict: neither reviews nor decides it."""
    return (
        version.authors.contains(person)
        or endorsement.has_stake(person, version)
        or Review.objects.filter(
            proposal__version=version, reviewer=person, end=ReviewEnd.CONFLICT
        ).exists()
    )


def hold_of(proposal: Proposal) -> Hold | None:
    """Why the proposal stands still, when it does."""
    held = Hold.objects.filter(proposal=proposal, resumed_at=None)
    return held.select_related("held_by").first()


def took_part(person: Person, proposal: Proposal) -> bool:
    """Whether the person screened, led, reviewed or decided this round or one before it."""
    return person.pk in _participants(proposal)


def _participants(proposal: Proposal) -> set[int]:
    rounds = Proposal.objects.filter(version=proposal.version_id, round__lte=proposal.round)
    reviews = Review.objects.filter(proposal__in=rounds)
    found: set[int | None] = {*rounds.values_list("screened_by", flat=True)}
    found |= {*reviews.values_list("reviewer", flat=True)}
    found |= {*reviews.values_list("assigned_by", flat=True)}
    found |= {*Decision.objects.filter(proposal__in=rounds).values_list("decided_by", flat=True)}
    return {each for each in found if each is not None}


def appeal_of(proposal: Proposal) -> Appeal | None:
    found = Appeal.objects.filter(proposal=proposal)
    return found.select_related("lodged_by", "decided_by", "opened").first()


def appeal_behind(proposal: Proposal) -> Appeal | None:
    """The upheld appeal that opened this round, if one did."""
    return Appeal.objects.filter(opened=proposal).select_related("proposal").first()


def appeal_until(proposal: Proposal) -> date:
    """The last day on which this decision can be appealed."""
    return due_after(proposal.decision.decided_at, APPEAL_DAYS)


def barred_by_appeal(proposal: Proposal) -> set[int]:
    """The ids of those who had a part before the appeal that opened this round; none without one."""
    appeal = appeal_behind(proposal)
    return _participants(appeal.proposal) if appeal else set()


def is_barred_by_appeal(person: Person, proposal: Proposal) -> bool:
    return person.pk in barred_by_appeal(proposal)


def appeals_open(person: Person) -> QuerySet[Appeal]:
    """Appeals without an answer, in the units that this chair decides for."""
    scope = scope_of(person, Permission.DECIDE)
    waiting = Appeal.objects.filter(state=AppealState.OPEN).select_related(
        "proposal__version__definition__unit"
    )
    if scope.everywhere:
        return waiting
    return waiting.filter(proposal__version__definition__unit__in=scope.units)


def appeals_for(person: Person) -> QuerySet[Appeal]:
    """Those of them in which this person had no part, and that so wait for them."""
    part = Proposal.objects.filter(
        Q(reviews__reviewer=person)
        | Q(reviews__assigned_by=person)
        | Q(screened_by=person)
        | Q(decision__decided_by=person)
        | Q(version__authors=person)
    )
    return appeals_open(person).exclude(proposal__version__in=part.values("version"))


def appeals_visible_to(person: Person) -> QuerySet[Appeal]:
    """Those of the proposals that the person sees."""
    return Appeal.objects.filter(proposal__in=visible_to(person).values("pk")).select_related(
        "proposal__version__definition__unit", "lodged_by", "decided_by", "opened"
    )


def overrides(person: Person) -> QuerySet[Decision]:
    """Decisions that the ratings did not support, of the proposals that the person sees."""
    return (
        Decision.objects.filter(proposal__in=visible_to(person).values("pk"))
        .exclude(override="")
        .select_related("proposal__version__definition__unit", "decided_by")
        .order_by("-decided_at")
    )
