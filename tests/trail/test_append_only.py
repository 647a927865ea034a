"""The trail only grows, whoever asks: the database itself refuses."""

import pytest
from django.db import DatabaseError, connection, transaction

from tessera.trail.models import Event
from tessera.trail.operations import record
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    record("people.person.added", subject=people.person(), by=None, at=NOON)
    return Event.objects.get()


def refused(what) -> bool:
    try:
        with transaction.atomic():
            what()
    except DatabaseError as fault:
        return "append-only" in str(fault)
    return False


def test_event_cannot_be_changed(event):
    assert refused(lambda: Event.objects.update(kind="people.person.forgotten"))
    event.refresh_from_db()
    assert event.kind == "people.person.added"


def test_event_cannot_be_deleted(event):
    assert refused(lambda: Event.objects.filter(pk=event.pk).delete())
    assert Event.objects.filter(pk=event.pk).exists()


def test_event_cannot_be_changed_around_the_models(event):
    def by_hand() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE trail_event SET subject_label = 'nobody'")

    assert refused(by_hand)
