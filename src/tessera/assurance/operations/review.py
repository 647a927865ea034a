"""Asking reviewers, and what they write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import notices, policies, queries
from tessera.assurance.enums import ProposalState, ReviewEnd
from tessera.assurance.models import Check, Finding, Proposal, Rating, Remark, Review, Settlement
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

    Refuses: NotPermitted, Interested, WrongState, OnHold, NotAReviewer, TookPart, AlreadyAssigned,
    ReadsReviews, DayHasPassed.
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
def assign_reviewers(
    *, proposal: Proposal, reviewers: Sequence[Person], due_on: date, by: Person, at: datetime
) -> list[Review]:
    """Ask several at once: all of them or, when one is refused, none. Refuses: as assign_reviewer."""
    return [
        assign_reviewer(proposal=proposal, reviewer=reviewer, due_on=due_on, by=by, at=at)
        for reviewer in reviewers
    ]


@transaction.atomic
def remove_reviewer(*, review: Review, reason: str, by: Person, at: datetime) -> Review:
    """Take a review back that is not in; what was written of it is kept and counts for nothing.

    Refuses: NotPermitted, Interested, ReviewIsIn, WrongState, NotReady.
    """
    review = locked_review(review)
    policies.check_remove(review, reason=reason, by=by)
    _end(review, end=ReviewEnd.REMOVED, reason=reason, by=by, at=at)
    record(
        "assurance.review.removed",
        subject=review.proposal,
        by=by,
        at=at,
        reviewer=str(review.reviewer),
        reason=reason,
    )
    notices.reviewer_removed(review, at=at)
    return review


@transaction.atomic
def hand_back_review(*, review: Review, end: str, reason: str, by: Person, at: datetime) -> Review:
    """Give a review back: no time, or a conflict, which bars the reviewer from this design for good.

    Refuses: NotPermitted, ReviewIsIn, WrongState, NotReady.
    """
    review = locked_review(review)
    policies.check_hand_back(review, end=end, reason=reason, by=by)
    _end(review, end=end, reason=reason, by=by, at=at)
    record(
        "assurance.review.handed_back",
        subject=review.proposal,
        by=by,
        at=at,
        reviewer=str(by),
        reason=reason,
    )
    notices.review_handed_back(review, at=at)
    return review


def _end(review: Review, *, end: str, reason: str, by: Person, at: datetime) -> None:
    review.end, review.end_reason, review.ended_at, review.ended_by = end, reason, at, by
    review.save(update_fields=["end", "end_reason", "ended_at", "ended_by"])


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
    settlements: Mapping[Finding, bool] = MappingProxyType({}),
    by: Person,
    at: datetime,
) -> Review:
    """Keep everything written so far: value and comment for each check, whether each finding of the
    round before is settled, and the summary.

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
    own = {each.pk for each in queries.findings_before(review.proposal)}
    Settlement.objects.bulk_create(
        [
            Settlement(review=review, finding=finding, settled=settled)
            for finding, settled in settlements.items()
            if finding.pk in own
        ],
        update_conflicts=True,
        unique_fields=["review", "finding"],
        update_fields=["settled"],
    )
    return review


@transaction.atomic
def add_remark(
    *, proposal: Proposal, text: str, check: Check | None = None, by: Person, at: datetime
) -> Remark:
    """Say something to the other reviewers and the chair, once every review is in.

    Refuses: NotPermitted, Interested, WrongState, StillBlind, NotReady.
    """
    proposal = locked(proposal)
    policies.check_remark(proposal, text=text, by=by)
    remark = Remark.objects.create(
        proposal=proposal, check_line=check, text=text, said_at=at, said_by=by
    )
    # What was said is for those who reviewed, so the trail does not repeat it.
    record("assurance.remark.added", subject=proposal, by=by, at=at)
    notices.panel_hears_remark(remark, at=at)
    return remark


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
    if queries.is_unblinded(review.proposal):
        notices.panel_is_complete(review.proposal, at=at)
    return review
