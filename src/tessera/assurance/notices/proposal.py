"""A proposal came in, stands still, goes on, or is gone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import ProposalState
from tessera.assurance.notices.telling import chairs, tell

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tessera.assurance.models import Hold, Proposal, Review
    from tessera.people.models import Person


def chairs_have_proposal(proposal: Proposal, *, at: datetime) -> None:
    """To be screened first; the round of an upheld appeal is past that."""
    if proposal.state == ProposalState.SCREENING:
        subject, label = _("“%(title)s” waits to be screened (round %(round)s)"), _("Screen it")
        text = _("%(author)s submitted “%(title)s”. See whether it is ready for reviewers.")
    else:
        subject, label = (
            _("“%(title)s” waits for reviewers (round %(round)s)"),
            _("Choose reviewers"),
        )
        text = _("The appeal for “%(title)s” was upheld. Choose two reviewers who are new to it.")
    for person in chairs(proposal):
        tell(
            person,
            proposal,
            kind="assurance.proposal.submitted",
            subject=subject,
            text=text,
            facts={"author": proposal.submitted_by},
            label=label,
            at=at,
        )


def proposal_is_held(hold: Hold, *, at: datetime) -> None:
    for person in _concerned(hold.proposal):
        tell(
            person,
            hold.proposal,
            kind=f"assurance.proposal.held:{hold.pk}",
            subject=_("“%(title)s” is on hold"),
            text=_(
                "The review of “%(title)s” stands still, and so does every due date:\n\n%(reason)s"
            ),
            facts={"reason": hold.reason},
            label=_("Open the proposal"),
            at=at,
        )


def proposal_goes_on(hold: Hold, *, at: datetime) -> None:
    for person in _concerned(hold.proposal):
        tell(
            person,
            hold.proposal,
            kind=f"assurance.proposal.resumed:{hold.pk}",
            subject=_("“%(title)s” goes on"),
            text=_(
                "The review of “%(title)s” goes on. Due dates moved by as long as it stood still."
            ),
            facts={},
            label=_("Open the proposal"),
            at=at,
        )


def proposal_is_withdrawn(proposal: Proposal, *, at: datetime) -> None:
    reviewers = [each.reviewer for each in _active(proposal)]
    for person in {*reviewers, *chairs(proposal)}:
        tell(
            person,
            proposal,
            kind="assurance.proposal.withdrawn",
            subject=_("“%(title)s” was withdrawn"),
            text=_("Its designers withdrew “%(title)s”. There is nothing left for you to do."),
            facts={},
            label=_("Open the proposal"),
            at=at,
        )


def _concerned(proposal: Proposal) -> set[Person]:
    return {*proposal.version.authors.all(), *(each.reviewer for each in _active(proposal))}


def _active(proposal: Proposal) -> QuerySet[Review]:
    return proposal.reviews.filter(ended_at=None).select_related("reviewer")
