"""Something held, as the rooms above would write it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from tessera.catalogue import queries as catalogue
from tessera.catalogue.models import Version
from tessera.holdings import operations
from tessera.holdings.enums import Source
from tessera.holdings.models import Holding
from tessera.people.models import Person
from tests.factories.people import NOON


def holding(
    *,
    person: Person,
    version: Version,
    reference: UUID | None = None,
    at: datetime = NOON,
    until: datetime | None = None,
) -> Holding:
    return operations.hold(
        person=person,
        reference=reference or uuid4(),
        source=Source.AWARD,
        definition=version.definition,
        version_number=version.number,
        level=version.level,
        title=version.title,
        **catalogue.facts_of(version),
        at=at,
        until=until,
    )
