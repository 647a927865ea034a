"""Who is at which section just now. It is no part of the design, and nothing to keep on record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.catalogue import policies, queries
from tessera.catalogue.models import Presence, Version

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def be_present(*, version: Version, section: int, by: Person, at: datetime) -> Presence:
    """`by` has the section open; after a pause, anew. Refuses: NotPermitted, WrongState."""
    policies.check_draft(version, by=by)
    there, _is_new = Presence.objects.select_for_update(no_key=True).get_or_create(
        version=version, section=section, person=by, defaults={"since": at, "seen_at": at}
    )
    if at - there.seen_at > queries.GONE_AFTER:
        there.since = at
    there.seen_at = at
    there.save(update_fields=["since", "seen_at"])
    return there
