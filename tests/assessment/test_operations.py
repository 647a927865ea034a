from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tessera.assessment import operations, policies, queries
from tessera.assessment.enums import Outcome, State
from tessera.assessment.models import Attempt, Conflict, Judgement, Result
from tessera.assessment.operations import Given, after_working_days
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.enrolment import operations as enrolments
from tessera.enrolment.enums import State as EnrolmentState
from tessera.enrolment.enums import Track
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.queries import events_of
from tests.factories import learning, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def kinds(*subjects: Any) -> list[str]:
    return [event.kind for event in events_of(*subjects)][::-1]


def told(person: Person) -> list[str]:
    return list(Message.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def tracks(attempt: Attempt) -> list[str]:
    made = attempt.enrolment
    made.refresh_from_db()
    return [made.educational, made.demonstration, made.reflective]


# -- Claiming -----------------------------------------------------------------------------------


def test_claim_freezes_evidence_and_answers() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    made = attempt.enrolment
    made.refresh_from_db()
    assert (attempt.number, attempt.state, attempt.carried) == (1, State.SUBMITTED, {})
    assert [item.frozen_at for item in attempt.evidence.all()] == [NOON]
    assert attempt.reflections == [
        {"prompt": "What changed for you?", "kind": "change", "text": "I listen first now."},
        {
            "prompt": "How does this answer why you wanted it?",
            "kind": "motive",
            "text": "I listen first now.",
        },
    ]
    assert made.state == EnrolmentState.CLAIMED
    assert tracks(attempt) == [Track.MET, Track.SUBMITTED, Track.SUBMITTED]
    assert kinds(attempt) == ["assessment.attempt.claimed"]
    assert told(place.assessor)[-1] == "assessment.attempt.claimed"
    assert told(made.learner)[-1] == "assessment.attempt.received"


def test_claim_without_the_three_components_lists_which() -> None:
    made = learning.enrolled(learning.place())
    with pytest.raises(NotReady) as refusal:
        learning.claim(made)
    lines = refusal.value.facts["missing"]
    assert [line.partition(":")[0] for line in lines] == [
        "Educational",
        "Demonstration",
        "Reflective",
        "Reflective",
    ]
    assert not Attempt.objects.exists()


def test_claim_of_work_that_is_not_ones_own_is_refused() -> None:
    made = learning.ready(learning.place())
    with pytest.raises(policies.NotDeclaredOriginal):
        operations.claim(enrolment=made, original=False, by=made.learner, at=NOON)


def test_claim_by_somebody_else_is_refused() -> None:
    place = learning.place()
    made = learning.ready(place)
    with pytest.raises(NotPermitted):
        operations.claim(enrolment=made, original=True, by=place.instructor, at=NOON)


def test_claim_twice_is_refused_by_policy_and_by_the_database() -> None:
    attempt = learning.claimed(learning.place())
    with pytest.raises(policies.AlreadyClaimed):
        learning.claim(attempt.enrolment)
    twin = Attempt.objects.get(pk=attempt.pk)
    twin.pk, twin.uuid, twin.number = None, uuid4(), 2
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_claim_after_withdrawing_is_refused() -> None:
    made = learning.ready(learning.place())
    enrolments.withdraw(enrolment=made, by=made.learner, at=NOON)
    with pytest.raises(WrongState):
        learning.claim(made)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 4, date(2026, 11, 27)),
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
    ],
)
def test_due_day_counts_working_days(day: date, count: int, due: date) -> None:
    assert after_working_days(day, count) == due


# -- Judging ------------------------------------------------------------------------------------


def begin(attempt: Attempt, by: Person, *, no_conflict: bool = True) -> Judgement | None:
    return operations.begin_judgement(attempt=attempt, no_conflict=no_conflict, by=by, at=NOON)


def test_begin_judgement_takes_the_attempt_up_once() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    first, second = begin(attempt, place.assessor), begin(attempt, place.assessor)
    attempt.refresh_from_db()
    assert first == second
    assert attempt.state == State.IN_ASSESSMENT
    assert kinds(attempt)[1:] == ["assessment.judgement.begun"]


def test_begin_judgement_by_those_without_the_duty_is_refused() -> None:
    place, elsewhere = learning.place(), learning.place()
    attempt = learning.claimed(place)
    for person in (place.registrar, place.instructor, elsewhere.assessor, people.person()):
        with pytest.raises(policies.NotAssessor):
            begin(attempt, person)


def test_begin_judgement_of_ones_own_work_is_refused() -> None:
    place = learning.place()
    attempt = learning.claimed(place, place.assessor)
    with pytest.raises(policies.OwnWork):
        begin(attempt, place.assessor)


