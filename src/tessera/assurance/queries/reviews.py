"""Blindness: who reads which review, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext

from tessera.assurance.enums import (
    NEEDS_COMMENT,
    UNDER_WAY,
    Permission,
)
from tessera.assurance.models import (
    Proposal,
    Rating,
    Review,
)
from tessera.assurance.queries.proposals import has_interest
from tessera.assurance.queries.standard import checks_of
from tessera.endorsement import queries as endorsement
from tessera.people import queries as people
from tessera.people.access import can

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
    return reviews_of(person).filter(submitted_at=None, proposal__state__in=UNDER_WAY)


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
    own = proposal.reviews.filter(reviewer=person).first()
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


def reviewers_for(proposal: Proposal) -> list[Person]:
    """Those who may be asked to review it: reviewers of the unit without an interest, not asked yet."""
    asked = set(proposal.reviews.values_list("reviewer", flat=True))
    authors = set(proposal.version.authors.values_list("pk", flat=True))
    barred = asked | authors | endorsement.endorsers(proposal.version)
    unit = proposal.version.definition.unit_id
    reviewers = people.people_who_may(Permission.REVIEW).prefetch_related(Prefetch("memberships"))
    return [
        person
        for person in reviewers
        if person.pk not in barred and can(person, Permission.REVIEW, unit=unit)
    ]
