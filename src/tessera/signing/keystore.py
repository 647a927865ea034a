"""Secret keys at rest: AES-256-GCM under a key derived from KEY_ENCRYPTION_KEY, never written to a log.

Each seal is bound to the issuer's DID and the public key, so that one moved to another row does not
open. What is stored is one version byte, the nonce and the sealed secret.
"""

from __future__ import annotations

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import Refusal
from tessera.kernel.openbadges.keys import KeyType, SecretKey

_FORMAT = b"\x01"
_NONCE = 12


class KeysLocked(Refusal):
    """The deployment was started with another key-encryption key, or the stored secret was changed."""

    code, status = "keys-locked", 503
    message = _(
        "The signing keys cannot be opened: KEY_ENCRYPTION_KEY is not the one that they were"
        " locked with. Nothing was signed."
    )


def draw(kind: str) -> SecretKey:
    """A new secret key."""
    if kind == KeyType.ED25519:
        return SecretKey(KeyType.ED25519, Ed25519PrivateKey.generate().private_bytes_raw())
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return SecretKey(KeyType.P256, number.to_bytes(32, "big"))


def seal(secret: SecretKey, *, did: str) -> bytes:
    """The secret locked for this issuer and its public key."""
    nonce = os.urandom(_NONCE)
    bound = _bound_to(did, secret.public.multibase)
    return _FORMAT + nonce + _cipher().encrypt(nonce, secret.multibase.encode(), bound)


def unseal(sealed: bytes, *, did: str, public: str) -> SecretKey:
    """The secret of the public key. Refuses: KeysLocked."""
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    if sealed[:1] != _FORMAT:
        raise KeysLocked
    try:
        opened = _cipher().decrypt(nonce, body, _bound_to(did, public))
    except InvalidTag:
        raise KeysLocked from None
    return SecretKey.from_multibase(opened.decode())


def _cipher() -> AESGCM:
    return AESGCM(_derived(settings.KEY_ENCRYPTION_KEY))


@lru_cache(maxsize=2)
def _derived(passphrase: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tessera signing keys v1")
    return kdf.derive(passphrase.encode())


def _bound_to(did: str, public: str) -> bytes:
    return f"{did}\n{public}".encode()
