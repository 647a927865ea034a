"""Badges that another institution signed, with a key of its own and no server."""

from __future__ import annotations

import json
from typing import Any

from tessera.kernel.openbadges import build, model, proof
from tessera.kernel.openbadges.did import from_key
from tessera.signing.keystore import draw
from tests.factories.people import NOON


def badge(*, email: str = "", title: str = "Juggling", **facts: Any) -> str:
    """Signed by the Circus School, which nobody here knows; about this address, if one is given."""
    secret = draw("ed25519")
    did = from_key(secret.public)
    identities = (model.IdentityObject("emailAddress", email),) if email else ()
    document = build.open_badge(
        model.OpenBadgeCredential(
            id="urn:uuid:6f1f0d9c-55d5-4fb5-9a55-0e5a3c1f8f10",
            name=title,
            issuer=model.Profile(did, "Circus School"),
            subject=model.AchievementSubject(
                id="urn:uuid:6f1f0d9c-55d5-4fb5-9a55-0e5a3c1f8f11",
                identifiers=identities,
                achievement=model.Achievement(
                    id="https://circus.example.org/juggling",
                    name=title,
                    description="Three balls.",
                    criteria=model.Criteria(narrative="Keep three balls in the air."),
                ),
            ),
            valid_from=NOON,
            **facts,
        )
    )
    method = f"{did}#{did.removeprefix('did:key:')}"
    return json.dumps(proof.secure(document, key=secret, verification_method=method, created=NOON))
