"""Credentials as tokens: published signatures, round trips, and every fault."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.errors import KernelError, UndefinedTerm, Unreachable
from tessera.kernel.openbadges import contexts, did, jwk, jwt, keys
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.multibase import from_base64url, to_base64url
from tessera.kernel.openbadges.report import Verdict

from .badges import ISSUER, METHOD, NOON, SECRET, badge, signed, web
from .changes import changed_text
from .test_jwk import ED25519, P256

SUBJECT = badge()["credentialSubject"]["id"]
HOST = "https://college.example"
PROFILE = f"{HOST}/issuers/1"


def part(value: Any) -> str:
    return to_base64url(json.dumps(value).encode())


def token(
    payload: dict[str, Any],
    secret: keys.SecretKey = SECRET,
    **header: Any,
) -> str:
    """A token as it is asked for, honest or not; a member given as None is left out."""
    whole = {"alg": jwk.ALGORITHMS[secret.type][0], "typ": "JWT", "kid": METHOD.id, **header}
    parts = [
        part({name: value for name, value in one.items() if value is not None})
        for one in (whole, payload)
    ]
    data = ".".join(parts)
    return f"{data}.{to_base64url(secret.sign(data.encode()))}"


def claims(**changes: Any) -> dict[str, Any]:
    return {
        **badge(),
        "iss": ISSUER,
        "jti": badge()["id"],
        "sub": SUBJECT,
        "nbf": int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()),
        **changes,
    }


def outcome(text: str, pages: dict[str, Any] | None = None, **asked: Any) -> tuple[str, str]:
    served = {address: json.dumps(page).encode() for address, page in (pages or {}).items()}
    report = check(text, **{"at": NOON, "load": web(served), **asked})
    return report.verdict.value, report.reason


@pytest.mark.parametrize(
    ("key", "text"),
    [
        # RFC 8037, appendix A.4
        (ED25519, "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1P"
                  "POt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"),
        # RFC 7515, appendix A.3.1
        (P256, "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leG"
               "FtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw"
               "5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"),
    ],
    ids=["EdDSA", "ES256"],
)  # fmt: skip
def test_published_signature_verifies(key, text):
    signed_part, _, signature = text.rpartition(".")
    jwk.read(key).verify(from_base64url(signature), signed_part.encode())


def test_secure_writes_the_claims_of_open_badges():
    made = jwt.read(
        jwt.secure(
            badge(validUntil="2027-01-01T00:00:00Z"), key=SECRET, verification_method=METHOD.id
        )
    )
    assert made.header == {"alg": "EdDSA", "typ": "JWT", "kid": METHOD.id}
    assert {name: made.payload[name] for name in ("iss", "jti", "sub", "nbf", "exp")} == {
        "iss": ISSUER,
        "jti": badge()["id"],
        "sub": SUBJECT,
        "nbf": 1767225600,
        "exp": 1798761600,
    }
    assert jwt.credential(made) == badge(validUntil="2027-01-01T00:00:00Z")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([keys.KeyType.ED25519, keys.KeyType.P256]),
    st.binary(min_size=31, max_size=31),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.booleans(),
)
def test_token_made_here_is_valid(kind, raw, name, is_named):
    secret = keys.SecretKey(kind, b"\x01" + raw)
    method = did.key_method(did.from_key(secret.public))
    document = badge(name=name, issuer={"id": method.controller, "type": ["Profile"]})
    made = jwt.secure(document, key=secret, verification_method=method.id if is_named else "")
    assert outcome(made) == ("valid", "")


@settings(max_examples=150, deadline=None)
@given(changed_text(jwt.secure(badge(), key=SECRET, verification_method=METHOD.id)))
def test_token_with_any_letter_changed_is_not_valid(text):
    assert outcome(text)[0] != "valid"


@pytest.mark.parametrize(
    "document",
    [
        badge(id=None),
        badge(credentialSubject={**badge()["credentialSubject"], "id": None}),
        badge(iss=ISSUER),
        badge(validFrom=None),
    ],
    ids=["no id", "no subject", "claims already", "no beginning"],
)
def test_secure_of_what_no_token_can_carry_is_refused(document):
    with pytest.raises(KernelError):
        jwt.secure(document, key=SECRET)


def test_secure_of_a_term_that_no_context_defines_is_refused():
    with pytest.raises(UndefinedTerm):
        jwt.secure(badge(invented=1), key=SECRET)


@pytest.mark.parametrize(
    ("header", "changes", "expected"),
    [
        ({}, {}, ("valid", "")),
        ({"typ": None}, {}, ("valid", "")),
        ({"x5c": ["MII"]}, {"iat": 1767225600, "aud": "anyone"}, ("valid", "")),
        ({"alg": "Ed25519"}, {}, ("valid", "")),
        ({}, {"nbf": 1767225600.5}, ("valid", "")),
        ({"alg": "none"}, {}, ("invalid", "algorithm")),
        ({"alg": "None"}, {}, ("invalid", "algorithm")),
        ({"alg": "HS256"}, {}, ("invalid", "algorithm")),
        ({"alg": None}, {}, ("invalid", "algorithm")),
        ({"alg": "ES256"}, {}, ("invalid", "algorithm")),
        ({"alg": "RS256"}, {}, ("invalid", "algorithm")),
        ({"alg": "PS512"}, {}, ("undecided", "unsupported")),
        ({"crit": ["b64"], "b64": False}, {}, ("invalid", "crit")),
        ({"crit": []}, {}, ("invalid", "crit")),
        ({"typ": "at+jwt"}, {}, ("invalid", "typ")),
        ({"typ": "openid4vci-proof+jwt"}, {}, ("invalid", "typ")),
        ({}, {"iss": "did:web:a.example"}, ("invalid", "claims")),
        ({}, {"iss": None}, ("invalid", "claims")),
        ({}, {"jti": "urn:uuid:other"}, ("invalid", "claims")),
        ({}, {"jti": None}, ("invalid", "claims")),
        ({}, {"sub": "did:web:a.example"}, ("invalid", "claims")),
        ({}, {"sub": None}, ("invalid", "claims")),
        ({}, {"nbf": 1767225601}, ("invalid", "claims")),
        ({}, {"nbf": None}, ("invalid", "claims")),
        ({}, {"nbf": "1767225600"}, ("invalid", "claims")),
        ({}, {"nbf": True}, ("invalid", "claims")),
        ({}, {"nbf": 10**30}, ("invalid", "claims")),
        ({}, {"exp": 1798761600}, ("invalid", "claims")),
        ({}, {"validUntil": "2027-01-01T00:00:00Z"}, ("invalid", "claims")),
        (
            {},
            {"validUntil": "2027-01-01T00:00:00Z", "exp": 1798761601},
            ("invalid", "claims"),
        ),
        (
            {},
            {"validUntil": "2026-02-01T00:00:00Z", "exp": 1769904000},
            ("invalid", "expired"),
        ),
        ({}, {"vc": {}}, ("invalid", "vc-claim")),
        ({}, {"vp": {}}, ("invalid", "vc-claim")),
        ({}, {"invented": 1}, ("invalid", "undefined-term")),
    ],
)
def test_token_by_the_rules_of_open_badges(header, changes, expected):
    assert outcome(token(claims(**changes), **header)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("valid", "")),
        ({"iss": ISSUER, "jti": badge()["id"], "sub": SUBJECT}, ("valid", "")),
        ({"exp": NOON.timestamp() + 1}, ("valid", "")),
        ({"exp": NOON.timestamp() - 1}, ("invalid", "proof-expired")),
        ({"nbf": NOON.timestamp() + 61}, ("invalid", "not-yet-valid")),
        ({"nbf": NOON.timestamp() + 59}, ("valid", "")),
        ({"iss": "did:web:a.example"}, ("invalid", "claims")),
        ({"sub": "did:web:a.example"}, ("invalid", "claims")),
        ({"jti": 1}, ("invalid", "claims")),
        ({"vc": badge()}, ("invalid", "vc-claim")),
    ],
)
@pytest.mark.parametrize("kind", ["vc+jwt", "application/vc+jwt", "vc+ld+jwt"])
def test_token_by_the_rules_of_vc_jose_cose(kind, changes, expected):
    assert outcome(token({**badge(), **changes}, typ=kind)) == expected


class TestOldTokens:
    """VC 1.1, section 6.3.1."""

    @staticmethod
    def token(inner: dict[str, Any] | None = None, **changes: Any) -> str:
        old = badge(validFrom=None, issuanceDate="2026-01-01T00:00:00Z")
        old["@context"] = [contexts.CREDENTIALS_V1, contexts.OPEN_BADGES_302]
        old = {name: part for name, part in {**old, **(inner or {})}.items() if part is not None}
        named = {name: part for name, part in claims().items() if name in jwt._CLAIMS}
        return token({**named, "vc": old, **changes})

    @pytest.mark.parametrize(
        ("inner", "changes", "expected"),
        [
            ({}, {}, ("valid", "")),
            ({"id": None, "issuer": None, "issuanceDate": None}, {}, ("valid", "")),
            ({"id": None}, {"jti": None}, ("valid", "")),
            ({"issuanceDate": None}, {"nbf": NOON.timestamp() + 61}, ("invalid", "not-yet-valid")),
            ({}, {"exp": NOON.timestamp() - 1}, ("invalid", "expired")),
            ({}, {"iss": "did:web:a.example"}, ("invalid", "claims")),
            ({}, {"sub": "did:web:a.example"}, ("invalid", "claims")),
            ({}, {"nbf": 1}, ("invalid", "claims")),
            ({"@context": [contexts.CREDENTIALS_V2]}, {}, ("invalid", "vc-claim")),
            ({}, {"vp": {}}, ("invalid", "vc-claim")),
            ({}, {"vc": "text"}, ("invalid", "vc-claim")),
        ],
    )
    def test_credential_as_a_claim(self, inner, changes, expected):
        assert outcome(self.token(inner, **changes)) == expected


def test_embedded_proof_inside_a_token_counts_too():
    made = signed(badge())
    sound = token({**claims(), "proof": made["proof"]})
    broken = token({**claims(), "proof": {**made["proof"], "created": "2026-03-01T12:00:01Z"}})
    assert (outcome(sound), outcome(broken)) == (("valid", ""), ("invalid", "signature"))


@pytest.mark.parametrize(
    "text",
    ["ey.ey.ey", "eyJ.e30.", f"{part({})}.e30", f"{part({})}.W10.AA", f"{part({})}.e30.A=",
     f"{part({})}.e31.AA", "ey" + "." * 5],
)  # fmt: skip
def test_text_that_is_no_token_is_refused(text):
    with pytest.raises(KernelError):
        jwt.read(text)


@given(st.text(max_size=40))
def test_hostile_text_gets_a_report(text):
    for one in (text, f"ey{text}.e30.AA", f"{part({'alg': 'EdDSA'})}.{text}.AA"):
        assert check(one, at=NOON, load=web()).verdict is not Verdict.VALID


class TestKeysOfTokens:
    """A key proves nothing by where it is named: its issuer must stand behind it."""

    key = jwk.write(SECRET.public)
    other = jwk.write(keys.SecretKey(keys.KeyType.ED25519, bytes(32)).public)

    @staticmethod
    def of(issuer: str, **header: Any) -> str:
        whole = claims(issuer={"id": issuer, "type": ["Profile"]}, iss=issuer)
        return token(whole, **header)

    @pytest.mark.parametrize(
        ("issuer", "header", "pages", "expected"),
        [
            # by name, in a document
            (ISSUER, {"kid": None}, {}, ("valid", "")),
            (ISSUER, {"kid": ISSUER}, {}, ("valid", "")),
            (ISSUER, {"kid": METHOD.id.partition("#")[2]}, {}, ("valid", "")),
            (ISSUER, {"kid": f"{ISSUER}#other"}, {}, ("invalid", "no-such-key")),
            (ISSUER, {"kid": 1}, {}, ("invalid", "no-such-key")),
            ("did:web:a.example", {"kid": METHOD.id}, {}, ("invalid", "not-issuer")),
            ("did:web:a.example", {"kid": "key-1"}, {}, ("undecided", "unreachable")),
            # carried
            (ISSUER, {"kid": None, "jwk": key}, {}, ("valid", "")),
            (ISSUER, {"kid": None, "jwk": other}, {}, ("invalid", "not-issuer")),
            (ISSUER, {"kid": None, "jwk": {**key, "d": "AA"}}, {}, ("invalid", "secret")),
            (PROFILE, {"kid": None, "jwk": key}, {}, ("undecided", "unreachable")),
            (
                PROFILE,
                {"kid": None, "jwk": key},
                {f"{HOST}/.well-known/jwks.json": {"keys": [other]}},
                ("invalid", "not-issuer"),
            ),
            (
                PROFILE,
                {"kid": None, "jwk": key},
                {f"{HOST}/.well-known/jwks.json": {"keys": [{"kty": "?"}, other, key]}},
                ("valid", ""),
            ),
            (
                PROFILE,
                {"kid": None, "jwk": key},
                {f"{HOST}/.well-known/jwks.json": {"keys": [{**key, "iss": f"{HOST}/issuers/2"}]}},
                ("invalid", "not-issuer"),
            ),
            # served
            (PROFILE, {"kid": f"{HOST}/key"}, {f"{HOST}/key": key}, ("valid", "")),
            (PROFILE, {"kid": f"{HOST}/key"}, {}, ("undecided", "unreachable")),
            (PROFILE, {"kid": f"{HOST}/key"}, {f"{HOST}/key": other}, ("invalid", "signature")),
            (
                PROFILE,
                {"kid": f"{HOST}/key"},
                {f"{HOST}/key": {**key, "iss": f"{HOST}/issuers/2"}},
                ("invalid", "not-issuer"),
            ),
            (
                PROFILE,
                {"kid": "https://b.example/key"},
                {"https://b.example/key": key, f"{HOST}/.well-known/jwks.json": {"keys": []}},
                ("invalid", "not-issuer"),
            ),
            (
                PROFILE,
                {"kid": f"{HOST}/keys#2"},
                {f"{HOST}/keys": {"keys": [{**other, "kid": "1"}, {**key, "kid": "2"}]}},
                ("valid", ""),
            ),
            (
                PROFILE,
                {"kid": f"{HOST}/keys#3"},
                {f"{HOST}/keys": {"keys": [{**key, "kid": "2"}]}},
                ("invalid", "no-such-key"),
            ),
            (PROFILE, {"kid": f"{HOST}/keys"}, {f"{HOST}/keys": {"keys": 1}}, ("invalid", "key-invalid")),
            # the issuer has a list, so what its host serves beside it counts for nothing
            (
                PROFILE,
                {"kid": f"{HOST}/key"},
                {
                    f"{HOST}/key": key,
                    PROFILE: {
                        "id": PROFILE,
                        "verificationMethod": [
                            {"id": "#1", "type": "JsonWebKey", "controller": PROFILE,
                             "publicKeyJwk": other}
                        ],
                        "assertionMethod": ["#1"],
                    },
                },
                ("invalid", "not-issuer"),
            ),
            (
                PROFILE,
                {"kid": "1"},
                {
                    PROFILE: {
                        "id": PROFILE,
                        "verificationMethod": [
                            {"id": "#1", "type": "JsonWebKey", "controller": PROFILE,
                             "publicKeyJwk": key}
                        ],
                        "assertionMethod": ["#1"],
                    },
                },
                ("valid", ""),
            ),
            (
                PROFILE,
                {"kid": "1"},
                {f"{HOST}/.well-known/jwks.json": {"keys": [{**key, "kid": "1"}]}},
                ("valid", ""),
            ),
        ],
    )  # fmt: skip
    def test_key_of_a_token(self, issuer, header, pages, expected):
        assert outcome(self.of(issuer, **header), pages) == expected

    def test_list_of_keys_that_cannot_be_read_is_still_a_list(self):
        entry = {"id": "#1", "type": "X509", "controller": PROFILE}
        pages = {f"{HOST}/key": self.key, PROFILE: {"id": PROFILE, "verificationMethod": [entry]}}
        text = self.of(PROFILE, kid=f"{HOST}/key")
        assert outcome(text, pages) == ("invalid", "not-issuer")

    def test_key_listed_in_two_forms_may_be_meant_by_either(self):
        multikey = {"type": "Multikey", "publicKeyMultibase": SECRET.public.multibase}
        forms = [multikey, {"type": "JsonWebKey", "publicKeyJwk": self.key}]
        listed = [{"id": f"#{at}", "controller": PROFILE, **form} for at, form in enumerate(forms)]
        page = {"id": PROFILE, "verificationMethod": listed, "assertionMethod": ["#1"]}
        text = self.of(PROFILE, kid=None, jwk=self.key)
        assert outcome(text, {PROFILE: page}) == ("valid", "")

    def test_key_listed_for_something_else_is_invalid(self):
        entry = {"id": "#1", "type": "JsonWebKey", "controller": PROFILE, "publicKeyJwk": self.key}
        page = {"id": PROFILE, "verificationMethod": [entry], "authentication": ["#1"]}
        text = self.of(PROFILE, kid=f"{PROFILE}#1")
        assert outcome(text, {PROFILE: page}) == ("invalid", "not-assertion")

    def test_nothing_is_fetched_for_an_algorithm_that_proves_nothing(self):
        asked = []

        def load(address: str) -> bytes:
            asked.append(address)
            raise Unreachable("nothing")

        report = check(self.of(PROFILE, alg="none", kid=f"{HOST}/key"), at=NOON, load=load)
        assert (report.reason, asked) == ("algorithm", [])


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([PROFILE, f"{HOST}/keys#1", "did:jwk:e30", "EdDSA", "Ed25519", ISSUER]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "kty", "crv", "x", "kid", "keys", "iss", "controller"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
_NAMES = ["alg", "typ", "kid", "jwk", "crit", "iss", "sub", "jti", "nbf", "exp", "vc", "proof"]
_NAMES += ["@context", "id", "type", "issuer", "credentialSubject", "validFrom", "credentialStatus"]


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=3), _JSON, _JSON)
def test_token_with_anything_anywhere_gets_a_report(members, page, keys_of_host):
    header = {name: part for name, part in members.items() if name in _NAMES[:5]}
    payload = claims(**{name: part for name, part in members.items() if name not in header})
    parts = [part(one) for one in ({"alg": "EdDSA", "kid": f"{HOST}/keys#1", **header}, payload)]
    data = ".".join(parts)
    text = f"{data}.{to_base64url(SECRET.sign(data.encode()))}"
    entry = {"id": "#1", "type": "JsonWebKey", "controller": PROFILE, "publicKeyJwk": page}
    served = {
        f"{HOST}/keys": {"keys": [keys_of_host, {"kid": "1", **jwk.write(SECRET.public)}]},
        PROFILE: {"id": PROFILE, "verificationMethod": [entry, page], "assertionMethod": page},
        f"{HOST}/.well-known/jwks.json": {"keys": keys_of_host},
    }
    pages = {address: json.dumps(one).encode() for address, one in served.items()}
    assert check(text, at=NOON, load=web(pages)).verdict in Verdict
