"""Asking, answering, and what becomes of an answer when the design moves on."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from tessera.catalogue import operations as catalogue
from tessera.catalogue import queries as designs
from tessera.catalogue.models import Version
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.endorsement import operations, policies, queries
from tessera.endorsement.enums import State
from tessera.endorsement.models import Request, Statement
from tessera.notifications.models import Message
from tessera.people import operations as people_operations
from tessera.people.enums import INSIDE, Role
from tessera.people.models import Institution, Person
from tessera.trail.queries import events_of
from tests.factories import catalogue as make_design
from tests.factories import endorsement as make
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
AFTER_THE_DAY = datetime(2026, 12, 16, 12, tzinfo=UTC)


def kinds(request: Request) -> list[str]:
    return [event.kind for event in reversed(events_of(request))]


def told(person: Person) -> list[str]:
    return list(Message.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def change(version: Version, at: datetime = NOON) -> None:
    """An edit of what endorsers see, and what follows once it is committed."""
    catalogue.edit_row(
        version=version,
        row=version.outcomes.get(),
        values={"text": "lead a team through two changes"},
        by=version.authors.get(),
        at=at,
    )
    operations.follow_version(version=version, at=at)


def jobs_waiting(name: str) -> int:
    return [job.args_kwargs["args"][0] for job in DBTaskResult.objects.all()].count(name)


def draft() -> Version:
    return make_design.version(author=people.person(Role.DESIGNER))


def test_request_shows_the_design_as_it_is_and_tells_the_contact() -> None:
    request = make.request()
    assert request.digest == designs.endorsed_digest(request.version)
    assert request.snapshot == designs.content(request.version)
    assert (request.state, kinds(request)) == (State.REQUESTED, ["endorsement.request.sent"])
    message = Message.objects.get(person=request.contact)
    assert (message.kind, message.action_url) == (
        "endorsement.request.sent",
        f"/endorsement/{request.uuid}/",
    )
    assert "We would be glad of your view." in message.text


def test_request_is_refused_to_those_who_do_not_ask_for_this_unit() -> None:
    stranger = people.person(Role.DESIGNER, unit=people.unit("nursing"))
    with pytest.raises(NotPermitted):
        make.request(by=stranger)


@pytest.mark.parametrize("state", ["declined", "withdrawn", "retired"])
def test_request_about_a_design_that_is_over_is_refused(state: str) -> None:
    with pytest.raises(WrongState):
        make.request(version=make_design.version(state=state))


def test_request_to_someone_who_does_not_answer_for_the_organisation_is_refused() -> None:
    elsewhere = people.partner(at=people.organisation("far-away"))
    with pytest.raises(policies.NotAnswering):
        make.request(organisation=people.organisation(), contact=elsewhere)


def test_request_to_an_author_is_refused() -> None:
    partner = people.partner()
    version = make_design.version(author=partner)
    with pytest.raises(policies.EndorsedSide):
        make.request(version=version, contact=partner)


def test_request_to_oneself_is_refused() -> None:
    both = people.partner()
    both.memberships.create(role=Role.DESIGNER, granted_at=NOON)
    with pytest.raises(policies.EndorsedSide):
        make.request(contact=both, by=both)


def test_request_for_a_day_that_has_passed_is_refused() -> None:
    with pytest.raises(policies.DayHasPassed):
        make.request(answer_by=date(2026, 11, 1))


@pytest.mark.parametrize("day", [date(2027, 12, 31), date.max])
def test_request_for_a_day_years_away_is_refused(day: date) -> None:
    with pytest.raises(policies.DayTooFar):
        make.request(answer_by=day)


def test_organisation_is_asked_once_at_a_time() -> None:
    first = make.request()
    with pytest.raises(policies.AlreadyAsked):
        make.request(version=first.version)
    assert Request.objects.count() == 1


def test_organisation_may_be_asked_again_once_a_request_lapsed() -> None:
    first = make.request()
    again = make.request(
        version=first.version, at=AFTER_THE_DAY, answer_by=AFTER_THE_DAY.date() + timedelta(days=9)
    )
    first.refresh_from_db()
    assert (first.state, again.state) == (State.LAPSED, State.REQUESTED)


def test_endorsement_is_signed_by_the_organisation_about_this_very_version() -> None:
    request = make.request()
    statement = make.statement(request=request, support="Two assessors a year.")
    document = json.loads(statement.document.body)
    version = request.version
    assert document["credentialSubject"] == {
        "id": f"http://localhost:8000/achievements/{version.definition.slug}/v{version.number}",
        "type": ["EndorsementSubject"],
        "endorsementComment": (
            "The skill is in demand: We hire ten team leads a year.\n\n"
            "The assessment reflects the job: The recorded meeting is what our leads do each week."
            "\n\nHow we support it: Two assessors a year."
        ),
    }
    assert document["id"] == statement.document.iri
    assert document["id"] == f"http://localhost:8000/endorsements/{statement.document.uuid}"
    assert document["issuer"]["name"] == "Harbour Works"
    assert document["issuer"]["id"] == statement.document.issuer.did
    assert document["validFrom"] == "2026-11-23T12:00:00Z"
    assert "validUntil" not in document
    assert document["proof"]["cryptosuite"] == "eddsa-rdfc-2022"


def test_endorsement_is_in_force_and_its_designers_are_told() -> None:
    request = make.request()
    statement = make.statement(request=request)
    request.refresh_from_db()
    assert queries.in_force(request.version, NOON) == [statement]
    assert (request.state, request.answered_by) == (State.GIVEN, request.contact)
    assert kinds(request) == ["endorsement.request.sent", "endorsement.statement.given"]
    assert told(request.asked_by) == ["endorsement.statement.given"]
    assert told(request.version.authors.get()) == ["endorsement.statement.given"]


def test_endorsement_ends_after_twenty_four_months() -> None:
    statement = make.endorsed(make_design.version())
    version = statement.request.version
    last = datetime(2028, 11, 23, 11, 59, tzinfo=UTC)
    assert queries.in_force(version, last) == [statement]
    assert queries.in_force(version, last + timedelta(minutes=1)) == []


def test_endorsement_given_on_a_leap_day_ends_on_a_day_that_exists() -> None:
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)
    request = make.request(at=leap, answer_by=date(2028, 3, 9))
    assert make.statement(request=request, at=leap).in_force_until == datetime(
        2030, 2, 28, 12, tzinfo=UTC
    )


def test_second_click_gives_no_second_endorsement() -> None:
    request = make.request()
    make.statement(request=request)
    with pytest.raises(WrongState):
        make.statement(request=request)
    assert Statement.objects.count() == 1


def test_endorsement_that_says_nothing_is_refused() -> None:
    request = make.request()
    with pytest.raises(NotReady) as refusal:
        make.statement(request=request, demand=" ", reflects="")
    missing = [str(each) for each in refusal.value.facts["missing"]]
    assert missing == ["at least one of the two statements"]


def test_database_knows_that_an_endorsement_says_something() -> None:
    statement = make.endorsed(make_design.version())
    statement.demand = statement.reflects = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        statement.save()


def test_one_statement_is_signed_and_is_not_enough() -> None:
    request = make.request()
    statement = make.statement(request=request, reflects="")
    said = json.loads(statement.document.body)["credentialSubject"]["endorsementComment"]
    assert said == "The skill is in demand: We hire ten team leads a year."
    assert queries.in_force(request.version, NOON) == [statement]
    assert queries.missing_endorsements(request.version, NOON) == 1


def test_both_statements_have_to_come_from_one_organisation() -> None:
    version = make_design.version()
    make.statement(request=make.request(version=version), reflects="")
    other = people.organisation("far-away")
    make.statement(request=make.request(version=version, organisation=other), demand="")
    assert queries.missing_endorsements(version, NOON) == 1


@pytest.mark.parametrize(("needed", "missing"), [(0, 0), (1, 0), (2, 1)])
def test_rules_say_how_many_endorsements_are_needed(needed: int, missing: int) -> None:
    Institution.objects.filter(pk=people.institution().pk).update(endorsements_needed=needed)
    statement = make.endorsed(make_design.version())
    assert queries.missing_endorsements(statement.request.version, NOON) == missing


def test_term_is_the_one_of_the_rules() -> None:
    Institution.objects.filter(pk=people.institution().pk).update(endorsement_months=6)
    statement = make.endorsed(make_design.version())
    assert statement.in_force_until == datetime(2027, 5, 23, 12, tzinfo=UTC)


def test_interest_is_declared_while_the_rules_ask_for_it() -> None:
    request = make.request()
    with pytest.raises(NotReady):
        make.statement(request=request, interest="unasked")
    with pytest.raises(NotReady):
        make.statement(request=request, interest="some")
    Institution.objects.filter(pk=people.institution().pk).update(asks_interests=False)
    assert make.statement(request=request, interest="unasked").interest == "unasked"


def test_support_and_recognition_are_signed_with_their_kinds() -> None:
    request = make.request()
    statement = operations.give_endorsement(
        request=request,
        demand="Yes.",
        support_kinds=["placements", "co_design"],
        support="Two weeks each spring.",
        recognition_kinds=["pay"],
        interest="none",
        by=request.contact,
        at=NOON,
    )
    comment = json.loads(statement.document.body)["credentialSubject"]["endorsementComment"]
    assert comment.split("\n\n")[1:] == [
        "How we support it: co-design, placements. Two weeks each spring.",
        "How we recognise it: pay",
    ]


def test_headings_are_signed_in_the_language_of_the_page_and_renewed_in_the_same() -> None:
    with translation.override("fr"):
        statement = make.statement(request=make.request(), reflects="", demand="Dix par an.")
    said = json.loads(statement.document.body)["credentialSubject"]["endorsementComment"]
    assert said == "La compétence est en demande\xa0: Dix par an."
    late = statement.in_force_until - timedelta(days=30)
    renewed = operations.renew_endorsement(
        request=statement.request, by=statement.given_by, at=late
    )
    again = json.loads(renewed.document.body)["credentialSubject"]["endorsementComment"]
    assert (again, renewed.language) == (said, "fr")


def test_comment_reaches_the_designers_and_is_not_signed() -> None:
    request = make.request()
    statement = operations.give_endorsement(
        request=request,
        demand="Yes.",
        comment="Between us: shorten it.",
        interest="none",
        by=request.contact,
        at=NOON,
    )
    request.refresh_from_db()
    assert request.comment == "Between us: shorten it."
    assert "Between us" not in statement.document.body


def answers(request: Request, by: Person, at: datetime = NOON) -> dict[str, type[Refusal] | None]:
    """Which refusal each way of answering meets."""
    met: dict[str, type[Refusal] | None] = {}
    ways: dict[str, Any] = {
        "give": lambda: operations.give_endorsement(
            request=request, demand="Yes.", reflects="Yes.", interest="none", by=by, at=at
        ),
        "propose": lambda: operations.propose_changes(
            request=request, changes={"other": "Shorter."}, by=by, at=at
        ),
        "draft": lambda: operations.save_draft(request=request, words={}, by=by, at=at),
        "decline": lambda: operations.decline_endorsement(
            request=request, reason="No.", by=by, at=at
        ),
    }
    for name, way in ways.items():
        try:
            way()
        except Refusal as refusal:
            met[name] = type(refusal)
        else:
            met[name] = None
    return met


def test_answer_for_another_organisation_is_refused() -> None:
    elsewhere = people.partner(at=people.organisation("far-away"))
    assert answers(make.request(), elsewhere) == dict.fromkeys(
        ("give", "propose", "draft", "decline"), policies.NotAnswering
    )


def test_answer_by_who_asked_is_refused() -> None:
    request = make.request()
    asker = request.asked_by
    asker.memberships.create(role=Role.PARTNER, organisation=request.organisation, granted_at=NOON)
    del asker.__dict__["_duties"]
    assert answers(request, asker) == dict.fromkeys(
        ("give", "propose", "draft", "decline"), policies.EndorsedSide
    )


def test_answer_by_someone_who_became_an_author_is_refused() -> None:
    request = make.request()
    request.version.authors.add(request.contact)
    assert answers(request, request.contact) == dict.fromkeys(
        ("give", "propose", "draft", "decline"), policies.EndorsedSide
    )


@pytest.mark.parametrize("role", INSIDE)
def test_answer_by_anyone_of_the_college_is_refused(role: Role) -> None:
    request = make.request()
    insider = people.partner(at=request.organisation)
    insider.memberships.create(role=role, granted_at=NOON)
    assert answers(request, insider) == dict.fromkeys(
        ("give", "propose", "draft", "decline"), policies.EndorsedSide
    )
    with pytest.raises(policies.EndorsedSide):
        make.request(organisation=people.organisation("far-away"), contact=insider_at(role))


def insider_at(role: Role) -> Person:
    insider = people.partner(at=people.organisation("far-away"))
    insider.memberships.create(role=role, granted_at=NOON)
    return insider


def test_second_of_two_who_answer_at_once_is_told_whose_answer_counts() -> None:
    request = make.request()
    colleague = people.partner(at=request.organisation)
    make.statement(request=request)
    assert answers(request, colleague) == dict.fromkeys(
        ("give", "propose", "draft", "decline"), policies.AnsweredAlready
    )
    assert Statement.objects.get().given_by == request.contact


def test_member_who_was_removed_answers_no_more() -> None:
    request = make.request()
    membership = request.contact.memberships.get()
    administrator = people.person(Role.ADMINISTRATOR)
    people_operations.remove_member(membership=membership, by=administrator, at=NOON)
    again = Person.objects.get(pk=request.contact.pk)
    assert answers(request, again) == dict.fromkeys(
        ("give", "propose", "draft", "decline"), policies.NotAnswering
    )


def test_answer_after_the_day_is_refused_even_before_the_job_has_run() -> None:
    request = make.request()
    assert answers(request, request.contact, AFTER_THE_DAY) == dict.fromkeys(
        ("give", "propose", "draft", "decline"), WrongState
    )


def test_endorser_who_becomes_an_author_no_longer_stands_behind_it() -> None:
    statement = make.endorsed(make_design.version())
    version = statement.request.version
    version.authors.add(statement.given_by)
    assert queries.in_force(version, NOON) == []


def test_decline_keeps_the_reason_and_tells_the_designers() -> None:
    request = make.request()
    operations.decline_endorsement(
        request=request, reason="Too few hours.", by=request.contact, at=NOON
    )
    request.refresh_from_db()
    assert (request.state, request.reason) == (State.DECLINED, "Too few hours.")
    assert kinds(request)[-1] == "endorsement.request.declined"
    assert "Too few hours." in Message.objects.get(person=request.asked_by).text


def test_decline_without_a_reason_is_refused() -> None:
    request = make.request()
    with pytest.raises(NotReady):
        operations.decline_endorsement(request=request, reason=" ", by=request.contact, at=NOON)


def test_withdrawn_endorsement_is_not_in_force() -> None:
    statement = make.endorsed(make_design.version())
    request = operations.withdraw_endorsement(
        request=statement.request, reason="We left the field.", by=statement.given_by, at=NOON
    )
    assert request.state == State.WITHDRAWN
    assert queries.in_force(request.version, NOON) == []
    assert kinds(request)[-1] == "endorsement.statement.withdrawn"
    assert told(request.asked_by)[-1] == "endorsement.statement.withdrawn"


def test_withdrawal_of_what_was_not_given_is_refused() -> None:
    request = make.request()
    with pytest.raises(WrongState):
        operations.withdraw_endorsement(request=request, reason="-", by=request.contact, at=NOON)


def test_withdrawal_by_another_organisation_is_refused() -> None:
    statement = make.endorsed(make_design.version())
    with pytest.raises(policies.NotAnswering):
        operations.withdraw_endorsement(
            request=statement.request,
            reason="-",
            by=people.partner(at=people.organisation("far-away")),
            at=NOON,
        )


def test_withdrawal_without_a_reason_is_refused() -> None:
    statement = make.endorsed(make_design.version())
    with pytest.raises(NotReady):
        operations.withdraw_endorsement(
            request=statement.request, reason="", by=statement.given_by, at=NOON
        )


def test_changed_design_ends_its_endorsement_and_asks_again() -> None:
    version = draft()
    statement = make.endorsed(version)
    change(version)
    request = Request.objects.get()
    statement.refresh_from_db()
    assert queries.in_force(version, NOON) == []
    assert (request.state, request.round, request.answered_at) == (State.REQUESTED, 2, None)
    assert statement.ended_at == NOON
    assert [item.label for item in queries.changes_shown(request)][:1] == ["Outcomes"]
    assert kinds(request)[-1] == "endorsement.request.asked_again"
    assert told(request.contact) == ["endorsement.request.sent", "endorsement.request.asked_again"]


def test_endorsement_of_another_digest_counts_for_nothing_even_before_the_job_has_run() -> None:
    version = draft()
    make.endorsed(version)
    catalogue.edit_row(
        version=version,
        row=version.outcomes.get(),
        values={"text": "lead two teams"},
        by=version.authors.get(),
        at=NOON,
    )
    assert queries.in_force(version, NOON) == []


@pytest.mark.parametrize(
    ("section", "values", "jobs"),
    [(4, {"equity": "New"}, 0), (6, {"instructions_educational": "New"}, 1)],
)
def test_an_edit_is_followed_when_it_changes_what_endorsers_stand_behind(
    section: int, values: dict[str, Any], jobs: int, django_capture_on_commit_callbacks: Any
) -> None:
    version = draft()
    make.endorsed(version)
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.save_section(
            version=version, section=section, values=values, by=version.authors.get(), at=NOON
        )
    assert jobs_waiting("endorsement.follow_version") == jobs


def test_an_edit_of_what_nobody_endorses_is_followed_by_nothing(
    django_capture_on_commit_callbacks: Any,
) -> None:
    version = draft()
    with django_capture_on_commit_callbacks(execute=True):
        change(version)
    assert jobs_waiting("endorsement.follow_version") == 0


def test_following_a_version_twice_does_what_once_does() -> None:
    version = draft()
    make.endorsed(version)
    change(version)
    operations.follow_version(version=version, at=NOON)
    request = Request.objects.get()
    assert (request.round, kinds(request).count("endorsement.request.asked_again")) == (2, 1)


def test_open_request_takes_the_new_design_and_says_what_changed() -> None:
    version = draft()
    request = make.request(version=version)
    change(version)
    request.refresh_from_db()
    assert request.digest == designs.endorsed_digest(version)
    assert (request.state, request.round) == (State.REQUESTED, 1)
    assert queries.changes_shown(request)[0].label == "Outcomes"
    assert told(request.contact) == ["endorsement.request.sent"]


def test_answer_to_a_design_that_changed_while_it_was_read_is_refused() -> None:
    version = draft()
    request = make.request(version=version)
    read = request.digest
    change(version)
    with pytest.raises(policies.DesignChanged):
        operations.give_endorsement(
            request=request,
            demand="Yes.",
            reflects="Yes.",
            interest="none",
            seen=read,
            by=request.contact,
            at=NOON,
        )


def test_changed_design_endorsed_again_is_in_force_again() -> None:
    version = draft()
    make.endorsed(version)
    change(version)
    request = Request.objects.get()
    again = make.statement(request=request)
    request.refresh_from_db()
    assert queries.in_force(version, NOON) == [again]
    assert (Statement.objects.count(), request.previous) == (2, None)


def test_request_lapses_after_its_day_and_not_before() -> None:
    request = make.request()
    operations.lapse(request=request, at=NOON)
    assert Request.objects.get().state == State.REQUESTED
    operations.lapse(request=request, at=AFTER_THE_DAY)
    assert Request.objects.get().state == State.LAPSED
    assert kinds(request)[-1] == "endorsement.request.lapsed"
    assert told(request.asked_by) == ["endorsement.request.lapsed"]
