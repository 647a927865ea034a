"""Meetings: the agenda from the queue, who may decide what in them, and minutes that say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tessera.assurance import operations as assurance
from tessera.assurance.models import Appeal, Condition, Decision, Proposal
from tessera.assurance.policies import ChecksNotMet, Interested, NewFinding
from tessera.catalogue.enums import State as Design
from tessera.common import clock
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.meetings import operations, policies, queries, shown
from tessera.meetings.enums import Kind, State
from tessera.meetings.models import Item, Meeting
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.queries import events_of
from tests.factories import assurance as proposals
from tests.factories import catalogue as designs
from tests.factories import endorsement as endorsements
from tests.factories import people, standing
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ready(title: str = "", **unusual: tuple[str, str]) -> Proposal:
    """A proposal with both reviews in and an endorsement in force."""
    author = people.person(Role.DESIGNER)
    version = designs.version(author=author, title=title)
    proposal = proposals.submitted(version=version, author=author)
    endorsements.endorsed(version, at=clock.now())
    for _ in range(2):
        proposals.reviewed(proposal, **unusual)
    return Proposal.objects.get(pk=proposal.pk)


def lodged() -> Appeal:
    """A decline that its author has appealed."""
    proposal = proposals.ready(small_enough=("not_met", "A whole programme."))
    proposals.decided(proposal, "decline", reason="Too large.")
    return assurance.lodge_appeal(
        proposal=proposal, ground="merit", text="Look.", by=proposal.submitted_by, at=NOON
    )


def owed() -> Condition:
    """Due on the day of a meeting."""
    return proposals.condition(text="Name the assessment.", due_on=(NOON + DAY).date())


def chair(**facts: Any) -> Person:
    return people.person(Role.CHAIR, **facts)


def planned(by: Person, *members: Person, present: bool = True) -> Meeting:
    meeting = operations.plan_meeting(
        title="November sitting",
        starts_at=NOON + DAY,
        place="Room 4",
        people=members,
        by=by,
        at=NOON,
    )
    if present:
        operations.note_presence(meeting=meeting, present=[by, *members], by=by, at=NOON)
    return meeting


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(meeting: Meeting) -> str:
    return f"/meetings/{meeting.uuid}/"


def step(item: Item, verb: str) -> str:
    return f"/meetings/items/{item.uuid}/{verb}/"


def kinds(meeting: Meeting) -> list[str]:
    return [event.kind for event in events_of(meeting).order_by("pk")]


# -- The agenda -----------------------------------------------------------------------------------


def test_agenda_holds_what_is_ready_and_nothing_else() -> None:
    proposal = ready()
    proposals.assigned(proposals.submitted())
    review = standing.under_review()
    meeting = planned(chair())
    assert [(each.kind, each.proposal, each.review) for each in meeting.items.all()] == [
        (Kind.PROPOSAL, proposal, None),
        (Kind.REVIEW, None, review),
    ]


def test_agenda_leaves_out_what_is_on_hold() -> None:
    assurance.hold_proposal(proposal=ready(), reason="A partner is away.", by=chair(), at=NOON)
    assert planned(chair()).items.count() == 0


def test_agenda_holds_appeals_and_the_conditions_that_are_reported_or_due_by_its_day() -> None:
    appeal, due, reported = lodged(), owed(), owed()
    proposals.condition()  # due on a day after the meeting
    assurance.report_condition(condition=reported, note="Done.", by=reported.owner, at=NOON)
    meeting = planned(chair())
    assert [(each.kind, each.thing) for each in meeting.items.all()] == [
        (Kind.APPEAL, appeal),
        (Kind.CONDITION, due),
        (Kind.CONDITION, reported),
    ]
    assert operations.fill_agenda(meeting=meeting, by=meeting.planned_by, at=NOON) == 0
    elsewhere = chair(unit=people.unit("nursing"))
    assert planned(elsewhere).items.count() == 0


def test_agenda_is_filled_again_without_doubles() -> None:
    by = chair()
    ready()
    meeting = planned(by)
    ready()
    counts = [operations.fill_agenda(meeting=meeting, by=by, at=NOON) for _ in range(2)]
    assert (counts, meeting.items.count()) == ([1, 0], 2)


def test_agenda_of_a_chair_of_one_unit_holds_that_units_proposals() -> None:
    ready()
    assert planned(chair(unit=people.unit("nursing"))).items.count() == 0


def test_database_keeps_an_item_about_one_thing() -> None:
    meeting = planned(chair())
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.create(meeting=meeting, position=9, kind=Kind.PROPOSAL)


def test_members_are_told_and_the_trail_has_it() -> None:
    member = people.person(Role.REVIEWER, name="Rui")
    meeting = planned(chair(), member)
    assert [(each.person, each.kind) for each in Message.objects.all()] == [
        (member, "meetings.meeting.planned")
    ]
    assert kinds(meeting) == ["meetings.meeting.planned"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.DESIGNER])
def test_meeting_is_planned_by_nobody_but_a_chair(role) -> None:
    with pytest.raises(NotPermitted):
        planned(people.person(role))


def test_meeting_without_a_title_or_with_a_stranger_is_refused() -> None:
    with pytest.raises(policies.NotAMember):
        planned(chair(), people.person())
    with pytest.raises(NotReady):
        operations.plan_meeting(title=" ", starts_at=NOON, people=[], by=chair(), at=NOON)


def test_other_business_is_added_settled_and_needs_words() -> None:
    by = chair()
    meeting = planned(by)
    with pytest.raises(NotReady):
        operations.add_item(meeting=meeting, title=" ", by=by, at=NOON)
    item = operations.add_item(meeting=meeting, title="Dates of 2027", by=by, at=NOON)
    operations.settle_item(item=item, by=by, at=NOON)
    found = queries.settled(queries.items_of(meeting).get())
    assert found is not None
    assert (found.outcome, found.is_here) == ("Dealt with", True)


def test_proposal_is_not_settled_by_a_word() -> None:
    ready()
    by = chair()
    with pytest.raises(WrongState):
        operations.settle_item(item=planned(by).items.get(), by=by, at=NOON)


def test_item_that_was_settled_is_not_taken_off() -> None:
    by = chair()
    meeting = planned(by)
    first, second = (
        operations.add_item(meeting=meeting, title=title, by=by, at=NOON) for title in ("A", "B")
    )
    operations.settle_item(item=first, by=by, at=NOON)
    with pytest.raises(policies.Settled):
        operations.remove_item(item=first, by=by, at=NOON)
    operations.remove_item(item=second, by=by, at=NOON)
    assert [item.title for item in meeting.items.all()] == ["A"]


# -- Deciding -------------------------------------------------------------------------------------


def test_decision_in_the_meeting_is_the_same_as_everywhere_and_is_minuted() -> None:
    proposal, by = ready(), chair(name="Chidi")
    item = planned(by).items.get()
    operations.decide_item(item=item, outcome="approve", by=by, at=clock.now())
    decision = Decision.objects.get()
    proposal.version.refresh_from_db()
    assert (decision.proposal, decision.outcome, proposal.version.state) == (
        proposal,
        "approve",
        Design.APPROVED,
    )
    item.refresh_from_db()
    assert item.settled_by == by
    assert kinds(item.meeting)[-1] == "meetings.item.settled"


def test_review_is_concluded_in_the_meeting() -> None:
    review, by = standing.under_review(), chair()
    item = planned(by).items.get()
    operations.conclude_item(
        item=item, outcome="suspend", reason="Unsafe.", effect="wait", by=by, at=NOON
    )
    review.refresh_from_db()
    assert (review.outcome, review.version.state) == ("suspend", Design.SUSPENDED)


def test_appeal_is_judged_in_the_meeting_by_a_chair_who_had_no_part_in_the_decline() -> None:
    appeal = lodged()
    decider = Decision.objects.get().decided_by
    by = chair(name="New Chair")
    item = planned(decider, by).items.get()
    assert [recusal.person for recusal in item.recusals.all()] == [decider]
    # A note that is taken away does not help.
    item.recusals.all().delete()
    verdict = {"outcome": "upheld", "reason": "Read it again."}
    with pytest.raises(policies.Recused):
        operations.judge_item(item=item, by=decider, at=NOON, **verdict)
    operations.write_notes(item=item, notes="", recused=[], by=by, at=NOON)
    for person, offered in ((decider, False), (by, True)):
        text = signed_in(person).get(page(item.meeting)).text
        assert (f'action="{step(item, "settle")}"' in text) is offered
        assert ("takes no part in this item" in text) is not offered
    answer = signed_in(by).post(step(item, "settle"), {"outcome": "upheld", "reason": ""})
    assert (answer.status_code, appeal_of(item).state) == (422, "open")
    assert signed_in(by).post(step(item, "settle"), verdict).status_code == 302
    appeal.refresh_from_db()
    assert (appeal.state, appeal.decided_by) == ("upheld", by)
    assert appeal.opened.state == "in_review"
    found = queries.settled(queries.items_of(item.meeting).get(pk=item.pk))
    assert found is not None
    assert (found.outcome, found.reason, found.by, found.is_here) == (
        "Upheld: reviewed anew",
        "Read it again.",
        "New Chair",
        True,
    )
    operations.close_meeting(meeting=item.meeting, by=by, at=clock.now())
    declined = f"Declined on Nov. 23, 2026 by {decider}"
    assert shown.minutes(item.meeting)["items"][0]["facts"] == [
        ["Ground", ["The merits were misread: Look."]],
        ["Appealed", [declined, "Too large."]],
        ["Took no part", [str(decider)]],
        [
            "Decision",
            [
                "Upheld: reviewed anew",
                "Decided in the meeting by New Chair.",
                "Reason: Read it again.",
            ],
        ],
    ]
    assert signed_in(by).get(f"{page(item.meeting)}minutes.pdf").status_code == 200


def appeal_of(item: Item) -> Appeal:
    return Appeal.objects.get(agenda_items=item)


def test_condition_is_answered_in_the_meeting_and_its_minutes_keep_what_was_said() -> None:
    condition, by = owed(), chair(name="Chidi")
    meeting = planned(by)
    item = meeting.items.get()
    client = signed_in(by)
    until = (NOON + 40 * DAY).date()
    late = {"due_on": until.isoformat(), "reason": ""}
    assert client.post(step(item, "settle"), late).status_code == 422
    assert client.post(step(item, "settle"), late | {"reason": "Ill."}).status_code == 302
    condition.refresh_from_db()
    assert condition.due_on == until
    # What becomes of it afterwards is for the next meeting, and its minutes.
    assurance.report_condition(condition=condition, note="Done.", by=condition.owner, at=NOON)
    second = planned(by)
    asked = second.items.get()
    missing = {"outcome": "not_met", "reason": ""}
    assert client.post(step(asked, "settle"), missing).status_code == 422
    assert client.post(step(asked, "settle"), missing | {"reason": "Which?"}).status_code == 302
    condition.refresh_from_db()
    assert (condition.state, condition.reply) == ("open", "Which?")
    assurance.report_condition(condition=condition, note="PIA-7.", by=condition.owner, at=NOON)
    third = planned(by)
    assert client.post(step(third.items.get(), "settle"), {"outcome": "met"}).status_code == 302
    condition.refresh_from_db()
    assert (condition.state, condition.met_by) == ("met", by)
    said = [queries.settled(queries.items_of(each).get()) for each in (meeting, second, third)]
    assert [(each.outcome, each.reason, each.is_here) for each in said if each] == [
        ("More time, until Jan. 2, 2027", "Ill.", True),
        ("Not met yet", "Which?", True),
        ("It is met", "", True),
    ]
    operations.close_meeting(meeting=meeting, by=by, at=clock.now())
    assert shown.minutes(meeting)["items"][0]["facts"] == [
        ["Condition", [f"Name the assessment. ({condition.owner}, by Nov. 24, 2026)"]],
        ["What was done", ["PIA-7."]],
        [
            "Decision",
            ["More time, until Jan. 2, 2027", "Decided in the meeting by Chidi.", "Reason: Ill."],
        ],
    ]


def test_condition_is_not_answered_by_who_sees_to_it_and_more_time_needs_a_day() -> None:
    condition, by = owed(), chair()
    condition.owner.memberships.create(role=Role.CHAIR, granted_at=NOON)
    owner = Person.objects.get(pk=condition.owner_id)
    item = planned(by, owner).items.get()
    assert [recusal.person for recusal in item.recusals.all()] == [owner]
    facts: dict[str, Any] = {"item": item, "outcome": "more_time", "reason": "Ill.", "at": NOON}
    with pytest.raises(policies.Recused):
        operations.answer_item(by=owner, **facts)
    with pytest.raises(NotReady):
        operations.answer_item(by=by, **facts)


def test_condition_met_before_the_meeting_comes_to_it_is_said_to_be_decided_outside() -> None:
    condition, by = owed(), chair()
    item = planned(by).items.get()
    assurance.report_condition(condition=condition, note="Done.", by=condition.owner, at=NOON)
    assurance.confirm_condition(condition=condition, by=chair(name="Other"), at=NOON)
    with pytest.raises(policies.Settled):
        operations.answer_item(item=item, outcome="met", by=by, at=NOON)
    found = queries.settled(queries.items_of(item.meeting).get())
    assert found is not None
    assert (found.outcome, found.by, found.is_here) == ("It is met", "Other", False)


def test_ratings_that_do_not_support_it_refuse_a_decision_here_too() -> None:
    by = chair()
    proposal = proposals.submitted()
    endorsements.endorsed(proposal.version, at=clock.now())
    code = proposal.standard.checks.filter(mandatory=True, only_for="")[0].code
    for _ in range(2):
        proposals.reviewed(proposal, **{code.replace("-", "_"): ("not_met", "No.")})
    item = planned(by).items.get()
    with pytest.raises(ChecksNotMet):
        operations.decide_item(item=item, outcome="approve", by=by, at=clock.now())
    item.refresh_from_db()
    assert (item.settled_at, Decision.objects.count()) == (None, 0)


def test_chair_who_wrote_the_design_is_recused_by_itself_and_does_not_decide() -> None:
    author = people.person(Role.DESIGNER, Role.CHAIR)
    version = designs.version(author=author)
    proposal = proposals.submitted(version=version, author=author)
    endorsements.endorsed(version, at=clock.now())
    for _ in range(2):
        proposals.reviewed(proposal)
    item = planned(author).items.get()
    assert [recusal.person for recusal in item.recusals.all()] == [author]
    with pytest.raises(policies.Recused):
        operations.decide_item(item=item, outcome="approve", by=author, at=clock.now())
    # Taking the note away does not help: it comes back, and the decision itself refuses too.
    operations.write_notes(item=item, notes="", recused=[], by=author, at=NOON)
    assert item.recusals.count() == 1
    with pytest.raises(Interested):
        assurance.decide(proposal=proposal, outcome="approve", by=author, at=clock.now())


def test_member_who_takes_no_part_does_not_decide() -> None:
    ready()
    by, other = chair(), chair()
    item = planned(by, other).items.get()
    operations.write_notes(item=item, notes="A cousin.", recused=[by], by=by, at=NOON)
    with pytest.raises(policies.Recused):
        operations.decide_item(item=item, outcome="approve", by=by, at=clock.now())
    operations.decide_item(item=item, outcome="approve", by=other, at=clock.now())


def test_chair_who_is_not_noted_as_present_does_not_decide() -> None:
    ready()
    by = chair()
    item = planned(by, present=False).items.get()
    with pytest.raises(policies.NotPresent):
        operations.decide_item(item=item, outcome="approve", by=by, at=clock.now())


def test_reviewer_at_the_table_does_not_decide() -> None:
    ready()
    by, reviewer = chair(), people.person(Role.REVIEWER)
    item = planned(by, reviewer).items.get()
    with pytest.raises(NotPermitted):
        operations.decide_item(item=item, outcome="approve", by=reviewer, at=clock.now())


def test_decision_taken_elsewhere_meanwhile_is_said_and_nothing_typed_is_lost() -> None:
    proposal, by = ready(), chair()
    meeting = planned(by)
    item = meeting.items.get()
    assurance.decide(
        proposal=proposal, outcome="approve", by=chair(name="Quick Chair"), at=clock.now()
    )
    answer = signed_in(by).post(
        step(item, "settle"), {"outcome": "decline", "reason": "My long reason.", "other": ""}
    )
    said = answer.content.decode()
    assert (answer.status_code, Decision.objects.get().outcome) == (409, "approve")
    assert "Quick Chair has decided this already: Approve." in said
    assert "My long reason." in said
    assert "Decided outside this meeting" in said


# -- Closing and the minutes ----------------------------------------------------------------------


def test_closed_meeting_takes_no_more_writing() -> None:
    by = chair()
    meeting = planned(by)
    item = operations.add_item(meeting=meeting, title="Dates", by=by, at=NOON)
    operations.close_meeting(meeting=meeting, by=by, at=NOON)
    refused: list[Callable[[], object]] = [
        lambda: operations.add_item(meeting=meeting, title="More", by=by, at=NOON),
        lambda: operations.write_notes(item=item, notes="x", recused=[], by=by, at=NOON),
        lambda: operations.settle_item(item=item, by=by, at=NOON),
        lambda: operations.remove_item(item=item, by=by, at=NOON),
        lambda: operations.note_presence(meeting=meeting, present=[], by=by, at=NOON),
        lambda: operations.fill_agenda(meeting=meeting, by=by, at=NOON),
        lambda: operations.close_meeting(meeting=meeting, by=by, at=NOON),
    ]
    for act in refused:
        with pytest.raises(WrongState):
            act()


def test_meeting_without_anybody_present_is_not_closed() -> None:
    by = chair()
    with pytest.raises(NotReady):
        operations.close_meeting(meeting=planned(by, present=False), by=by, at=NOON)


def test_what_is_decided_after_a_meeting_is_not_in_its_minutes() -> None:
    proposal, by = ready(), chair()
    meeting = planned(by)
    operations.close_meeting(meeting=meeting, by=by, at=clock.now())
    assurance.decide(proposal=proposal, outcome="approve", by=by, at=clock.now() + DAY)
    assert queries.settled(queries.items_of(meeting).get()) is None


def test_everyone_who_was_asked_gets_the_minutes() -> None:
    by, member = chair(name="Chidi"), people.person(Role.REVIEWER, name="Rui")
    operations.close_meeting(meeting=planned(by, member), by=by, at=NOON)
    told = Message.objects.filter(kind="meetings.meeting.closed")
    assert sorted(told.values_list("person__name", flat=True)) == ["Chidi", "Rui"]


def test_minutes_are_a_tagged_pdf_in_the_readers_language() -> None:
    ready("Leading Teams")
    by = chair()
    meeting = planned(by)
    item = meeting.items.get()
    operations.write_notes(item=item, notes="Long talk #here.", recused=[], by=by, at=NOON)
    operations.decide_item(
        item=item,
        outcome="return",
        reason="Nearly.",
        findings=[NewFinding("Say how long.")],
        by=by,
        at=clock.now(),
    )
    client = signed_in(by)
    early = client.get(f"{page(meeting)}minutes.pdf")
    operations.close_meeting(meeting=meeting, by=by, at=clock.now())
    english = client.get(f"{page(meeting)}minutes.pdf")
    french = client.get(f"{page(meeting)}minutes.pdf", headers={"Accept-Language": "fr"})
    assert (early.status_code, english.status_code) == (409, 200)
    assert english["Content-Type"] == "application/pdf"
    assert re.search(rb"/StructTreeRoot", english.content)
    assert re.search(rb"/Lang ?\(en", english.content)
    assert re.search(rb"/Lang ?\(fr", french.content)


# -- The pages ------------------------------------------------------------------------------------


def test_chair_plans_a_meeting_on_the_page_and_leads_it_to_its_minutes() -> None:
    by, member = chair(), people.person(Role.REVIEWER, name="Rui Reviewer")
    ready("Leading Teams")
    client = signed_in(by)
    assert client.post("/meetings/", {"title": "", "starts_at": "soon"}).status_code == 422
    made = client.post(
        "/meetings/",
        {
            "title": "Autumn sitting",
            "starts_at": "2026-12-03T09:30",
            "place": "Room 4",
            "members": [str(member.uuid)],
        },
    )
    meeting = Meeting.objects.get()
    assert (made.status_code, made["Location"]) == (302, page(meeting))
    said = client.get(page(meeting)).content.decode()
    assert [
        words for words in ("Leading Teams", "Rui Reviewer", "say the same on") if words not in said
    ] == []
    client.post(f"{page(meeting)}people/", {"present": [str(by.uuid), str(member.uuid)]})
    item = meeting.items.get()
    client.post(step(item, "notes"), {"notes": "Agreed.", "recused": []})
    taken = client.post(step(item, "settle"), {"outcome": "approve", "reason": "", "other": ""})
    assert (taken.status_code, taken["Location"]) == (302, f"{page(meeting)}#item-{item.uuid}")
    assert client.post(f"{page(meeting)}close/").status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == State.CLOSED
    said = client.get(page(meeting)).content.decode()
    assert "Decided in this meeting" in said
    assert "Agreed." in said


def test_condition_is_written_in_the_meeting_when_the_ratings_ask_for_one() -> None:
    by = chair()
    proposal = proposals.submitted()
    endorsements.endorsed(proposal.version, at=clock.now())
    code = proposal.standard.checks.filter(mandatory=True, only_for="")[0].code
    for _ in range(2):
        proposals.reviewed(proposal, **{code.replace("-", "_"): ("condition", "By spring.")})
    item = planned(by).items.get()
    client = signed_in(by)
    typed = {"outcome": "approve", "reason": "", "other": ""}
    refused = client.post(step(item, "settle"), typed)
    assert (refused.status_code, Decision.objects.count()) == (422, 0)
    owner = proposal.version.authors.get()
    due = (clock.now() + 60 * DAY).date().isoformat()
    more = {f"condition-{code}": "Show it.", f"owner-{code}": str(owner.uuid), f"due-{code}": due}
    assert client.post(step(item, "settle"), typed | more).status_code == 302
    condition = Decision.objects.get().conditions.get()
    assert (condition.text, condition.owner, condition.due_on.isoformat()) == (
        "Show it.",
        owner,
        due,
    )


def test_meetings_are_hidden_from_strangers_and_from_members_who_were_not_asked() -> None:
    by, asked, other = chair(), people.person(Role.REVIEWER), people.person(Role.REVIEWER)
    meeting = planned(by, asked)
    seen = {
        person: signed_in(person).get(page(meeting)).status_code
        for person in (by, asked, other, people.person(Role.AUDITOR), people.person())
    }
    assert list(seen.values()) == [200, 200, 404, 200, 404]
    item = operations.add_item(meeting=meeting, title="Dates", by=by, at=NOON)
    for address in (f"{page(meeting)}close/", step(item, "settle"), step(item, "notes")):
        assert signed_in(asked).post(address).status_code == 404


def test_member_who_is_to_review_reads_no_ratings_on_the_agenda() -> None:
    proposal, by = ready("Leading Teams"), chair()
    blind = people.person(Role.REVIEWER)
    meeting = planned(by, blind)
    proposals.assigned(proposal, reviewer=blind)
    assert "say the same on" in signed_in(by).get(page(meeting)).content.decode()
    assert "say the same on" not in signed_in(blind).get(page(meeting)).content.decode()


def test_member_is_led_only_to_what_they_may_open() -> None:
    proposal, by = ready("Leading Teams"), chair()
    asked, elsewhere = people.person(Role.REVIEWER), people.person(Role.REVIEWER)
    meeting = planned(by, asked, elsewhere)
    proposals.assigned(proposal, reviewer=asked)
    there = f"/quality/proposals/{proposal.uuid}/"
    led = [there in signed_in(each).get(page(meeting)).text for each in (by, asked, elsewhere)]
    opened = [signed_in(each).get(there).status_code for each in (by, asked, elsewhere)]
    assert (led, opened) == ([True, True, False], [200, 200, 404])


def test_list_of_meetings_asks_no_more_for_more() -> None:
    by = chair()
    client, counts = signed_in(by), []
    for rows in (1, 2):
        for _ in range(rows):
            operations.close_meeting(meeting=planned(by), by=by, at=NOON)
        with CaptureQueriesContext(connection) as asked:
            client.get("/meetings/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
