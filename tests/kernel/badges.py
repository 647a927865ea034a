"""One badge, one issuer key and a small web, for the tests of signing and checking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tessera.kernel.errors import Unreachable
from tessera.kernel.openbadges import contexts, did, keys, proof

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = keys.SecretKey(keys.KeyType.ED25519, bytes(range(32)))
METHOD = did.key_method(did.from_key(SECRET.public))
ISSUER = METHOD.controller


def badge(**changes: Any) -> dict[str, Any]:
    """An unsigned Open Badge; a member given as None is left out."""
    whole = {
        "@context": [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES],
        "id": "urn:uuid:5b1f5d2e-6a0c-4b7e-9d3e-0a6f4a1c2b3d",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Educational Leadership",
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "A college"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:0f3c2c4e-8a52-4d6b-8a54-b0a9a94b1c11",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": (
                        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
                    ),
                    "identityType": "emailAddress",
                    "salt": "Kosher",
                }
            ],
            "achievement": {
                "id": "https://college.example/achievements/educational-leadership/v1",
                "type": ["Achievement"],
                "name": "Educational Leadership",
                "description": "Leads a team of teachers through a change.",
                "criteria": {"narrative": "Three components, each judged by criterion."},
            },
        },
    }
    return {name: value for name, value in {**whole, **changes}.items() if value is not None}


def signed(document: Mapping[str, Any], secret: keys.SecretKey = SECRET) -> dict[str, Any]:
    """The document with a proof by a did:key."""
    method = did.key_method(did.from_key(secret.public))
    return proof.secure(document, key=secret, verification_method=method.id, created=NOON)


def web(pages: Mapping[str, bytes] | None = None) -> did.Load:
    """A loader that knows these pages and no others."""

    def load(address: str) -> bytes:
        if address not in (pages or {}):
            raise Unreachable(f"nothing at {address}")
        return (pages or {})[address]

    return load
