"""Nothing here would break the blindness of a review."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tessera.assurance.notices.telling import chairs, in_full, tell
from tessera.common.languages import local_lazy
from tessera.notifications.operations import deliver

if TYPE_CHECKING:
    from tessera.assurance.models import Review


def reviewer_assigned(review: Review, *, at: datetime) -> None:
    deliver(
        kind="assurance.review.assigned",
        once=f"assurance.review.assigned:{review.uuid}",
        to=review.reviewer,
        subject=_("Please review “%(title)s” by %(day)s"),
        text=_(
            "Rate “%(title)s” against the quality standard by %(day)s. Your ratings are your own:"
            " you will see the other reviewers’ once yours are in."
        ),
        facts={
            "title": local_lazy(review.proposal.version, "title"),
            "day": in_full(review.due_on),
        },
        action_url=reverse("assurance:review", args=[review.uuid]),
        action_label=_("Review the proposal"),
        at=at,
    )


def chairs_have_review(review: Review, *, at: datetime) -> None:
    for person in chairs(review.proposal):
        tell(
            person,
            review.proposal,
            kind=f"assurance.review.submitted:{review.pk}",
            subject=_("A review of “%(title)s” is in"),
            text=_("%(reviewer)s handed in a review of “%(title)s”."),
            facts={"reviewer": review.reviewer},
            label=_("See where it stands"),
            at=at,
        )