def test_begin_judgement_by_a_former_assessor_is_refused() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    place.assessor.memberships.all().delete()
    with pytest.raises(policies.NotAssessor):
        begin(attempt, Person.objects.get(pk=place.assessor.pk))


def test_begin_judgement_with_a_conflict_finds_somebody_else() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    assert begin(attempt, place.assessor, no_conflict=False) is None
    attempt.refresh_from_db()
    assert attempt.state == State.SUBMITTED
    assert told(place.registrar) == ["assessment.attempt.conflict"]
    assert kinds(attempt)[1:] == ["assessment.conflict.declared"]
    with pytest.raises(policies.ConflictDeclared):
        begin(attempt, place.assessor)


def test_begin_judgement_that_another_has_begun_is_refused() -> None:
    place = learning.place()
    other = people.person(Role.ASSESSOR)
    enrolments.assign_staff(
        offering=place.offering, people=[other], duty="assessor", by=place.registrar, at=NOON
    )
    attempt = learning.claimed(place)
    judgement = learning.begun(place, attempt)
    with pytest.raises(policies.BeingJudged) as refusal:
        begin(attempt, other)
    assert refusal.value.facts == {"assessor": place.assessor}
    with pytest.raises(NotPermitted):
        operations.save_marks(judgement=judgement, given=[], feedback="", by=other, at=NOON)
    with pytest.raises(policies.BeingJudged):
        operations.return_incomplete(attempt=attempt, reason="Why", by=other, at=NOON)
    assert list(queries.queue_of(other)) == []


def test_begin_judgement_after_the_result_is_refused() -> None:
    place = learning.place()
    attempt = learning.confirmed(place, learning.claimed(place))
    with pytest.raises(WrongState):
        begin(attempt, place.assessor)


def test_save_mark_keeps_a_draft_that_is_nobody_elses() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    judgement = learning.begun(place, attempt)
    criterion = learning.criterion_of(place.version, "demonstration")
    for level in (None, criterion.levels.get(rank=2)):
        operations.save_mark(
            judgement=judgement,
            criterion=criterion,
            level=level,
            feedback="Nearly.",
            by=place.assessor,
            at=NOON,
        )
    mark = judgement.marks.get()
    assert (mark.level, mark.feedback) == (criterion.levels.get(rank=2), "Nearly.")
    assert queries.decision_chain(attempt).lines == ()


def test_submit_judgement_lists_criteria_without_a_level_and_unmet_ones_without_a_word() -> None:
    place = learning.place()
    judgement = learning.begun(place, learning.claimed(place))
    criterion = learning.criterion_of(place.version, "demonstration")
    operations.save_mark(
        judgement=judgement,
        criterion=criterion,
        level=criterion.levels.get(rank=1),
        by=place.assessor,
        at=NOON,
    )
    with pytest.raises(NotReady) as refusal:
        operations.submit_judgement(judgement=judgement, by=place.assessor, at=NOON)
    assert refusal.value.facts == {
        "missing": [
            "a level for “Educational is convincing”",
            "feedback on “Demonstration is convincing”",
            "a level for “Reflective is convincing”",
        ]
    }


def test_submit_judgement_follows_the_rubric_and_no_average() -> None:
    place = learning.place()
    judgement = learning.begun(place, learning.claimed(place))
    given = []
    for kind, rank in [("educational", 4), ("demonstration", 2), ("reflective", 4)]:
        criterion = learning.criterion_of(place.version, kind)
        given.append(Given(criterion, criterion.levels.get(rank=rank), "So."))
    operations.save_marks(judgement=judgement, given=given, feedback="", by=place.assessor, at=NOON)
    done = operations.submit_judgement(
        judgement=judgement, feedback="Nearly there.", by=place.assessor, at=NOON
    )
    assert (done.recommendation, done.feedback) == (Outcome.NOT_YET_MET, "Nearly there.")


def test_submit_judgement_sends_it_to_the_authority_of_the_unit() -> None:
    place = learning.place()
    far = people.person(Role.REGISTRAR, unit=people.unit("health"))
    attempt = learning.recommended(place, learning.claimed(place))
    assert attempt.state == State.RECOMMENDED
    assert told(place.registrar) == ["assessment.attempt.recommended"]
    assert told(far) == []
    assert list(queries.awaiting_confirmation(place.registrar)) == [attempt]
    assert list(queries.awaiting_confirmation(far)) == []
    assert kinds(attempt)[-1] == "assessment.judgement.submitted"


def test_submit_judgement_twice_is_refused() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    with pytest.raises(WrongState):
        operations.submit_judgement(judgement=attempt.judgements.get(), by=place.assessor, at=NOON)


