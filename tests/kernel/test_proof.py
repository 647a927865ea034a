"""Embedded proofs: the published vectors, round trips, and every fault."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.errors import KernelError, ProofError, UndefinedTerm
from tessera.kernel.openbadges import contexts, did, keys, multibase, proof

from . import published
from .badges import METHOD, NOON, SECRET, badge, signed, web
from .changes import changed
from .test_keys import P256, PUBLIC
from .test_keys import SECRET as W3C_SECRET

ALUMNI = {
    "@context": [contexts.CREDENTIALS_V2, "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
ALUMNI_VALUE = (
    "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme"
)


def verify(document, key=SECRET.public, at=NOON):
    for one in proof.listed(document):
        proof.verify_proof(document, one, key=key, at=at)


def test_secure_makes_the_published_proof():
    """vc-di-eddsa, appendix B.1."""
    made = proof.secure(
        ALUMNI,
        key=keys.SecretKey.from_multibase(W3C_SECRET),
        verification_method=f"did:key:{PUBLIC}#{PUBLIC}",
        created=datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC),
    )
    assert made["proof"]["proofValue"] == ALUMNI_VALUE


def test_published_document_verifies():
    document = published.document("vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json")
    verify(document, keys.PublicKey.from_multibase(PUBLIC))


def test_published_signature_of_the_employment_document_verifies():
    """Its context is not among ours, so this starts from the published canonical forms."""
    folder = "vc-di-eddsa/eddsa-rdfc-2022/employ/"
    data = b"".join(
        sha256(published.text(folder + name).encode()).digest()
        for name in ("proofCanonDataInt.txt", "canonDocDataInt.txt")
    )
    signature = multibase.decode(published.text(folder + "sigBTC58DataInt.txt").strip())
    keys.PublicKey.from_multibase(PUBLIC).verify(signature, data)


@pytest.mark.parametrize(
    "name",
    [
        "eddsa-jcs-2022/signedJCS.json",
        "Ed25519Signature2020/signedEdSig.json",
    ],
)
def test_published_document_of_the_other_kinds_verifies_and_changed_does_not(name):
    document = published.document(f"vc-di-eddsa/{name}")
    verify(document, keys.PublicKey.from_multibase(PUBLIC))
    with pytest.raises(ProofError) as refusal:
        verify({**document, "name": "Another"}, keys.PublicKey.from_multibase(PUBLIC))
    assert refusal.value.code == "signature"


def test_secure_makes_the_published_proof_of_json():
    """vc-di-eddsa, appendix B.2."""
    made = proof.secure(
        ALUMNI,
        key=keys.SecretKey.from_multibase(W3C_SECRET),
        verification_method=f"did:key:{PUBLIC}#{PUBLIC}",
        created=datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC),
        cryptosuite="eddsa-jcs-2022",
    )
    assert made["proof"]["proofValue"] == (
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
    )


class TestSetsAndChains:
    """vc-di-eddsa, appendix B.4 and B.5."""

    @staticmethod
    def document(name):
        return published.document(f"vc-di-eddsa/proof-set-chain/{name}.json")

    @staticmethod
    def check_each(document):
        for one in document["proof"]:
            method = did.resolve(one["verificationMethod"], web())
            proof.verify_proof(document, one, key=method.key, at=NOON)

    @pytest.mark.parametrize(
        ("name", "proofs"),
        [("signedProofSet2", 2), ("signedProofChain1", 3), ("signedProofChain2", 4)],
    )
    def test_every_published_proof_verifies(self, name, proofs):
        document = self.document(name)
        self.check_each(document)
        assert len(document["proof"]) == proofs

    def test_proof_that_a_later_one_counts_on_may_not_be_changed_or_left_out(self):
        document = self.document("signedProofChain2")
        first, second, third, fourth = document["proof"]
        for proofs, code in [
            ([first, third, fourth], "previous-proof"),
            ([first, second, second, third, fourth], "previous-proof"),
            ([{**first, "created": "2023-02-24T23:36:39Z"}, second, third, fourth], "signature"),
        ]:
            with pytest.raises(ProofError) as refusal:
                self.check_each({**document, "proof": proofs})
            assert refusal.value.code == code


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.binary(min_size=32, max_size=32))
def test_signed_document_verifies_even_written_in_another_order(name, raw):
    secret = keys.SecretKey(keys.KeyType.ED25519, raw)
    written = json.dumps(signed(badge(name=name), secret), sort_keys=True)
    verify(json.loads(written), secret.public)


class TestJson:
    """eddsa-jcs-2022: signed as JSON, and still held to contexts."""

    @staticmethod
    def signed(document):
        return proof.secure(
            document,
            key=SECRET,
            verification_method=METHOD.id,
            created=NOON,
            cryptosuite="eddsa-jcs-2022",
        )

    def test_context_may_be_added_behind_those_that_were_signed(self):
        document = self.signed(badge())
        verify({**document, "@context": [*document["@context"], contexts.EXTENSIONS]})

    @pytest.mark.parametrize(
        "given", [[contexts.OPEN_BADGES, contexts.CREDENTIALS_V2], [contexts.CREDENTIALS_V2], None]
    )
    def test_context_may_not_be_moved_or_left_out(self, given):
        with pytest.raises(ProofError) as refusal:
            verify({**self.signed(badge()), "@context": given})
        assert refusal.value.code == "context"

    def test_term_that_no_context_defines_is_neither_signed_nor_accepted(self):
        with pytest.raises(UndefinedTerm):
            self.signed(badge(invented=1))
        with pytest.raises(UndefinedTerm):
            verify({**self.signed(badge()), "invented": 1})

    def test_no_two_suites_make_the_same_proof_of_a_document(self):
        values = [made(badge())["proof"]["proofValue"] for made in (self.signed, signed)]
        assert len(set(values)) == 2


_SIGNED = signed(badge())


@settings(max_examples=150, deadline=None)
@given(changed(_SIGNED))
def test_signed_document_with_any_string_changed_is_refused(document):
    with pytest.raises(KernelError):
        verify(document)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "RsaSignature2018"}, "unsupported"),
        ({"type": None}, "malformed"),
        ({"type": ["DataIntegrityProof"]}, "malformed"),
        ({"cryptosuite": "bbs-2023"}, "unsupported"),
        ({"cryptosuite": "ecdsa-sd-2023"}, "key-type"),
        ({"cryptosuite": "ecdsa-rdfc-2019"}, "key-type"),
        ({"cryptosuite": None}, "malformed"),
        ({"cryptosuite": "eddsa-jcs-2022"}, "signature"),
        ({"previousProof": "urn:uuid:1"}, "previous-proof"),
        ({"id": "urn:uuid:1", "previousProof": "urn:uuid:1"}, "previous-proof"),
        ({"previousProof": 1}, "previous-proof"),
        ({"proofPurpose": "authentication"}, "purpose"),
        ({"proofPurpose": None}, "malformed"),
        ({"verificationMethod": None}, "malformed"),
        ({"proofValue": None}, "malformed"),
        ({"proofValue": "u" + "A" * 86}, "malformed"),
        ({"proofValue": multibase.encode(bytes(63))}, "length"),
        ({"proofValue": multibase.encode(bytes(64))}, "signature"),
        ({"proofValue": multibase.encode(b"\xff" * 64)}, "not-canonical"),
        ({"created": "yesterday"}, "time"),
        ({"expires": "2026-03-01"}, "time"),
        ({"nonce": "added"}, "signature"),
        ({"invented": "added"}, "undefined-term"),
    ],
)
def test_proof_with_a_fault_is_refused_by_its_name(change, code):
    document = deepcopy(_SIGNED)
    document["proof"] |= change
    document["proof"] = {name: part for name, part in document["proof"].items() if part is not None}
    with pytest.raises(KernelError) as refusal:
        verify(document)
    assert refusal.value.code == code


@pytest.mark.parametrize("value", [None, [], "z123", ["z123"]])
def test_document_without_a_proof_says_so(value):
    with pytest.raises(ProofError) as refusal:
        proof.listed(badge(proof=value))
    assert refusal.value.code == "no-proof"


def test_proof_by_a_key_of_another_kind_is_refused():
    with pytest.raises(ProofError) as refusal:
        verify(_SIGNED, keys.PublicKey.from_multibase(P256))
    assert refusal.value.code == "key-type"


def test_proof_that_has_expired_is_refused_from_that_moment():
    document = proof.secure(
        badge(),
        key=SECRET,
        verification_method=METHOD.id,
        created=NOON,
        expires=NOON + timedelta(hours=1),
    )
    verify(document, at=NOON + timedelta(minutes=59))
    with pytest.raises(ProofError) as refusal:
        verify(document, at=NOON + timedelta(hours=1))
    assert refusal.value.code == "proof-expired"


def test_secure_of_what_is_secured_is_refused():
    with pytest.raises(ProofError) as refusal:
        signed(_SIGNED)
    assert refusal.value.code == "already-secured"


def test_secure_with_a_key_of_another_kind_is_refused():
    secret = keys.SecretKey(keys.KeyType.P256, bytes(range(32)))
    with pytest.raises(ProofError) as refusal:
        signed(badge(), secret)
    assert refusal.value.code == "key-type"
