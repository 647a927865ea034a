"""Screening a proposal, and letting it stand still."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.assurance import queries
from tessera.assurance.enums import Permission
from tessera.assurance.models import Proposal
from tessera.assurance.policies.reviewing import check_leads, check_moving
from tessera.assurance.workflow import PROPOSAL
from tessera.common.refusal import NotReady, WrongState
from tessera.common.states import check_advance

if TYPE_CHECKING:
    from tessera.people.models import Person


def check_screen(proposal: Proposal, *, by: Person) -> None:
    """Refuses: NotPermitted, Interested, WrongState, OnHold."""
    check_leads(proposal, permission=Permission.ASSIGN, by=by)
    check_advance(proposal, PROPOSAL, "pass")
    check_moving(proposal)


def check_screen_back(proposal: Proposal, *, findings: Sequence[str], by: Person) -> None:
    """Refuses: NotPermitted, Interested, WrongState, OnHold, NotReady."""
    check_screen(proposal, by=by)
    if not any(text.strip() for text in findings):
        raise NotReady(missing=[_("a finding that says what must change")])


def check_hold(proposal: Proposal, *, reason: str, by: Person) -> None:
    """Refuses: NotPermitted, Interested, WrongState, OnHold, NotReady."""
    check_leads(proposal, permission=Permission.ASSIGN, by=by)
    check_moving(proposal)
    if not reason.strip():
        raise NotReady(missing=[_("the reason")])


def check_resume(proposal: Proposal, *, by: Person) -> None:
    """Refuses: NotPermitted, Interested, WrongState."""
    check_leads(proposal, permission=Permission.ASSIGN, by=by)
    if queries.hold_of(proposal) is None:
        raise WrongState(state=proposal.get_state_display())
