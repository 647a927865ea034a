"""Open Badges 2.0: hosted and signed assertions."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.errors import Unreachable
from tessera.kernel.openbadges import bake, contexts, source
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.multibase import to_base64url
from tessera.kernel.openbadges.report import Verdict

from .badges import NOON
from .images import PIXEL

HOME = "https://college.example"
ASSERTION, BADGE, ISSUER = f"{HOME}/assertions/1", f"{HOME}/badges/1", f"{HOME}/issuer"
KEY, LIST = f"{HOME}/key", f"{HOME}/revoked"
V2 = contexts.OPEN_BADGES_V2
RSA = rsa.generate_private_key(65537, 2048)
OTHER = rsa.generate_private_key(65537, 2048)
# of a@example.com with the salt of the specification's example
HASH = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def assertion(**changes: Any) -> dict[str, Any]:
    whole = {
        "@context": V2,
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {"type": "email", "hashed": True, "salt": "Kosher", "identity": HASH},
        "badge": BADGE,
        "issuedOn": "2026-01-01T00:00:00Z",
        "verification": {"type": "HostedBadge"},
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def pem(key: Any) -> str:
    public = key.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def web(**changes: Any) -> dict[str, Any]:
    whole = {
        "assertion": assertion(),
        "badge": {
            "@context": V2,
            "type": "BadgeClass",
            "id": BADGE,
            "name": "Active Listening",
            "description": "Listens.",
            "criteria": {"narrative": "Judged."},
            "issuer": ISSUER,
        },
        "issuer": {
            "@context": V2,
            "type": "Issuer",
            "id": ISSUER,
            "name": "A college",
            "publicKey": KEY,
            "revocationList": LIST,
        },
        "key": {
            "@context": V2,
            "type": "CryptographicKey",
            "id": KEY,
            "owner": ISSUER,
            "publicKeyPem": pem(RSA),
        },
        "list": {
            "@context": V2,
            "type": "RevocationList",
            "id": LIST,
            "issuer": ISSUER,
            "revokedAssertions": ["urn:uuid:other", {"id": "urn:uuid:another"}],
        },
    }
    for name, change in changes.items():
        whole[name] = {**whole[name], **change} if isinstance(change, dict) else change
    return whole


def report(told: Any, pages: dict[str, Any] | None = None, **asked: Any) -> Any:
    places = {"assertion": ASSERTION, "badge": BADGE, "issuer": ISSUER, "key": KEY, "list": LIST}
    found = {places.get(name, name): page for name, page in (pages or web()).items()}

    def load(address: str) -> bytes:
        page = found.get(address)
        if page == "gone":
            raise Unreachable("410", code="gone")
        if page is None:
            raise Unreachable(f"nothing at {address}")
        return page if isinstance(page, bytes) else json.dumps(page).encode()

    return check(told, **{"at": NOON, "load": load, **asked})


def outcome(told: Any, pages: dict[str, Any] | None = None, **asked: Any) -> tuple[str, str]:
    found = report(told, pages, **asked)
    return found.verdict.value, found.reason


def token(key: Any = RSA, header: dict[str, Any] | None = None, **changes: Any) -> str:
    signed_by = {"type": "SignedBadge", "creator": KEY}
    payload = assertion(**{"id": "urn:uuid:signed", "verification": signed_by, **changes})
    parts = ({"alg": "RS256"} | (header or {}), payload)
    signed = ".".join(to_base64url(json.dumps(part).encode()) for part in parts)
    signature = key.sign(signed.encode(), padding.PKCS1v15(), SHA256())
    return f"{signed}.{to_base64url(signature)}"


def test_hosted_assertion_in_order_is_valid():
    found = report(assertion(), recipient="a@example.com", trusted=[ISSUER])
    assert [(step.name, step.result.value, step.code) for step in found.steps] == [
        ("form", "passed", ""),
        ("signature", "passed", "hosted"),
        ("issuer", "passed", ""),
        ("status", "passed", ""),
        ("dates", "passed", ""),
        ("subject", "passed", ""),
        ("achievement", "passed", ""),
        ("recipient", "passed", ""),
        ("endorsements", "skipped", "none"),
        ("trust", "passed", ""),
    ]
    assert (found.verdict, found.credential["achievement"]["name"]) == (
        Verdict.VALID,
        "Active Listening",
    )


def test_the_copy_in_a_file_is_not_believed():
    found = report(assertion(expires="2020-01-01T00:00:00Z", badge=f"{HOME}/badges/of-gold"))
    assert (found.verdict, found.credential["achievement"]["id"]) == (Verdict.VALID, BADGE)


def test_copy_that_reads_otherwise_than_what_is_served_is_told():
    told = [report(one).step("signature").detail for one in (assertion(), assertion(issuedOn="x"))]
    assert told == ["", "the copy handed in reads otherwise; this is about what is served"]


@pytest.mark.parametrize("image", [PIXEL, b'<svg xmlns="http://www.w3.org/2000/svg"/>'])
def test_assertion_baked_as_its_address_is_looked_up(image):
    older = bake.bake(image, json.dumps(assertion()))
    assert outcome(source.credential_in(older)) == ("valid", "")
    assert outcome(ASSERTION) == ("valid", "")


def test_signed_assertion_in_order_is_valid_whichever_key_it_leaves_to_the_issuer():
    assert outcome(token(), recipient="a@example.com") == ("valid", "")
    assert outcome(token(verification={"type": "signed"})) == ("valid", "")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"assertion": {"revoked": True}}, ("invalid", "revoked")),
        ({"assertion": "gone"}, ("invalid", "revoked")),
        ({"assertion": None}, ("undecided", "unreachable")),
        ({"assertion": {"id": f"{HOME}/assertions/2"}}, ("invalid", "form")),
        ({"assertion": {"type": "BadgeClass"}}, ("invalid", "form")),
        ({"assertion": {"verification": {"type": "SignedBadge"}}}, ("invalid", "form")),
        ({"assertion": {"verification": None}}, ("invalid", "form")),
        ({"assertion": {"expires": "2026-02-01T00:00:00Z"}}, ("invalid", "expired")),
        ({"assertion": {"expires": "soon"}}, ("invalid", "time")),
        ({"assertion": {"issuedOn": "2026-04-01T00:00:00Z"}}, ("invalid", "not-yet-valid")),
        ({"assertion": {"recipient": {"type": "email"}}}, ("invalid", "subject")),
        ({"assertion": {"recipient": "a@example.com"}}, ("invalid", "subject")),
        ({"assertion": {"badge": {"name": "local"}}}, ("invalid", "form")),
        ({"badge": b"<html>"}, ("undecided", "unreachable")),
        ({"badge": None}, ("undecided", "unreachable")),
        ({"badge": {"id": ISSUER}}, ("invalid", "form")),
        ({"badge": {"criteria": ""}}, ("invalid", "achievement")),
        ({"badge": {"name": ""}}, ("invalid", "achievement")),
        ({"issuer": None}, ("undecided", "unreachable")),
        ({"issuer": {"type": "Assertion"}}, ("invalid", "form")),
        ({"issuer": {"verification": {"allowedOrigins": ["b.example"]}}}, ("invalid", "not-issuer")),
        ({"issuer": {"verification": {"allowedOrigins": "college.example"}}}, ("valid", "")),
        ({"issuer": {"verification": {"startsWith": f"{HOME}/badges"}}}, ("invalid", "not-issuer")),
        ({"issuer": {"verification": {"startsWith": [f"{HOME}/ass"]}}}, ("valid", "")),
        ({"issuer": {"verification": {"startsWith": "https://college.exam"}}}, ("invalid", "not-issuer")),
    ],
)  # fmt: skip
def test_hosted_assertion_is_judged_by_what_is_served(changes, expected):
    assert outcome(assertion(), web(**changes)) == expected


def test_assertion_hosted_by_somebody_else_is_invalid():
    elsewhere = "https://evil.example/assertions/1"
    pages = web() | {elsewhere: assertion(id=elsewhere)}
    assert outcome(assertion(id=elsewhere), pages) == ("invalid", "not-issuer")


@pytest.mark.parametrize(
    ("told", "changes", "expected"),
    [
        (token(OTHER), {}, ("invalid", "signature")),
        (token(header={"alg": "RS512"}), {}, ("invalid", "algorithm")),
        (token(header={"alg": "none"}), {}, ("invalid", "algorithm")),
        (token(header={"crit": ["exp"]}), {}, ("invalid", "crit")),
        (token(), {"key": {"owner": f"{HOME}/other"}}, ("invalid", "not-issuer")),
        (token(), {"issuer": {"publicKey": f"{HOME}/other"}}, ("invalid", "not-issuer")),
        (token(), {"issuer": {"publicKey": []}}, ("invalid", "not-issuer")),
        (token(), {"key": None}, ("undecided", "unreachable")),
        (token(), {"key": {"publicKeyPem": "none"}}, ("invalid", "key-invalid")),
        (
            token(),
            {"key": {"publicKeyPem": pem(ec.generate_private_key(ec.SECP256R1()))}},
            ("invalid", "key-invalid"),
        ),
        (token(), {"list": {"revokedAssertions": ["urn:uuid:signed"]}}, ("invalid", "revoked")),
        (
            token(),
            {"list": {"revokedAssertions": [{"id": "urn:uuid:signed"}]}},
            ("invalid", "revoked"),
        ),
        (
            token(uid="u-1"),
            {"list": {"revokedAssertions": [{"uid": "u-1", "revocationReason": "error"}]}},
            ("invalid", "revoked"),
        ),
        (token(), {"list": {"revokedAssertions": "all"}}, ("undecided", "status-list")),
        (token(), {"list": None}, ("undecided", "status-list")),
        (token(), {"issuer": {"revocationList": None}}, ("valid", "")),
        (token(verification={"type": "HostedBadge"}), {}, ("invalid", "form")),
        (token(expires="2026-02-01T00:00:00Z"), {}, ("invalid", "expired")),
    ],
)
def test_signed_assertion_is_judged_by_its_issuers_key_and_list(told, changes, expected):
    assert outcome(told, web(**changes)) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"type": "email", "hashed": True, "salt": "Kosher", "identity": HASH}, "valid"),
        ({"type": "email", "hashed": False, "identity": "a@example.com"}, "valid"),
        ({"type": "email", "hashed": False, "salt": None, "identity": "b@example.com"}, "invalid"),
        ({"type": "email", "hashed": True, "salt": "Sea", "identity": HASH}, "invalid"),
    ],
)
def test_recipient_is_told_by_hash_or_plainly(told, expected):
    pages = web(assertion={"recipient": told})
    assert outcome(assertion(), pages, recipient="a@example.com")[0] == expected


def test_end_is_the_last_moment():
    pages = web(assertion={"expires": "2026-03-01T12:00:00Z"})
    late = NOON + timedelta(seconds=1)
    assert [outcome(assertion(), pages, at=moment)[0] for moment in (NOON, late)] == [
        "valid",
        "invalid",
    ]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6)
    | st.sampled_from(["https://[", ASSERTION, ISSUER, "2026-01-01T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.sampled_from(["id", "type", "uid", "startsWith"]), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["assertion", "badge", "issuer", "key", "list"]),
    st.sampled_from(
        ["id", "type", "badge", "issuer", "verification", "recipient", "publicKey", "owner",
         "revokedAssertions", "issuedOn", "expires", "revoked", "uid", "criteria"]
    ),
    _JSON,
    st.booleans(),
)  # fmt: skip
def test_anything_anywhere_gets_a_report(page, member, value, is_signed):
    told = token(**({member: value} if page == "assertion" else {})) if is_signed else assertion()
    assert report(told, web(**{page: {member: value}})).verdict in Verdict
