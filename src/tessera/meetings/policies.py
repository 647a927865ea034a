"""Who leads a meeting, and who takes no part in an item."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.common.states import check_advance
from tessera.meetings import queries
from tessera.meetings.enums import Kind, Permission, Verdict
from tessera.meetings.workflow import MEETING
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.meetings.models import Item, Meeting
    from tessera.people.models import Person


class Recused(Refusal):
    code, status = "recused", 403
    message = _("%(person)s takes no part in this item, and so does not decide it.")


class NotPresent(Refusal):
    code = "not-present"
    message = _("%(person)s is not noted as present. Note who is here first.")


class NotAMember(Refusal):
    code, status = "not-a-member", 422
    message = _("%(person)s cannot be asked to a meeting of the committee.")


class Settled(Refusal):
    """A decision was taken, here or elsewhere, while the page was open."""

    code = "settled"
    message = _("%(person)s has decided this already: %(outcome)s.")


def check_plan(*, title: str, people: Iterable[Person], by: Person) -> None:
    """Refuses: NotPermitted, NotReady, NotAMember."""
    check_leader(by)
    if not title.strip():
        raise NotReady(missing=[_("a title")])
    check_members(people)


def check_members(people: Iterable[Person]) -> None:
    """Refuses: NotAMember."""
    for person in people:
        if not (can(person, Permission.LEAD) or can(person, Permission.ATTEND)):
            raise NotAMember(person=person)


def check_minute(meeting: Meeting, *, by: Person) -> None:
    """Whether `by` may write in a meeting that is not closed. Refuses: NotPermitted, WrongState."""
    check_leader(by)
    check_advance(meeting, MEETING, "close")


def check_settle(item: Item, *, by: Person) -> None:
    """Whether `by`, present and with no part in the matter, may settle it here.

    Refuses: NotPermitted, WrongState, NotPresent, Recused, Settled. The decision itself refuses more.
    """
    check_minute(item.meeting, by=by)
    if not item.meeting.members.filter(person=by, is_present=True).exists():
        raise NotPresent(person=by)
    if queries.is_recused(item, by) or queries.bars(item, by):
        raise Recused(person=by)
    if found := queries.settled(item):
        raise Settled(person=found.by, outcome=found.outcome)


def check_answer(item: Item, *, outcome: str, due_on: date | None, by: Person) -> None:
    """More time needs a day. Refuses: NotPermitted, WrongState, NotPresent, Recused, Settled, NotReady."""
    check_settle(item, by=by)
    if outcome == Verdict.MORE_TIME and due_on is None:
        raise NotReady(missing=[_("until when")])


def check_remove(item: Item, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState, Settled."""
    check_minute(item.meeting, by=by)
    if item.settled_at is not None and (found := queries.settled(item)):
        raise Settled(person=found.by, outcome=found.outcome)


def check_add(meeting: Meeting, *, title: str, by: Person) -> None:
    """Refuses: NotPermitted, WrongState, NotReady."""
    check_minute(meeting, by=by)
    if not title.strip():
        raise NotReady(missing=[_("what it is about")])


def check_close(meeting: Meeting, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState, NotReady."""
    check_minute(meeting, by=by)
    if not meeting.members.filter(is_present=True).exists():
        raise NotReady(missing=[_("who was present")])


def check_minutes(meeting: Meeting) -> None:
    """Minutes are those of a meeting that is over. Refuses: WrongState."""
    if meeting.closed_at is None:
        raise WrongState(state=meeting.get_state_display())


def check_other(item: Item) -> None:
    """Only other business is settled by a word; the rest by its decision. Refuses: WrongState."""
    if item.kind != Kind.OTHER:
        raise WrongState(state=item.get_kind_display())


def check_leader(by: Person) -> None:
    """Refuses: NotPermitted."""
    if not can(by, Permission.LEAD):
        raise NotPermitted(reason=_("this is for the quality chair."))
