"""Two at once, for real: only a database server runs two transactions side by side."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from tessera.common.refusal import Refusal
from tessera.credentials import operations
from tessera.credentials.models import Award
from tessera.holdings.models import Holding
from tessera.people.enums import Role
from tessera.signing.models import SignedDocument, StatusEntry
from tests.factories import credentials, people
from tests.factories.people import NOON

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "not config.getoption('--db', 'sqlite') == 'postgres'", reason="needs a database server"
    ),
]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each came to: "done", or the code of its refusal."""
    start, answers = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait(timeout=10)
        try:
            act()
        except Refusal as refusal:
            answers.append(refusal.code)
        else:
            answers.append("done")
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(answers)


def test_two_registrars_confirm_at_once_and_one_award_is_made():
    attempt = credentials.attempt()
    registrars = [people.person(Role.REGISTRAR) for _ in range(2)]
    answers = at_once(
        *(
            lambda by=by: operations.confirm_award(attempt=attempt, by=by, at=NOON)
            for by in registrars
        )
    )
    assert answers == ["already-confirmed", "done"]
    assert Award.objects.count() == 1


def test_two_workers_issue_at_once_and_one_badge_is_signed():
    award = credentials.award(issued=False)
    answers = at_once(
        *(lambda: operations.issue(award=Award.objects.get(), at=NOON) for _ in range(2))
    )
    award.refresh_from_db()
    assert (answers, award.state) == (["done", "done"], "issued")
    assert (StatusEntry.objects.count(), Holding.objects.count()) == (1, 1)
    assert SignedDocument.objects.filter(kind="credential").count() == 1


def test_two_attempts_of_one_learner_confirmed_at_once_give_one_badge():
    first = credentials.attempt()
    enrolment = first.enrolment
    second = credentials.attempt(learner=enrolment.learner, version=enrolment.version)
    answers = at_once(
        *(
            lambda attempt=attempt: operations.confirm_award(
                attempt=attempt, by=people.person(Role.REGISTRAR), at=NOON
            )
            for attempt in (first, second)
        )
    )
    assert answers == ["already-held", "done"]
    assert Award.objects.count() == 1
