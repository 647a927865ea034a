"""A message is written once and sent once, in the words of its reader."""

import pytest

from tessera.notifications.enums import State
from tessera.notifications.models import Message
from tessera.notifications.operations import deliver, send
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def tell(person, once="one", **facts):
    deliver(
        kind="people.account.mail",
        once=once,
        to=person,
        subject="About %(title)s",
        text="Read %(title)s.",
        facts=facts or {"title": "Leadership"},
        at=NOON,
    )


def test_same_thing_is_told_once():
    person = people.person()
    tell(person)
    tell(person, title="something else")
    message = Message.objects.get()
    assert (message.subject, message.text) == ("About Leadership", "Read Leadership.")


def test_message_is_sent_once_however_often_its_job_runs(drain, settings, mailoutbox):
    settings.EMAIL_URL = "smtp://mail.example.org"
    person = people.person()
    tell(person)
    tell(person)
    assert drain() == 1
    send(message=Message.objects.get(), at=NOON)
    assert [mail.to for mail in mailoutbox] == [[person.email]]


def test_without_a_mail_server_the_message_waits_in_the_outbox(drain, mailoutbox):
    tell(people.person())
    drain()
    assert list(mailoutbox) == []
    assert Message.objects.get().state == State.KEPT
