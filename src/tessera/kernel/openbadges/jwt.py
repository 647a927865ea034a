"""Credentials as compact JWS: the VC-JWT of Open Badges 3.0, that of VC 1.1, and VC-JOSE-COSE.

Accepted algorithms come from the table of keys, and what a token says twice must be said alike:
its claims may not tell another story than the credential.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tessera.kernel.errors import KernelError, ProofError, TooComplex
from tessera.kernel.openbadges import canonical, contexts, form, jwk, pattern, times
from tessera.kernel.openbadges.keys import PublicKey, SecretKey
from tessera.kernel.openbadges.multibase import from_base64url, to_base64url

VC_JWT = "vc-jwt"

_CLAIMS = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}
_OLD_TYPES = ("JWT", "jwt")
_NEW_TYPES = {"vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt"}  # RFC-to-be, and two of its drafts
_KNOWN = {name for names in jwk.ALGORITHMS.values() for name in names}
_REFUSED = {"none", "hs256", "hs384", "hs512"}
_YEARS = (datetime(1, 1, 2, tzinfo=UTC).timestamp(), datetime(9999, 12, 30, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class Token:
    """A token taken apart. Nothing of it is believed yet."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signature: bytes
    signed: bytes

    @property
    def is_new(self) -> bool:
        """Whether it is VC-JOSE-COSE, where registered claims speak of the token alone."""
        return str(self.header.get("typ", "")).removeprefix("application/") in _NEW_TYPES


def is_token(data: bytes | str) -> bool:
    """Whether this looks like a compact JWS."""
    text = data if isinstance(data, bytes) else data.encode(errors="replace")
    return text.lstrip()[:2] == b"ey" and text.count(b".") == 2


def read(data: bytes | str) -> Token:
    """Take a compact JWS apart. Raises ProofError (`token`), TooComplex."""
    if len(data) > canonical.MAXIMUM_BYTES:
        raise TooComplex(f"more than {canonical.MAXIMUM_BYTES} bytes")
    text = data if isinstance(data, str) else data.decode("ascii", errors="replace")
    parts = text.strip().split(".")
    if len(parts) != 3:
        raise ProofError("not a compact JWS", code="token")
    try:
        header, payload, signature = map(from_base64url, parts)
        return Token(
            canonical.read(header),
            canonical.read(payload),
            signature,
            ".".join(parts[:2]).encode(),
        )
    except TooComplex:
        raise
    except KernelError as fault:
        raise ProofError(f"a token that cannot be read: {fault}", code="token") from fault


def secure(document: Mapping[str, Any], *, key: SecretKey, verification_method: str = "") -> str:
    """The credential as a compact JWS by the rules of Open Badges 3.0, section 8.2.

    `kid` is the verification method, or the header carries the key itself. Raises ProofError
    (`claims` for a credential that no token can carry), UndefinedTerm, UnknownContext, KernelError.
    """
    form.check(document)
    subject = form.subject(document)
    start, end = form.validity(document)
    if not (isinstance(document.get("id"), str) and isinstance(subject.get("id"), str)):
        raise ProofError("a token needs an id, and a subject with one", code="claims")
    if _CLAIMS & set(document) or not start:
        raise ProofError("it has claims of a token already, or no beginning", code="claims")
    pattern.rdf(document)  # JSON would sign a term that no context defines
    named = {"kid": verification_method} if verification_method else {"jwk": jwk.write(key.public)}
    header = {"alg": jwk.ALGORITHMS[key.type][0], "typ": "JWT", **named}
    claims = {
        "iss": form.issuer_id(document),
        "jti": document["id"],
        "sub": subject["id"],
        "nbf": int(start.timestamp()),
    } | ({"exp": int(end.timestamp())} if end else {})
    signed = ".".join(map(_packed, (header, {**document, **claims})))
    return f"{signed}.{to_base64url(key.sign(signed.encode()))}"


