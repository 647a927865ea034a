"""Writing down what someone holds; called by the rooms that award or import, in their transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import Refusal
from tessera.holdings.models import Holding
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.catalogue.models import Definition
    from tessera.people.models import Person


class AlreadySpent(Refusal):
    """What counts towards one stack only has been counted."""

    code = "already-spent"
    message = _("These already count towards another stack: %(titles)s.")


@transaction.atomic
def hold(
    *,
    person: Person,
    reference: UUID,
    source: str,
    definition: Definition | None,
    version_number: int | None,
    level: int | None,
    title: str,
    hours: int = 0,
    credits: Decimal = Decimal(0),
    category: str = "",
    issuer: str = "",
    at: datetime,
    until: datetime | None = None,
) -> Holding:
    """From `at` on, `person` holds what stands behind `reference`. Twice does what once does.

    `catalogue.queries.facts_of(version)` gives the hours, credits and category of one of our own.
    """
    holding, is_new = Holding.objects.get_or_create(
        reference=reference,
        defaults={
            "person": person,
            "source": source,
            "definition": definition,
            "version_number": version_number,
            "level": level,
            "title": title,
            "hours": hours,
            "credits": credits,
            "category": category,
            "issuer": issuer,
            "held_from": at,
            "held_until": until,
        },
    )
    if is_new:
        trail.record("holdings.holding.added", subject=holding, by=None, at=at)
    return holding


@transaction.atomic
def change_state(*, reference: UUID, state: str, at: datetime) -> Holding:
    """Follow the award or import behind it. Raises Holding.DoesNotExist for what is not held."""
    holding = Holding.objects.select_for_update(no_key=True).get(reference=reference)
    if holding.state != state:
        holding.state = state
        holding.save(update_fields=["state"])
        trail.record("holdings.holding.changed", subject=holding, by=None, at=at, state=state)
    return holding


@transaction.atomic
def spend(*, references: Collection[UUID], on: UUID, at: datetime) -> None:
    """Use these up for one stack's evaluation. Twice does what once does. Refuses: AlreadySpent."""
    holdings = Holding.objects.select_for_update(no_key=True).filter(reference__in=references)
    rows = [row for row in holdings if row.spent_on != on]
    if taken := [row.title for row in rows if row.spent_on is not None]:
        raise AlreadySpent(titles=taken)
    for row in rows:
        row.spent_on = on
        row.save(update_fields=["spent_on"])
        trail.record("holdings.holding.spent", subject=row, by=None, at=at, on=on)


@transaction.atomic
def release(*, on: UUID, at: datetime) -> None:
    """What that evaluation used up counts again: its macro-badge was revoked."""
    for row in Holding.objects.select_for_update(no_key=True).filter(spent_on=on):
        row.spent_on = None
        row.save(update_fields=["spent_on"])
        trail.record("holdings.holding.released", subject=row, by=None, at=at, on=on)
