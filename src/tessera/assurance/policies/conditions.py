"""Conditions: kept by their owners, confirmed by a chair, and in the way of what comes next when overdue."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tessera.assurance import queries
from tessera.assurance.enums import ConditionState, Permission
from tessera.assurance.models import Condition
from tessera.assurance.workflow import CONDITION
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.common.states import check_advance
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.catalogue.models import Definition
    from tessera.people.models import Person


class ConditionsOverdue(Refusal):
    """A condition of an earlier approval is past its day: nothing new is approved before it is met."""

    code = "conditions-overdue"
    message = _("First meet what an earlier approval asked for, which is overdue: %(conditions)s")


class SomeoneElseConfirms(Refusal):
    code, status = "someone-else-confirms", 403
    message = _("You reported this yourself, so that someone else confirms it.")


class NotLater(Refusal):
    code, status = "not-later", 422
    message = _("More time means a day after %(day)s.")


def check_conditions_kept(definition: Definition, *, on: date) -> None:
    """For whatever would renew, amend or extend an approval. Refuses: ConditionsOverdue."""
    if overdue := list(queries.overdue_conditions(definition, on=on)):
        raise ConditionsOverdue(conditions=[condition.text for condition in overdue])


def check_report(condition: Condition, *, note: str, by: Person) -> None:
    """Its owner, or a designer who wrote the design. Refuses: NotPermitted, WrongState, NotReady."""
    version = condition.decision.proposal.version
    if condition.owner_id != by.pk and not version.authors.contains(by):
        raise NotPermitted(reason=_("this is for whoever sees to the condition."))
    check_advance(condition, CONDITION, "report")
    if not note.strip():
        raise NotReady(missing=[_("what was done")])


def check_confirm(condition: Condition, *, by: Person) -> None:
    """Refuses: NotPermitted, SomeoneElseConfirms, WrongState."""
    _check_chair(condition, by=by)
    check_advance(condition, CONDITION, "confirm")


def check_reopen(condition: Condition, *, reply: str, by: Person) -> None:
    """Refuses: NotPermitted, SomeoneElseConfirms, WrongState, NotReady."""
    _check_chair(condition, by=by)
    check_advance(condition, CONDITION, "reopen")
    if not reply.strip():
        raise NotReady(missing=[_("what is still missing")])


def check_extend(
    condition: Condition, *, due_on: date, reason: str, by: Person, at: datetime
) -> None:
    """Refuses: NotPermitted, SomeoneElseConfirms, WrongState, NotReady, NotLater."""
    check_may_extend(condition, by=by)
    if not reason.strip():
        raise NotReady(missing=[_("the reason")])
    last = max(condition.due_on, timezone.localdate(at))
    if due_on <= last:
        raise NotLater(day=last)


def check_may_extend(condition: Condition, *, by: Person) -> None:
    """Refuses: NotPermitted, SomeoneElseConfirms, WrongState."""
    _check_chair(condition, by=by)
    if condition.state != ConditionState.OPEN:
        raise WrongState(state=condition.get_state_display())


def _check_chair(condition: Condition, *, by: Person) -> None:
    version = condition.decision.proposal.version
    if not can(by, Permission.DECIDE, unit=version.definition.unit_id):
        raise NotPermitted(reason=_("this is for the quality chair."))
    if by.pk in (condition.owner_id, condition.reported_by_id) or version.authors.contains(by):
        raise SomeoneElseConfirms
