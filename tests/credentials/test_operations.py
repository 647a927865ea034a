from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tessera.assessment.policies import AlreadyConfirmed, JudgedAgain
from tessera.catalogue.enums import State as VersionState
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.credentials import operations, queries
from tessera.credentials.enums import RevocationReason, State, Visibility
from tessera.credentials.models import Award, Edition
from tessera.credentials.policies import AlreadyHeld, NotPublished
from tessera.holdings.models import Holding
from tessera.kernel.openbadges import status as bitstring
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.signing.keystore import KeysLocked
from tessera.signing.models import SignedDocument, StatusEntry
from tessera.signing.operations import current_list
from tessera.stacks.models import Evaluation
from tessera.trail.models import Event
from tests.factories import catalogue, credentials, people, signing
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def jobs_waiting() -> list[list]:
    rows = DBTaskResult.objects.order_by("enqueued_at")
    found = [row.args_kwargs["args"][:2] for row in rows]
    return [job for job in found if job[0].startswith("credentials.")]


def trail_of(award: Award) -> list[str]:
    events = Event.objects.filter(subject_type="credentials.award", subject_id=award.pk)
    return list(events.order_by("pk").values_list("kind", flat=True))


def messages_about(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("person__email", flat=True))


def is_set(edition: Edition) -> bool:
    entry = edition.status_entry
    body = json.loads(current_list(entry.list.number, LATER).body)
    return bitstring.bit(bitstring.decode(body["credentialSubject"]["encodedList"]), entry.index)


def registrar():
    return people.person(Role.REGISTRAR)


# -- confirming ---------------------------------------------------------------------------------


def test_confirm_award_of_a_met_attempt_awards_and_starts_issuing():
    by = registrar()
    attempt = credentials.attempt()
    award = operations.confirm_award(attempt=attempt, by=by, at=NOON)
    assert award is not None
    assert (award.state, award.learner, award.awarded_by, award.awarded_at) == (
        State.CONFIRMED,
        attempt.enrolment.learner,
        by,
        NOON,
    )
    assert jobs_waiting() == [["credentials.issue", [award.pk]]]
    assert trail_of(award) == ["credentials.award.confirmed"]


def test_confirm_award_of_a_not_yet_met_attempt_awards_nothing():
    attempt = credentials.attempt(outcome="not_yet_met")
    assert operations.confirm_award(attempt=attempt, by=registrar(), at=NOON) is None
    assert (Award.objects.count(), jobs_waiting()) == (0, [])


def test_confirm_award_of_a_judgement_that_was_not_read_is_refused():
    with pytest.raises(JudgedAgain):
        operations.confirm_award(
            attempt=credentials.attempt(), seen="an earlier one", by=registrar(), at=NOON
        )
    assert Award.objects.count() == 0


def test_confirm_award_by_someone_without_the_duty_is_refused():
    attempt = credentials.attempt()
    with pytest.raises(NotPermitted):
        operations.confirm_award(attempt=attempt, by=people.person(Role.ASSESSOR), at=NOON)
    assert Award.objects.count() == 0


def test_confirm_award_by_a_registrar_of_another_unit_is_refused():
    by = people.person(Role.REGISTRAR, unit=people.unit("nursing"))
    with pytest.raises(NotPermitted):
        operations.confirm_award(attempt=credentials.attempt(), by=by, at=NOON)


def test_confirm_award_of_ones_own_is_refused():
    by = registrar()
    with pytest.raises(NotPermitted):
        operations.confirm_award(attempt=credentials.attempt(learner=by), by=by, at=NOON)


@pytest.mark.parametrize("state", [VersionState.SUSPENDED, VersionState.RETIRED])
def test_confirm_award_of_a_design_that_is_not_open_is_refused(state):
    attempt = credentials.attempt(version=catalogue.version(state=state))
    with pytest.raises(NotPublished):
        operations.confirm_award(attempt=attempt, by=registrar(), at=NOON)


def test_confirm_award_twice_awards_once_and_tells_the_second_registrar():
    attempt = credentials.attempt()
    operations.confirm_award(attempt=attempt, by=registrar(), at=NOON)
    with pytest.raises(AlreadyConfirmed):
        operations.confirm_award(attempt=attempt, by=registrar(), at=LATER)
    assert Award.objects.count() == 1


