"""What a decision asks for and what may follow it: overrides, settled findings, conditions, appeals."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import ConditionState, FindingState, ProposalState
from tessera.assurance.models import Appeal, Condition, Decision, Proposal
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.catalogue.enums import State as VersionState
from tessera.catalogue.models import Version
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.endorsement import operations as endorsing
from tessera.endorsement.models import Request
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.queries import events_of
from tests.factories import assurance as make
from tests.factories import catalogue as designs
from tests.factories import endorsement as make_endorsement
from tests.factories import people
from tests.factories.jobs import work
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOT_MET = ("not_met", "It is a whole programme.")
ASKED = ("condition", "Name the privacy assessment.")
DUE = date(2026, 12, 21)


def chair(name: str = "") -> Person:
    return people.person(Role.CHAIR, name=name)


def told(kind: str) -> set[Person]:
    return {message.person for message in Message.objects.filter(kind=kind)}


def kinds(proposal: Proposal) -> list[str]:
    return [event.kind for event in reversed(events_of(proposal))]


def again(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def strings(proposal: Proposal, *codes: str, text: str = "Name it.") -> list[NewCondition]:
    owner = proposal.version.authors.get()
    checks = [proposal.standard.checks.get(code=code) for code in codes]
    return [NewCondition(check, text, owner, DUE) for check in checks]


def reported(made: Condition, **facts: Any) -> Condition:
    given = {"note": "See section 6.", "by": made.owner, "at": NOON} | facts
    return operations.report_condition(condition=made, **given)


# -- What a decision may and may not do -----------------------------------------------------------


def test_override_says_why_and_is_told_to_auditors_and_the_other_chairs() -> None:
    proposal, auditor, other = (
        make.ready(small_enough=NOT_MET),
        people.person(Role.AUDITOR),
        chair(),
    )
    by = chair()
    with pytest.raises(policies.ChecksNotMet):
        operations.decide(proposal=proposal, outcome="approve", override=" ", by=by, at=NOON)
    made = operations.decide(
        proposal=proposal, outcome="approve", override="A pilot.", by=by, at=NOON
    )
    assert (made.override, "small enough" in made.overridden) == ("A pilot.", True)
    assert kinds(proposal)[-1] == "assurance.decision.overridden"
    assert told("assurance.decision.overridden") >= {auditor, other}
    assert by not in told("assurance.decision.overridden")
    assert list(queries.overrides(auditor)) == [made]


def test_override_of_nothing_is_not_kept() -> None:
    made = make.decided(make.ready(), "approve", override="To be sure.")
    assert (made.override, made.overridden) == ("", "")
    assert told("assurance.decision.overridden") == set()


def test_override_turns_ratings_that_find_everything_met() -> None:
    made = make.decided(make.ready(), "decline", reason="No funds.", override="The fund is gone.")
    assert (made.override, "every mandatory check met" in made.overridden) == (
        "The fund is gone.",
        True,
    )


@pytest.mark.parametrize("outcome", ["approve", "decline"])
def test_nothing_sets_a_quorum_aside(outcome: str) -> None:
    proposal = make.submitted()
    make.reviewed(proposal, small_enough=NOT_MET)
    with pytest.raises(policies.NoQuorum):
        make.decided(proposal, outcome, reason="x", override="We are in a hurry.")


def test_nothing_sets_a_missing_endorsement_aside() -> None:
    proposal = make.submitted()
    for _ in range(2):
        make.reviewed(proposal)
    with pytest.raises(policies.NotEndorsed):
        make.decided(proposal, "approve", override="Our dean endorses it.")


def test_condition_hangs_on_what_a_reviewer_asked_for_and_has_words() -> None:
    proposal = make.ready(privacy_referenced=ASKED)
    both = strings(proposal, "privacy-referenced", "small-enough")
    with pytest.raises(policies.ConditionNotAsked):
        make.decided(proposal, "approve", conditions=both)
    for blank in ("privacy-referenced", "small-enough"):
        mixed = [*strings(proposal, "privacy-referenced"), *strings(proposal, blank, text=" ")]
        with pytest.raises(NotReady):
            make.decided(proposal, "approve", conditions=mixed)
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("outcome", ["return", "decline"])
def test_condition_hangs_on_nothing_but_an_approval(outcome: str) -> None:
    proposal = make.ready(privacy_referenced=ASKED, small_enough=NOT_MET)
    with pytest.raises(policies.ConditionNotAsked):
        make.decided(
            proposal,
            outcome,
            reason="x",
            findings=[NewFinding("Shorten it.")],
            conditions=strings(proposal, "privacy-referenced"),
        )


def test_override_may_hang_a_condition_on_what_was_not_met() -> None:
    proposal = make.ready(small_enough=NOT_MET)
    made = make.decided(
        proposal, "approve", override="A pilot.", conditions=strings(proposal, "small-enough")
    )
    assert [each.check_line.code for each in made.conditions.all()] == ["small-enough"]


# -- Findings, settled or not ---------------------------------------------------------------------


def second_round(*settled: bool) -> Proposal:
    """Returned once with one finding and sent again; one review for each word on it."""
    proposal = make.ready()
    make.decided(proposal, "return", findings=[NewFinding("Shorten it.")])
    finding, author = proposal.findings.get(), proposal.submitted_by
    operations.answer_finding(finding=finding, answer="Halved.", by=author, at=NOON)
    round_two = make.submitted(version=proposal.version, author=author)
    for word in settled:
        review = make.assigned(round_two)
        make.rate_all(review, settled=word)
        operations.submit_review(review=review, by=review.reviewer, at=NOON)
    return again(round_two)


def test_finding_that_one_reviewer_does_not_find_settled_stands_against_an_approval() -> None:
    proposal = second_round(True, False)
    with pytest.raises(policies.FindingsNotSettled) as refusal:
        make.decided(proposal, "approve")
    assert refusal.value.facts == {"findings": ["Shorten it."]}
    assert make.decided(proposal, "approve", override="It is a pilot.").override


def test_finding_that_all_find_settled_lets_an_approval_pass() -> None:
    proposal = second_round(True, True)
    make.decided(proposal, "approve")
    before = queries.previous_round(proposal)
    assert before is not None
    shown = queries.findings_shown(before, chair())
    assert [(each.number, each.state) for each in shown] == [(1, FindingState.SETTLED)]


def test_review_judges_each_finding_of_the_round_before() -> None:
    review = make.assigned(second_round())
    make.rate_all(review)
    review.settlements.all().delete()
    with pytest.raises(NotReady) as refusal:
        operations.submit_review(review=review, by=review.reviewer, at=NOON)
    assert refusal.value.facts == {"missing": ["Shorten it."]}


def test_finding_of_another_design_is_not_judged() -> None:
    review, strange = make.assigned(second_round()), second_round()
    other = queries.findings_before(strange).get()
    operations.save_review(
        review=review,
        ratings={},
        summary="",
        settlements={other: False},
        by=review.reviewer,
        at=NOON,
    )
    assert review.settlements.count() == 0


# -- What a partner proposes ----------------------------------------------------------------------


def proposed(proposal: Proposal, *texts: str) -> Request:
    """Changes that a partner proposes, and what follows once that is committed."""
    request = Request.objects.filter(version=proposal.version).first()
    request = request or make_endorsement.request(version=proposal.version)
    for text in texts:
        endorsing.propose_changes(
            request=request, changes={"other": text}, by=request.contact, at=NOON
        )
        operations.take_suggestions(version=proposal.version, at=NOON)
    return request


def findings(proposal: Proposal) -> list[tuple[str, str]]:
    return list(proposal.findings.values_list("text", "answer"))


def test_change_that_a_partner_proposes_is_a_finding_of_the_round_under_way_once() -> None:
    proposal = make.submitted()
    request = proposed(proposal, "Shorter.", "Use a real case.")
    assert findings(proposal) == [
        ("Harbour Works: Shorter.", ""),
        ("Harbour Works: Use a real case.", ""),
    ]
    assert proposal.findings.all()[0].raised_by == request.contact
    first, second = request.suggestions.all()
    by, words = people.person(Role.DESIGNER), {first: "Halved."}
    endorsing.answer_suggestions(request=request, answers=words, by=by, at=NOON)
    operations.take_suggestions(version=proposal.version, at=NOON)
    assert [answer for _text, answer in findings(proposal)] == ["Halved.", ""]
    # A return may rest on it, and the designers' answer reaches the partner.
    make.decided(proposal, "return")
    operations.answer_findings(
        proposal=again(proposal),
        answers=[(each, "A real one.") for each in proposal.findings.filter(answer="")],
        by=proposal.submitted_by,
        at=NOON,
    )
    second.refresh_from_db()
    assert (second.answer, second.answered_by) == ("A real one.", proposal.submitted_by)
    assert told("endorsement.suggestion.answered") == {request.contact}


def test_change_proposed_to_a_draft_waits_for_its_first_round() -> None:
    author = people.person(Role.DESIGNER)
    version = designs.version(author=author)
    request = make_endorsement.request(version=version)
    facts = {"request": request, "at": NOON}
    endorsing.propose_changes(changes={"other": "Shorter."}, by=request.contact, **facts)
    operations.take_suggestions(version=version, at=NOON)
    endorsing.answer_suggestions(answers={request.suggestions.get(): "Halved."}, by=author, **facts)
    proposal = make.submitted(version=version, author=author)
    assert findings(proposal) == [("Harbour Works: Shorter.", "Halved.")]


def test_change_proposed_after_a_return_is_answered_before_the_next_round(
    django_capture_on_commit_callbacks: Any,
) -> None:
    proposal = make.ready()
    make.decided(proposal, "return", findings=[NewFinding("Cut it.")])
    request = make_endorsement.request(
        version=proposal.version, organisation=people.organisation("northlight")
    )
    with django_capture_on_commit_callbacks(execute=True):
        endorsing.propose_changes(
            request=request, changes={"other": "Shorter."}, by=request.contact, at=NOON
        )
    work()
    assert findings(proposal)[1] == ("Northlight: Shorter.", "")
    assert len(queries.unanswered(proposal.version)) == 2


def test_change_proposed_to_what_is_decided_is_no_finding() -> None:
    proposal = make.ready()
    make.decided(proposal, "approve")
    request = make_endorsement.request(
        version=proposal.version, organisation=people.organisation("northlight")
    )
    endorsing.propose_changes(
        request=request, changes={"other": "Shorter."}, by=request.contact, at=NOON
    )
    operations.take_suggestions(version=proposal.version, at=NOON)
    assert findings(proposal) == []


# -- Conditions -----------------------------------------------------------------------------------


def test_condition_is_reported_sent_back_and_confirmed() -> None:
    made, by = make.condition(), chair()
    made = reported(made)
    assert by in told("assurance.condition.reported")
    assert made in queries.conditions_to_confirm(by)
    made = operations.reopen_condition(condition=made, reply="Which one?", by=by, at=NOON)
    assert (made.state, made.reply) == (ConditionState.OPEN, "Which one?")
    assert made.owner in told("assurance.condition.reopened")
    made = reported(made, at=NOON + DAY)
    made = operations.confirm_condition(condition=made, by=by, at=NOON + DAY)
    assert (made.state, made.reply, made.met_by) == (ConditionState.MET, "", by)
    assert made.owner in told("assurance.condition.met")
    assert kinds(made.decision.proposal)[-4:] == [
        "assurance.condition.reported",
        "assurance.condition.reopened",
        "assurance.condition.reported",
        "assurance.condition.met",
    ]


def test_condition_is_reported_by_its_owner_or_an_author_in_words() -> None:
    made = make.condition()
    with pytest.raises(NotPermitted):
        reported(made, by=chair())
    with pytest.raises(NotReady):
        reported(made, note=" ")
    colleague = people.person(Role.DESIGNER)
    made.decision.proposal.version.authors.add(colleague)
    made = reported(made, by=colleague)
    with pytest.raises(WrongState):
        reported(made)


def test_condition_is_answered_by_a_chair_who_did_not_report_it() -> None:
    made = make.condition()
    made.owner.memberships.create(role=Role.CHAIR, granted_at=NOON)
    author, by = Person.objects.get(pk=made.owner_id), chair()
    elsewhere = people.person(Role.CHAIR, unit=people.unit("nursing"))
    for word in ("confirm", "reopen"):
        with pytest.raises(WrongState):
            answered(made, word, by)
    made = reported(made)
    for word in ("confirm", "reopen"):
        for person, refusal in (
            (people.person(Role.REVIEWER), NotPermitted),
            (elsewhere, NotPermitted),
            (author, policies.SomeoneElseConfirms),
        ):
            with pytest.raises(refusal):
                answered(made, word, person)
    with pytest.raises(NotReady):
        answered(made, "reopen", by, reply=" ")


def answered(made: Condition, word: str, by: Person, reply: str = "Which?") -> Condition:
    if word == "confirm":
        return operations.confirm_condition(condition=made, by=by, at=NOON)
    return operations.reopen_condition(condition=made, reply=reply, by=by, at=NOON)


def chased(day: date) -> list[tuple[str, str]]:
    before = set(Message.objects.values_list("pk", flat=True))
    moment = datetime.combine(day, NOON.timetz())
    operations.chase(at=moment)
    operations.chase(at=moment)
    new = Message.objects.exclude(pk__in=before).order_by("pk")
    return sorted((message.kind, message.person.name) for message in new)


def test_owner_is_reminded_ahead_and_with_the_chairs_once_a_week_when_it_is_late() -> None:
    made = make.condition()
    owner = made.owner.name
    Person.objects.exclude(pk=made.owner_id).update(is_active=False)
    chair("Chair")
    due = ("assurance.condition.due", owner)
    late = [("assurance.condition.late", "Chair"), ("assurance.condition.late", owner)]
    assert [chased(DUE + days * DAY) for days in (-10, -7, -6, 0, 1, 2, 7, 8)] == [
        [],
        [due],
        [],
        [],
        late,
        [],
        late,
        [],
    ]
    reported(made)
    assert chased(DUE + 21 * DAY) == []


def test_condition_that_is_overdue_stands_against_a_new_version_until_it_is_reported() -> None:
    made = make.condition()
    old, author = made.decision.proposal.version, made.owner
    # The approval of the first version does not end because a second one is written.
    new = designs.version(author=author, definition=old.definition)
    facts: dict[str, Any] = {"version": new, "by": author}
    late = NOON + 40 * DAY
    with pytest.raises(policies.ConditionsOverdue) as refusal:
        operations.submit_proposal(**facts, at=late)
    assert refusal.value.facts == {"conditions": ["Name it."]}
    assert queries.overdue_conditions(old.definition, on=DUE).count() == 0
    reported(made, at=late)
    assert operations.submit_proposal(**facts, at=late).round == 1


def test_condition_that_falls_due_meanwhile_stands_against_the_approval() -> None:
    made = make.condition()
    author, definition = made.owner, made.decision.proposal.version.definition
    new = designs.version(author=author, definition=definition)
    proposal = make.submitted(version=new, author=author)
    Condition.objects.filter(pk=made.pk).update(
        promised_on=date(2026, 11, 1), due_on=date(2026, 11, 1)
    )
    against = policies.obstacles(proposal, policies.deciding.Outcome.APPROVE, NOON)
    assert policies.ConditionsOverdue in {type(each) for each in against}
    assert policies.ConditionsOverdue not in policies.OVERRIDABLE


def extended(made: Condition, **facts: Any) -> Condition:
    given = {"due_on": DUE + 30 * DAY, "reason": "A colleague is ill.", "at": NOON} | facts
    return operations.extend_condition(condition=made, **({"by": chair()} | given))


def test_condition_is_given_more_time_and_stands_in_the_way_of_nothing_meanwhile() -> None:
    made, late = make.condition(), NOON + 40 * DAY
    definition = made.decision.proposal.version.definition
    assert queries.overdue_conditions(definition, on=late.date()).count() == 1
    made = extended(made, at=late)
    assert (made.promised_on, made.due_on) == (DUE, DUE + 30 * DAY)
    assert queries.overdue_conditions(definition, on=late.date()).count() == 0
    told = Message.objects.get(kind="assurance.condition.extended")
    assert (told.person, "A colleague is ill." in told.text) == (made.owner, True)
    assert kinds(made.decision.proposal)[-1] == "assurance.condition.extended"


def test_more_time_is_given_by_a_chair_with_a_reason_and_a_later_day_to_what_is_open() -> None:
    made = make.condition()
    made.owner.memberships.create(role=Role.CHAIR, granted_at=NOON)
    refused: list[tuple[type[Refusal], dict[str, Any]]] = [
        (NotPermitted, {"by": people.person(Role.REVIEWER)}),
        (policies.SomeoneElseConfirms, {"by": Person.objects.get(pk=made.owner_id)}),
        (NotReady, {"reason": " "}),
        (policies.NotLater, {"due_on": DUE}),
        (policies.NotLater, {"at": NOON + 90 * DAY}),
    ]
    for refusal, facts in refused:
        with pytest.raises(refusal):
            extended(made, **facts)
    with pytest.raises(WrongState):
        extended(reported(made))


# -- Appeals --------------------------------------------------------------------------------------


def declined() -> Proposal:
    proposal = make.ready(small_enough=NOT_MET)
    make.decided(proposal, "decline", reason="Too large.", findings=[NewFinding("Cut it.")])
    return again(proposal)


def lodged(proposal: Proposal | None = None, **facts: Any) -> Appeal:
    proposal = proposal or declined()
    given = {"ground": "merit", "text": "It is one ability.", "at": NOON + DAY}
    given |= {"by": proposal.submitted_by} | facts
    return operations.lodge_appeal(proposal=proposal, **given)


def judged(appeal: Appeal, word: str = "uphold", **facts: Any) -> Appeal:
    given = {"reason": "Look again.", "by": chair(), "at": NOON + 2 * DAY} | facts
    done = operations.uphold_appeal if word == "uphold" else operations.dismiss_appeal
    return done(appeal=appeal, **given)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"ground": "whim"}, NotReady),
        ({"text": " "}, NotReady),
        # Twenty working days after Monday, 23 November.
        ({"at": datetime(2026, 12, 22, 12, tzinfo=NOON.tzinfo)}, policies.AppealIsLate),
    ],
)
def test_appeal_has_a_ground_words_and_a_last_day(
    facts: dict[str, Any], refusal: type[Refusal]
) -> None:
    proposal = declined()
    with pytest.raises(refusal):
        lodged(proposal, **facts)
    assert lodged(proposal, at=datetime(2026, 12, 21, 12, tzinfo=NOON.tzinfo)).state == "open"


def test_appeal_is_lodged_once_by_a_designer_against_a_decline() -> None:
    proposal = declined()
    with pytest.raises(NotPermitted):
        lodged(proposal, by=people.person(Role.REVIEWER))
    with pytest.raises(WrongState):
        lodged(make.ready())
    lodged(proposal)
    with pytest.raises(policies.AlreadyAppealed):
        lodged(proposal)
    assert kinds(proposal)[-1] == "assurance.appeal.lodged"


def test_appeal_is_judged_by_a_chair_who_had_no_part_and_gives_a_reason() -> None:
    proposal = declined()
    author, reviewer = proposal.submitted_by, proposal.reviews.all()[0].reviewer
    for person in (author, reviewer):
        person.memberships.create(role=Role.CHAIR, granted_at=NOON)
    new = chair()
    appeal = lodged(proposal)
    assert new in told("assurance.appeal.lodged")
    assert proposal.decision.decided_by not in told("assurance.appeal.lodged")
    for word in ("uphold", "dismiss"):
        for person, refusal in (
            (people.person(Role.REVIEWER), NotPermitted),
            (Person.objects.get(pk=author.pk), policies.Interested),
            (Person.objects.get(pk=reviewer.pk), policies.TookPart),
            (proposal.decision.decided_by, policies.TookPart),
        ):
            with pytest.raises(refusal):
                judged(appeal, word, by=person)
        with pytest.raises(NotReady):
            judged(appeal, word, reason=" ")
    assert list(queries.appeals_for(new)) == [appeal]
    assert list(queries.appeals_for(proposal.decision.decided_by)) == []


def test_dismissed_appeal_lets_the_decline_stand() -> None:
    appeal = judged(lodged(), "dismiss")
    proposal = again(appeal.proposal)
    assert (appeal.state, proposal.state) == ("dismissed", ProposalState.DECLINED)
    assert Version.objects.get(pk=proposal.version_id).state == VersionState.DECLINED
    assert told("assurance.appeal.decided") == {proposal.submitted_by}
    for word in ("uphold", "dismiss"):
        with pytest.raises(WrongState):
            judged(appeal, word)


def test_upheld_appeal_has_the_same_words_reviewed_by_others() -> None:
    proposal = declined()
    appeal = judged(lodged(proposal))
    opened = appeal.opened
    assert opened is not None
    assert (opened.round, opened.state, opened.snapshot, opened.standard) == (
        2,
        ProposalState.IN_REVIEW,
        proposal.snapshot,
        proposal.standard,
    )
    assert Version.objects.get(pk=proposal.version_id).state == VersionState.IN_REVIEW
    old = {review.reviewer for review in proposal.reviews.all()}
    assert old.isdisjoint(queries.reviewers_for(opened))
    for person in old:
        with pytest.raises(policies.TookPart):
            make.assigned(opened, reviewer=person, chair=appeal.decided_by)
    with pytest.raises(policies.TookPart):
        operations.decide(
            proposal=opened, outcome="approve", by=proposal.decision.decided_by, at=NOON
        )
    # What was found in the round that is appealed could not be answered, and is not held against it.
    assert list(queries.findings_before(opened)) == []
    for _ in range(2):
        make.reviewed(opened)
    make.decided(opened, "approve")
    assert again(opened).state == ProposalState.APPROVED
