"""Which issuers this site knows: its own, those of the settings, and those that a person added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet

from tessera.checking.enums import Permission
from tessera.checking.models import KnownIssuer
from tessera.people.access import can
from tessera.signing import queries as issuers

if TYPE_CHECKING:
    from tessera.people.models import Person


def known_identities() -> frozenset[str]:
    """The ids of every issuer that is known here, whoever said so."""
    added = known_issuers().values_list("identity", flat=True)
    return issuers.own_dids() | frozenset(settings.TRUSTED_ISSUERS) | frozenset(added)


def known_issuers() -> QuerySet[KnownIssuer]:
    """Those that a person added and nobody took off."""
    return KnownIssuer.objects.filter(removed_at=None).select_related("added_by")


def visible_to(person: Person) -> QuerySet[KnownIssuer]:
    if not can(person, Permission.KNOW):
        return KnownIssuer.objects.none()
    return known_issuers()
