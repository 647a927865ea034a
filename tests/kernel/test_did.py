"""did:key and did:web, and the keys that documents list."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tessera.kernel.errors import KernelError, KeyFault, Unreachable
from tessera.kernel.openbadges import did, jwk
from tessera.kernel.openbadges.keys import PublicKey

from .badges import METHOD, NOON, SECRET, web
from .test_keys import P256

DID = "did:web:college.example"
KEY = did.Method(f"{DID}#key-1", DID, SECRET.public)
HOME = "https://college.example/.well-known/did.json"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("did:web:a.example", "https://a.example/.well-known/did.json"),
        ("did:web:a.example:b:c", "https://a.example/b/c/did.json"),
        ("did:web:a.example%3A8443:b", "https://a.example:8443/b/did.json"),
        ("did:web:localhost%3A8000", "https://localhost:8000/.well-known/did.json"),
    ],
)
def test_web_address_is_where_the_method_says(name, address):
    assert did.web_address(name) == address


@pytest.mark.parametrize(
    "name",
    ["did:web:", "did:web:a/b", "did:web:a%2Fb", "did:web:a@b", "did:web:a:..", "did:web:a::b",
     "did:web:a%3A99999999", "did:key:z6Mk", "did:web:a?b", "did:web:user%40a.example"],
)  # fmt: skip
def test_web_address_of_what_is_no_did_web_is_refused(name):
    with pytest.raises(KeyFault):
        did.web_address(name)


def test_key_method_names_itself_in_full():
    text = SECRET.public.multibase
    assert (METHOD.id, METHOD.controller) == (f"did:key:{text}#{text}", f"did:key:{text}")


def test_document_lists_current_and_retired_keys_and_marks_the_revoked():
    revoked = replace(KEY, id=f"{DID}#key-0", revoked_at=NOON)
    found = did.document(DID, [KEY, revoked])
    text = SECRET.public.multibase
    assert found == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [
            {
                "id": f"{DID}#key-1",
                "type": "Multikey",
                "controller": DID,
                "publicKeyMultibase": text,
            },
            {
                "id": f"{DID}#key-0",
                "type": "Multikey",
                "controller": DID,
                "publicKeyMultibase": text,
                "revoked": "2026-03-01T12:00:00Z",
            },
        ],
        "assertionMethod": [f"{DID}#key-1", f"{DID}#key-0"],
    }


def test_key_for_tokens_is_listed_as_readers_of_tokens_want_it():
    key = did.Method(f"{DID}#key-2", DID, PublicKey.from_multibase(P256))
    found = did.document(DID, [KEY], for_tokens=[key])
    listed = found["verificationMethod"][1]
    assert found["@context"][2:] == ["https://w3id.org/security/jwk/v1"]
    assert (listed["type"], sorted(listed["publicKeyJwk"])) == (
        "JsonWebKey",
        ["crv", "kty", "x", "y"],
    )
    assert did.resolve(key.id, web({HOME: json.dumps(found).encode()})) == key


@pytest.mark.parametrize("methods", [[KEY, KEY], [METHOD], [replace(KEY, controller="did:web:b")]])
def test_document_of_keys_that_are_not_its_own_is_refused(methods):
    with pytest.raises(KeyFault):
        did.document(DID, methods)


def test_resolve_of_a_did_web_reads_its_document():
    methods = [KEY, replace(KEY, id=f"{DID}#key-2", asserts=False, expires_at=NOON)]
    load = web({HOME: json.dumps(did.document(DID, methods)).encode()})
    assert [did.resolve(method.id, load) for method in methods] == methods


def test_resolve_of_an_issuer_page_understands_relative_ids():
    owner = "https://college.example/issuers/1"
    entry = {
        "id": "#key",
        "type": "Multikey",
        "controller": owner,
        "publicKeyMultibase": SECRET.public.multibase,
    }
    page = {"id": owner, "verificationMethod": [entry], "assertionMethod": "#key"}
    found = did.resolve(f"{owner}#key", web({owner: json.dumps(page).encode()}))
    assert found == did.Method(f"{owner}#key", owner, SECRET.public)


def test_resolve_of_a_key_with_its_own_page_asks_its_controller():
    key, owner = "https://college.example/keys/1", "https://college.example/issuers/1"
    entry = {"type": "Multikey", "publicKeyMultibase": SECRET.public.multibase}
    pages = {
        key: json.dumps({**entry, "id": key, "controller": owner}).encode(),
        owner: json.dumps({"id": owner, "assertionMethod": [key]}).encode(),
    }
    assert did.resolve(key, web(pages)) == did.Method(key, owner, SECRET.public)


@pytest.mark.parametrize(
    ("method", "page", "code"),
    [
        (f"{DID}#key-9", did.document(DID, [KEY]), "no-such-key"),
        (f"{DID}#key-1", {**did.document(DID, [KEY]), "id": "did:web:b"}, "did"),
        ("did:key:" + METHOD.key.multibase + "#other", None, "no-such-key"),
        ("did:example:1#key", None, "unsupported"),
        ("http://college.example#key", None, "unsupported"),
    ],
)
def test_resolve_of_a_key_that_is_not_there_is_refused(method, page, code):
    with pytest.raises(KeyFault) as refusal:
        did.resolve(method, web({HOME: json.dumps(page).encode()}))
    assert refusal.value.code == code


def test_resolve_when_nothing_answers_is_unreachable():
    with pytest.raises(Unreachable):
        did.resolve(KEY.id, web())


def test_resolve_when_something_else_is_served_is_unreachable():
    with pytest.raises(Unreachable):
        did.resolve(KEY.id, web({HOME: b"<!doctype html>"}))


class TestJwk:
    # did:jwk method specification, example with a P-256 key
    DID = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6"
        "OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
    )

    def test_resolve_of_the_specifications_example_reads_its_key(self):
        found = did.resolve(f"{self.DID}#0", web())
        assert (found.id, found.controller, jwk.write(found.key)) == (
            f"{self.DID}#0",
            self.DID,
            {
                "crv": "P-256",
                "kty": "EC",
                "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
                "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE",
            },
        )

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            (f"{DID}#1", "no-such-key"),
            ("did:jwk:e30", "key-invalid"),
            ("did:jwk:", "encoding"),
            ("did:jwk:e30=", "encoding"),
            ("did:jwk:W10", "encoding"),
        ],
    )
    def test_resolve_of_what_is_no_did_jwk_is_refused(self, name, code):
        with pytest.raises(KeyFault) as refusal:
            did.resolve(name, web())
        assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # did:key method specification, P-256 and P-384
        ("zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169", "p256"),
        ("z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9", "p384"),
    ],
)
def test_did_key_of_the_curves_is_read(text, kind):
    found = did.resolve(f"did:key:{text}#{text}", web())
    assert (found.key.type.value, found.key.multibase) == (kind, text)


def listing(entry, **members):
    """A document with one key, and what the resolver makes of it."""
    whole = {"id": f"{DID}#k", "controller": DID, **entry}
    page = {"id": DID, "verificationMethod": [whole], "assertionMethod": [f"{DID}#k"], **members}
    return did.resolve(f"{DID}#k", web({HOME: json.dumps(page).encode()}))


_TEXT = SECRET.public.multibase
_JWK = jwk.write(SECRET.public)


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "Multikey", "publicKeyMultibase": _TEXT},
        {"type": "Ed25519VerificationKey2020", "publicKeyMultibase": _TEXT},
        {"type": "JsonWebKey", "publicKeyJwk": _JWK},
        {"type": "JsonWebKey2020", "publicKeyJwk": _JWK},
        {"type": "JsonWebKey", "publicKeyJwk": _JWK, "controller": "#"},
    ],
)
def test_key_is_read_in_every_form(entry):
    assert listing(entry).key == SECRET.public


def test_key_that_stands_only_under_its_purpose_is_read():
    entry = {"id": "#k", "type": "Multikey", "controller": DID, "publicKeyMultibase": _TEXT}
    found = listing({}, verificationMethod=[], assertionMethod=[entry])
    assert (found.key, found.asserts) == (SECRET.public, True)


def test_key_under_an_old_name_asserts_unless_purposes_are_told():
    entry = {"id": f"{DID}#k", "type": "Multikey", "controller": DID, "publicKeyMultibase": _TEXT}
    pages = [{"id": DID, "publicKey": entry}, {"id": DID, "publicKey": entry, "authentication": []}]
    found = [did.listed_method(page, f"{DID}#k").asserts for page in pages]
    assert found == [True, False]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"type": "Multikey", "publicKeyMultibase": _TEXT, "publicKeyJwk": _JWK}, "key-invalid"),
        ({"type": "Multikey", "publicKeyMultibase": _TEXT, "secretKeyMultibase": "z"}, "secret"),
        ({"type": "JsonWebKey", "publicKeyJwk": {**_JWK, "d": "AA"}}, "secret"),
        ({"type": "JsonWebKey", "publicKeyMultibase": _TEXT}, "key-invalid"),
        ({"type": "EcdsaSecp256r1VerificationKey2019", "publicKeyMultibase": _TEXT}, "key-invalid"),
        ({"type": "X25519KeyAgreementKey2020", "publicKeyMultibase": _TEXT}, "unsupported"),
        ({"publicKeyMultibase": _TEXT}, "unsupported"),
        ({"type": "Multikey", "publicKeyMultibase": _TEXT, "revoked": "soon"}, "time"),
    ],
)
def test_key_with_a_fault_is_refused_by_its_name(entry, code):
    with pytest.raises(KernelError) as refusal:
        listing(entry)
    assert refusal.value.code == code


def test_document_that_gives_one_name_to_two_keys_is_refused():
    entry = {"id": f"{DID}#k", "type": "Multikey", "controller": DID, "publicKeyMultibase": _TEXT}
    other = {**entry, "publicKeyMultibase": "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169"}
    with pytest.raises(KeyFault) as refusal:
        listing({}, verificationMethod=[entry, other])
    assert refusal.value.code == "did"
