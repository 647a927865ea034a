"""Blindness: who reads which review, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from tessera.assurance.enums import (
    NEEDS_COMMENT,
    QUORUM,
    UNDER_WAY,
    Permission,
    ReviewEnd,
)
from tessera.assurance.models import (
    Hold,
    Proposal,
    Rating,
    Remark,
    Review,
)
from tessera.assurance.queries.proposals import barred_by_appeal, has_interest, previous_round
from tessera.assurance.queries.standard import checks_of
from tessera.endorsement import queries as endorsement
from tessera.people import queries as people
from tessera.people.access import can, scope_of

if TYPE_CHECKING:
    from tessera.people.models import Person


def reviews_of(person: Person) -> QuerySet[Review]:
    """What was put to this reviewer, the soonest due first."""
    return (
        Review.objects.filter(reviewer=person)
        .select_related("proposal__version__definition__unit", "proposal__standard")
        .order_by("due_on", "pk")
    )


def reviews_to_do(person: Person) -> QuerySet[Review]:
    """What the person still has to hand in."""
    waiting = reviews_of(person).filter(submitted_at=None, ended_at=None)
    return waiting.filter(proposal__state__in=UNDER_WAY)


def reviews_waiting(person: Person) -> list[tuple[Review, bool]]:
    """What the person still has to hand in, each with whether its proposal is on hold."""
    found = reviews_to_do(person).annotate(
        is_held=Exists(Hold.objects.filter(proposal=OuterRef("proposal"), resumed_at=None))
    )
    return [(review, review.is_held) for review in found]


def reviews_led_by(person: Person) -> QuerySet[Review]:
    """Reviews of the proposals that the person leads."""
    scope = scope_of(person, Permission.ASSIGN)
    found = Review.objects.select_related("reviewer", "proposal__version__definition__unit")
    if scope.everywhere:
        return found
    return found.filter(proposal__version__definition__unit__in=scope.units)


def reviewers_needed(proposal: Proposal) -> int:
    """How many more have to be asked before enough reviews can be in."""
    return max(0, QUORUM - proposal.reviews.filter(ended_at=None).count())


def is_asked(person: Person, proposal: Proposal) -> bool:
    return proposal.reviews.filter(reviewer=person, ended_at=None).exists()


def reads_reviews(person: Person, proposal: Proposal) -> bool:
    """Whether there is something that this person, who leads the proposal, has been able to read."""
    is_in = proposal.reviews.filter(submitted_at__isnull=False).exists()
    return is_in and can(person, Permission.DECIDE, unit=proposal.version.definition.unit_id)


def is_unblinded(proposal: Proposal) -> bool:
    """Whether every review that was asked for is in, and there are enough of them."""
    asked = proposal.reviews.filter(ended_at=None).values_list("submitted_at", flat=True)
    return len(asked) >= QUORUM and None not in asked


def remarks_visible_to(person: Person, proposal: Proposal) -> QuerySet[Remark]:
    """The discussion, for those who may read every review of it."""
    found = Remark.objects.filter(proposal=proposal).select_related("said_by", "check_line")
    return found if _reads_others(person, proposal) else found.none()


def reviews_visible_to(person: Person, proposal: Proposal) -> QuerySet[Review]:
    """One's own review always; the others' once they are in, and never before one's own is.

    The chair reads what is in; those who look after the unit, what led to a decision; authors nothing.
    """
    own = Q(reviewer=person)
    if _reads_others(person, proposal):
        own |= Q(submitted_at__isnull=False)
    return Review.objects.filter(own, proposal=proposal).select_related("reviewer")


def ratings_visible_to(person: Person, proposal: Proposal) -> QuerySet[Rating]:
    """The ratings of the reviews that the person may read."""
    return Rating.objects.filter(review__in=reviews_visible_to(person, proposal)).select_related(
        "review__reviewer", "check_line"
    )


def _reads_others(person: Person, proposal: Proposal) -> bool:
    if has_interest(person, proposal.version):
        return False
    own = proposal.reviews.filter(reviewer=person, ended_at=None).first()
    if own is not None:
        return own.submitted_at is not None
    unit = proposal.version.definition.unit_id
    if can(person, Permission.DECIDE, unit=unit):
        return True
    return proposal.state not in UNDER_WAY and can(person, Permission.VIEW, unit=unit)


def missing_from(review: Review) -> dict[int, str]:
    """What a review still needs before it can be sent, by the id of the check."""
    given = {rating.check_line_id: rating for rating in review.ratings.all()}
    missing = {}
    for check in checks_of(review.proposal):
        rating = given.get(check.pk)
        if check.mandatory and (rating is None or not rating.value):
            missing[check.pk] = gettext("Rate this check.")
        elif rating and rating.value in NEEDS_COMMENT and not rating.comment.strip():
            missing[check.pk] = gettext("Say what is missing, so that it can be put right.")
    return missing


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who may be asked: how much they have to review already, and what a chair should know."""

    person: Person
    open_reviews: int
    reviewed_before: bool
    same_unit: bool


def candidates_for(proposal: Proposal) -> list[Candidate]:
    """Whom to ask, best first: who reviewed the round before, then who works elsewhere and has least to do.

    Nobody with an interest, nobody who is asked already or gave it back, nobody whom an appeal bars.
    """
    before = previous_round(proposal)
    again = set(_handed_in(before)) if before else set()
    unit = proposal.version.definition.unit_id
    return sorted(
        (
            Candidate(
                person,
                person.open_reviews,
                reviewed_before=person.pk in again,
                same_unit=any(each.unit_id == unit for each in person.memberships.all()),
            )
            for person in _free_reviewers(proposal)
        ),
        key=lambda each: (not each.reviewed_before, each.same_unit, each.open_reviews),
    )


def _handed_in(proposal: Proposal) -> QuerySet[Review, int]:
    done = Review.objects.filter(proposal=proposal, submitted_at__isnull=False)
    return done.values_list("reviewer", flat=True)


def reviewers_for(proposal: Proposal) -> list[Person]:
    """Those who may be asked to review it, best first."""
    return [candidate.person for candidate in candidates_for(proposal)]


def _free_reviewers(proposal: Proposal) -> list[Any]:
    asked = set(proposal.reviews.values_list("reviewer", flat=True))
    authors = set(proposal.version.authors.values_list("pk", flat=True))
    conflicts = Review.objects.filter(proposal__version=proposal.version, end=ReviewEnd.CONFLICT)
    barred = asked | authors | endorsement.endorsers(proposal.version)
    barred |= set(conflicts.values_list("reviewer", flat=True)) | barred_by_appeal(proposal)
    unit = proposal.version.definition.unit_id
    load = Review.objects.filter(
        reviewer=OuterRef("pk"),
        submitted_at=None,
        ended_at=None,
        proposal__state__in=UNDER_WAY,
    )
    counted = load.order_by().values("reviewer").annotate(count=Count("pk")).values("count")
    reviewers = (
        people.people_who_may(Permission.REVIEW)
        .annotate(open_reviews=Coalesce(Subquery(counted), 0))
        .prefetch_related("memberships")
    )
    is_in = proposal.reviews.filter(submitted_at__isnull=False).exists()
    return [
        person
        for person in reviewers
        if person.pk not in barred
        and can(person, Permission.REVIEW, unit=unit)
        and not (is_in and can(person, Permission.DECIDE, unit=unit))
    ]
