"""Two at once, for real: only a database server runs two transactions side by side."""

from __future__ import annotations

from datetime import date

import pytest

from tessera.catalogue import operations
from tessera.catalogue.models import Edition
from tessera.people.enums import Role
from tests.credentials.test_races import at_once
from tests.factories import people
from tests.factories.people import NOON

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "not config.getoption('--db', 'sqlite') == 'postgres'", reason="needs a database server"
    ),
]


def test_two_editions_recorded_at_once_are_never_in_force_on_the_same_day() -> None:
    people.institution()
    chairs = [people.person(Role.CHAIR) for _number in range(2)]
    answers = at_once(
        *(
            lambda by=by: operations.add_edition(
                kind="plan",
                name=f"Plan of {by.pk}",
                name_fr=f"Plan de {by.pk}",
                in_force_from=date(2030, 1, 1),
                by=by,
                at=NOON,
            )
            for by in chairs
        )
    )
    assert answers == ["done", "editions-overlap"]
    assert Edition.objects.count() == 1
