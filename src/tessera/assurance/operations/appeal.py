"""Appeals of a decline."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import notices, policies
from tessera.assurance.enums import ProposalState
from tessera.assurance.models import Appeal, Proposal
from tessera.assurance.operations.locks import locked
from tessera.assurance.workflow import APPEAL
from tessera.catalogue import operations as catalogue
from tessera.common.states import advance
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def lodge_appeal(*, proposal: Proposal, ground: str, text: str, by: Person, at: datetime) -> Appeal:
    """Ask people who had no part in it to look at a decline again.

    Refuses: NotPermitted, WrongState, AlreadyAppealed, AppealIsLate, NotReady.
    """
    proposal = locked(proposal)
    policies.check_lodge(proposal, ground=ground, text=text, by=by, at=at)
    appeal = Appeal.objects.create(
        proposal=proposal, ground=ground, text=text, lodged_at=at, lodged_by=by
    )
    record("assurance.appeal.lodged", subject=proposal, by=by, at=at, ground=ground)
    notices.chairs_have_appeal(appeal, at=at)
    return appeal


@transaction.atomic
def dismiss_appeal(*, appeal: Appeal, reason: str, by: Person, at: datetime) -> Appeal:
    """The decline stands. Refuses: NotPermitted, Interested, TookPart, WrongState, NotReady."""
    appeal = _judged(appeal, "dismiss", reason=reason, by=by, at=at)
    appeal.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    record("assurance.appeal.dismissed", subject=appeal.proposal, by=by, at=at, reason=reason)
    notices.authors_hear_appeal(appeal, at=at)
    return appeal


@transaction.atomic
def uphold_appeal(*, appeal: Appeal, reason: str, by: Person, at: datetime) -> Appeal:
    """The design is reviewed anew: a new round on the same words, under the same standard, by others.

    Refuses: NotPermitted, Interested, TookPart, WrongState, NotReady.
    """
    appeal = _judged(appeal, "uphold", reason=reason, by=by, at=at)
    declined = appeal.proposal
    catalogue.uphold_appeal(version=declined.version, by=by, at=at)
    appeal.opened = Proposal.objects.create(
        version=declined.version,
        round=declined.round + 1,
        standard=declined.standard,
        snapshot=declined.snapshot,
        digest=declined.digest,
        state=ProposalState.IN_REVIEW,
        submitted_at=at,
        submitted_by=declined.submitted_by,
        screened_at=at,
        screened_by=by,
    )
    appeal.save(update_fields=["state", "reason", "decided_at", "decided_by", "opened"])
    record("assurance.appeal.upheld", subject=declined, by=by, at=at, reason=reason)
    notices.authors_hear_appeal(appeal, at=at)
    notices.chairs_have_proposal(appeal.opened, at=at)
    return appeal


def _judged(appeal: Appeal, verb: str, *, reason: str, by: Person, at: datetime) -> Appeal:
    """Locked, checked and moved, but not saved yet."""
    proposal = locked(appeal.proposal)
    appeal = Appeal.objects.select_for_update(no_key=True).get(pk=appeal.pk)
    appeal.proposal = proposal
    policies.check_judge(appeal, reason=reason, by=by)
    advance(appeal, APPEAL, verb)
    appeal.reason, appeal.decided_at, appeal.decided_by = reason, at, by
    return appeal