def test_confirm_award_of_a_badge_that_stands_is_refused_and_undone():
    first = credentials.award()
    again = credentials.attempt(learner=first.learner, version=first.version)
    with pytest.raises(AlreadyHeld) as refusal:
        operations.confirm_award(attempt=again, by=registrar(), at=LATER)
    again.refresh_from_db()
    assert again.state == "recommended"
    assert first.version.title in str(refusal.value)


def test_confirm_award_after_a_revocation_awards_again():
    first = credentials.award()
    revoke(first)
    again = credentials.attempt(learner=first.learner, version=first.version)
    assert operations.confirm_award(attempt=again, by=registrar(), at=LATER) is not None


def test_confirm_award_with_a_component_that_nobody_judged_is_refused_and_undone():
    attempt = credentials.attempt()
    reflective = "criterion__component__kind"
    attempt.judgements.get().marks.filter(**{reflective: "reflective"}).delete()
    with pytest.raises(NotReady) as refusal:
        operations.confirm_award(attempt=attempt, by=registrar(), at=NOON)
    attempt.refresh_from_db()
    assert refusal.value.facts == {"missing": ["Reflective"]}
    assert (attempt.state, Award.objects.count()) == ("recommended", 0)


def test_the_database_lets_nobody_hold_a_badge_twice():
    award = credentials.award()
    twin = Award(
        attempt=credentials.attempt(learner=award.learner, version=award.version),
        learner=award.learner,
        definition=award.definition,
        version=award.version,
        awarded_by=registrar(),
        awarded_at=NOON,
    )
    with pytest.raises(Exception, match=r"learner_id|learner_holds"), transaction.atomic():
        twin.save()


def test_a_badge_is_valid_for_the_months_of_its_version():
    version = catalogue.version(state=VersionState.PUBLISHED, validity_months=18)
    award = credentials.award(version=version, issued=False)
    assert award.valid_until == datetime(2028, 5, 23, 12, 0, tzinfo=UTC)


def test_months_after_the_end_of_a_month_is_the_end_of_a_shorter_one():
    day = datetime(2027, 10, 31, 12, 0, tzinfo=UTC)
    assert operations.months_after(day, 4) == datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
    assert operations.months_after(day, None) is None


# -- issuing ------------------------------------------------------------------------------------


def issued_once(award: Award) -> None:
    award.refresh_from_db()
    assert (award.state, award.last_error) == (State.ISSUED, "")
    assert award.editions.count() == 1
    assert SignedDocument.objects.filter(kind="credential").count() == 1
    assert StatusEntry.objects.count() == 1
    assert Holding.objects.filter(reference=award.uuid).count() == 1
    assert messages_about("credentials.issued") == [award.learner.email]
    assert trail_of(award) == [
        "credentials.award.confirmed",
        "credentials.award.signed",
        "credentials.award.issued",
    ]
    assert jobs_waiting().count(["credentials.tell", ["issued", award.pk]]) == 1


def test_issue_signs_delivers_and_tells_the_learner():
    award = credentials.award()
    issued_once(award)
    assert award.visibility == Visibility.PRIVATE


def test_issue_twice_issues_once():
    award = credentials.award(issued=False)
    operations.issue(award=award, at=LATER)
    operations.issue(award=award, at=LATER)
    issued_once(award)


def test_issue_after_a_crash_between_signing_and_delivery_issues_once():
    award = credentials.award(issued=False)
    operations.sign(award=award, at=LATER)
    operations.issue(award=Award.objects.get(), at=LATER)
    issued_once(award)


def test_issue_after_a_crash_within_signing_leaves_nothing_half_done(settings):
    award = credentials.award(issued=False)
    settings.KEY_ENCRYPTION_KEY, right = "another one", settings.KEY_ENCRYPTION_KEY
    with pytest.raises(KeysLocked):
        operations.issue(award=award, at=LATER)
    award.refresh_from_db()
    assert (award.state, award.editions.count(), StatusEntry.objects.count()) == (
        State.CONFIRMED,
        0,
        0,
    )
    assert award.last_error.startswith("KeysLocked: The signing keys cannot be opened")
    settings.KEY_ENCRYPTION_KEY = right
    operations.issue(award=award, at=LATER)
    issued_once(award)


