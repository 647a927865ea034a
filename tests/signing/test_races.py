"""Two at once, for real: only a database server runs two transactions side by side."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, transaction

from tessera.signing import operations
from tests.factories import signing
from tests.factories.people import NOON

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "not config.getoption('--db', 'sqlite') == 'postgres'", reason="needs a database server"
    ),
]


def test_badge_is_revoked_while_another_of_the_list_is_given_its_index():
    issuer = signing.institution_issuer()
    revoked = operations.allocate_status(issuer=issuer, at=NOON)
    both_hold_their_rows, came_to = Barrier(2), []

    def run(act: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                act()
                # Keys of other tables are checked only as each of them commits.
                both_hold_their_rows.wait(timeout=10)
        except OperationalError as deadlock:
            came_to.append(str(deadlock))
        else:
            came_to.append("done")
        finally:
            connection.close()

    acts = [
        lambda: operations.set_status(entry=revoked, at=NOON),
        lambda: operations.allocate_status(issuer=issuer, at=NOON),
    ]
    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert came_to == ["done", "done"]
