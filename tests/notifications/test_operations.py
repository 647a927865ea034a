from __future__ import annotations

import pytest

from tessera.notifications import operations
from tessera.notifications.models import Message
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def test_subject_of_several_lines_becomes_one() -> None:
    operations.deliver(
        kind="people.account.mail",
        once="x",
        to=people.person(),
        subject="About %(title)s",
        facts={"title": "Change\r\nBcc: all@example.org"},
        text="-",
        at=NOON,
    )
    message = Message.objects.get()
    assert message.subject == "About Change Bcc: all@example.org"
    assert operations.email(message, "").message()["Bcc"] is None
