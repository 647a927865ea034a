"""Issuers, their public DID documents, and what they signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from tessera.kernel.openbadges import did as dids
from tessera.kernel.openbadges import jwk, model
from tessera.kernel.openbadges.keys import PublicKey
from tessera.signing.enums import KeyType
from tessera.signing.models import Issuer, SignedDocument, SigningKey, StatusEntry, StatusList

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


def institution_issuer() -> Issuer:
    """The college as issuer. Raises Issuer.DoesNotExist before the first set-up."""
    return Issuer.objects.get(organisation=None)


def issuer_by_slug(slug: str) -> Issuer | None:
    return Issuer.objects.filter(slug=slug).first()


def own_dids() -> frozenset[str]:
    """Everyone who signs with keys that are kept here."""
    return frozenset(Issuer.objects.values_list("did", flat=True))


def issuer_by_did(did: str) -> Issuer | None:
    return Issuer.objects.filter(did=did).first()


def profile(issuer: Issuer) -> model.Profile:
    """The issuer as it stands in every document that it signs."""
    return model.Profile(
        id=issuer.did,
        name=issuer.name,
        url=issuer.url,
        description=issuer.description,
        email=issuer.email,
    )


def web_did(slug: str, *, institution: bool) -> str:
    """did:web of an issuer here: the host itself, or a folder of it for a partner."""
    host = urlsplit(settings.PUBLIC_URL).netloc.lower().replace(":", "%3A")
    return f"did:web:{host}" if institution else f"did:web:{host}:issuers:{slug}"


def did_document(issuer: Issuer) -> dict[str, Any]:
    """The did:web document: keys in use and retired ones, so that what they signed stays checkable.

    A compromised key is still listed, with the time of its revocation, but may assert nothing.
    """
    methods: dict[str, list[dids.Method]] = {kind: [] for kind in KeyType}
    for key in issuer.keys.order_by("pk"):
        methods[key.kind].append(
            dids.Method(
                id=key.name,
                controller=issuer.did,
                key=PublicKey.from_multibase(key.multibase),
                asserts=key.revoked_at is None,
                revoked_at=key.revoked_at,
            )
        )
    return dids.document(issuer.did, methods[KeyType.ED25519], for_tokens=methods[KeyType.P256])


def key_set() -> dict[str, Any]:
    """The keys that sign tokens here, as Open Badges 3.0 wants them found at the host (RFC 7517)."""
    keys = SigningKey.objects.filter(kind=KeyType.P256, revoked_at=None).select_related("issuer")
    return {
        "keys": [
            {
                **jwk.write(PublicKey.from_multibase(key.multibase)),
                "kid": key.name,
                "alg": "ES256",
                "use": "sig",
                "iss": key.issuer.did,
            }
            for key in keys.order_by("pk")
        ]
    }


def document_by_uuid(uuid: UUID) -> SignedDocument | None:
    return SignedDocument.objects.select_related("issuer").filter(uuid=uuid).first()


def newest_document(*, kind: str, iri: str) -> SignedDocument | None:
    """What was signed last under one id; None before that."""
    return SignedDocument.objects.filter(kind=kind, iri=iri).order_by("-pk").first()


def documents(iris: Collection[str]) -> dict[str, str]:
    """The newest signed bytes at each of these addresses, for what was signed here."""
    signed = SignedDocument.objects.filter(iri__in=iris).order_by("pk")
    return dict(signed.values_list("iri", "body"))


def status_list_iri(number: int) -> str:
    return f"{settings.PUBLIC_URL}/status/{number}"


def status_list(number: int) -> StatusList | None:
    return StatusList.objects.filter(number=number).first()


def status_entry_fact(entry: StatusEntry) -> model.StatusEntry:
    """The entry as it stands in a credential."""
    return model.StatusEntry(status_list_iri(entry.list.number), entry.index)
