"""Calling a published design into question, and answering: it stands, or is suspended until it may."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import queries as assurance
from tessera.catalogue import operations as catalogue
from tessera.catalogue.enums import State
from tessera.standing import notices, policies, queries
from tessera.standing.enums import REVIEW_DAYS, Cause, Outcome
from tessera.standing.models import Cause as CauseRow
from tessera.standing.models import PeriodicReview, Suspension
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


@transaction.atomic
def record_complaint(
    *, version: Version, source: str, text: str, sender: str = "", by: Person, at: datetime
) -> CauseRow:
    """Keep a complaint in full; the design goes, or stays, under review until the panel has answered.

    Refuses: NotPermitted, WrongState, NotReady.
    """
    version = catalogue.locked(version)
    policies.check_complain(version, source=source, text=text, by=by)
    review = queries.open_review(version) or _opened(version, by=by, at=at)
    complaint = CauseRow.objects.create(
        review=review,
        kind=Cause.COMPLAINT,
        source=source,
        text=text,
        sender=sender,
        noted_at=at,
        noted_by=by,
    )
    record("standing.complaint.recorded", subject=version, by=by, at=at, source=source)
    notices.is_under_review(review, [Cause.COMPLAINT], at=at)
    return complaint


@transaction.atomic
def open_review(*, version: Version, reason: str, by: Person, at: datetime) -> PeriodicReview:
    """The panel wants to look at it again. Refuses: NotPermitted, WrongState, UnderReviewAlready, NotReady."""
    version = catalogue.locked(version)
    policies.check_open(version, reason=reason, by=by)
    review = _opened(version, by=by, at=at)
    CauseRow.objects.create(review=review, kind=Cause.WISH, text=reason, noted_at=at, noted_by=by)
    record("standing.review.opened", subject=version, by=by, at=at, reason=reason)
    notices.is_under_review(review, [Cause.WISH], at=at)
    return review


@transaction.atomic
def conclude_review(
    *,
    review: PeriodicReview,
    outcome: str,
    reason: str,
    next_on: date | None = None,
    effect: str = "",
    teach_out_on: date | None = None,
    by: Person,
    at: datetime,
) -> PeriodicReview:
    """What comes of it: it stands until `next_on`, as it is or until its designers have written a next
    version; it is suspended with a stated effect; or it retires, and those enrolled finish by `teach_out_on`.

    Refuses: NotPermitted, Interested, AlreadyConcluded, NotReady, NoSuchDay, NotEndorsed,
    ConditionsOverdue, LastDayHasPassed.
    """
    version = catalogue.locked(review.version)
    review = PeriodicReview.objects.select_for_update(no_key=True).get(pk=review.pk)
    review.version = version
    policies.check_conclude(
        review,
        outcome=outcome,
        reason=reason,
        next_on=next_on,
        effect=effect,
        teach_out_on=teach_out_on,
        by=by,
        at=at,
    )
    if outcome == Outcome.SUSPEND:
        _suspended(review, reason=reason, effect=effect, by=by, at=at)
        return review
    if outcome == Outcome.RETIRE:
        assert teach_out_on is not None
        _closed(review, Outcome.RETIRE, reason=reason, next_on=None, by=by, at=at)
        catalogue.retire_reviewed(
            version=version, teach_out_on=teach_out_on, reason=reason, by=by, at=at
        )
        return review
    _closed(review, Outcome(outcome), reason=reason, next_on=next_on, by=by, at=at)
    catalogue.close_review(version=version, by=by, at=at)
    assert next_on is not None
    catalogue.set_review_day(version=version, review_on=next_on, by=by, at=at)
    record("standing.review.kept", subject=version, by=by, at=at, reason=reason)
    notices.stands(review, at=at)
    return review


@transaction.atomic
def suspend(*, version: Version, reason: str, effect: str, by: Person, at: datetime) -> Suspension:
    """Stop new learners at once, whether or not a review is open. Refuses: NotPermitted, Interested,
    WrongState, NotReady."""
    version = catalogue.locked(version)
    policies.check_suspend(version, reason=reason, effect=effect, by=by)
    review = queries.open_review(version)
    if review is None:
        review = _opened(version, by=by, at=at)
        CauseRow.objects.create(
            review=review, kind=Cause.WISH, text=reason, noted_at=at, noted_by=by
        )
    review.version = version
    return _suspended(review, reason=reason, effect=effect, by=by, at=at)


@transaction.atomic
def reinstate(
    *, suspension: Suspension, reason: str, next_on: date, by: Person, at: datetime
) -> Suspension:
    """It may stand again, until its next review. Refuses: NotPermitted, Interested, WrongState,
    NewerInForce, NotReady, NoSuchDay, NotEndorsed, ConditionsOverdue."""
    version = catalogue.locked(suspension.version)
    suspension = Suspension.objects.select_for_update(no_key=True).get(pk=suspension.pk)
    suspension.version = version
    policies.check_reinstate(suspension, reason=reason, next_on=next_on, by=by, at=at)
    suspension.ended_at, suspension.ended_by, suspension.end_reason = at, by, reason
    suspension.save(update_fields=["ended_at", "ended_by", "end_reason"])
    catalogue.reinstate_version(version=version, by=by, at=at)
    catalogue.set_review_day(version=version, review_on=next_on, by=by, at=at)
    record("standing.suspension.ended", subject=version, by=by, at=at, reason=reason)
    notices.is_reinstated(suspension, at=at)
    return suspension


@transaction.atomic
def schedule(*, version: Version, review_on: date, by: Person, at: datetime) -> Version:
    """Set the day of the next review. Refuses: NotPermitted, WrongState, NoSuchDay."""
    version = catalogue.locked(version)
    policies.check_schedule(version, review_on=review_on, by=by, at=at)
    return catalogue.set_review_day(version=version, review_on=review_on, by=by, at=at)


def look(*, at: datetime) -> None:
    """What the calendar brings: reminders ahead of a review date, and a review for each new cause.

    Looking twice does nothing twice.
    """
    versions = list(queries.in_the_catalogue())
    found = queries.causes_found(versions, at)
    for version in versions:
        if version.pk in found:
            look_at(version=version, at=at)
    for version, days in queries.reminders(versions, at):
        notices.review_is_near(version, days, at=at)


@transaction.atomic
def look_at(*, version: Version, at: datetime) -> None:
    """Open a review, or add to the one that is open, when something calls for it."""
    version = catalogue.locked(version)
    if version.state not in queries.CAN_BE_EARNED:
        return
    causes = queries.causes_found([version], at).get(version.pk, [])
    if not causes:
        return
    review = queries.open_review(version) or _opened(version, by=None, at=at)
    CauseRow.objects.bulk_create(
        CauseRow(review=review, kind=cause, noted_at=at) for cause in causes
    )
    record("standing.review.called_for", subject=version, by=None, at=at, causes=[*causes])
    notices.is_under_review(review, causes, at=at)


@transaction.atomic
def follow_retirement(*, version: Version, at: datetime) -> None:
    """It retires, by a registrar's word or for a newer version: its review ends with that, and so does a
    suspension, since those enrolled may finish. Idempotent."""
    version = catalogue.locked(version)
    review, held = queries.open_review(version), queries.suspension(version)
    if version.state != State.RETIRING or not (review or held):
        return
    outcome = Outcome.RETIRE if version.retire_reason else Outcome.REPLACED
    reason, by = version.retire_reason, queries.retired_by(version)
    if review is not None:
        _closed(review, outcome, reason=reason, next_on=None, by=by, at=at)
        record("standing.review.replaced", subject=version, by=by, at=at)
    if held is not None:
        held.ended_at, held.ended_by, held.end_reason = at, by, reason or str(outcome.label)
        held.save(update_fields=["ended_at", "ended_by", "end_reason"])
        record("standing.suspension.ended", subject=version, by=by, at=at, reason=held.end_reason)


def _opened(version: Version, *, by: Person | None, at: datetime) -> PeriodicReview:
    if version.state == State.PUBLISHED:
        catalogue.open_review(version=version, by=by, at=at)
        version.state = State.UNDER_REVIEW
    due_on = assurance.due_after(at, REVIEW_DAYS)
    return PeriodicReview.objects.create(version=version, opened_at=at, opened_by=by, due_on=due_on)


def _closed(
    review: PeriodicReview,
    outcome: Outcome,
    *,
    reason: str,
    next_on: date | None,
    by: Person,
    at: datetime,
) -> None:
    review.outcome, review.reason, review.next_on = outcome, reason, next_on
    review.closed_at, review.closed_by = at, by
    review.standard = assurance.standard_in_force(at)
    review.save(
        update_fields=["outcome", "reason", "next_on", "closed_at", "closed_by", "standard"]
    )


def _suspended(
    review: PeriodicReview, *, reason: str, effect: str, by: Person, at: datetime
) -> Suspension:
    version = review.version
    _closed(review, Outcome.SUSPEND, reason=reason, next_on=None, by=by, at=at)
    catalogue.suspend_version(version=version, by=by, at=at)
    made = Suspension.objects.create(
        version=version, review=review, reason=reason, effect=effect, began_at=at, began_by=by
    )
    record("standing.suspension.begun", subject=version, by=by, at=at, reason=reason, effect=effect)
    notices.is_suspended(made, at=at)
    return made
