"""The table of outcomes and criteria, changed in place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.models import Criterion, Outcome, Version
from tessera.common.refusal import NotPermitted, WrongState
from tessera.kernel import merging
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import catalogue, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    made = catalogue.version()
    Outcome.objects.create(version=made, text="listen", position=1)
    return made


@pytest.fixture
def designer() -> Person:
    return people.person(Role.DESIGNER)


def judged(version: Version) -> dict[int, list[int]]:
    return {
        each.pk: sorted(each.outcomes.values_list("pk", flat=True))
        for each in queries.criteria_of(version)
    }


def seen(version: Version) -> str:
    return merging.written(queries.matrix_marks(version))


def test_save_matrix_sets_what_each_criterion_judges(version: Version, designer: Person) -> None:
    outcomes = sorted(version.outcomes.values_list("pk", flat=True))
    first, *others = judged(version)
    before = judged(version)
    operations.save_matrix(version=version, judged={first: outcomes}, by=designer, at=NOON)
    assert judged(version) == before | {first: outcomes}
    assert others


def test_save_matrix_merges_criterion_by_criterion(version: Version, designer: Person) -> None:
    before, shown = judged(version), seen(version)
    outcomes = sorted(version.outcomes.values_list("pk", flat=True))
    first, second, *_rest = before
    theirs, mine = before | {first: outcomes}, before | {second: outcomes}
    for asked in (theirs, mine):
        operations.save_matrix(version=version, judged=asked, seen=shown, by=designer, at=NOON)
    assert judged(version) == before | {first: outcomes, second: outcomes}
    with pytest.raises(policies.ChangedMeanwhile):
        operations.save_matrix(
            version=version, judged=before | {first: []}, seen=shown, by=designer, at=NOON
        )


def test_save_matrix_refuses_what_belongs_elsewhere(version: Version, designer: Person) -> None:
    other = catalogue.version()
    alien = Criterion.objects.filter(component__version=other)[0]
    first = next(iter(judged(version)))
    for cells in ({alien.pk: []}, {first: [other.outcomes.get().pk]}):
        with pytest.raises(policies.FromElsewhere):
            operations.save_matrix(version=version, judged=cells, by=designer, at=NOON)


def test_save_matrix_is_for_its_designers_while_it_may_change(designer: Person) -> None:
    with pytest.raises(NotPermitted):
        operations.save_matrix(
            version=catalogue.version(), judged={}, by=people.person(Role.AUDITOR), at=NOON
        )
    sent = catalogue.version(state="submitted")
    with pytest.raises(WrongState):
        operations.save_matrix(version=sent, judged={}, by=designer, at=NOON)


def test_the_table_shows_holes_and_closes_them(version: Version, designer: Person) -> None:
    client = Client()
    client.force_login(designer)
    address = reverse("catalogue:matrix", args=[version.uuid])
    page = client.get(address)
    assert (page.context["holes"], page.context["idle"]) == (1, 0)
    outcomes = version.outcomes.values_list("pk", flat=True)
    ticked = [f"{criterion}-{outcome}" for criterion in judged(version) for outcome in outcomes]
    answer = client.post(address, {"seen": page.context["seen"], "judges": ticked}, follow=True)
    assert answer.context["holes"] == 0
    stale = client.post(address, {"seen": page.context["seen"], "judges": ticked[:1]})
    assert stale.status_code == 409
    assert "Meanwhile someone else wrote here" in stale.content.decode()
    assert client.post(address, {"judges": "x"}).status_code == 404


def test_readers_see_the_table_and_change_nothing(version: Version) -> None:
    client = Client()
    client.force_login(people.person(Role.AUDITOR))
    page = client.get(reverse("catalogue:matrix", args=[version.uuid]))
    assert b"checkbox" not in page.content
    assert client.post(reverse("catalogue:matrix", args=[version.uuid])).status_code == 403


def test_an_outcome_that_nobody_can_watch_is_pointed_out(
    version: Version, designer: Person
) -> None:
    Outcome.objects.create(version=version, text="understand people", position=2)
    client = Client()
    client.force_login(designer)
    page = client.get(reverse("catalogue:section", args=[version.uuid, 1]))
    assert page.context["unseen"] == [("understand people", "understand")]