def test_return_incomplete_uses_up_no_attempt() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    learning.begun(place, attempt)
    with pytest.raises(policies.ReasonMissing):
        operations.return_incomplete(attempt=attempt, reason=" ", by=place.assessor, at=NOON)
    operations.return_incomplete(
        attempt=attempt, reason="It does not open.", by=place.assessor, at=NOON
    )
    assert tracks(attempt) == [Track.MET, Track.IN_PROGRESS, Track.IN_PROGRESS]
    assert attempt.enrolment.state == EnrolmentState.IN_PROGRESS
    assert queries.attempts_left(attempt.enrolment) == 3
    assert told(attempt.enrolment.learner)[-1] == "assessment.attempt.returned"
    assert kinds(attempt)[-1] == "assessment.attempt.returned"
    with pytest.raises(WrongState):
        operations.return_incomplete(attempt=attempt, reason="Again", by=place.assessor, at=NOON)
    assert learning.claim(attempt.enrolment).number == 2


# -- Confirming ---------------------------------------------------------------------------------


def confirm(attempt: Attempt, by: Person) -> Result:
    return operations.confirm(attempt=attempt, by=by, at=NOON)


def test_confirm_met_meets_all_three_components() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    result = confirm(attempt, place.registrar)
    attempt.refresh_from_db()
    assert (attempt.state, result.outcome) == (State.CONFIRMED_MET, Outcome.MET)
    assert (result.assessed_by, result.confirmed_by) == (place.assessor, place.registrar)
    assert tracks(attempt) == [Track.MET, Track.MET, Track.MET]
    assert kinds(attempt)[-1] == "assessment.result.confirmed"
    awarded = enrolments.mark_awarded(enrolment=attempt.enrolment, at=NOON)
    assert awarded.state == EnrolmentState.AWARDED


def test_confirm_met_leaves_prior_learning_what_it_is() -> None:
    place = learning.place()
    made = learning.enrolled(place)
    enrolments.record_educational(
        enrolment=made, completed_on=date(2026, 1, 5), basis="rpl", by=place.assessor, at=NOON
    )
    learning.demonstrated(made)
    learning.reflected(made)
    attempt = learning.confirmed(place, learning.claim(made))
    assert tracks(attempt) == [Track.MET_BY_RPL, Track.MET, Track.MET]


def test_confirm_not_yet_met_goes_back_with_feedback_and_keeps_what_is_met() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place), unmet=("demonstration",))
    confirm(attempt, place.registrar)
    made = attempt.enrolment
    assert tracks(attempt) == [Track.MET, Track.NOT_YET_MET, Track.MET]
    assert made.state == EnrolmentState.IN_PROGRESS
    message = Message.objects.filter(person=made.learner).latest("pk")
    assert message.kind == "assessment.attempt.not_yet_met"
    assert "– Demonstration is convincing: On demonstration: look closer." in message.text
    assert "Reflective" not in message.text


def test_resubmission_needs_something_new_where_it_was_not_yet_met() -> None:
    place = learning.place()
    attempt = learning.confirmed(place, learning.claimed(place), unmet=("demonstration",))
    with pytest.raises(NotReady) as refusal:
        learning.claim(attempt.enrolment)
    assert refusal.value.facts == {"missing": ["Demonstration: add to what was not yet met"]}


def test_resubmission_is_judged_on_unmet_criteria_only() -> None:
    place = learning.place()
    first = learning.confirmed(place, learning.claimed(place), unmet=("demonstration",))
    learning.demonstrated(first.enrolment, more=b"second")
    second = learning.claim(first.enrolment)
    kept = {
        str(learning.criterion_of(place.version, kind).uuid): 3
        for kind in ("educational", "reflective")
    }
    assert (second.number, second.carried, second.evidence.count()) == (2, kept, 2)
    judgement = learning.begun(place, second)
    learning.marked(place, judgement, unmet=("reflective",))
    assert [mark.criterion.component.kind for mark in judgement.marks.all()] == ["demonstration"]
    done = operations.submit_judgement(judgement=judgement, by=place.assessor, at=NOON)
    assert done.recommendation == Outcome.MET
    confirm(second, place.registrar)
    assert tracks(second) == [Track.MET, Track.MET, Track.MET]


def test_attempt_returned_incomplete_hands_on_what_it_carried() -> None:
    place = learning.place()
    first = learning.confirmed(place, learning.claimed(place), unmet=("demonstration",))
    learning.demonstrated(first.enrolment, more=b"second")
    second = learning.claim(first.enrolment)
    operations.return_incomplete(attempt=second, reason="Broken.", by=place.assessor, at=NOON)
    assert tracks(second) == [Track.MET, Track.IN_PROGRESS, Track.MET]
    assert learning.claim(first.enrolment).carried == second.carried


