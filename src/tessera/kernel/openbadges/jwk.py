"""Keys as JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tessera.kernel.errors import KernelError, KeyFault
from tessera.kernel.openbadges.keys import KeyType, PublicKey, SecretKey
from tessera.kernel.openbadges.multibase import from_base64url, to_base64url

# the algorithms of JOSE that each kind of key is held to
ALGORITHMS = {
    KeyType.ED25519: ("EdDSA", "Ed25519"),
    KeyType.P256: ("ES256",),
    KeyType.P384: ("ES384",),
    KeyType.RSA: ("RS256",),
}
_CURVES = {"P-256": (KeyType.P256, 32), "P-384": (KeyType.P384, 48)}
_NAMES = {kind: name for name, (kind, _) in _CURVES.items()}
_RSA = ("d", "p", "q", "dp", "dq", "qi")  # in the order of RSAPrivateNumbers, below
_SECRETS = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


def read(jwk: object) -> PublicKey:
    """The public key of a JWK.

    Raises KeyFault: `unsupported` for a kind that is not known here, `secret` for one that gives
    its secret away, `key-use` for one that is not meant for signatures, `key-invalid`.
    """
    if not isinstance(jwk, Mapping) or not isinstance(jwk.get("kty"), str):
        raise KeyFault("not a JSON Web Key")
    if _SECRETS & set(jwk):
        raise KeyFault("the secret of this key is public", code="secret")
    try:
        key = _read(jwk)
    except KernelError as fault:
        if fault.code != "encoding":
            raise
        raise KeyFault("not a JSON Web Key: its numbers are not base64url") from fault
    uses = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not (isinstance(uses, list) and "verify" in uses):
        raise KeyFault("a key that is not meant for signatures", code="key-use")
    if jwk.get("alg", ALGORITHMS[key.type][0]) not in ALGORITHMS[key.type]:
        raise KeyFault("a key that is meant for another algorithm", code="key-use")
    return key


def write(key: PublicKey) -> dict[str, str]:
    """The JWK of a public key: what is required, in the order of RFC 7638."""
    if key.type is KeyType.ED25519:
        return {"crv": "Ed25519", "kty": "OKP", "x": to_base64url(key.raw)}
    if key.type is KeyType.RSA:
        n, e = key.numbers()
        return {"e": _integer(e), "kty": "RSA", "n": _integer(n)}
    point, length = key.point().public_numbers(), len(key.raw) - 1
    x, y = (to_base64url(part.to_bytes(length, "big")) for part in (point.x, point.y))
    return {"crv": _NAMES[key.type], "kty": "EC", "x": x, "y": y}


def read_secret(jwk: object) -> SecretKey:
    """The secret key of a JWK that holds one. Raises KeyFault, also for halves of two keys."""
    if not isinstance(jwk, Mapping):
        raise KeyFault("not a JSON Web Key")
    public = read({name: part for name, part in jwk.items() if name not in _SECRETS})
    try:
        if public.type is KeyType.RSA:
            secret = _rsa_secret(public, *(_number(jwk.get(name)) for name in _RSA))
        else:
            secret = SecretKey(public.type, from_base64url(jwk.get("d")))
    except (KernelError, ValueError) as fault:
        raise KeyFault("no secret key in this JSON Web Key") from fault
    if secret.public != public:
        raise KeyFault("the public key is not that of the secret")
    return secret


def write_secret(key: SecretKey) -> dict[str, str]:
    """The JWK of a secret key. Keep it where secrets are kept."""
    if key.type is not KeyType.RSA:
        return {**write(key.public), "d": to_base64url(key.raw)}
    held = key.rsa().private_numbers()
    numbers = (held.d, held.p, held.q, held.dmp1, held.dmq1, held.iqmp)
    return {**write(key.public), **dict(zip(_RSA, map(_integer, numbers), strict=True))}


def _rsa_secret(public: PublicKey, d: int, p: int, q: int, dp: int, dq: int, qi: int) -> SecretKey:
    n, e = public.numbers()
    numbers = rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, rsa.RSAPublicNumbers(e, n))
    der = numbers.private_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SecretKey(KeyType.RSA, der)


def _number(text: object) -> int:
    return int.from_bytes(from_base64url(text), "big")


def _read(jwk: Mapping[str, Any]) -> PublicKey:
    curve = jwk.get("crv")
    if jwk["kty"] == "OKP" and curve == "Ed25519":
        return PublicKey(KeyType.ED25519, from_base64url(jwk.get("x")))
    if jwk["kty"] == "EC" and str(curve) in _CURVES:
        kind, length = _CURVES[str(curve)]
        x, y = (from_base64url(jwk.get(name)) for name in ("x", "y"))
        if len(x) != length or len(y) != length:
            raise KeyFault("a public key of the wrong length")
        key = PublicKey(kind, bytes([2 + (y[-1] & 1)]) + x)
        if key.point().public_numbers().y != int.from_bytes(y, "big"):
            raise KeyFault("not a point of the curve")
        return key
    if jwk["kty"] == "RSA":
        return _rsa(_number(jwk.get("n")), _number(jwk.get("e")))
    raise KeyFault("a kind of key that is not known here", code="unsupported")


def _rsa(n: int, e: int) -> PublicKey:
    if n.bit_length() > 8192 or e.bit_length() > 32:
        raise KeyFault("an RSA key larger than we use")
    try:
        key = rsa.RSAPublicNumbers(e, n).public_key()
    except ValueError as fault:
        raise KeyFault("not an RSA key") from fault
    return PublicKey(KeyType.RSA, key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _integer(number: int) -> str:
    return to_base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))
