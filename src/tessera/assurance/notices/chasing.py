"""Reviews that are due, late, or given up."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tessera.assurance.notices.telling import chairs, in_full, tell
from tessera.common.languages import local_lazy
from tessera.notifications.operations import deliver

if TYPE_CHECKING:
    from tessera.assurance.models import Review


def review_is_due(review: Review, *, at: datetime) -> None:
    _remind(
        review,
        what=f"due:{review.due_on}",
        subject=_("Your review of “%(title)s” is due on %(day)s"),
        text=_("What you have written so far is kept. You can also hand the review back."),
        at=at,
    )


def review_is_late(review: Review, *, at: datetime) -> None:
    """The reviewer, and the chairs, once for each day that it was due on."""
    _remind(
        review,
        what=f"late:{review.due_on}",
        subject=_("Your review of “%(title)s” was due on %(day)s"),
        text=_(
            "A decision waits for it. If you have no time, hand it back: somebody else is asked."
        ),
        at=at,
    )
    for chair in chairs(review.proposal):
        tell(
            chair,
            review.proposal,
            kind=f"assurance.review.late:{review.pk}:{review.due_on}",
            subject=_("A review of “%(title)s” is late"),
            text=_("%(reviewer)s was to hand in a review of “%(title)s” by %(day)s."),
            facts={"reviewer": review.reviewer, "day": in_full(review.due_on)},
            label=_("See where it stands"),
            at=at,
        )


def review_handed_back(review: Review, *, at: datetime) -> None:
    for chair in chairs(review.proposal):
        tell(
            chair,
            review.proposal,
            kind=f"assurance.review.handed_back:{review.pk}",
            subject=_("A reviewer of “%(title)s” is needed"),
            text=_("%(reviewer)s handed the review of “%(title)s” back (%(end)s):\n\n%(reason)s"),
            facts={
                "reviewer": review.reviewer,
                "end": review.get_end_display(),
                "reason": review.end_reason,
            },
            label=_("Choose reviewers"),
            at=at,
        )


def reviewer_removed(review: Review, *, at: datetime) -> None:
    deliver(
        kind="assurance.review.removed",
        once=f"assurance.review.removed:{review.uuid}",
        to=review.reviewer,
        subject=_("You need not review “%(title)s” any more"),
        text=_("The quality chair took the review of “%(title)s” back:\n\n%(reason)s"),
        facts={"title": local_lazy(review.proposal.version, "title"), "reason": review.end_reason},
        at=at,
    )


def _remind(review: Review, *, what: str, subject: Promise, text: Promise, at: datetime) -> None:
    tell(
        review.reviewer,
        review.proposal,
        kind=f"assurance.review.{what.partition(':')[0]}:{review.pk}:{what}",
        subject=subject,
        text=text,
        facts={"day": in_full(review.due_on)},
        href=reverse("assurance:review", args=[review.uuid]),
        label=_("Go on with the review"),
        at=at,
    )
