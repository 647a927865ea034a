"""Issuers with real keys."""

from __future__ import annotations

from tessera.signing import operations
from tessera.signing.models import Issuer
from tests.factories import people
from tests.factories.people import NOON


def institution_issuer() -> Issuer:
    institution = people.institution()
    existing = Issuer.objects.filter(organisation=None).first()
    return existing or operations.create_issuer(
        slug="rivermouth",
        name=institution.name,
        url=institution.url,
        email=institution.email,
        at=NOON,
    )
