from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tessera.catalogue.models import Presence, Version

if TYPE_CHECKING:
    from tessera.people.models import Person

# Pages tell every half minute that they are still open.
GONE_AFTER = timedelta(seconds=90)


def others_at(version: Version, section: int, person: Person, *, at: datetime) -> list[Presence]:
    """Everyone else who has the section open to write, the longest there first."""
    there = Presence.objects.filter(
        version=version, section=section, seen_at__gte=at - GONE_AFTER
    ).exclude(person=person)
    return list(there.select_related("person").order_by("since", "pk"))