class PowerCut(Exception):
    pass


@transaction.atomic
def cut_off(step, award: Award) -> None:
    step(award=award, at=LATER)
    raise PowerCut


@pytest.mark.parametrize("step", [operations.sign, operations.deliver])
def test_a_step_cut_off_before_its_commit_did_not_happen(step):
    award = credentials.award(issued=False)
    if step is operations.deliver:
        operations.sign(award=award, at=LATER)
    before = (Award.objects.get().state, jobs_waiting(), trail_of(award))
    with pytest.raises(PowerCut):
        cut_off(step, award)
    assert (Award.objects.get().state, jobs_waiting(), trail_of(award)) == before
    operations.issue(award=Award.objects.get(), at=LATER)
    issued_once(award)


def test_retry_of_a_stuck_badge_starts_it_again():
    award = credentials.award(issued=False)
    Award.objects.update(last_error="KeysLocked: no")
    operations.retry(award=award, by=registrar(), at=LATER)
    award.refresh_from_db()
    assert award.last_error == ""
    assert jobs_waiting() == [["credentials.issue", [award.pk]]] * 2


def test_retry_of_an_issued_badge_is_refused():
    with pytest.raises(WrongState):
        operations.retry(award=credentials.award(), by=registrar(), at=LATER)


def test_retry_by_someone_without_the_duty_is_refused():
    award = credentials.award(issued=False)
    with pytest.raises(NotPermitted):
        operations.retry(award=award, by=people.person(Role.DESIGNER), at=LATER)


# -- stacks -------------------------------------------------------------------------------------


def an_evaluation(learner=None) -> Evaluation:
    signing.institution_issuer()
    return Evaluation.objects.create(
        version=catalogue.version(state=VersionState.PUBLISHED, kind="stack", title="Leadership"),
        learner=learner or people.person(),
        rule={},
        outcome={},
        evaluated_at=NOON,
    )


def award_stack(evaluation: Evaluation, at=NOON) -> Award:
    return operations.award_stack(
        evaluation=evaluation, learner=evaluation.learner, version=evaluation.version, at=at
    )


def test_award_stack_awards_on_the_ground_of_an_evaluation_once():
    evaluation = an_evaluation()
    award = award_stack(evaluation)
    assert award_stack(evaluation, at=LATER) == award
    assert (award.awarded_by, award.attempt, award.state) == (None, None, State.CONFIRMED)
    assert jobs_waiting() == [["credentials.issue", [award.pk]]]


def test_award_stack_for_who_holds_it_already_is_refused():
    first = an_evaluation()
    award_stack(first)
    second = Evaluation.objects.create(
        version=first.version, learner=first.learner, rule={}, outcome={}, evaluated_at=NOON
    )
    with pytest.raises(AlreadyHeld):
        award_stack(second)


def test_award_stack_of_a_design_that_is_not_open_is_refused():
    evaluation = an_evaluation()
    evaluation.version.state = VersionState.RETIRED
    with pytest.raises(NotPublished):
        award_stack(evaluation)


# -- taking back --------------------------------------------------------------------------------


def revoke(award: Award, by=None) -> Award:
    return operations.revoke(
        award=award,
        reason=RevocationReason.INTEGRITY,
        explanation="The plan was copied.",
        by=by or registrar(),
        at=LATER,
    )


def test_revoke_sets_the_bit_tells_the_learner_and_ends_the_holding():
    award = revoke(credentials.award())
    edition = queries.latest_edition(award)
    assert edition is not None
    assert is_set(edition)
    assert (award.state, award.revocation.reason) == (State.REVOKED, "integrity")
    assert Holding.objects.get(reference=award.uuid).state == "revoked"
    assert messages_about("credentials.revoked") == [award.learner.email]
    assert "The plan was copied." in Message.objects.get(kind="credentials.revoked").text
    assert ["credentials.tell", ["revoked", award.pk]] in jobs_waiting()
    assert trail_of(award)[-1] == "credentials.award.revoked"


