from __future__ import annotations

from uuid import uuid4

import pytest

from tessera.catalogue.enums import State as Published
from tessera.holdings import operations
from tessera.holdings.enums import State
from tessera.holdings.models import Holding
from tessera.trail.queries import events_of
from tests.factories import catalogue, people
from tests.factories.holdings import holding
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def kinds(of: Holding) -> list[str]:
    return [event.kind.rpartition(".")[2] for event in reversed(events_of(of))]


def test_hold_twice_holds_once() -> None:
    person, version = people.person(), catalogue.version(state=Published.PUBLISHED)
    first = holding(person=person, version=version, reference=uuid4())
    again = holding(person=person, version=version, reference=first.reference)
    assert (again, Holding.objects.count(), kinds(first)) == (first, 1, ["added"])


def test_change_state_is_noted_once() -> None:
    held = holding(person=people.person(), version=catalogue.version())
    for _ in range(2):
        held = operations.change_state(reference=held.reference, state=State.REVOKED, at=NOON)
    assert (held.state, kinds(held)) == (State.REVOKED, ["added", "changed"])


def test_change_state_of_what_nobody_holds_raises() -> None:
    with pytest.raises(Holding.DoesNotExist):
        operations.change_state(reference=uuid4(), state=State.REVOKED, at=NOON)


def test_spend_twice_on_the_same_spends_once() -> None:
    held, stack = holding(person=people.person(), version=catalogue.version()), uuid4()
    for _ in range(2):
        operations.spend(references=[held.reference], on=stack, at=NOON)
    held.refresh_from_db()
    assert (held.spent_on, kinds(held)) == (stack, ["added", "spent"])


def test_spend_on_two_stacks_is_refused() -> None:
    version = catalogue.version(title="Coaching")
    held, stack = holding(person=people.person(), version=version), uuid4()
    operations.spend(references=[held.reference], on=stack, at=NOON)
    with pytest.raises(operations.AlreadySpent) as refusal:
        operations.spend(references=[held.reference], on=uuid4(), at=NOON)
    held.refresh_from_db()
    assert (refusal.value.facts, held.spent_on) == ({"titles": ["Coaching"]}, stack)


def test_release_lets_it_count_again() -> None:
    held, stack = holding(person=people.person(), version=catalogue.version()), uuid4()
    operations.spend(references=[held.reference], on=stack, at=NOON)
    operations.release(on=stack, at=NOON)
    held.refresh_from_db()
    assert (held.spent_on, kinds(held)) == (None, ["added", "spent", "released"])
