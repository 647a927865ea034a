"""Reminding people of what is due; run often, it tells nobody anything twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tessera.assurance import notices, queries
from tessera.assurance.enums import UNDER_WAY, ConditionState
from tessera.assurance.models import Condition, Hold, Review
from tessera.kernel.calendar import is_working, working_days_between

# Working days before a review is due, and days before a condition is: when its owner is reminded.
REVIEW_SOON, CONDITION_SOON = 2, timedelta(days=7)


def chase(*, at: datetime) -> None:
    """Tell reviewers and owners what is due soon or overdue, and the chairs what is overdue."""
    today = timezone.localdate(at)
    if not is_working(today, queries.closed_days()):
        return
    chase_reviews(today=today, at=at)
    chase_conditions(today=today, at=at)


@transaction.atomic
def chase_reviews(*, today: date, at: datetime) -> None:
    """Of proposals that are not on hold, and reviewers who still may review them."""
    closed = queries.closed_days()
    out = (
        Review.objects.filter(submitted_at=None, ended_at=None, proposal__state__in=UNDER_WAY)
        .exclude(proposal__in=Hold.objects.filter(resumed_at=None).values("proposal"))
        .select_related("reviewer", "proposal__version__definition")
    )
    for review in out:
        if review.due_on < today:
            notices.review_is_late(review, at=at)
        elif working_days_between(today, review.due_on, closed) <= REVIEW_SOON:
            notices.review_is_due(review, at=at)


@transaction.atomic
def chase_conditions(*, today: date, at: datetime) -> None:
    owed = Condition.objects.filter(
        state=ConditionState.OPEN, due_on__lte=today + CONDITION_SOON
    ).select_related("owner", "decision__proposal__version__definition")
    for condition in owed:
        if condition.due_on < today:
            notices.condition_is_late(condition, weeks=(today - condition.due_on).days // 7, at=at)
        else:
            notices.condition_is_due(condition, at=at)
