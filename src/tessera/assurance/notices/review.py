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
    from django.db.models import QuerySet

    from tessera.assurance.models import Proposal, Remark, Review


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


def panel_is_complete(proposal: Proposal, *, at: datetime) -> None:
    """Every review is in: the discussion is open, and the chair may decide."""
    for review in _handed_in(proposal):
        tell(
            review.reviewer,
            proposal,
            kind=f"assurance.review.complete:{review.pk}",
            subject=_("Every review of “%(title)s” is in"),
            text=_("You can read the other reviews of “%(title)s” now, and discuss them."),
            facts={},
            href=reverse("assurance:review", args=[review.uuid]),
            label=_("Read and discuss"),
            at=at,
        )


def panel_hears_remark(remark: Remark, *, at: datetime) -> None:
    """That something was said, never what: it is read where only those may who reviewed."""
    proposal = remark.proposal
    pages = {
        each.reviewer: reverse("assurance:review", args=[each.uuid])
        for each in _handed_in(proposal)
    }
    decide = reverse("assurance:decide", args=[proposal.uuid])
    pages |= {chair: decide for chair in chairs(proposal) if chair not in pages}
    for person, href in pages.items():
        if person == remark.said_by:
            continue
        tell(
            person,
            proposal,
            kind=f"assurance.remark.added:{remark.pk}",
            subject=_("A remark on “%(title)s”"),
            text=_("%(who)s said something in the discussion of “%(title)s”."),
            facts={"who": remark.said_by},
            href=f"{href}#discussion",
            label=_("Read and discuss"),
            at=at,
        )


def _handed_in(proposal: Proposal) -> QuerySet[Review]:
    return proposal.reviews.filter(submitted_at__isnull=False).select_related("reviewer")
