"""How this room words a message."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy

from tessera.assurance.enums import Permission
from tessera.common.languages import local_lazy
from tessera.notifications.operations import deliver
from tessera.people.access import can
from tessera.people.queries import people_who_may

if TYPE_CHECKING:
    from tessera.assurance.models import Proposal
    from tessera.people.models import Person


# Written only when the message is, in the language of its reader.
in_full = lazy(date_format, str)


def chairs(proposal: Proposal) -> list[Person]:
    """Those who lead the proposal; never one who wrote it."""
    unit = proposal.version.definition.unit_id
    authors = set(proposal.version.authors.values_list("pk", flat=True))
    return [
        person
        for person in people_who_may(Permission.DECIDE)
        if person.pk not in authors and can(person, Permission.DECIDE, unit=unit)
    ]


def tell(
    person: Person,
    proposal: Proposal,
    *,
    kind: str,
    subject: str | Promise,
    text: str | Promise,
    facts: dict[str, object],
    label: str | Promise,
    href: str = "",
    at: datetime,
) -> None:
    """`kind` may have a part after a colon that tells two messages of a kind apart."""
    deliver(
        kind=kind.partition(":")[0],
        once=f"{kind}:{proposal.uuid}:{person.pk}",
        to=person,
        subject=subject,
        text=text,
        facts={"title": local_lazy(proposal.version, "title"), "round": proposal.round, **facts},
        action_url=href or reverse("assurance:proposal", args=[proposal.uuid]),
        action_label=label,
        at=at,
    )
