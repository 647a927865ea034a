from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from tessera.notifications.models import Message

if TYPE_CHECKING:
    from tessera.people.models import Person


def inbox_of(person: Person) -> QuerySet[Message]:
    return Message.objects.filter(person=person)


def outbox() -> QuerySet[Message]:
    return Message.objects.select_related("person")
