"""Two people at the same moment: one effect, and the other is told. Only a server runs them side by side."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from tessera.assessment import operations
from tessera.assessment.models import Attempt, Result
from tessera.common.refusal import Refusal
from tessera.enrolment import operations as enrolments
from tessera.enrolment.models import Enrolment
from tessera.people.enums import Role
from tests.factories import learning, people
from tests.factories.people import NOON

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "config.getoption('--db', 'sqlite') != 'postgres'", reason="needs a database server"
    ),
]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Runs all at the same moment, each with a connection of its own: the codes of what was refused."""
    gate, refused = Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        gate.wait(timeout=10)
        try:
            act()
        except Refusal as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return refused


def test_two_registrars_at_once_confirm_one_result() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    other = people.person(Role.REGISTRAR)
    refused = at_once(
        lambda: operations.confirm(attempt=attempt, by=place.registrar, at=NOON),
        lambda: operations.confirm(attempt=attempt, by=other, at=NOON),
    )
    assert (refused, Result.objects.count()) == (["already-confirmed"], 1)


def test_two_clicks_at_once_claim_one_attempt() -> None:
    made = learning.ready(learning.place())
    refused = at_once(lambda: learning.claim(made), lambda: learning.claim(made))
    assert (refused, Attempt.objects.count()) == (["already-claimed"], 1)


def test_two_learners_at_once_get_the_one_place_left() -> None:
    place = learning.place(capacity=1)
    one, two = people.person(), people.person()
    refused = at_once(lambda: learning.enrolled(place, one), lambda: learning.enrolled(place, two))
    assert (refused, Enrolment.objects.count()) == (["full"], 1)


def test_two_clicks_at_once_enrol_once() -> None:
    place, learner = learning.place(), people.person()

    def enrol() -> None:
        enrolments.enrol(offering=place.offering, learner=learner, motive="To lead.", at=NOON)

    assert (at_once(enrol, enrol), Enrolment.objects.count()) == (["already-enrolled"], 1)
