"""Faults in what is said: dates, subject, achievement, endorsements, learner records, tokens."""

from __future__ import annotations

from typing import Any

from tessera.kernel.openbadges import contexts
from tessera.kernel.openbadges.multibase import from_base64url, to_base64url

from .worlds import ACHIEVEMENT, COLLEGE, GONE, KEY, LEARNER, PARTNER, Edit, Fault


def said(name: str, member: str, put: Any, step: str, code: str) -> Fault:
    return Fault(name, "badge", member, put, step, code)


def endorsed(name: str, thing: str, member: str, put: Any, code: str) -> Fault:
    return Fault(name, thing, member, put, "endorsements", f"endorsement-{code}")


def token(
    name: str, thing: str, member: str, put: Any, step: str, code: str, result: str = "failed"
) -> Fault:
    return Fault(name, thing, member, put, step, code, result)


_SUBJECT, _ACHIEVEMENT = "credentialSubject", "credentialSubject/achievement"
_LATER = "2026-03-01T12:06:00Z"

SAID = [
    Fault("not a credential", "signed badge", "type", ["OpenBadgeCredential"], "form", "type"),
    said("a credential of no kind", "type", ["VerifiableCredential"], "form", "type"),
    said("issued by nobody", "issuer", GONE, "form", "issuer"),
    Fault("issued by a name", "signed badge", "issuer", "A college", "form", "issuer"),
    said("an issuer without an id", "issuer/id", GONE, "form", "issuer"),
    said("no beginning", "validFrom", GONE, "form", "dates"),
    said("a day for a beginning", "validFrom", "2026-01-01", "form", "time"),
    said("a beginning without a zone", "validFrom", "2026-01-01T00:00:00", "form", "time"),
    said("a beginning in seconds", "validFrom", 1767225600, "form", "time"),
    said("a beginning with a small z", "validFrom", "2026-01-01T00:00:00z", "form", "time"),
    said("a thirteenth month", "validFrom", "2026-13-01T00:00:00Z", "form", "time"),
    said("an end before the beginning", "validUntil", "2025-12-31T00:00:00Z", "form", "dates"),
    said("an end of no time", "validUntil", "soon", "form", "time"),
    said("ended", "validUntil", "2026-03-01T11:59:59Z", "dates", "expired"),
    said("not begun", "validFrom", _LATER, "dates", "not-yet-valid"),
    Fault("dates of another version", "signed badge", "issuanceDate", "2026-01-01T00:00:00Z", "form", "dates"),
    said("about nobody", _SUBJECT, GONE, "form", "subject"),
    said("about a name", _SUBJECT, LEARNER, "form", "subject"),
    said("about two", _SUBJECT, Edit("two", lambda one: [one, {**one, "id": "urn:x:2"}]), "form", "subject"),
    said("about nobody in particular", _SUBJECT, Edit("no id", lambda one: {
        name: part for name, part in one.items() if name not in {"id", "identifier"}}), "subject", "subject"),
    said("for nothing", _ACHIEVEMENT, GONE, "achievement", "achievement"),
    said("for two things", _ACHIEVEMENT, Edit("two", lambda one: [one, {**one, "id": f"{ACHIEVEMENT}2"}]),
         "achievement", "achievement"),
    said("for a nameless thing", f"{_ACHIEVEMENT}/name", GONE, "achievement", "achievement"),
    said("for a thing of no description", f"{_ACHIEVEMENT}/description", GONE, "achievement", "achievement"),
    said("for no reason", f"{_ACHIEVEMENT}/criteria", GONE, "achievement", "achievement"),
    said("for an empty reason", f"{_ACHIEVEMENT}/criteria", {}, "achievement", "achievement"),
    Fault("about somebody else", "recipient", "", "b@example.com", "recipient", "recipient"),
    Fault("about a longer address", "recipient", "", "a@example.com.evil.example", "recipient", "recipient"),
    Fault("about a hash", "recipient", "",
          "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", "recipient", "recipient",
          "unknown"),
    Fault("about a name that it does not tell", "recipient", "", "Ana Silva", "recipient", "recipient",
          "unknown"),
    Fault("about a DID that it does not tell", "recipient", "", PARTNER, "recipient", "recipient", "unknown"),
    Fault("about an identity hashed in a way of its own", "badge",
          f"{_SUBJECT}/identifier/0/identityHash", "sha512$00", "recipient", "recipient", "unknown"),
    said("evidence of no kind", "evidence", [{"id": "urn:x:1"}], "form", "type"),
    said("evidence that is an address", "evidence", "https://a.example/1", "form", "type"),
    said("terms of use of no kind", "termsOfUse", {"id": "urn:x:1"}, "form", "type"),
    said("a refresh service of no kind", "refreshService", {"id": "https://a.example/1"}, "form", "type"),
    endorsed("an endorsement that was altered", "signed endorsement", "credentialSubject/endorsementComment",
             "The best there is.", "signature"),
    endorsed("an endorsement that nobody signed", "signed endorsement", "proof", GONE, "no-proof"),
    endorsed("an endorsement in the name of the college", "endorsement", "issuer/id", COLLEGE, "not-issuer"),
    endorsed("an endorsement by a key of the college", "endorsement options", "verification_method", KEY.id,
             "signature"),
    endorsed("an endorsement for another purpose", "signed endorsement", "proof/proofPurpose",
             "keyAgreement", "purpose"),
    endorsed("an endorsement by an issuer of another name", "signed endorsement", "issuer/name", "A ministry",
             "signature"),
    Fault("an altered member of a record", "member", "name", "Another", "members", "member-signature"),
    Fault("an unsigned member of a record", "member", "proof", GONE, "members", "member-no-proof"),
    Fault("a member that is a word", "member", "", "a badge", "members", "unsupported", "unknown"),
    Fault("a member that is a number", "member", "", 7, "members", "form"),
    Fault("a member of no kind", "member", "type", ["VerifiableCredential"], "members", "member-type"),
    Fault("a record of nothing", "record", f"{_SUBJECT}/verifiableCredential", GONE, "record", "members"),
    Fault("a record of another learner", "record", _SUBJECT, Edit("other", lambda one: {
        **{name: part for name, part in one.items() if name != "identifier"}, "id": "urn:uuid:1"}),
        "record", "learner"),
    Fault("an association of no kind", "record", f"{_SUBJECT}/association/0/associationType", "likes",
          "record", "association"),
    Fault("an association with nothing", "record", f"{_SUBJECT}/association/0/targetId", GONE,
          "record", "association"),
    Fault("an association with a thing elsewhere", "record", f"{_SUBJECT}/association/0/sourceId",
          f"{ACHIEVEMENT}/elsewhere", "record", "association"),
    Fault("an altered record", "signed record", "name", "Another", "signature", "signature"),
    token("an algorithm that is none", "header", "alg", "none", "signature", "algorithm"),
    token("no algorithm", "header", "alg", GONE, "signature", "algorithm"),
    token("a shared secret", "header", "alg", "HS256", "signature", "algorithm"),
    token("the algorithm of another key", "header", "alg", "EdDSA", "signature", "algorithm"),
    token("an algorithm from the future", "header", "alg", "XX999", "signature", "unsupported", "unknown"),
    token("something critical", "header", "crit", ["exp"], "form", "crit"),
    token("a token for something else", "header", "typ", "at+jwt", "form", "typ"),
    token("a key that is not listed in a token", "header", "kid", f"{COLLEGE}#key-9", "issuer", "no-such-key"),
    token("a key of a partner in a token", "header", "kid", f"{PARTNER}#key-1", "issuer", "not-issuer"),
    token("a secret key in the header", "header", "jwk", {
        "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA"}, "issuer", "secret"),
    token("another issuer in the claims", "payload", "iss", PARTNER, "form", "claims"),
    token("no issuer in the claims", "payload", "iss", GONE, "form", "claims"),
    token("another id in the claims", "payload", "jti", "urn:uuid:1", "form", "claims"),
    token("no id in the claims", "payload", "jti", GONE, "form", "claims"),
    token("another learner in the claims", "payload", "sub", "urn:uuid:1", "form", "claims"),
    token("no learner in the claims", "payload", "sub", GONE, "form", "claims"),
    token("another beginning in the claims", "payload", "nbf", 0, "form", "claims"),
    token("no beginning in the claims", "payload", "nbf", GONE, "form", "claims"),
    token("a later end in the claims", "payload", "exp", 4102444800, "form", "claims"),
    token("no end in the claims", "payload", "exp", GONE, "form", "claims"),
    token("a claim for something of before", "payload", "vc", {}, "form", "vc-claim"),
    token("a member that nobody defined in a token", "payload", "nickname", "x", "signature", "undefined-term"),
    token("a context unknown here in a token", "payload", "@context", [
        contexts.CREDENTIALS_V2, contexts.OPEN_BADGES, "https://a.example/c"], "signature",
        "unknown-context", "unknown"),
    token("a token with another signature", "token", "", Edit(
        "other", lambda text: text[:-6] + ("AAAAAA" if text[-6:] != "AAAAAA" else "BBBBBB")),
        "signature", "signature"),
    token("a token without a signature", "token", "", Edit(
        "none", lambda text: text.rpartition(".")[0] + "."), "signature", "length"),
    token("a token with half a signature", "token", "", Edit(
        "half", lambda text: text[:-86] + to_base64url(from_base64url(text[-86:])[:32])), "signature",
            "length"),
    token("a token in other letters", "token", "", Edit(
        "padding", lambda text: text + "=="), "form", "token"),
]  # fmt: skip
