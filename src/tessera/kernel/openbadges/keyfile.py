"""A secret key in a file, with the name and controller that signatures give it.

A Multikey document for Ed25519 and P-256; a JsonWebKey document for RSA, which has no Multikey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tessera.kernel.errors import KeyFault
from tessera.kernel.openbadges import did, jwk
from tessera.kernel.openbadges.keys import KeyType, SecretKey


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A secret key, and who signs with it."""

    id: str
    controller: str
    secret: SecretKey

    @classmethod
    def of(cls, secret: SecretKey, controller: str = "") -> KeyPair:
        """A key of that controller; without one, of its own did:key, or did:jwk for RSA."""
        if secret.type is KeyType.RSA:
            own = did.from_jwk(secret.public)
            name = f"{controller}#rsa" if controller else f"{own}#0"
        else:
            own = did.from_key(secret.public)
            name = f"{controller or own}#{secret.public.multibase}"
        return cls(name, controller or own, secret)

    def document(self) -> dict[str, Any]:
        """The document, secret included, as `tessera keys new` writes it."""
        named = {"id": self.id, "type": "Multikey", "controller": self.controller}
        if self.secret.type is KeyType.RSA:
            return {
                **named,
                "type": "JsonWebKey",
                "publicKeyJwk": jwk.write(self.secret.public),
                "secretKeyJwk": jwk.write_secret(self.secret),
            }
        return {
            **named,
            "publicKeyMultibase": self.secret.public.multibase,
            "secretKeyMultibase": self.secret.multibase,
        }

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> KeyPair:
        """Read such a document. Raises KeyFault, also when the two halves are not of one key."""
        name, controller = document.get("id"), document.get("controller")
        kind = document.get("type")
        if kind not in ("Multikey", "JsonWebKey") or not (
            isinstance(name, str) and isinstance(controller, str)
        ):
            raise KeyFault("not a Multikey or JsonWebKey document with an id and a controller")
        if kind == "Multikey":
            secret = SecretKey.from_multibase(document.get("secretKeyMultibase"))
            is_whole = document.get("publicKeyMultibase") == secret.public.multibase
        else:
            secret = jwk.read_secret(document.get("secretKeyJwk"))
            is_whole = jwk.read(document.get("publicKeyJwk")) == secret.public
        if not is_whole:
            raise KeyFault("the public key is not that of the secret")
        return cls(name, controller, secret)


def public_document(pairs: Sequence[KeyPair]) -> dict[str, Any]:
    """What the controller of these keys publishes: all of them, and no secret. Raises KeyFault."""
    lists: dict[bool, list[did.Method]] = {False: [], True: []}
    for pair in pairs:
        is_rsa = pair.secret.type is KeyType.RSA  # which signs tokens alone
        lists[is_rsa].append(did.Method(pair.id, pair.controller, pair.secret.public))
    return did.document(pairs[0].controller, lists[False], for_tokens=lists[True])
