"""Conditions on their way from promised to kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import notices, policies
from tessera.assurance.models import Condition, Proposal
from tessera.assurance.workflow import CONDITION
from tessera.common.states import advance
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def report_condition(*, condition: Condition, note: str, by: Person, at: datetime) -> Condition:
    """Say that it is met, and how; a chair confirms it. Refuses: NotPermitted, WrongState, NotReady."""
    condition = _locked(condition)
    policies.check_report(condition, note=note, by=by)
    advance(condition, CONDITION, "report")
    condition.note, condition.reply = note, ""
    condition.reported_at, condition.reported_by = at, by
    condition.save(update_fields=["state", "note", "reply", "reported_at", "reported_by"])
    record("assurance.condition.reported", subject=_proposal(condition), by=by, at=at, note=note)
    notices.chairs_have_condition(condition, at=at)
    return condition


@transaction.atomic
def confirm_condition(*, condition: Condition, by: Person, at: datetime) -> Condition:
    """It is met. Refuses: NotPermitted, SomeoneElseConfirms, WrongState."""
    condition = _locked(condition)
    policies.check_confirm(condition, by=by)
    advance(condition, CONDITION, "confirm")
    condition.met_at, condition.met_by = at, by
    condition.save(update_fields=["state", "met_at", "met_by"])
    record(
        "assurance.condition.met",
        subject=_proposal(condition),
        by=by,
        at=at,
        condition=condition.text,
    )
    notices.owner_hears_met(condition, at=at)
    return condition


@transaction.atomic
def reopen_condition(*, condition: Condition, reply: str, by: Person, at: datetime) -> Condition:
    """It is not met yet: what is still missing. Refuses: NotPermitted, SomeoneElseConfirms, WrongState,
    NotReady."""
    condition = _locked(condition)
    policies.check_reopen(condition, reply=reply, by=by)
    advance(condition, CONDITION, "reopen")
    condition.reply = reply
    condition.save(update_fields=["state", "reply"])
    record("assurance.condition.reopened", subject=_proposal(condition), by=by, at=at, reply=reply)
    notices.owner_hears_reopened(condition, at=at)
    return condition


@transaction.atomic
def extend_condition(
    *, condition: Condition, due_on: date, reason: str, by: Person, at: datetime
) -> Condition:
    """Give its owner until a later day. Refuses: NotPermitted, SomeoneElseConfirms, WrongState, NotReady,
    NotLater."""
    condition = _locked(condition)
    policies.check_extend(condition, due_on=due_on, reason=reason, by=by, at=at)
    condition.due_on = due_on
    condition.save(update_fields=["due_on"])
    record(
        "assurance.condition.extended",
        subject=_proposal(condition),
        by=by,
        at=at,
        condition=condition.text,
        until=due_on,
        reason=reason,
    )
    notices.owner_hears_extended(condition, reason=reason, at=at)
    return condition


def _proposal(condition: Condition) -> Proposal:
    return condition.decision.proposal


def _locked(condition: Condition) -> Condition:
    return (
        Condition.objects.select_for_update(no_key=True, of=("self",))
        .select_related("decision__proposal__version__definition", "owner")
        .get(pk=condition.pk)
    )
