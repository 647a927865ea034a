from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tessera.credentials import operations as credentials
from tessera.credentials.enums import State
from tessera.credentials.models import Award
from tessera.people.enums import Role
from tessera.stacks.models import Suspension
from tests.factories import credentials as awards
from tests.factories import people
from tests.factories.jobs import work
from tests.factories.people import NOON
from tests.factories.stacks import stack

pytestmark = pytest.mark.django_db
LIST = "/stacks-desk/"


def fallen(parts, learner=None, title="Leadership") -> Suspension:
    learner = learner or people.person(name="Ana Learner")
    leadership = stack(*parts, title=title)
    earned = [awards.award(learner=learner, version=part) for part in parts]
    work()
    credentials.revoke(
        award=earned[0],
        reason="error",
        explanation="A mistake.",
        by=people.person(Role.REGISTRAR),
        at=NOON,
    )
    work()
    return Suspension.objects.get(award__definition=leadership.definition)


@pytest.fixture
def registrar(client):
    client.force_login(people.person(Role.REGISTRAR))
    return client


def test_the_list_shows_what_waits(registrar, parts) -> None:
    waiting = fallen(parts)
    text = registrar.get(LIST).content.decode()
    assert [
        words
        for words in ("Ana Learner", "Leadership", "Educational Leadership", str(waiting.uuid))
        if words not in text
    ] == []


def test_the_list_without_anything_says_so(registrar) -> None:
    assert "Every macro-badge stands" in registrar.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("roles", "status"), [((), 404), ((Role.AUDITOR,), 200), ((Role.DESIGNER,), 404)]
)
def test_the_list_is_for_registrars_and_auditors(client, roles, status) -> None:
    client.force_login(people.person(*roles))
    assert client.get(LIST).status_code == status


def test_an_auditor_sees_and_decides_nothing(client, parts) -> None:
    waiting = fallen(parts)
    client.force_login(people.person(Role.AUDITOR))
    text = client.get(LIST).content.decode()
    assert ("Let it stand" in text, client.get(f"{LIST}{waiting.uuid}/").status_code) == (
        False,
        404,
    )


def test_a_registrar_of_another_unit_sees_nothing(client, parts) -> None:
    waiting = fallen(parts)
    client.force_login(people.person(Role.REGISTRAR, unit=people.unit("health")))
    assert "Every macro-badge stands" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{waiting.uuid}/").status_code == 404


def test_letting_it_stand_restores_it(registrar, parts) -> None:
    waiting = fallen(parts)
    assert registrar.get(f"{LIST}{waiting.uuid}/").status_code == 200
    answer = registrar.post(f"{LIST}{waiting.uuid}/", {"reason": "Shown in the interview."})
    state = Award.objects.get(pk=waiting.award_id).state
    assert (answer.status_code, state) == (302, State.ISSUED)


def test_letting_it_stand_needs_a_reason(registrar, parts) -> None:
    waiting = fallen(parts)
    answer = registrar.post(f"{LIST}{waiting.uuid}/", {"reason": " "})
    state = Award.objects.get(pk=waiting.award_id).state
    assert (answer.status_code, state) == (422, State.SUSPENDED)


def test_deciding_twice_does_it_once(registrar, parts) -> None:
    waiting = fallen(parts)
    codes = [
        registrar.post(f"{LIST}{waiting.uuid}/", {"reason": "Shown."}).status_code for _ in range(2)
    ]
    assert codes == [302, 404]


def test_the_list_costs_the_same_for_one_and_for_three(registrar, parts) -> None:
    costs = []
    for more in ("a", "bc"):
        for letter in more:
            fallen(parts, title=f"Leadership {letter}")
        with CaptureQueriesContext(connection) as cost:
            registrar.get(LIST)
        costs.append(len(cost))
    assert costs[0] == costs[1]
