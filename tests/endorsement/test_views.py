"""The pages of asking and answering: who may open them, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tessera.catalogue import operations as catalogue
from tessera.common import clock
from tessera.endorsement import operations
from tessera.endorsement.enums import State
from tessera.endorsement.models import Request, Statement
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import catalogue as make_design
from tests.factories import endorsement as make
from tests.factories import people, stacks

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def asked(now: datetime) -> Request:
    return make.request(at=now, answer_by=timezone.localdate(now) + timedelta(days=9))


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(request: Request, **changed: str) -> dict[str, str]:
    return {
        "answer": "endorse",
        "demand_says": "yes",
        "reflects_says": "yes",
        "interest": "none",
        "demand": "We hire ten a year.",
        "reflects": "It is what they do.",
        "support": "",
        "recognition": "",
        "reason": "",
        "seen": request.digest,
    } | changed


def test_designer_asks_an_organisation() -> None:
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author)
    contact = people.partner()
    client = signed_in(author)
    address = f"/endorsement/ask/{version.uuid}/"
    assert client.get(address).status_code == 200
    answer = client.post(
        address,
        {
            "contact": f"{contact.uuid}.{people.organisation().uuid}",
            "message": "Please.",
            "answer_by": (timezone.localdate() + timedelta(days=9)).isoformat(),
        },
    )
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert Request.objects.get().contact == contact
    assert "waiting for an answer" in client.get(address).content.decode()


def test_asking_refused_keeps_what_was_typed() -> None:
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author)
    contact = people.partner()
    answer = signed_in(author).post(
        f"/endorsement/ask/{version.uuid}/",
        {
            "contact": f"{contact.uuid}.{people.organisation().uuid}",
            "message": "Typed with care.",
            "answer_by": "2020-01-01",
        },
    )
    assert answer.status_code == 422
    assert "Typed with care." in answer.content.decode()
    assert "has passed" in answer.content.decode()
    assert Request.objects.count() == 0


def test_asking_is_hidden_from_those_who_do_not_see_the_design() -> None:
    version = make_design.version()
    outside = people.person(Role.DESIGNER, unit=people.unit("nursing"))
    address = f"/endorsement/ask/{version.uuid}/"
    for person in (outside, people.partner(), people.person()):
        assert signed_in(person).get(address).status_code == 404


def test_partner_finds_the_request_in_the_list(asked: Request) -> None:
    page = signed_in(asked.contact).get("/endorsement/")
    assert f"/endorsement/{asked.uuid}/" in page.content.decode()


def test_partner_reads_the_design_the_rubric_and_two_questions(asked: Request) -> None:
    page = signed_in(asked.contact).get(f"/endorsement/{asked.uuid}/").content.decode()
    for shown in (
        "lead a team through a change",
        "Demonstration is convincing",
        "Is the skill in demand?",
        "Does the assessment reflect the job?",
    ):
        assert shown in page


def test_partner_reads_what_a_stack_is_earned_by(now: datetime) -> None:
    asked = make.request(at=now, answer_by=timezone.localdate(now) + timedelta(days=9))
    page = signed_in(asked.contact).get(f"/endorsement/{asked.uuid}/").content.decode()
    assert "<p>Every criterion has to reach the level that is needed.</p>" in page
    rule = stacks.stack(asked.version).rule
    Request.objects.update(snapshot=asked.snapshot | {"rule": rule})
    page = signed_in(asked.contact).get(f"/endorsement/{asked.uuid}/").content.decode()
    assert f"<p>“{asked.version.title}”</p>" in page


def test_partner_endorses(asked: Request) -> None:
    client = signed_in(asked.contact)
    answer = client.post(f"/endorsement/{asked.uuid}/", words(asked))
    assert (answer.status_code, Statement.objects.get().given_by) == (302, asked.contact)
    page = client.get(f"/endorsement/{asked.uuid}/").content.decode()
    assert Statement.objects.get().document.iri in page
    assert "Is the skill in demand?" not in page


def test_double_click_gives_one_endorsement_and_no_error(asked: Request) -> None:
    client = signed_in(asked.contact)
    answers = [client.post(f"/endorsement/{asked.uuid}/", words(asked)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Statement.objects.count() == 1


def test_endorsing_with_one_statement_keeps_what_was_typed(asked: Request) -> None:
    answer = signed_in(asked.contact).post(
        f"/endorsement/{asked.uuid}/",
        words(asked, demand="", reflects="Word for word.", reason="And this."),
    )
    page = answer.content.decode()
    assert (answer.status_code, Statement.objects.count()) == (422, 0)
    assert "Word for word." in page
    assert "And this." in page


def test_partner_declines_with_a_reason(asked: Request) -> None:
    client = signed_in(asked.contact)
    address = f"/endorsement/{asked.uuid}/"
    assert client.post(address, words(asked, answer="decline")).status_code == 422
    declined = words(asked, answer="decline", demand="", reflects="", reason="Too short.")
    assert client.post(address, declined).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == (State.DECLINED, "Too short.")


def test_answer_to_a_design_that_changed_meanwhile_keeps_the_words_and_shows_what_changed(
    now: datetime,
) -> None:
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author)
    asked = make.request(version=version, at=now, answer_by=now.date() + timedelta(days=9))
    catalogue.edit_row(
        version=version,
        row=version.outcomes.get(),
        values={"text": "lead two teams"},
        by=author,
        at=now,
    )
    operations.follow_version(version=version, at=now)
    client = signed_in(asked.contact)
    answer = client.post(f"/endorsement/{asked.uuid}/", words(asked, demand="Still here."))
    page = answer.content.decode()
    assert (answer.status_code, Statement.objects.count()) == (422, 0)
    assert "Still here." in page
    assert "lead two teams" in page
    fresh = Request.objects.get().digest
    assert f'value="{fresh}"' in page


def test_partner_whose_endorsement_ended_finds_the_earlier_words(now: datetime) -> None:
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author)
    asked = make.request(version=version, at=now, answer_by=now.date() + timedelta(days=9))
    make.statement(request=asked, at=now, demand="My earlier words.")
    catalogue.edit_row(
        version=version,
        row=version.outcomes.get(),
        values={"text": "lead two teams"},
        by=author,
        at=now,
    )
    operations.follow_version(version=version, at=now)
    page = signed_in(asked.contact).get(f"/endorsement/{asked.uuid}/").content.decode()
    assert "My earlier words." in page
    assert "The design has changed" in page


def test_designer_reads_the_request_and_cannot_answer(asked: Request) -> None:
    client = signed_in(asked.asked_by)
    page = client.get(f"/endorsement/{asked.uuid}/").content.decode()
    assert "Is the skill in demand?" not in page
    answer = client.post(f"/endorsement/{asked.uuid}/", words(asked))
    assert (answer.status_code, Statement.objects.count()) == (422, 0)


def test_another_partner_finds_nothing(asked: Request) -> None:
    stranger = signed_in(people.partner(at=people.organisation("far-away")))
    assert stranger.get(f"/endorsement/{asked.uuid}/").status_code == 404
    assert stranger.post(f"/endorsement/{asked.uuid}/", words(asked)).status_code == 404
    assert stranger.get(f"/endorsement/{asked.uuid}/withdraw/").status_code == 404


def test_partner_withdraws_with_a_reason(asked: Request, now: datetime) -> None:
    make.statement(request=asked, at=now)
    client = signed_in(asked.contact)
    address = f"/endorsement/{asked.uuid}/withdraw/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "We left."}).status_code == 302
    assert Request.objects.get().state == State.WITHDRAWN


def test_withdrawing_twice_is_said_at_the_form(asked: Request) -> None:
    answer = signed_in(asked.contact).post(
        f"/endorsement/{asked.uuid}/withdraw/", {"reason": "We left."}
    )
    assert answer.status_code == 422
    assert "We left." in answer.content.decode()


def test_lists_take_as_many_queries_for_three_requests_as_for_one(now: datetime) -> None:
    partner = people.partner()
    day: date = now.date() + timedelta(days=9)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            asked = make.request(contact=partner, at=now, answer_by=day)
            make.statement(request=make.request(contact=partner, at=now, answer_by=day), at=now)
        client = signed_in(partner)
        with CaptureQueriesContext(connection) as seen:
            client.get("/endorsement/")
        counts.append(len(seen))
        assert asked.contact == partner
    assert counts[0] == counts[1]


def test_ask_page_takes_as_many_queries_for_three_requests_as_for_one(now: datetime) -> None:
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author)
    counts = []
    for organisations in (["a"], ["b", "c"]):
        for name in organisations:
            make.request(
                version=version,
                organisation=people.organisation(name),
                at=now,
                answer_by=now.date() + timedelta(days=9),
            )
        client = signed_in(author)
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/endorsement/ask/{version.uuid}/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_partner_says_half_of_it_and_the_rest_goes_to_the_designers(asked: Request) -> None:
    client = signed_in(asked.contact)
    sent = words(asked, reflects_says="no", reflects="Too far from the yard.")
    assert client.post(f"/endorsement/{asked.uuid}/", sent).status_code == 302
    statement = Statement.objects.get()
    asked.refresh_from_db()
    assert (statement.demand, statement.reflects) == ("We hire ten a year.", "")
    assert asked.comment == "Does the assessment reflect the job?: Too far from the yard."
    page = signed_in(asked.asked_by).get(f"/endorsement/ask/{asked.version.uuid}/")
    assert "endorsed in part" in page.content.decode()


def test_saying_neither_is_refused_at_the_form(asked: Request) -> None:
    sent = words(asked, demand_says="no", reflects_says="no")
    answer = signed_in(asked.contact).post(f"/endorsement/{asked.uuid}/", sent)
    assert (answer.status_code, Statement.objects.count()) == (422, 0)


def test_partner_proposes_changes_and_the_designer_answers(asked: Request) -> None:
    client = signed_in(asked.contact)
    address = f"/endorsement/{asked.uuid}/"
    assert client.post(address, words(asked, answer="propose")).status_code == 422
    sent = words(asked, answer="propose", change_other="Shorter.")
    assert client.post(address, sent).status_code == 302
    suggestion = asked.suggestions.get()
    designer = signed_in(asked.asked_by)
    ask = f"/endorsement/ask/{asked.version.uuid}/"
    assert "Shorter." in designer.get(ask).content.decode()
    answering = f"{address}suggestions/"
    name = f"answer_{suggestion.pk}"
    assert designer.post(answering, {name: ""}).status_code == 422
    assert designer.post(answering, {name: "Done: six weeks."}).status_code == 302
    assert "Done: six weeks." in client.get(address).content.decode()


def test_draft_is_kept_and_comes_back(asked: Request) -> None:
    client = signed_in(asked.contact)
    address = f"/endorsement/{asked.uuid}/"
    half = words(asked, demand="Half a sent", reflects_says="")
    assert client.post(f"{address}draft/", half).status_code == 204
    assert "Half a sent" in client.get(address).content.decode()
    too_long = words(asked, demand="x" * 4001)
    assert client.post(f"{address}draft/", too_long).status_code == 422
    assert signed_in(asked.asked_by).post(f"{address}draft/", half).status_code == 404


def test_colleague_who_answers_later_keeps_the_words(asked: Request, now: datetime) -> None:
    colleague = signed_in(people.partner(at=asked.organisation))
    make.statement(request=asked, at=now)
    answer = colleague.post(f"/endorsement/{asked.uuid}/", words(asked, demand="Mine, typed."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mine, typed." in page
    assert "has answered for Harbour Works meanwhile" in page


def test_member_removed_while_writing_finds_nothing_and_nothing_is_given(asked: Request) -> None:
    client = signed_in(asked.contact)
    asked.contact.memberships.all().delete()
    assert client.post(f"/endorsement/{asked.uuid}/", words(asked)).status_code == 404
    assert Statement.objects.count() == 0


def test_renewing_from_the_list_is_one_click(now: datetime) -> None:
    long_ago = now - timedelta(days=700)
    asked = make.request(at=long_ago, answer_by=long_ago.date() + timedelta(days=9))
    statement = make.statement(request=asked, at=long_ago)
    client = signed_in(asked.contact)
    page = client.get("/endorsement/").content.decode()
    assert "Badges that you stand behind" in page
    assert f"/endorsement/{asked.uuid}/renew/" in page
    sent = {"seen": statement.digest}
    first = client.post(f"/endorsement/{asked.uuid}/renew/", sent)
    again = client.post(f"/endorsement/{asked.uuid}/renew/", sent)
    assert Statement.objects.count() == 2
    assert first["Location"] == again["Location"] != f"/endorsement/{asked.uuid}/"


def test_designer_invites_somebody_of_an_organisation_that_has_nobody() -> None:
    people.institution()
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author)
    empty = people.organisation()
    client = signed_in(author)
    address = f"/endorsement/ask/{version.uuid}/"
    sent = {
        "contact": f"new.{empty.uuid}",
        "message": "",
        "answer_by": (timezone.localdate() + timedelta(days=9)).isoformat(),
    }
    assert client.post(address, sent).status_code == 422
    foreign = client.post(address, sent | {"email": "me@mailbox.example.com"})
    assert (foreign.status_code, Request.objects.count()) == (422, 0)
    right = client.post(address, sent | {"email": "pat@harbour-works.example.org"})
    assert right.status_code == 302
    assert "send it again, or correct the address" in client.get(address).content.decode()
