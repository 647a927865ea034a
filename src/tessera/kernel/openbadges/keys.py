"""Keys and their Multikey text (Controlled Identifiers 1.0, section 2.2.2).

Ed25519 (by libsodium), P-256 and, for tokens, RSA sign and verify; P-384 is there to verify what others signed.
Where a secret comes from is the caller's business: nothing here draws random numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, HashAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)
from nacl import bindings
from nacl.exceptions import BadSignatureError

from tessera.kernel.errors import KeyFault, ProofError
from tessera.kernel.openbadges import multibase

_ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
_REPEATABLE = ec.ECDSA(SHA256(), deterministic_signing=True)  # RFC 6979: no random number to spoil
_RSA_BITS = range(2048, 8193)  # fewer are weak, and more only burn time


class KeyType(StrEnum):
    """The kinds of key."""

    ED25519 = "ed25519"
    P256 = "p256"
    P384 = "p384"
    RSA = "rsa"


_PUBLIC = {
    KeyType.ED25519: (b"\xed\x01", 32),
    KeyType.P256: (b"\x80\x24", 33),
    KeyType.P384: (b"\x81\x24", 49),
}
_SECRET = {KeyType.ED25519: (b"\x80\x26", 32), KeyType.P256: (b"\x86\x26", 32)}
_CURVES: dict[KeyType, tuple[ec.EllipticCurve, HashAlgorithm, int]] = {
    KeyType.P256: (ec.SECP256R1(), SHA256(), 32),
    KeyType.P384: (ec.SECP384R1(), SHA384(), 48),
}
MADE = (*_SECRET, KeyType.RSA)  # the kinds that sign here


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: 32 bytes of Ed25519, a compressed point of a curve, or RSA as DER."""

    type: KeyType
    raw: bytes

    @classmethod
    def from_multibase(cls, text: object) -> PublicKey:
        """Read `publicKeyMultibase`. Raises KeyFault: `encoding`, `unsupported`, `key-invalid`."""
        return cls(*_read(text, _PUBLIC))

    def __post_init__(self) -> None:
        if self.type is KeyType.RSA:
            self.numbers()
            return
        if len(self.raw) != _PUBLIC[self.type][1]:
            raise KeyFault("a public key of the wrong length")
        if self.type in _CURVES:
            self.point()

    @property
    def multibase(self) -> str:
        """The key as `publicKeyMultibase` writes it. Raises KeyFault (`unsupported`) for RSA."""
        if self.type not in _PUBLIC:
            raise KeyFault(f"no Multikey of {self.type}", code="unsupported")
        return multibase.encode(_PUBLIC[self.type][0] + self.raw)

    def verify(self, signature: bytes, data: bytes) -> None:
        """Raises ProofError: `length`, `not-canonical`, or `signature` when it is not this key's.

        Ed25519; ECDSA as `r` and `s` with the hash of the curve's size; RSASSA-PKCS1-v1_5 with
        SHA-256.
        """
        try:
            if self.type is KeyType.ED25519:
                self._verify_ed25519(signature, data)
            elif self.type is KeyType.RSA:
                self._rsa().verify(signature, data, PKCS1v15(), SHA256())
            else:
                _, digest, half = _CURVES[self.type]
                _check_length(signature, 2 * half)
                r = int.from_bytes(signature[:half], "big")
                s = int.from_bytes(signature[half:], "big")
                self.point().verify(encode_dss_signature(r, s), data, ec.ECDSA(digest))
        except (InvalidSignature, ValueError) as fault:
            raise ProofError("not signed by this key", code="signature") from fault

    def _verify_ed25519(self, signature: bytes, data: bytes) -> None:
        _check_length(signature, 64)
        if int.from_bytes(signature[32:], "little") >= _ED25519_ORDER:
            raise ProofError("a signature in another form than its own", code="not-canonical")
        try:
            bindings.crypto_sign_open(signature + data, self.raw)
        except BadSignatureError as fault:
            raise ProofError("not signed by this key", code="signature") from fault

    def point(self) -> ec.EllipticCurvePublicKey:
        """The point of a key on a curve. Raises KeyFault."""
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[self.type][0], self.raw)
        except ValueError as fault:
            raise KeyFault("not a point of the curve") from fault

    def numbers(self) -> tuple[int, int]:
        """Modulus and exponent of an RSA key. Raises KeyFault."""
        found = self._rsa().public_numbers()
        return found.n, found.e

    def _rsa(self) -> rsa.RSAPublicKey:
        try:
            key = load_der_public_key(self.raw)
        except (ValueError, UnsupportedAlgorithm) as fault:
            raise KeyFault("not an RSA key") from fault
        if not isinstance(key, rsa.RSAPublicKey) or key.key_size not in _RSA_BITS:
            raise KeyFault("not an RSA key of 2048 to 8192 bits")
        return key


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A secret key: 32 bytes, or RSA as PKCS #8 DER. Its text form never shows them."""

    type: KeyType
    raw: bytes = field(repr=False)

    @classmethod
    def from_multibase(cls, text: object) -> SecretKey:
        """Read `secretKeyMultibase`. Raises KeyFault: `encoding`, `unsupported`, `key-invalid`."""
        return cls(*_read(text, _SECRET))

    def __post_init__(self) -> None:
        if self.type not in MADE:
            raise KeyFault(f"nothing is signed here with {self.type}", code="unsupported")
        if self.type is KeyType.RSA:
            self.rsa()
            return
        if len(self.raw) != _SECRET[self.type][1]:
            raise KeyFault("a secret key of the wrong length")
        if self.type is KeyType.P256:
            self._scalar()

    @property
    def multibase(self) -> str:
        """The key as `secretKeyMultibase` writes it. Keep it where secrets are kept.

        Raises KeyFault (`unsupported`) for RSA.
        """
        if self.type not in _SECRET:
            raise KeyFault(f"no Multikey of {self.type}", code="unsupported")
        return multibase.encode(_SECRET[self.type][0] + self.raw)

    @property
    def public(self) -> PublicKey:
        """The public half."""
        if self.type is KeyType.ED25519:
            return PublicKey(self.type, bindings.crypto_sign_seed_keypair(self.raw)[0])
        if self.type is KeyType.RSA:
            numbers = self.rsa().public_key()
            der = numbers.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            return PublicKey(self.type, der)
        point = self._scalar().public_key()
        return PublicKey(self.type, point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))

    def sign(self, data: bytes) -> bytes:
        """The same bytes for the same data: Ed25519, `r` and `s` of ECDSA with SHA-256 (both are
        64), or RSASSA-PKCS1-v1_5 with SHA-256."""
        if self.type is KeyType.ED25519:
            return self.signer()(data)
        if self.type is KeyType.RSA:
            return self.rsa().sign(data, PKCS1v15(), SHA256())
        r, s = decode_dss_signature(self._scalar().sign(data, _REPEATABLE))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def signer(self) -> Callable[[bytes], bytes]:
        """`sign` for many: what the secret has to be turned into first is done once."""
        if self.type is not KeyType.ED25519:
            return self.sign
        whole = self.raw + self.public.raw
        return lambda data: bindings.crypto_sign(data, whole)[:64]

    def rsa(self) -> rsa.RSAPrivateKey:
        """The numbers of an RSA key. Raises KeyFault."""
        try:
            key = load_der_private_key(self.raw, None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
            raise KeyFault("not an RSA key") from fault
        if not isinstance(key, rsa.RSAPrivateKey) or key.key_size not in _RSA_BITS:
            raise KeyFault("not an RSA key of 2048 to 8192 bits")
        return key

    def _scalar(self) -> ec.EllipticCurvePrivateKey:
        try:
            return ec.derive_private_key(int.from_bytes(self.raw, "big"), ec.SECP256R1())
        except ValueError as fault:
            raise KeyFault("not a secret of the curve") from fault


def _check_length(signature: bytes, expected: int) -> None:
    if len(signature) != expected:
        raise ProofError(f"a signature of {len(signature)} bytes", code="length")


def _read(text: object, known: Mapping[KeyType, tuple[bytes, int]]) -> tuple[KeyType, bytes]:
    data = multibase.decode(text)
    for kind, (prefix, length) in known.items():
        if data.startswith(prefix):
            if len(data) != len(prefix) + length:
                raise KeyFault("a key of the wrong length")
            return kind, data[len(prefix) :]
    raise KeyFault("a kind of key that is not known here", code="unsupported")
