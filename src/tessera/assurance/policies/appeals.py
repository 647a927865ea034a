"""Appeals of a decline: in time, with a ground, and judged by people who had no part in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tessera.assurance import queries
from tessera.assurance.enums import Ground, Permission, ProposalState
from tessera.assurance.models import Appeal, Proposal
from tessera.assurance.policies.reviewing import TookPart, check_leads
from tessera.assurance.workflow import APPEAL
from tessera.catalogue import policies as catalogue
from tessera.common.refusal import NotReady, Refusal, WrongState
from tessera.common.states import check_advance

if TYPE_CHECKING:
    from tessera.people.models import Person


class AppealIsLate(Refusal):
    code = "appeal-is-late"
    message = _("An appeal was possible until %(day)s.")


class AlreadyAppealed(Refusal):
    code = "already-appealed"
    message = _("This decision has been appealed already.")


def check_lodge(proposal: Proposal, *, ground: str, text: str, by: Person, at: datetime) -> None:
    """Refuses: NotPermitted, WrongState, AlreadyAppealed, AppealIsLate, NotReady."""
    check_may_lodge(proposal, by=by, at=at)
    if ground not in Ground or not text.strip():
        raise NotReady(missing=[_("the ground, and why")])


def check_may_lodge(proposal: Proposal, *, by: Person, at: datetime) -> None:
    """Refuses: NotPermitted, WrongState, AlreadyAppealed, AppealIsLate."""
    catalogue.check_designer(proposal.version, by=by)
    if proposal.state != ProposalState.DECLINED:
        raise WrongState(state=proposal.get_state_display())
    if queries.appeal_of(proposal) is not None:
        raise AlreadyAppealed
    last = queries.appeal_until(proposal)
    if timezone.localdate(at) > last:
        raise AppealIsLate(day=last)


def check_judge(appeal: Appeal, *, reason: str, by: Person) -> None:
    """Refuses: NotPermitted, Interested, TookPart, WrongState, NotReady."""
    check_judge_of(appeal, by=by)
    check_advance(appeal, APPEAL, "uphold")
    if not reason.strip():
        raise NotReady(missing=[_("the reason")])


def check_judge_of(appeal: Appeal, *, by: Person) -> None:
    """Refuses: NotPermitted, Interested, TookPart."""
    check_leads(appeal.proposal, permission=Permission.DECIDE, by=by)
    if queries.took_part(by, appeal.proposal):
        raise TookPart(person=by)