def test_last_attempt_not_yet_met_needs_support() -> None:
    place = learning.place()
    place.version.attempts_allowed = 1
    place.version.save()
    attempt = learning.confirmed(place, learning.claimed(place), unmet=("reflective",))
    made = attempt.enrolment
    made.refresh_from_db()
    assert (made.state, queries.attempts_left(made)) == (EnrolmentState.SUPPORT_REQUIRED, 0)
    assert kinds(made)[-1] == "enrolment.enrolment.needs_support"
    assert "All attempts are used." in Message.objects.filter(person=made.learner).latest("pk").text
    with pytest.raises(WrongState):
        learning.claim(made)


def test_confirm_by_the_assessor_is_refused_even_as_registrar() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    with pytest.raises(NotPermitted):
        confirm(attempt, place.assessor)
    place.assessor.memberships.create(role=Role.REGISTRAR, granted_at=NOON)
    both = Person.objects.get(pk=place.assessor.pk)
    with pytest.raises(policies.AssessorNeverConfirms):
        confirm(attempt, both)
    assert list(queries.awaiting_confirmation(both)) == []


def test_confirm_by_the_assessor_or_the_learner_is_refused_by_the_database() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    judgement, learner = attempt.judgements.get(), attempt.enrolment.learner
    for person in (place.assessor, learner):
        with pytest.raises(IntegrityError), transaction.atomic():
            Result.objects.create(
                attempt=attempt,
                judgement=judgement,
                outcome=Outcome.MET,
                assessed_by=place.assessor,
                learner=learner,
                confirmed_at=NOON,
                confirmed_by=person,
            )


def test_confirm_of_ones_own_work_is_refused() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place, people.person(Role.REGISTRAR)))
    with pytest.raises(policies.OwnWork):
        confirm(attempt, attempt.enrolment.learner)


def test_confirm_by_those_without_authority_there_is_refused() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    far = people.person(Role.REGISTRAR, unit=people.unit("health"))
    for person in (far, place.instructor, people.person(Role.AUDITOR)):
        with pytest.raises(NotPermitted):
            confirm(attempt, person)


def test_confirm_after_a_declared_conflict_is_refused() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    Conflict.objects.create(attempt=attempt, person=place.registrar, declared_at=NOON)
    with pytest.raises(policies.ConflictDeclared):
        confirm(attempt, place.registrar)


def test_confirm_before_it_is_judged_is_refused() -> None:
    place = learning.place()
    with pytest.raises(WrongState):
        confirm(learning.claimed(place), place.registrar)


def test_confirm_by_a_second_registrar_says_who_did_it() -> None:
    place = learning.place()
    attempt = learning.confirmed(place, learning.claimed(place))
    with pytest.raises(policies.AlreadyConfirmed) as refusal:
        confirm(attempt, people.person(Role.REGISTRAR))
    assert refusal.value.facts == {"person": place.registrar, "outcome": "met"}
    assert Result.objects.count() == 1


def test_reopen_asks_the_same_assessor_to_look_again() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    facts: dict[str, Any] = {"attempt": attempt, "at": NOON}
    with pytest.raises(policies.ReasonMissing):
        operations.reopen(reason="", by=place.registrar, **facts)
    with pytest.raises(NotPermitted):
        operations.reopen(reason="Look", by=place.assessor, **facts)
    operations.reopen(reason="Look at page 2.", by=place.registrar, **facts)
    judgement = attempt.judgements.get()
    assert (judgement.submitted_at, judgement.recommendation) == (None, "")
    assert told(place.assessor)[-1] == "assessment.attempt.reopened"
    assert begin(attempt, place.assessor) == judgement
    operations.submit_judgement(judgement=judgement, by=place.assessor, at=NOON)
    confirm(attempt, place.registrar)
    with pytest.raises(WrongState):
        operations.reopen(reason="Too late", by=place.registrar, **facts)


# -- The chain ----------------------------------------------------------------------------------


def test_decision_chain_tells_who_decided_what() -> None:
    place = learning.place()
    attempt = learning.confirmed(place, learning.claimed(place), unmet=("reflective",))
    chain = queries.decision_chain(attempt)
    assert chain.judgement is not None
    assert chain.result is not None
    assert chain.judgement.assessor == place.assessor
    assert chain.result.confirmed_by == place.registrar
    assert [item.title for item in chain.evidence] == ["My plan"]
    assert [(line.component, line.met) for line in chain.lines] == [
        ("educational", True),
        ("demonstration", True),
        ("reflective", False),
    ]
    assert [line.feedback for line in chain.unmet] == ["On reflective: look closer."]


def test_feedback_is_nobodys_before_it_is_confirmed() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    assert queries.feedback_of(attempt) is None
    confirm(attempt, place.registrar)
    attempt.refresh_from_db()
    assert queries.feedback_of(attempt) == queries.decision_chain(attempt)
