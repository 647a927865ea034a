"""Saying that an institution outside is who it says it is; it informs a check and never decides it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.checking import policies
from tessera.checking.models import KnownIssuer
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def add_issuer(*, identity: str, name: str, reason: str, by: Person, at: datetime) -> KnownIssuer:
    """From now on checks say that this issuer is known. Refuses: NotPermitted, AlreadyKnown."""
    policies.check_add(identity, by=by)
    issuer = KnownIssuer.objects.create(
        identity=identity, name=name, reason=reason, added_at=at, added_by=by
    )
    trail.record("checking.issuer.added", subject=issuer, by=by, at=at, identity=identity)
    return issuer


@transaction.atomic
def remove_issuer(*, issuer: KnownIssuer, by: Person, at: datetime) -> KnownIssuer:
    """Take it off the list. Twice does what once does. Refuses: NotPermitted."""
    issuer = KnownIssuer.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    policies.check_manage(by=by)
    if issuer.removed_at is None:
        issuer.removed_at, issuer.removed_by = at, by
        issuer.save(update_fields=["removed_at", "removed_by"])
        trail.record("checking.issuer.removed", subject=issuer, by=by, at=at)
    return issuer
