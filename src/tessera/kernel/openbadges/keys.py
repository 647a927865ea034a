"""Keys and their Multikey text (Controlled Identifiers 1.0, section 2.2.2): Ed25519 and P-256.

Where a secret comes from is the caller's business: nothing here draws random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tessera.kernel.errors import KeyFault, ProofError

SIGNATURE_LENGTH = 64

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET)}
_LONGEST = 256  # base58 is quadratic, and nothing here is longer
_ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
_ECDSA = ec.ECDSA(SHA256())
_REPEATABLE = ec.ECDSA(SHA256(), deterministic_signing=True)  # RFC 6979: no random number to spoil


class KeyType(StrEnum):
    """The kinds of key, as `tessera keys new --type` names them."""

    ED25519 = "ed25519"
    P256 = "p256"


_PUBLIC = {KeyType.ED25519: (b"\xed\x01", 32), KeyType.P256: (b"\x80\x24", 33)}
_SECRET = {KeyType.ED25519: (b"\x80\x26", 32), KeyType.P256: (b"\x86\x26", 32)}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: 32 bytes of Ed25519, or a compressed point of P-256."""

    type: KeyType
    raw: bytes

    @classmethod
    def from_multibase(cls, text: object) -> PublicKey:
        """Read `publicKeyMultibase`. Raises KeyFault: `encoding`, `unsupported`, `key-invalid`."""
        return cls(*_read(text, _PUBLIC))

    def __post_init__(self) -> None:
        if len(self.raw) != _PUBLIC[self.type][1]:
            raise KeyFault("a public key of the wrong length")
        if self.type is KeyType.P256:
            self._point()

    @property
    def multibase(self) -> str:
        """The key as `publicKeyMultibase` writes it."""
        return encode_multibase(_PUBLIC[self.type][0] + self.raw)

    def verify(self, signature: bytes, data: bytes) -> None:
        """Raises ProofError: `length`, `not-canonical`, or `signature` when it is not this key's."""
        if len(signature) != SIGNATURE_LENGTH:
            raise ProofError(f"a signature of {len(signature)} bytes", code="length")
        try:
            if self.type is KeyType.ED25519:
                if int.from_bytes(signature[32:], "little") >= _ED25519_ORDER:
                    raise ProofError(
                        "a signature in another form than its own", code="not-canonical"
                    )
                key = ed25519.Ed25519PublicKey.from_public_bytes(self.raw)
                key.verify(signature, data)
            else:
                r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
                self._point().verify(encode_dss_signature(r, s), data, _ECDSA)
        except (InvalidSignature, ValueError) as fault:
            raise ProofError("not signed by this key", code="signature") from fault

    def _point(self) -> ec.EllipticCurvePublicKey:
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.raw)
        except ValueError as fault:
            raise KeyFault("not a point of the curve") from fault


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A secret key: 32 bytes. Its text form never shows them."""

    type: KeyType
    raw: bytes = field(repr=False)

    @classmethod
    def from_multibase(cls, text: object) -> SecretKey:
        """Read `secretKeyMultibase`. Raises KeyFault: `encoding`, `unsupported`, `key-invalid`."""
        return cls(*_read(text, _SECRET))

    def __post_init__(self) -> None:
        if len(self.raw) != _SECRET[self.type][1]:
            raise KeyFault("a secret key of the wrong length")
        if self.type is KeyType.P256:
            self._scalar()

    @property
    def multibase(self) -> str:
        """The key as `secretKeyMultibase` writes it. Keep it where secrets are kept."""
        return encode_multibase(_SECRET[self.type][0] + self.raw)

    @property
    def public(self) -> PublicKey:
        """The public half."""
        if self.type is KeyType.ED25519:
            key = ed25519.Ed25519PrivateKey.from_private_bytes(self.raw).public_key()
            return PublicKey(self.type, key.public_bytes(Encoding.Raw, PublicFormat.Raw))
        point = self._scalar().public_key()
        return PublicKey(self.type, point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))

    def sign(self, data: bytes) -> bytes:
        """64 bytes, the same for the same data: Ed25519, or `r` and `s` of ECDSA with SHA-256."""
        if self.type is KeyType.ED25519:
            return ed25519.Ed25519PrivateKey.from_private_bytes(self.raw).sign(data)
        r, s = decode_dss_signature(self._scalar().sign(data, _REPEATABLE))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def _scalar(self) -> ec.EllipticCurvePrivateKey:
        try:
            return ec.derive_private_key(int.from_bytes(self.raw, "big"), ec.SECP256R1())
        except ValueError as fault:
            raise KeyFault("not a secret of the curve") from fault


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A secret key with the name and controller that proofs give it."""

    id: str
    controller: str
    secret: SecretKey

    def document(self) -> dict[str, str]:
        """The Multikey document, secret included, as `tessera keys new` writes it."""
        return {
            "id": self.id,
            "type": "Multikey",
            "controller": self.controller,
            "publicKeyMultibase": self.secret.public.multibase,
            "secretKeyMultibase": self.secret.multibase,
        }

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> KeyPair:
        """Read such a document. Raises KeyFault, also when the two halves are not of one key."""
        name, controller = document.get("id"), document.get("controller")
        if document.get("type") != "Multikey" or not (
            isinstance(name, str) and isinstance(controller, str)
        ):
            raise KeyFault("not a Multikey document with an id and a controller")
        secret = SecretKey.from_multibase(document.get("secretKeyMultibase"))
        if document.get("publicKeyMultibase") != secret.public.multibase:
            raise KeyFault("the public key is not that of the secret")
        return cls(name, controller, secret)


def encode_multibase(data: bytes) -> str:
    """Multibase `z`: base58btc."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, place = divmod(number, 58)
        text = _ALPHABET[place] + text
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def decode_multibase(text: object) -> bytes:
    """The bytes of multibase `z`. Raises KeyFault (`encoding`) for anything else."""
    if not isinstance(text, str) or not text.startswith("z") or len(text) > _LONGEST:
        raise KeyFault("not multibase base58btc", code="encoding")
    body, number = text[1:], 0
    for letter in body:
        if letter not in _PLACES:
            raise KeyFault("not multibase base58btc", code="encoding")
        number = number * 58 + _PLACES[letter]
    zeros = len(body) - len(body.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _read(text: object, known: Mapping[KeyType, tuple[bytes, int]]) -> tuple[KeyType, bytes]:
    data = decode_multibase(text)
    for kind, (prefix, length) in known.items():
        if data.startswith(prefix):
            if len(data) != len(prefix) + length:
                raise KeyFault("a key of the wrong length")
            return kind, data[len(prefix) :]
    raise KeyFault("a kind of key that is not known here", code="unsupported")
