"""The sign-in library's mails: in the outbox for known people, never to an address other than meant."""

import pytest

from tessera.notifications.models import Message
from tessera.people.operations import add_person
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def test_sign_in_code_stands_in_the_outbox(client, mailoutbox):
    person = people.person()
    client.post("/account/login/code/", {"email": person.email.upper()})
    message = Message.objects.get()
    assert (message.person, message.address, list(mailoutbox)) == (person, person.email, [])


def test_address_that_nobody_has_gets_no_code_and_leaves_no_message(client, mailoutbox):
    client.post("/account/login/code/", {"email": "nobody@example.org"})
    assert Message.objects.count() == 0
    assert [mail.to for mail in mailoutbox] == [["nobody@example.org"]]


def test_code_for_a_new_address_goes_to_that_address(client, mailoutbox):
    person = add_person(email="ana@example.org", name="Ana", by=None, at=NOON)
    client.force_login(person)
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    assert [message.address for message in Message.objects.all()] == []
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]
