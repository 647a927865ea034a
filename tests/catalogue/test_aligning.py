"""Pointing outcomes at entries of frameworks."""

import pytest
from django.test import Client

from tessera.common import clock
from tessera.frameworks import operations as frameworks
from tessera.frameworks.models import Node
from tessera.people.enums import Role
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def designer() -> Client:
    frameworks.load_starter(by=None, at=clock.now())
    client = Client()
    client.force_login(people.person(Role.DESIGNER))
    return client


def pointed(version) -> list[tuple[str, str, str]]:
    alignments = version.outcomes.get().alignments.order_by("pk")
    return [(each.framework, each.name, each.code) for each in alignments]


def test_what_is_found_is_added_to_the_outcome_once(designer):
    version = catalogue.version()
    version.outcomes.all().delete()
    outcome = version.outcomes.create(text="Gives feedback that is used")
    address = f"/design/{version.uuid}/skills/"
    assert "giving feedback" in designer.get(address, {"q": "rétroac"}).text
    node = Node.objects.get(code="S1.2")
    wish = {"outcome": outcome.pk, "node": node.pk, "q": "rétroac"}
    answers = [designer.post(address, wish).status_code for _click in range(2)]
    assert answers == [302, 302]
    assert pointed(version) == [("Starter skills 2026", "giving feedback", "S1.2")]


def test_an_outcome_of_another_design_or_no_entry_is_not_found(designer):
    version, other = catalogue.version(), catalogue.version()
    theirs = other.outcomes.create(text="Something else")
    address = f"/design/{version.uuid}/skills/"
    node = Node.objects.get(code="S1.2")
    wishes = [{"outcome": theirs.pk, "node": node.pk}, {"outcome": "x", "node": "-1"}]
    assert [designer.post(address, wish).status_code for wish in wishes] == [404, 404]


def test_a_reviewer_does_not_point(designer):
    version = catalogue.version()
    client = Client()
    client.force_login(people.person(Role.REVIEWER))
    assert client.get(f"/design/{version.uuid}/skills/").status_code == 404
