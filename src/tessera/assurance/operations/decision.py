"""The panel’s outcome on one round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from tessera.assurance import notices, policies
from tessera.assurance.enums import Outcome
from tessera.assurance.models import (
    Condition,
    Decision,
    Proposal,
)
from tessera.assurance.operations.finding import raise_finding
from tessera.assurance.operations.locks import locked
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.assurance.workflow import PROPOSAL
from tessera.catalogue import operations as catalogue
from tessera.common.states import advance
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person


MOVES_VERSION = {
    Outcome.APPROVE: catalogue.approve_version,
    Outcome.RETURN: catalogue.return_version,
    Outcome.DECLINE: catalogue.decline_version,
}

DECIDED = {
    Outcome.APPROVE: "assurance.proposal.approved",
    Outcome.RETURN: "assurance.proposal.returned",
    Outcome.DECLINE: "assurance.proposal.declined",
}


@transaction.atomic
def decide(
    *,
    proposal: Proposal,
    outcome: str,
    reason: str = "",
    findings: Sequence[NewFinding] = (),
    conditions: Sequence[NewCondition] = (),
    override: str = "",
    by: Person,
    at: datetime,
) -> Decision:
    """The panel's outcome, which the ratings and endorsements must support at this very moment.

    `override` says why the ratings are set aside; it is kept only where they stand in the way.

    Refuses: NotPermitted, Interested, TookPart, OwnReviewFirst, WrongState, OnHold, NoQuorum,
    ChecksNotMet, FindingsNotSettled, NotEndorsed, EveryCheckMet, ConditionsOverdue, NotReady,
    ConditionNotAsked, DayHasPassed.
    """
    verdict = Outcome(outcome)
    proposal = locked(proposal)
    policies.check_decide(
        proposal,
        outcome=verdict,
        reason=reason,
        findings=findings,
        conditions=conditions,
        override=override,
        by=by,
        at=at,
    )
    with translation.override(by.language):
        against = "\n".join(map(str, policies.obstacles(proposal, verdict, at)))
    for new in findings:
        raise_finding(proposal=proposal, text=new.text, check=new.check, by=by, at=at)
    advance(proposal, PROPOSAL, verdict)
    proposal.save(update_fields=["state"])
    decision = Decision.objects.create(
        proposal=proposal,
        outcome=verdict,
        reason=reason,
        override=override if against else "",
        overridden=against,
        decided_at=at,
        decided_by=by,
    )
    Condition.objects.bulk_create(
        Condition(
            decision=decision,
            check_line=condition.check,
            text=condition.text,
            owner=condition.owner,
            due_on=condition.due_on,
            promised_on=condition.due_on,
        )
        for condition in conditions
    )
    MOVES_VERSION[verdict](version=proposal.version, by=by, at=at)
    record(DECIDED[verdict], subject=proposal, by=by, at=at, reason=reason)
    if against:
        record(
            "assurance.decision.overridden",
            subject=proposal,
            by=by,
            at=at,
            reason=override,
            against=against,
        )
        notices.override_is_reported(decision, at=at)
    notices.everyone_hears(decision, at=at)
    return decision
