"""A proposal came in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.assurance.notices.telling import chairs, tell

if TYPE_CHECKING:
    from tessera.assurance.models import Proposal


def chairs_have_proposal(proposal: Proposal, *, at: datetime) -> None:
    for person in chairs(proposal):
        tell(
            person,
            proposal,
            kind="assurance.proposal.submitted",
            subject=_("“%(title)s” waits for reviewers (round %(round)s)"),
            text=_("%(author)s submitted “%(title)s”. Choose two reviewers or more."),
            facts={"author": proposal.submitted_by},
            label=_("Choose reviewers"),
            at=at,
        )