def credential(token: Token) -> dict[str, Any]:
    """The credential that a token carries, once what it says twice agrees.

    Raises ProofError: `typ` (a token for something else), `crit`, `vc-claim`, `claims`; KernelError.
    """
    kind = token.header.get("typ")
    if not (kind is None or kind in _OLD_TYPES or token.is_new):
        raise ProofError(f"a token for something else: {kind!s:.80}", code="typ", field="typ")
    if "crit" in token.header:
        raise ProofError("it asks for what is not known here", code="crit", field="crit")
    claims = {name: token.payload[name] for name in _CLAIMS if name in token.payload}
    if "vc" in token.payload or "vp" in token.payload:
        return _of_vc_claim(token, claims)
    document = {name: part for name, part in token.payload.items() if name not in _CLAIMS}
    _check_names(document, claims)
    if token.is_new:
        return document
    for name in ("iss", "jti", "sub", "nbf"):
        if name not in claims:
            raise ProofError(f"a token without {name}", code="claims", field=name)
    start, end = form.validity(document)
    _check_moment("nbf", claims, start)
    _check_moment("exp", claims, end)
    if end and "exp" not in claims:
        raise ProofError("a token without exp", code="claims", field="exp")
    return document


def verify(token: Token, key: PublicKey, *, at: datetime) -> None:
    """Check the signature, and the dates of the token itself.

    Raises ProofError: `algorithm` (one that proves nothing, or not of this key), `unsupported`,
    `signature`, `length`, `proof-expired`, `not-yet-valid`.
    """
    algorithm = check_algorithm(token)
    if algorithm not in jwk.ALGORITHMS[key.type]:
        raise ProofError(f"{algorithm} does not sign with {key.type}", code="algorithm")
    key.verify(token.signature, token.signed)
    if not token.is_new:
        return  # its dates are those of the credential
    if "exp" in token.payload and at > _moment("exp", token.payload):
        raise ProofError("the token has expired", code="proof-expired")
    if "nbf" in token.payload and at + times.SKEW < _moment("nbf", token.payload):
        raise ProofError("the token is not valid yet", code="not-yet-valid")


def check_algorithm(token: Token) -> str:
    """The algorithm of a token. Raises ProofError: `algorithm`, `unsupported`."""
    algorithm = token.header.get("alg")
    if not isinstance(algorithm, str) or algorithm.lower() in _REFUSED:
        raise ProofError("an algorithm that proves nothing", code="algorithm", field="alg")
    if algorithm not in _KNOWN:
        raise ProofError(f"{algorithm:.80} cannot be checked here", code="unsupported")
    return algorithm


def _of_vc_claim(token: Token, claims: Mapping[str, Any]) -> dict[str, Any]:
    """VC 1.1, section 6.3.1: the credential is a claim, and others may stand for its members."""
    inner = token.payload.get("vc")
    if token.is_new or "vp" in token.payload or not isinstance(inner, dict):
        raise ProofError("a credential where none belongs", code="vc-claim", field="vc")
    if form.listed(inner.get("@context"))[:1] != [contexts.CREDENTIALS_V1]:
        raise ProofError("a `vc` claim is for VC 1.1 alone", code="vc-claim", field="vc")
    document = dict(inner)
    if "iss" in claims:
        document.setdefault("issuer", claims["iss"])
    if "jti" in claims:
        document.setdefault("id", claims["jti"])
    for name, member in (("nbf", "issuanceDate"), ("exp", "expirationDate")):
        if name in claims:
            document.setdefault(member, times.write(_moment(name, claims)))
    subject = document.get("credentialSubject")
    if "sub" in claims and isinstance(subject, dict) and "id" not in subject:
        document["credentialSubject"] = {"id": claims["sub"], **subject}
    _check_names(document, claims)
    start, end = form.validity(document)
    _check_moment("nbf", claims, start)
    _check_moment("exp", claims, end)
    return document


def _check_names(document: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
    told = {
        "iss": form.issuer_id(document),
        "jti": document.get("id"),
        "sub": form.subject(document).get("id"),
    }
    for name, value in told.items():
        if name in claims and claims[name] != value:
            raise ProofError(f"{name} names another than the credential", code="claims", field=name)


def _check_moment(name: str, claims: Mapping[str, Any], told: datetime | None) -> None:
    """A claim counts in seconds, so a fraction of one is no difference."""
    if name not in claims:
        return
    if told is None or abs(_moment(name, claims) - told) >= timedelta(seconds=1):
        raise ProofError(
            f"{name} is another moment than the credential's", code="claims", field=name
        )


def _moment(name: str, claims: Mapping[str, Any]) -> datetime:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProofError(f"{name} is no moment", code="claims", field=name)
    if not _YEARS[0] <= value <= _YEARS[1]:
        raise ProofError(f"{name} is no moment", code="claims", field=name)
    return datetime.fromtimestamp(value, UTC)


def _packed(part: Mapping[str, Any]) -> str:
    text = json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return to_base64url(text.encode())
