"""An endorsement in time: proposals for changes, renewal, withdrawal, terms that end, reminders."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tessera.catalogue import queries as designs
from tessera.catalogue.models import Version
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.endorsement import operations, policies, queries
from tessera.endorsement.enums import State
from tessera.endorsement.models import Draft, Request, Statement
from tessera.endorsement.signals import changes_proposed, endorsement_lapsed
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.endorsement.test_operations import change, draft, kinds, told
from tests.factories import catalogue as make_design
from tests.factories import endorsement as make
from tests.factories import jobs, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
END = datetime(2028, 11, 23, 12, tzinfo=UTC)  # 24 months after noon
NEAR_THE_END = END - timedelta(days=50)


def given(version: Version | None = None) -> Request:
    return make.endorsed(version or make_design.version()).request


def renew(request: Request, at: datetime = NEAR_THE_END, **facts: Any) -> Statement:
    by = facts.pop("by", request.contact)
    return operations.renew_endorsement(request=request, by=by, at=at, **facts)


# -- Changes that the partner proposes -----------------------------------------------------------


def test_proposed_changes_keep_the_request_open_and_tell_the_designers() -> None:
    request = make.request()
    operations.propose_changes(
        request=request,
        changes={"outcomes": "Name the budget.", "assessment": "", "other": "Shorter."},
        by=request.contact,
        at=NOON,
    )
    request.refresh_from_db()
    made = [(each.about, each.text) for each in request.suggestions.all()]
    assert made == [("outcomes", "Name the budget."), ("other", "Shorter.")]
    assert (request.state, kinds(request)[-1]) == (State.REQUESTED, "endorsement.suggestion.made")
    assert "- Name the budget.\n- Shorter." in Message.objects.get(person=request.asked_by).text


def test_proposing_nothing_is_refused() -> None:
    request = make.request()
    with pytest.raises(NotReady):
        operations.propose_changes(
            request=request, changes={"other": " "}, by=request.contact, at=NOON
        )


def test_whoever_is_above_hears_of_proposed_changes(
    django_capture_on_commit_callbacks: Any,
) -> None:
    heard: list[int] = []

    def listen(request_id: int, **_facts: Any) -> None:
        heard.append(request_id)

    request = make.request()
    changes_proposed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        operations.propose_changes(
            request=request, changes={"other": "Shorter."}, by=request.contact, at=NOON
        )
    changes_proposed.disconnect(listen)
    assert heard == [request.pk]


def proposed() -> Request:
    request = make.request(version=draft())
    operations.propose_changes(
        request=request,
        changes={"other": "Shorter.", "assessment": "Two tasks."},
        by=request.contact,
        at=NOON,
    )
    return request


def test_answered_suggestions_give_as_long_again_and_tell_the_partner() -> None:
    request = proposed()
    before = request.answer_by
    first, second = request.suggestions.all()
    later = NOON + timedelta(days=10)
    answers = {first: "Done.", second: ""}
    operations.answer_suggestions(request=request, answers=answers, by=request.asked_by, at=later)
    assert told(request.contact)[-1] != "endorsement.suggestion.answered"
    answers = {first: "Done.", second: "Kept: three show more."}
    operations.answer_suggestions(request=request, answers=answers, by=request.asked_by, at=later)
    request.refresh_from_db()
    assert request.answer_by > before
    assert told(request.contact)[-1] == "endorsement.suggestion.answered"
    assert [each.answer for each in request.suggestions.all()] == list(answers.values())


def test_partner_does_not_answer_its_own_suggestions() -> None:
    request = proposed()
    with pytest.raises(NotPermitted):
        operations.answer_suggestions(
            request=request,
            answers={request.suggestions.all()[0]: "Yes."},
            by=request.contact,
            at=NOON,
        )


def test_suggestion_of_another_request_is_refused() -> None:
    request, other = proposed(), proposed()
    with pytest.raises(NotPermitted):
        operations.answer_suggestions(
            request=request,
            answers={other.suggestions.all()[0]: "Yes."},
            by=request.asked_by,
            at=NOON,
        )


def test_answering_no_suggestion_is_refused() -> None:
    request = proposed()
    with pytest.raises(NotReady):
        operations.answer_suggestions(
            request=request,
            answers={request.suggestions.all()[0]: " "},
            by=request.asked_by,
            at=NOON,
        )


# -- Drafts --------------------------------------------------------------------------------------


def test_draft_is_kept_for_each_person_and_goes_with_the_answer() -> None:
    request = make.request()
    colleague = people.partner(at=request.organisation)
    for person, words in ((request.contact, "Mine."), (colleague, "Theirs."), (colleague, "More.")):
        operations.save_draft(request=request, words={"demand": words}, by=person, at=NOON)
    kept = {draft.person: draft.words["demand"] for draft in Draft.objects.all()}
    assert kept == {request.contact: "Mine.", colleague: "More."}
    assert queries.others_writing(request, request.contact) == ["Pat Partner"]
    make.statement(request=request)
    assert [draft.person for draft in Draft.objects.all()] == [colleague]


# -- Renewal -------------------------------------------------------------------------------------


def test_renewal_says_the_same_for_another_term() -> None:
    request = given()
    first = Statement.objects.get()
    again = renew(request)
    request.refresh_from_db()
    assert (request.state, again.request.state) == (State.RENEWED, State.GIVEN)
    assert (again.demand, again.reflects) == (first.demand, first.reflects)
    assert again.in_force_until == datetime(2030, 10, 4, 12, tzinfo=UTC)
    assert (again.request.renews, again.request.answered_by) == (request, request.contact)
    assert queries.in_force(request.version, NEAR_THE_END) == [again]
    assert queries.in_force(request.version, END + timedelta(days=1)) == [again]
    assert again.document != first.document
    assert told(request.asked_by)[-1] == "endorsement.statement.renewed"


def test_renewed_endorsement_is_not_withdrawn_for_verifiers() -> None:
    request = given()
    renew(request)
    assert [statement.status.set_at for statement in Statement.objects.all()] == [None, None]


def test_renewal_long_before_the_end_is_refused() -> None:
    with pytest.raises(policies.TooSoon):
        renew(given(), at=NOON + timedelta(days=30))


def test_renewal_by_another_organisation_is_refused() -> None:
    with pytest.raises(policies.NotAnswering):
        renew(given(), by=people.partner(at=people.organisation("far-away")))


def test_renewal_by_an_author_is_refused() -> None:
    request = given()
    request.version.authors.add(request.contact)
    with pytest.raises(policies.EndorsedSide):
        renew(request)


def test_renewal_of_another_design_than_the_one_on_the_screen_is_refused() -> None:
    with pytest.raises(policies.DesignChanged):
        renew(given(), seen="0" * 64)


def test_renewal_of_a_withdrawn_endorsement_is_refused() -> None:
    request = given()
    operations.withdraw_endorsement(request=request, reason="-", by=request.contact, at=NOON)
    with pytest.raises(WrongState):
        renew(request)


def test_renewal_for_a_design_that_is_over_is_refused() -> None:
    request = given()
    Version.objects.filter(pk=request.version.pk).update(state="withdrawn")
    with pytest.raises(WrongState):
        renew(request)


def test_second_click_renews_once() -> None:
    request = given()
    renew(request)
    with pytest.raises(WrongState):
        renew(request)
    assert Statement.objects.count() == 2


def test_expired_endorsement_may_still_be_renewed() -> None:
    request = given()
    late = END + timedelta(days=3)
    operations.expire(request=request, at=late)
    again = renew(request, at=late)
    assert queries.in_force(request.version, late) == [again]


def test_expired_endorsement_that_was_asked_for_anew_is_answered_there() -> None:
    request = given()
    late = END + timedelta(days=3)
    operations.expire(request=request, at=late)
    make.request(version=request.version, at=late, answer_by=late.date() + timedelta(days=9))
    with pytest.raises(policies.AlreadyAsked):
        renew(request, at=late)


# -- Terms, reminders, status ----------------------------------------------------------------------


def test_endorsement_past_its_term_moves_to_expired() -> None:
    request = given()
    operations.keep_time(at=END - timedelta(minutes=1))
    request.refresh_from_db()
    assert request.state == State.GIVEN
    assert queries.state_at(request, END) == State.EXPIRED
    operations.keep_time(at=END)
    request.refresh_from_db()
    statement = Statement.objects.get()
    assert (request.state, statement.ended_at, statement.status.set_at) == (
        State.EXPIRED,
        END,
        None,
    )
    assert kinds(request)[-1] == "endorsement.statement.expired"
    assert told(request.contact)[-1] == told(request.asked_by)[-1] == kinds(request)[-1]


def test_expiring_twice_does_what_once_does() -> None:
    request = given()
    for _ in range(2):
        operations.expire(request=request, at=END)
    assert kinds(request).count("endorsement.statement.expired") == 1


def test_keeping_time_closes_what_nobody_answered() -> None:
    request = make.request()
    operations.keep_time(at=NOON + timedelta(days=60))
    request.refresh_from_db()
    assert request.state == State.LAPSED


def test_reminders_before_the_end_come_once_each() -> None:
    request = given()
    for days in (61, 60, 59, 14, 13):
        for _ in range(2):
            operations.keep_time(at=END - timedelta(days=days))
    reminders = [kind for kind in told(request.contact) if kind == "endorsement.statement.ending"]
    assert len(reminders) == 2
    assert "Nov. 23, 2028" in Message.objects.filter(kind=reminders[0])[0].subject


def test_request_that_waits_is_mentioned_once_before_its_day() -> None:
    request = make.request()
    for days in (0, 17, 18):
        operations.keep_time(at=NOON + timedelta(days=days))
    assert told(request.contact) == ["endorsement.request.sent", "endorsement.request.reminded"]


def test_time_is_kept_by_a_job_that_comes_round_by_itself() -> None:
    from tessera.common import jobs as enqueueing

    enqueueing.enqueue_due(at=NOON)
    assert "endorsement.keep_time" in jobs.work()


def bit(statement: Statement) -> str:
    """What the list in which a verifier looks says of the endorsement."""
    document = json.loads(statement.document.body)
    entry = document["credentialStatus"]
    statement.status.list.refresh_from_db()
    signed = json.loads(statement.status.list.document.body)
    assert entry["statusListCredential"] == signed["id"]
    encoded = signed["credentialSubject"]["encodedList"][1:]
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    index = int(entry["statusListIndex"])
    return f"{bits[index // 8]:08b}"[index % 8]


def test_verifiers_see_that_an_endorsement_was_withdrawn() -> None:
    request = given()
    statement = Statement.objects.get()
    assert bit(statement) == "0"
    operations.withdraw_endorsement(
        request=request, reason="We left the field.", by=request.contact, at=NOON
    )
    statement.refresh_from_db()
    assert (bit(statement), statement.status.set_at) == ("1", NOON)


def test_verifiers_see_that_an_endorsed_design_was_changed() -> None:
    version = draft()
    given(version)
    change(version)
    assert bit(Statement.objects.get()) == "1"


@pytest.mark.parametrize("how", ["withdrawn", "expired", "changed"])
def test_whoever_is_above_hears_of_a_lapse(
    how: str, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[int] = []

    def listen(version_id: int, **_facts: Any) -> None:
        heard.append(version_id)

    request = given(draft())
    endorsement_lapsed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        if how == "withdrawn":
            operations.withdraw_endorsement(
                request=request, reason="-", by=request.contact, at=NOON
            )
        elif how == "expired":
            operations.expire(request=request, at=END)
        else:
            change(request.version)
    endorsement_lapsed.disconnect(listen)
    assert set(heard) == {request.version.pk}


def test_nobody_hears_of_a_lapse_while_others_stand_behind_the_design(
    django_capture_on_commit_callbacks: Any,
) -> None:
    heard: list[int] = []

    def listen(version_id: int, **_facts: Any) -> None:
        heard.append(version_id)

    version = make_design.version()
    request = given(version)
    other = make.request(version=version, organisation=people.organisation("far-away"))
    make.statement(request=other)
    endorsement_lapsed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        operations.withdraw_endorsement(request=request, reason="-", by=request.contact, at=NOON)
    endorsement_lapsed.disconnect(listen)
    assert heard == []


# -- Whom to write to ------------------------------------------------------------------------------


def test_reminder_goes_to_colleagues_when_the_one_who_was_asked_is_gone() -> None:
    request = given()
    colleague = people.partner(at=request.organisation)
    request.contact.memberships.all().delete()
    operations.keep_time(at=END - timedelta(days=20))
    assert told(colleague) == ["endorsement.statement.ending"]


def test_someone_invited_is_asked_by_the_letter_with_the_link() -> None:
    organisation = people.organisation()
    request = operations.request_endorsement(
        version=make_design.version(),
        organisation=organisation,
        email="pat@harbour-works.example.org",
        answer_by=make.ANSWER_BY,
        by=people.person(Role.DESIGNER),
        at=NOON,
    )
    assert (request.contact, request.invitation.email) == (None, "pat@harbour-works.example.org")
    assert request.invitation.lands_on == f"/endorsement/{request.uuid}/"
    assert [message.kind for message in Message.objects.all()] == ["people.invitation.sent"]
    title = designs.content(request.version)["title"]
    assert title not in Message.objects.get().text


def test_whoever_opened_the_invitation_has_a_stake_like_those_asked() -> None:
    request = operations.request_endorsement(
        version=make_design.version(),
        organisation=people.organisation(),
        email="pat@harbour-works.example.org",
        answer_by=make.ANSWER_BY,
        by=people.person(Role.DESIGNER),
        at=NOON,
    )
    from tessera.people.operations import accept_invitation

    invited = accept_invitation(invitation=request.invitation, at=NOON).accepted_by
    person = Person.objects.get(pk=invited.pk)
    assert queries.endorsers(request.version) == {person.pk}
    person.memberships.all().delete()
    assert queries.has_stake(Person.objects.get(pk=person.pk), request.version)
