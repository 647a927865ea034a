"""What the institution has committed itself to, in dated editions that designs cite."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.catalogue import policies
from tessera.catalogue.models import Commitment
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def add_commitment(
    *,
    kind: str,
    edition: str,
    title: str,
    title_fr: str,
    in_force_from: date,
    in_force_until: date | None = None,
    by: Person,
    at: datetime,
) -> Commitment:
    """Record a value, an objective of a plan, or the digital strategy. Refuses: NotPermitted."""
    policies.check_commit(by=by)
    commitment = Commitment.objects.create(
        kind=kind,
        edition=edition,
        title=title,
        title_fr=title_fr,
        in_force_from=in_force_from,
        in_force_until=in_force_until,
    )
    trail.record("catalogue.commitment.added", subject=commitment, by=by, at=at)
    return commitment
