"""Who sees which requests, and who has a stake in a design."""

from __future__ import annotations

import pytest

from tessera.endorsement import queries
from tessera.endorsement.workflow import ENDORSEMENT
from tessera.people.enums import Role
from tests.factories import catalogue as make_design
from tests.factories import endorsement as make
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def test_every_state_is_reached_and_can_end() -> None:
    assert (ENDORSEMENT.unreachable(), ENDORSEMENT.traps()) == ((), ())


def test_partner_sees_the_requests_of_its_organisation_only() -> None:
    mine = make.request()
    make.request(organisation=people.organisation("far-away"))
    assert list(queries.visible_to(mine.contact)) == [mine]
    assert list(queries.awaiting(mine.contact, NOON)) == [mine]


def test_learner_sees_no_request() -> None:
    make.request()
    assert list(queries.visible_to(people.person())) == []


def test_designer_sees_the_requests_of_the_unit() -> None:
    request = make.request()
    inside = people.person(Role.DESIGNER, unit=people.unit())
    outside = people.person(Role.DESIGNER, unit=people.unit("nursing"))
    assert list(queries.visible_to(inside)) == [request]
    assert list(queries.visible_to(outside)) == []


def test_author_sees_the_requests_about_the_own_design() -> None:
    author = people.person()
    request = make.request(version=make_design.version(author=author))
    assert list(queries.visible_to(author)) == [request]


def test_everyone_of_an_organisation_that_was_asked_has_a_stake() -> None:
    request = make.request()
    colleague = people.partner(at=request.organisation)
    assert queries.has_stake(request.contact, request.version)
    assert queries.has_stake(colleague, request.version)
    assert not queries.has_stake(people.person(Role.REVIEWER), request.version)


def test_endorsers_are_those_asked_and_those_who_answered() -> None:
    statement = make.endorsed(make_design.version())
    assert queries.endorsers(statement.request.version) == {statement.given_by.pk}


def test_names_of_those_standing_behind_several_designs_come_in_one_query(
    django_assert_num_queries: object,
) -> None:
    statements = [make.endorsed(make_design.version()) for _ in range(3)]
    versions = [statement.request.version for statement in statements]
    with django_assert_num_queries(1):  # type: ignore[operator]
        names = queries.organisations_in_force(versions, NOON)
    assert names == {version.pk: ["Harbour Works"] for version in versions}
