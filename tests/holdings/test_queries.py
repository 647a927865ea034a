from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tessera.holdings import operations, queries
from tessera.holdings.enums import State
from tessera.kernel.rules import judge
from tests.factories import catalogue, people
from tests.factories.holdings import holding
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def test_portfolio_of_says_what_where_and_until_when() -> None:
    person, version = people.person(), catalogue.version(level=2)
    end = NOON + timedelta(days=365)
    held = holding(person=person, version=version, until=end)
    operations.spend(references=[held.reference], on=uuid4(), at=NOON)
    operations.change_state(reference=held.reference, state=State.SUSPENDED, at=NOON)
    assert queries.portfolio_of(person) == judge.Portfolio(
        holdings=(
            judge.Holding(
                id=str(held.reference),
                definition=str(version.definition.uuid),
                start=NOON,
                until=end,
                version=1,
                level=2,
                state=judge.State.SUSPENDED,
                hours=24,
                category="leadership",
            ),
        ),
        spent=frozenset({str(held.reference)}),
    )


def test_portfolio_of_leaves_out_what_others_hold_and_what_has_no_definition() -> None:
    person, version = people.person(), catalogue.version()
    holding(person=people.person(), version=version)
    operations.hold(
        person=person,
        reference=uuid4(),
        source="imported",
        definition=None,
        version_number=None,
        level=None,
        title="From elsewhere",
        at=NOON,
    )
    assert queries.portfolio_of(person) == judge.Portfolio(holdings=())


def test_holders_of_names_each_once_and_only_who_still_holds() -> None:
    one, two, gone = people.person(), people.person(), people.person()
    first, second = catalogue.version(), catalogue.version()
    for person, version in [(one, first), (one, second), (two, second)]:
        holding(person=person, version=version)
    revoked = holding(person=gone, version=first)
    operations.change_state(reference=revoked.reference, state=State.REVOKED, at=NOON)
    assert list(queries.holders_of(first.definition, second.definition)) == [one, two]


def test_portfolio_of_costs_one_query(django_assert_num_queries) -> None:
    person = people.person()
    for _ in range(3):
        holding(person=person, version=catalogue.version())
    with django_assert_num_queries(1):
        queries.portfolio_of(person)
