"""A macro-badge and its parts as one learner record, verified whole and part by part."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from tessera.catalogue.enums import State as Design
from tessera.checking import operations as checking
from tessera.common import clock
from tessera.credentials import operations, records
from tessera.credentials.models import Award
from tessera.kernel.rules import terms
from tessera.people.enums import Role
from tests.factories import catalogue, people
from tests.factories import credentials as awards
from tests.factories.jobs import work
from tests.factories.people import NOON
from tests.factories.stacks import named, stack

pytestmark = pytest.mark.django_db


@pytest.fixture
def macros() -> tuple[Award, Award]:
    """A stack of two badges, and one above it."""
    parts = [catalogue.version(state=Design.PUBLISHED) for _ in range(2)]
    extra = catalogue.version(state=Design.PUBLISHED, title="Coaching")
    lower = stack(*parts, title="Lower")
    upper = stack(
        rule=terms.all_of(terms.HoldsStack(str(lower.definition.uuid)), named(extra)), title="Upper"
    )
    learner = people.person(name="Ana Learner")
    for part in [*parts, extra]:
        awards.award(learner=learner, version=part)
    work()
    return Award.objects.get(version=lower), Award.objects.get(version=upper)


def later() -> datetime:
    return clock.now() + timedelta(days=1)


def body_of(macro: Award) -> str:
    record = records.newest(macro)
    assert record is not None
    return record.body


def test_the_record_carries_all_below_it_and_holds_whole_and_part_by_part(macros) -> None:
    _lower, upper = macros
    said = json.loads(body_of(upper))["credentialSubject"]
    names = [each["name"] for each in said["verifiableCredential"]]
    assert (names[0], len(names), len(said["association"])) == ("Upper", 5, 4)
    assert {each["associationType"] for each in said["association"]} == {"isParentOf"}
    for text in (body_of(upper), *map(json.dumps, said["verifiableCredential"])):
        assert checking.check(text, at=later()).verdict == "valid"
    assert upper.learner.email not in body_of(upper)


def test_the_same_parts_are_signed_once_and_changed_ones_anew(macros) -> None:
    lower, upper = macros
    before = records.newest(upper)
    assert operations.keep_record(award=upper, at=NOON) == before
    part = lower.evaluation.used.first()
    registrar = people.person(Role.REGISTRAR)
    operations.suspend(award=part, explanation="A doubt.", by=registrar, at=NOON)
    work()
    old = checking.check(before.body, at=later())
    assert (old.verdict, records.newest(upper)) == ("invalid", before)
    operations.lift(award=part, by=registrar, at=NOON)
    work()
    assert records.newest(upper) != before
    assert checking.check(body_of(upper), at=later()).verdict == "valid"


def test_a_plain_badge_has_no_record(macros) -> None:
    part = macros[0].evaluation.used.first()
    assert (operations.keep_record(award=part, at=NOON), records.newest(part)) == (None, None)


def test_only_its_learner_takes_the_record_along(macros, client) -> None:
    _lower, upper = macros
    address = reverse("backpack:record", args=[upper.uuid])
    client.force_login(people.person())
    assert client.get(address).status_code == 404
    client.force_login(upper.learner)
    answer = client.get(address)
    assert (answer.content.decode(), answer["Cache-Control"]) == (
        body_of(upper),
        "private, no-store",
    )
    assert address in client.get(reverse("backpack:badge", args=[upper.uuid])).content.decode()
