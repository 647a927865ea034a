"""Asking reviewers, and what they write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import notices, policies
from tessera.assurance.enums import ProposalState
from tessera.assurance.models import (
    Check,
    Proposal,
    Rating,
    Review,
)
from tessera.assurance.operations.locks import locked, locked_review
from tessera.assurance.workflow import PROPOSAL
from tessera.catalogue import operations as catalogue
from tessera.common.states import advance
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def assign_reviewer(
    *, proposal: Proposal, reviewer: Person, due_on: date, by: Person, at: datetime
) -> Review:
    """Ask someone independent to review; the first one asked begins the review.

    Refuses: NotPermitted, Interested, WrongState, NotAReviewer, AlreadyAssigned, DayHasPassed.
    """
    proposal = locked(proposal)
    policies.check_assign(proposal, reviewer=reviewer, due_on=due_on, by=by, at=at)
    if proposal.state == ProposalState.OPEN:
        advance(proposal, PROPOSAL, "begin_review")
        proposal.save(update_fields=["state"])
        catalogue.begin_review(version=proposal.version, by=by, at=at)
    review = Review.objects.create(
        proposal=proposal, reviewer=reviewer, due_on=due_on, assigned_at=at, assigned_by=by
    )
    record("assurance.review.assigned", subject=proposal, by=by, at=at, reviewer=str(reviewer))
    notices.reviewer_assigned(review, at=at)
    return review


@transaction.atomic
def save_rating(
    *, review: Review, check: Check, value: str, comment: str = "", by: Person, at: datetime
) -> Rating:
    """Keep a rating while the review is being written; drafts leave no trail until they are sent.

    Refuses: NotPermitted, Interested, ReviewIsIn, WrongState, NotOnTheStandard, AlwaysApplies.
    """
    review = locked_review(review)
    policies.check_rate(review, values={check: value}, by=by)
    rating, _created = Rating.objects.update_or_create(
        review=review, check_line=check, defaults={"value": value, "comment": comment}
    )
    return rating


@transaction.atomic
def save_review(
    *,
    review: Review,
    ratings: Mapping[Check, tuple[str, str]],
    summary: str,
    by: Person,
    at: datetime,
) -> Review:
    """Keep everything written so far: value and comment for each check, and the summary.

    Refuses: as save_rating.
    """
    review = locked_review(review)
    policies.check_rate(
        review, values={check: value for check, (value, _comment) in ratings.items()}, by=by
    )
    Rating.objects.bulk_create(
        [
            Rating(review=review, check_line=check, value=value, comment=comment)
            for check, (value, comment) in ratings.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "check_line"],
        update_fields=["value", "comment"],
    )
    review.summary = summary
    review.save(update_fields=["summary"])
    return review


@transaction.atomic
def submit_review(*, review: Review, summary: str = "", by: Person, at: datetime) -> Review:
    """Hand in the review: it can no longer be changed, and opens the others' to its reviewer.

    Refuses: NotPermitted, Interested, ReviewIsIn, WrongState, NotReady.
    """
    review = locked_review(review)
    policies.check_submit_review(review, by=by)
    review.submitted_at, review.summary = at, summary or review.summary
    review.save(update_fields=["submitted_at", "summary"])
    record("assurance.review.submitted", subject=review.proposal, by=by, at=at)
    notices.chairs_have_review(review, at=at)
    return review
