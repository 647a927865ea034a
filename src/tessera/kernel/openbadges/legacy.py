"""Open Badges 2.0, for checking: an assertion that its issuer hosts, or signed as RS256.

A hosted assertion is what its own address serves; a copy in a file proves nothing and only says where
to look. A signed one is the token's. Either way the badge and the issuer are read from their own
addresses, and the issuer says whether the assertion is theirs: by where it is hosted, or by the key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from tessera.kernel.errors import KernelError, KeyFault, ProofError, StatusError, Unreachable
from tessera.kernel.openbadges import canonical, claims, contexts, did, form, jwt, revocation, times
from tessera.kernel.openbadges.form import Document
from tessera.kernel.openbadges.jwt import Token
from tessera.kernel.openbadges.keys import KeyType, PublicKey
from tessera.kernel.openbadges.report import Report, Result, Step, attempt, faulty, verdict

_HOSTED = {"HostedBadge", "hosted"}
_SIGNED = {"SignedBadge", "signed"}
_ADDRESSES = ("https://", "http://")
_NEEDED = ("id", "recipient", "badge", "issuedOn", "verification")


def is_assertion(source: Document | bytes | str) -> bool:
    """Whether this is an assertion of Open Badges 2.0, or the address of one."""
    return _told(source) is not None


def check(
    source: Document | bytes | str,
    *,
    at: datetime,
    load: did.Load,
    recipient: str = "",
    trusted: Collection[str] | None = None,
) -> Report:
    """Check an assertion. Steps, codes and arguments are those of `check.check`."""
    told = _told(source)
    assert told is not None, "what is_assertion says no to is not for here"
    document, token = told
    return _Check(at, load).report(document, token, recipient, trusted)


def _told(source: Document | bytes | str) -> tuple[Document, Token | None] | None:
    """The assertion as told, and the token that carried it; an address tells an id alone."""
    if not isinstance(source, Mapping | bytes | str):
        return None
    try:
        if isinstance(source, Mapping):
            document, token = source, None
        elif jwt.is_token(source):
            token = jwt.read(source)
            document = token.payload
        else:
            text = source if isinstance(source, str) else source.decode()
            if text.strip().startswith(_ADDRESSES):
                return {"id": text.strip()}, None
            if "Assertion" not in text:
                return None
            document, token = canonical.read(text), None
    except (KernelError, UnicodeDecodeError):
        return None
    types = form.listed(document.get("type"))
    under = form.listed(document.get("@context"))
    is_old = "Assertion" in types and contexts.OPEN_BADGES_V2 in under
    return (document, token) if is_old else None


class _Check:
    """One run over an assertion, its badge and its issuer."""

    def __init__(self, at: datetime, load: did.Load) -> None:
        self._at = at
        self._load = load

    def report(
        self,
        told: Document,
        token: Token | None,
        recipient: str,
        trusted: Collection[str] | None,
    ) -> Report:
        steps, document, badge, issuer = self._read(told, token)
        if steps:
            return _report(steps, _summary(told, {}, {}))
        steps = [Step("form", Result.PASSED)]
        if token is None:
            # an address alone, or a copy that says the same, is no news
            is_other = len(told) > 1 and told != document
            other = "the copy handed in reads otherwise; this is about what is served"
            steps.append(Step("signature", Result.PASSED, "hosted", other if is_other else ""))
            steps.append(attempt("issuer", lambda: _check_scope(str(document["id"]), issuer)))
            status = attempt("status", lambda: _check_revoked(document))
        else:
            steps += self._signed(document, token, issuer)
            status = self._listed(document, issuer)
        holds = all(step.result is Result.PASSED for step in steps)
        unasked = Step("status", Result.UNKNOWN, "not-checked", "the signature comes first")
        steps.append(status if holds else unasked)
        steps.append(attempt("dates", lambda: self._check_dates(document)))
        steps.append(attempt("subject", lambda: _check_subject(document)))
        steps.append(attempt("achievement", lambda: _check_badge(badge)))
        if recipient:
            steps.append(attempt("recipient", lambda: _check_recipient(document, recipient)))
        else:
            steps.append(Step("recipient", Result.SKIPPED, "not-asked"))
        steps += [Step("endorsements", Result.SKIPPED, "none"), _trust(issuer, trusted)]
        return _report(steps, _summary(document, badge, issuer))

    def _read(
        self, told: Document, token: Token | None
    ) -> tuple[list[Step], Document, Document, Document]:
        """The assertion, its badge and its issuer; or the steps that say why not."""
        document: Document = told
        try:
            if token is None:
                document = self._page(told.get("id"), "Assertion")
            _check_form(document, token)
        except KernelError as fault:
            if fault.code == "gone":
                revoked = StatusError("its issuer took it away", code="revoked")
                return [Step("form", Result.PASSED), faulty("status", revoked)], {}, {}, {}
            return [faulty("form", fault)], {}, {}, {}
        try:
            badge = self._page(_id(document["badge"]), "BadgeClass")
            issuer = self._page(_id(badge.get("issuer")), "Issuer", "Profile")
        except KernelError as fault:
            return [Step("form", Result.PASSED), faulty("issuer", fault)], {}, {}, {}
        return [], document, badge, issuer

    def _page(self, address: Any, *kinds: str) -> Document:
        """What is served at an id, by that id. Raises Unreachable, KernelError (`form`)."""
        if not isinstance(address, str) or not address.startswith(_ADDRESSES):
            raise KernelError(f"no address of a {kinds[0]}", code="form")
        found = did.page(address, self._load)
        if found.get("id") != address or not set(kinds) & set(
            map(str, form.listed(found.get("type")))
        ):
            raise KernelError(f"no {kinds[0]} of that id at {address:.200}", code="form")
        return found

    def _signed(self, document: Document, token: Token, issuer: Document) -> list[Step]:
        creator = _verification(document).get("creator")
        names = [creator] if creator else form.listed(issuer.get("publicKey"))
        try:
            found = self._page(_id(names[0] if names else None), "CryptographicKey")
            key = _key(found.get("publicKeyPem"))
        except KernelError as fault:
            told = Step("signature", Result.UNKNOWN, fault.code, "there is no key to check with")
            return [told, faulty("issuer", fault)]
        return [
            attempt("signature", lambda: _check_signature(token, key)),
            attempt("issuer", lambda: _check_owner(found, issuer)),
        ]

    def _listed(self, document: Document, issuer: Document) -> Step:
        address = issuer.get("revocationList")
        if address is None:
            return Step("status", Result.SKIPPED, "no-status", "it cannot be revoked")

        def question() -> None:
            try:
                found = self._page(_id(address), "RevocationList")
                listed = found.get("revokedAssertions")
                if not isinstance(listed, list):
                    raise KernelError("a revocation list without a list", code="form")
            except KernelError as fault:
                raise Unreachable(str(fault), code="status-list") from fault
            names = [document[name] for name in ("id", "uid") if name in document]
            for one in listed:
                entry = one if isinstance(one, Mapping) else {"id": one}
                if entry.get("id") in names or entry.get("uid") in names:
                    raise revocation.revoked_by(entry, address=str(_id(address)))

        return attempt("status", question)

    def _check_dates(self, document: Document) -> None:
        if self._at + times.SKEW < times.read(document["issuedOn"], zone_required=False):
            raise KernelError(f"issued on {document['issuedOn']}", code="not-yet-valid")
        end = document.get("expires")
        if end is not None and self._at > times.read(end, zone_required=False):
            raise KernelError(f"valid until {end}", code="expired")


def _check_form(document: Document, token: Token | None) -> None:
    for name in _NEEDED:
        if name not in document:
            raise KernelError(f"an assertion without {name}", code="form", field=name)
    kind = set(map(str, form.listed(_verification(document).get("type"))))
    if not kind & (_HOSTED if token is None else _SIGNED):
        raise KernelError("checked in another way than it says", code="form", field="verification")
    for name in ("issuedOn", "expires"):
        if name in document:
            times.read(document[name], zone_required=False)


def _check_scope(address: str, issuer: Document) -> None:
    """Whether an issuer hosts assertions there (Open Badges 2.0, VerificationObject)."""
    rules, host = _verification(issuer), _host(address)
    starts = [one for one in form.listed(rules.get("startsWith")) if isinstance(one, str)]
    origins = form.listed(rules.get("allowedOrigins"))
    if starts:
        # a prefix ends where a name does: `https://a.example` is not `https://a.example.evil`
        if any(address.startswith(one) and _host(one) == host for one in starts):
            return
    elif origins:
        if host and any(one in (host, f"https://{host}", f"http://{host}") for one in origins):
            return
    elif host and _host(str(issuer["id"])) == host:
        return
    raise KeyFault(f"hosted where its issuer does not: {address:.200}", code="not-issuer")


def _check_owner(key: Document, issuer: Document) -> None:
    if key.get("owner") != issuer["id"]:
        raise KeyFault("signed by a key of someone else", code="not-issuer")
    if key["id"] not in [_id(one) for one in form.listed(issuer.get("publicKey"))]:
        raise KeyFault("signed by a key that its issuer does not list", code="not-issuer")


def _check_signature(token: Token, key: PublicKey) -> None:
    if token.header.get("alg") != "RS256":
        raise ProofError("signed badges of this kind are RS256", code="algorithm", field="alg")
    if "crit" in token.header:
        raise ProofError("it asks for what is not known here", code="crit", field="crit")
    key.verify(token.signature, token.signed)


def _check_revoked(document: Document) -> None:
    if document.get("revoked") not in (None, False):
        raise revocation.revoked_by(document)


def _check_subject(document: Document) -> None:
    recipient = document["recipient"]
    if not isinstance(recipient, Mapping) or not recipient.get("identity"):
        raise KernelError("it does not say whom it is about", code="subject")


def _check_badge(badge: Document) -> None:
    for name in ("name", "description", "criteria"):
        if not badge.get(name):
            raise KernelError(f"the badge has no {name}", code="achievement", field=name)


def _check_recipient(document: Document, recipient: str) -> None:
    told = document["recipient"]
    if isinstance(told, Mapping):
        told = {name: part for name, part in told.items() if part is not None}
        identity = {**told, "identityHash": told.get("identity", "")}
        if claims.identifies(identity, recipient):
            return
        if not claims.is_readable(identity):
            said = f"nothing in it tells whether it is about {recipient}"
            raise Unreachable(said, code="recipient", recipient=recipient)
    raise KernelError(f"it is not about {recipient}", code="recipient", recipient=recipient)


def _trust(issuer: Document, trusted: Collection[str] | None) -> Step:
    if trusted is None:
        return Step("trust", Result.SKIPPED, "no-list", decides=False)
    known = issuer["id"] in trusted
    result, code = (Result.PASSED, "") if known else (Result.UNKNOWN, "not-listed")
    return Step("trust", result, code, str(issuer["id"]), decides=False)


def _key(pem: Any) -> PublicKey:
    try:
        found = load_pem_public_key(str(pem).encode())
        der = found.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise KeyFault("not a public key") from fault
    return PublicKey(KeyType.RSA, der)


def _verification(document: Document) -> Document:
    found = document.get("verification")
    return found if isinstance(found, Mapping) else {}


def _host(address: str) -> str:
    """The host and port of an address; "" for what is none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _id(value: Any) -> Any:
    return value.get("id") if isinstance(value, Mapping) else value


def _summary(document: Document, badge: Document, issuer: Document) -> dict[str, Any]:
    """What it claims, under the names of Open Badges 3.0."""
    found = {
        "id": document.get("id"),
        "type": document.get("type"),
        "name": badge.get("name"),
        "issuer": _picked(issuer, "id", "name", "url", "image"),
        "validFrom": document.get("issuedOn"),
        "validUntil": document.get("expires"),
        "image": document.get("image"),
        "achievement": _picked(badge, "id", "name", "description", "criteria", "image"),
    }
    return {name: value for name, value in found.items() if value}


def _picked(part: Document, *names: str) -> dict[str, Any]:
    return {name: part[name] for name in names if name in part}


def _report(steps: list[Step], credential: dict[str, Any]) -> Report:
    outcome, reason = verdict(steps)
    return Report(outcome, reason, tuple(steps), credential)
