"""Is this badge theirs? Asked by anyone, answered by its holder alone, and forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from tessera.backpack import operations, queries
from tessera.backpack.models import Challenge
from tessera.backpack.operations.proving import NoSuchNumber
from tessera.common import clock
from tessera.common.refusal import WrongState
from tessera.people.enums import Role
from tessera.trail.queries import events_of
from tests.factories import credentials as awards
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def award():
    return awards.award()


def answer(challenge, *, by, at=NOON, with_name=False, number=""):
    return operations.answer_challenge(
        number=number or challenge.number, with_name=with_name, by=by, at=at
    )


def test_the_holder_answers_and_tells_a_name_only_if_asked(award) -> None:
    quiet = answer(operations.ask_holder(award=award, at=NOON), by=award.learner)
    named = answer(operations.ask_holder(award=award, at=NOON), by=award.learner, with_name=True)
    assert (quiet.answered_at, quiet.name, named.name) == (NOON, "", award.learner.name)
    kinds = [event.kind for event in events_of(award)]
    assert kinds.count("backpack.holder.proved") == 2


def test_a_number_is_read_as_it_is_shown(award) -> None:
    asked = operations.ask_holder(award=award, at=NOON)
    spaced = f" {asked.number[:3]} {asked.number[3:]} "
    assert answer(asked, by=award.learner, number=spaced).answered_at == NOON


def test_nobody_else_can_answer(award) -> None:
    asked = operations.ask_holder(award=award, at=NOON)
    for other in (people.person(), people.person(Role.REGISTRAR)):
        with pytest.raises(NoSuchNumber):
            answer(asked, by=other)
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_a_number_works_once_and_soon(award) -> None:
    late, twice = (operations.ask_holder(award=award, at=NOON) for _ in range(2))
    answer(twice, by=award.learner)
    for challenge, at in ((twice, NOON), (late, NOON + queries.ANSWERED_WITHIN)):
        with pytest.raises(NoSuchNumber):
            answer(challenge, by=award.learner, at=at)


def test_nobody_is_asked_about_a_badge_that_is_being_signed() -> None:
    with pytest.raises(WrongState):
        operations.ask_holder(award=awards.award(issued=False), at=NOON)


def test_what_was_asked_is_forgotten(award) -> None:
    asked = operations.ask_holder(award=award, at=NOON)
    early = operations.forget_challenges(at=NOON + queries.SEEN_FOR - timedelta(seconds=1))
    assert (early, operations.forget_challenges(at=NOON + queries.SEEN_FOR)) == (0, 1)
    assert queries.challenge_with(asked.token, NOON) is None


# -- The pages ----------------------------------------------------------------------------------


def asked_page(client, award):
    return client.post(f"/holder/ask/{award.uuid}", follow=True)


def test_an_employer_without_an_account_gets_a_number_and_then_the_answer(client, award) -> None:
    page = asked_page(client, award)
    address, challenge = page.request["PATH_INFO"], Challenge.objects.get()
    client.force_login(award.learner)
    done = client.post("/backpack/prove/", {"number": challenge.number, "with_name": "on"})
    client.logout()
    after = client.get(address).content.decode()
    assert challenge.number[:3] in page.content.decode()
    assert award.learner.name not in page.content.decode()
    assert done["Location"] == f"/backpack/{award.uuid}/"
    assert ("Yes. The holder" in after, award.learner.name in after) == (True, True)


def test_a_number_that_nobody_answered_says_nothing_for_the_badge(client, award) -> None:
    address = asked_page(client, award).request["PATH_INFO"]
    Challenge.objects.update(asked_at=clock.now() - queries.ANSWERED_WITHIN)
    text = client.get(address).content.decode()
    assert ("Nobody answered" in text, "Get a new number" in text) == (True, True)


def test_a_question_that_is_over_is_gone(client, award) -> None:
    address = asked_page(client, award).request["PATH_INFO"]
    Challenge.objects.update(asked_at=clock.now() - queries.SEEN_FOR)
    assert client.get(address).status_code == 410


def test_a_badge_that_is_not_there_cannot_be_asked_about(client) -> None:
    assert client.post("/holder/ask/00000000-0000-4000-8000-000000000000").status_code == 404


def test_a_wrong_number_is_refused_and_kept(client, award) -> None:
    client.force_login(award.learner)
    page = client.post("/backpack/prove/", {"number": "000 001"})
    assert (page.status_code, 'value="000 001"' in page.content.decode()) == (422, True)


def test_a_number_from_the_code_is_filled_in_and_not_sent(client, award) -> None:
    asked_page(client, award)
    challenge = Challenge.objects.get()
    client.force_login(award.learner)
    page = client.get(f"/backpack/prove/?number={challenge.number}").content.decode()
    challenge.refresh_from_db()
    assert (challenge.number in page, challenge.answered_at) == (True, None)
