"""Embedded proofs: the published vectors, round trips, and every fault."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.errors import KernelError, ProofError
from tessera.kernel.openbadges import contexts, keys, proof

from . import published
from .badges import METHOD, NOON, SECRET, badge, signed
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
    proof.verify_proof(document, proof.chosen(document), key=key, at=at)


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
    signature = keys.decode_multibase(published.text(folder + "sigBTC58DataInt.txt").strip())
    keys.PublicKey.from_multibase(PUBLIC).verify(signature, data)


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.binary(min_size=32, max_size=32))
def test_signed_document_verifies_even_written_in_another_order(name, raw):
    secret = keys.SecretKey(keys.KeyType.ED25519, raw)
    written = json.dumps(signed(badge(name=name), secret), sort_keys=True)
    verify(json.loads(written), secret.public)


_SIGNED = signed(badge())


def _strings(value, path=()):
    if isinstance(value, dict):
        return [found for key, part in value.items() for found in _strings(part, (*path, key))]
    if isinstance(value, list):
        return [found for at, part in enumerate(value) for found in _strings(part, (*path, at))]
    return [path] if isinstance(value, str) else []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_signed_document_with_any_string_changed_is_refused(data):
    path = data.draw(st.sampled_from(_strings(_SIGNED)))
    document = deepcopy(_SIGNED)
    home = document
    for step in path[:-1]:
        home = home[step]
    text = home[path[-1]]
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126).filter(
        lambda letter: letter != text[place]
    ))  # fmt: skip
    home[path[-1]] = text[:place] + letter + text[place + 1 :]
    with pytest.raises(KernelError):
        verify(document)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "RsaSignature2018"}, "unsupported"),
        ({"type": None}, "malformed"),
        ({"type": ["DataIntegrityProof"]}, "malformed"),
        ({"cryptosuite": "ecdsa-sd-2023"}, "unsupported"),
        ({"cryptosuite": None}, "malformed"),
        ({"cryptosuite": "eddsa-jcs-2022"}, "unsupported"),
        ({"previousProof": "urn:uuid:1"}, "unsupported"),
        ({"proofPurpose": "authentication"}, "purpose"),
        ({"proofPurpose": None}, "malformed"),
        ({"verificationMethod": None}, "malformed"),
        ({"proofValue": None}, "malformed"),
        ({"proofValue": "u" + "A" * 86}, "malformed"),
        ({"proofValue": keys.encode_multibase(bytes(63))}, "length"),
        ({"proofValue": keys.encode_multibase(bytes(64))}, "signature"),
        ({"proofValue": keys.encode_multibase(b"\xff" * 64)}, "not-canonical"),
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
        proof.chosen(badge(proof=value))
    assert refusal.value.code == "no-proof"


def test_chosen_passes_over_a_proof_that_cannot_be_checked_here():
    other = {**_SIGNED["proof"], "cryptosuite": "ecdsa-sd-2023"}
    verify({**_SIGNED, "proof": [other, _SIGNED["proof"]]})


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