def test_revoke_twice_is_refused():
    award = revoke(credentials.award())
    with pytest.raises(WrongState):
        revoke(award)


def test_revoke_of_a_badge_not_yet_issued_is_refused():
    with pytest.raises(WrongState):
        revoke(credentials.award(issued=False))


def test_revoke_by_someone_without_the_duty_is_refused():
    with pytest.raises(NotPermitted):
        revoke(credentials.award(), by=people.person(Role.CHAIR))


def test_revoke_of_ones_own_badge_is_refused():
    by = registrar()
    with pytest.raises(NotPermitted):
        revoke(credentials.award(learner=by), by=by)


def suspend(award: Award, by=None, at=LATER) -> Award:
    return operations.suspend(award=award, explanation="A part was revoked.", by=by, at=at)


def test_suspend_sets_the_bit_and_tells_the_learner():
    award = suspend(credentials.award())
    edition = queries.latest_edition(award)
    assert edition is not None
    assert is_set(edition)
    assert award.state == State.SUSPENDED
    assert Holding.objects.get(reference=award.uuid).state == "suspended"
    assert messages_about("credentials.suspended") == [award.learner.email]


def test_suspend_by_a_person_without_the_duty_is_refused():
    with pytest.raises(NotPermitted):
        suspend(credentials.award(), by=people.person(Role.DESIGNER))


def test_suspend_of_a_revoked_badge_is_refused():
    with pytest.raises(WrongState):
        suspend(revoke(credentials.award()))


def test_lift_signs_a_new_edition_and_leaves_the_old_bit_set():
    award = suspend(credentials.award())
    lifted = operations.lift(award=award, by=registrar(), at=LATER)
    old, new = lifted.editions.all()
    before, after = json.loads(old.document.body), json.loads(new.document.body)
    assert (is_set(old), is_set(new)) == (True, False)
    assert lifted.state == State.ISSUED
    assert (after["id"], after["awardedDate"]) == (before["id"], before["awardedDate"])
    assert after["validFrom"] > before["validFrom"]
    assert Holding.objects.get(reference=award.uuid).state == "held"
    assert messages_about("credentials.lifted") == [award.learner.email]


def test_lift_without_a_person_is_the_systems_own():
    award = suspend(credentials.award())
    assert operations.lift(award=award, by=None, at=LATER).state == State.ISSUED


def test_a_second_suspension_is_told_again_and_revoking_sets_every_bit():
    award = suspend(credentials.award())
    award = operations.lift(award=award, by=registrar(), at=LATER)
    award = suspend(award)
    award = revoke(award)
    assert [is_set(edition) for edition in award.editions.all()] == [True, True]
    assert messages_about("credentials.suspended") == [award.learner.email] * 2


def test_lift_of_a_badge_that_is_not_suspended_is_refused():
    with pytest.raises(WrongState):
        operations.lift(award=credentials.award(), by=registrar(), at=LATER)


def test_lift_by_someone_without_the_duty_is_refused():
    award = suspend(credentials.award())
    with pytest.raises(NotPermitted):
        operations.lift(award=award, by=people.person(Role.ASSESSOR), at=LATER)


def test_lift_of_ones_own_badge_is_refused():
    by = registrar()
    award = suspend(credentials.award(learner=by))
    with pytest.raises(NotPermitted):
        operations.lift(award=award, by=by, at=LATER)


# -- showing ------------------------------------------------------------------------------------


def test_set_visibility_is_the_learners_own_act():
    award = credentials.award()
    shown = operations.set_visibility(
        award=award, visibility=Visibility.PUBLIC, by=award.learner, at=LATER
    )
    assert shown.visibility == Visibility.PUBLIC
    with pytest.raises(NotPermitted):
        operations.set_visibility(
            award=award, visibility=Visibility.PRIVATE, by=registrar(), at=LATER
        )


def test_set_visibility_to_what_it_is_leaves_no_trace():
    award = credentials.award()
    operations.set_visibility(
        award=award, visibility=Visibility.PRIVATE, by=award.learner, at=LATER
    )
    assert trail_of(award)[-1] == "credentials.award.issued"
