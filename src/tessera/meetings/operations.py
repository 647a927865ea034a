"""A meeting from its plan to its minutes. Decisions are those of assurance and standing, minuted here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tessera.assurance import operations as assurance
from tessera.assurance.enums import AppealState
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.common.states import advance
from tessera.meetings import notices, policies, queries
from tessera.meetings.enums import Kind, Verdict
from tessera.meetings.models import Item, Meeting, Member, Recusal
from tessera.meetings.workflow import MEETING
from tessera.standing import operations as standing
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person

JUDGES = {
    AppealState.UPHELD: assurance.uphold_appeal,
    AppealState.DISMISSED: assurance.dismiss_appeal,
}


@transaction.atomic
def plan_meeting(
    *,
    title: str,
    starts_at: datetime,
    place: str = "",
    people: Collection[Person],
    by: Person,
    at: datetime,
) -> Meeting:
    """Call the committee together; the agenda is what the queue holds for `by`.

    Refuses: NotPermitted, NotReady, NotAMember.
    """
    policies.check_plan(title=title, people=people, by=by)
    meeting = Meeting.objects.create(
        title=title, starts_at=starts_at, place=place, planned_at=at, planned_by=by
    )
    Member.objects.bulk_create(
        Member(meeting=meeting, person=person) for person in dict.fromkeys([*people, by])
    )
    record("meetings.meeting.planned", subject=meeting, by=by, at=at)
    fill_agenda(meeting=meeting, by=by, at=at)
    notices.meeting_is_planned(meeting, at=at)
    return meeting


@transaction.atomic
def fill_agenda(*, meeting: Meeting, by: Person, at: datetime) -> int:
    """Add what has become ready since; how many items came. Refuses: NotPermitted, WrongState."""
    meeting = _locked(meeting)
    policies.check_minute(meeting, by=by)
    on = timezone.localdate(meeting.starts_at)
    there = {(item.kind, item.thing) for item in queries.items_of(meeting)}
    fresh = [each for each in queries.ready_for(by, on=on) if each not in there]
    for kind, thing in fresh:
        _recuse_interested(_added(meeting, kind=kind, **{kind.value: thing}), at=at)
    return len(fresh)


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, by: Person, at: datetime) -> Item:
    """Put other business on the agenda. Refuses: NotPermitted, WrongState, NotReady."""
    meeting = _locked(meeting)
    policies.check_add(meeting, title=title, by=by)
    return _added(meeting, kind=Kind.OTHER, title=title)


@transaction.atomic
def remove_item(*, item: Item, by: Person, at: datetime) -> None:
    """Leave it for another meeting. Refuses: NotPermitted, WrongState, Settled."""
    item = _locked_item(item)
    policies.check_remove(item, by=by)
    item.delete()


@transaction.atomic
def note_presence(
    *, meeting: Meeting, present: Collection[Person], by: Person, at: datetime
) -> Meeting:
    """Who is here; somebody who was not asked joins the members.

    Refuses: NotPermitted, WrongState, NotAMember.
    """
    meeting = _locked(meeting)
    policies.check_minute(meeting, by=by)
    policies.check_members(present)
    meeting.members.update(is_present=False)
    for person in present:
        meeting.members.update_or_create(person=person, defaults={"is_present": True})
    for item in queries.items_of(meeting):
        _recuse_interested(item, at=at)
    return meeting


@transaction.atomic
def write_notes(
    *, item: Item, notes: str, recused: Iterable[Person], by: Person, at: datetime
) -> Item:
    """What was said of an item, and who took no part in it; those with an interest never do.

    Refuses: NotPermitted, WrongState, NotAMember.
    """
    item = _locked_item(item)
    policies.check_minute(item.meeting, by=by)
    people = list(recused)
    policies.check_members(people)
    item.notes = notes
    item.save(update_fields=["notes"])
    item.recusals.exclude(person__in=people).delete()
    for person in people:
        item.recusals.get_or_create(person=person, defaults={"noted_at": at})
    _recuse_interested(item, at=at)
    return item


@transaction.atomic
def decide_item(
    *,
    item: Item,
    outcome: str,
    reason: str = "",
    findings: Sequence[NewFinding] = (),
    conditions: Sequence[NewCondition] = (),
    by: Person,
    at: datetime,
) -> Item:
    """Decide its proposal, by the same operation as everywhere, and minute that it was done here.

    Refuses: NotPermitted, WrongState, NotPresent, Recused, Settled, and as assurance.decide.
    """
    item = _locked_item(item)
    policies.check_settle(item, by=by)
    assert item.proposal is not None
    assurance.decide(
        proposal=item.proposal,
        outcome=outcome,
        reason=reason,
        findings=findings,
        conditions=conditions,
        by=by,
        at=at,
    )
    return _settled(item, by=by, at=at)


@transaction.atomic
def conclude_item(
    *,
    item: Item,
    outcome: str,
    reason: str,
    next_on: date | None = None,
    effect: str = "",
    teach_out_on: date | None = None,
    by: Person,
    at: datetime,
) -> Item:
    """Conclude its periodic review here. Refuses: NotPermitted, WrongState, NotPresent, Recused, Settled,
    and as standing.conclude_review."""
    item = _locked_item(item)
    policies.check_settle(item, by=by)
    assert item.review is not None
    standing.conclude_review(
        review=item.review,
        outcome=outcome,
        reason=reason,
        next_on=next_on,
        effect=effect,
        teach_out_on=teach_out_on,
        by=by,
        at=at,
    )
    return _settled(item, by=by, at=at)


@transaction.atomic
def judge_item(*, item: Item, outcome: str, reason: str, by: Person, at: datetime) -> Item:
    """Uphold or dismiss its appeal here. Refuses: NotPermitted, WrongState, NotPresent, Recused, Settled,
    and as assurance.uphold_appeal."""
    item = _locked_item(item)
    policies.check_settle(item, by=by)
    assert item.appeal is not None
    JUDGES[AppealState(outcome)](appeal=item.appeal, reason=reason, by=by, at=at)
    return _settled(item, by=by, at=at)


@transaction.atomic
def answer_item(
    *,
    item: Item,
    outcome: str,
    reason: str = "",
    due_on: date | None = None,
    by: Person,
    at: datetime,
) -> Item:
    """Say of its condition that it is met, or not yet and what is missing, or that there is time until a
    later day. Refuses: NotPermitted, WrongState, NotPresent, Recused, Settled, NotReady, and as
    assurance.confirm_condition, assurance.reopen_condition and assurance.extend_condition."""
    item = _locked_item(item)
    policies.check_answer(item, outcome=outcome, due_on=due_on, by=by)
    condition, verdict = item.condition, Verdict(outcome)
    assert condition is not None
    if verdict == Verdict.MET:
        assurance.confirm_condition(condition=condition, by=by, at=at)
    elif verdict == Verdict.NOT_MET:
        assurance.reopen_condition(condition=condition, reply=reason, by=by, at=at)
    else:
        assert due_on is not None
        assurance.extend_condition(condition=condition, due_on=due_on, reason=reason, by=by, at=at)
    item.verdict, item.reason = verdict, reason
    item.until = due_on if verdict == Verdict.MORE_TIME else None
    return _settled(item, by=by, at=at)


@transaction.atomic
def settle_item(*, item: Item, by: Person, at: datetime) -> Item:
    """Other business is dealt with. Refuses: NotPermitted, WrongState, NotPresent, Recused, Settled."""
    item = _locked_item(item)
    policies.check_other(item)
    policies.check_settle(item, by=by)
    return _settled(item, by=by, at=at)


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: Person, at: datetime) -> Meeting:
    """It is over: what is written stays, and the minutes go to everyone who was asked.

    Refuses: NotPermitted, WrongState, NotReady.
    """
    meeting = _locked(meeting)
    policies.check_close(meeting, by=by)
    advance(meeting, MEETING, "close")
    meeting.closed_at, meeting.closed_by = at, by
    meeting.save(update_fields=["state", "closed_at", "closed_by"])
    record("meetings.meeting.closed", subject=meeting, by=by, at=at)
    notices.minutes_are_there(meeting, at=at)
    return meeting


def _added(meeting: Meeting, **facts: Any) -> Item:
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    return Item.objects.create(meeting=meeting, position=last + 1, **facts)


def _recuse_interested(item: Item, *, at: datetime) -> None:
    """Members who have a part in the matter take none in its item, whether or not they say so."""
    for member in item.meeting.members.select_related("person"):
        if queries.bars(item, member.person):
            Recusal.objects.get_or_create(
                item=item, person=member.person, defaults={"noted_at": at}
            )


def _settled(item: Item, *, by: Person, at: datetime) -> Item:
    item.settled_at, item.settled_by = at, by
    item.save(update_fields=["settled_at", "settled_by", "verdict", "reason", "until"])
    record("meetings.item.settled", subject=item.meeting, by=by, at=at, item=str(item.uuid))
    return item


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def _locked_item(item: Item) -> Item:
    meeting = _locked(item.meeting)
    locked = Item.objects.select_for_update(no_key=True).get(pk=item.pk)
    locked.meeting = meeting
    return locked
