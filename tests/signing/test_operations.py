from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from tessera.kernel.errors import UndefinedTerm
from tessera.kernel.openbadges import build, jwk, jwt, model, proof
from tessera.kernel.openbadges import status as bitstring
from tessera.kernel.openbadges.keys import PublicKey
from tessera.signing import operations, queries
from tessera.signing.enums import DocumentKind, KeyType
from tessera.signing.keystore import KeysLocked
from tessera.signing.models import SignedDocument, StatusList
from tests.factories import credentials, people, signing
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
IRI = "http://localhost:8000/endorsements/one"


def an_endorsement(issuer) -> dict:
    return build.endorsement(
        model.EndorsementCredential(
            id=IRI,
            name="Endorsement",
            issuer=queries.profile(issuer),
            endorsed="http://localhost:8000/achievements/a/v1",
            comment="In demand: “café” 🎓",
            valid_from=NOON,
        )
    )


def sign(issuer, document=None):
    return operations.sign_document(
        kind=DocumentKind.ENDORSEMENT,
        iri=IRI,
        document=document or an_endorsement(issuer),
        issuer=issuer,
        at=NOON,
    )


def verified(signed: SignedDocument) -> bool:
    document = json.loads(signed.body)
    key = PublicKey.from_multibase(signed.key.multibase)
    proof.verify_proof(document, document["proof"], key=key, at=LATER)
    return True


def test_the_institution_is_the_host_itself_with_a_key_of_each_kind():
    issuer = signing.institution_issuer()
    assert issuer.did == "did:web:localhost%3A8000"
    assert sorted(issuer.keys.values_list("kind", flat=True)) == ["ed25519", "p256"]
    assert queries.institution_issuer() == issuer


def test_a_partner_is_a_folder_of_the_host_and_is_made_once():
    partner = people.organisation("harbour-works")
    issuer = operations.issuer_for(partner, NOON)
    assert issuer.did == "did:web:localhost%3A8000:issuers:harbour-works"
    assert operations.issuer_for(partner, LATER) == issuer


def test_a_host_in_capitals_and_without_a_port_gives_a_plain_did(settings):
    settings.PUBLIC_URL = "https://Badges.Example.org"
    assert queries.web_did("x", institution=True) == "did:web:badges.example.org"
    assert queries.web_did("x", institution=False) == "did:web:badges.example.org:issuers:x"


def test_the_did_document_lists_full_ids_of_keys_in_use_and_retired():
    issuer = signing.institution_issuer()
    retired, revoked = issuer.keys.order_by("pk")
    retired.retired_at = NOON
    retired.save()
    revoked.revoked_at = NOON
    revoked.save()
    document = queries.did_document(issuer)
    assert document["id"] == issuer.did
    assert [method["id"] for method in document["verificationMethod"]] == [
        f"{issuer.did}#{key.multibase}" for key in (retired, revoked)
    ]
    assert document["assertionMethod"] == [f"{issuer.did}#{retired.multibase}"]
    assert document["verificationMethod"][1]["revoked"] == "2026-11-23T12:00:00Z"


def test_a_credential_is_a_token_too_by_the_key_that_readers_of_tokens_take():
    award = credentials.award()
    token = jwt.read(award.editions.get().document.token)
    issuer = signing.institution_issuer()
    key = issuer.keys.get(kind=KeyType.P256)
    [listed] = [each for each in queries.did_document(issuer)["verificationMethod"]
                if each["id"] == token.header["kid"]]  # fmt: skip
    assert token.header == {"alg": "ES256", "typ": "JWT", "kid": f"{issuer.did}#{key.multibase}"}
    assert (listed["type"], listed["controller"]) == ("JsonWebKey", issuer.did)
    jwt.verify(token, jwk.read(listed["publicKeyJwk"]), at=LATER)


def test_the_key_set_of_the_host_names_whose_each_key_is_and_leaves_out_the_revoked():
    issuer = signing.institution_issuer()
    key = issuer.keys.get(kind=KeyType.P256)
    [found] = queries.key_set()["keys"]
    assert (found["kid"], found["iss"], found["alg"]) == (key.name, issuer.did, "ES256")
    assert jwk.read(found) == PublicKey.from_multibase(key.multibase)
    key.revoked_at = NOON
    key.save()
    assert queries.key_set() == {"keys": []}


def test_a_signed_document_is_kept_to_the_byte_and_verifies():
    signed = sign(signing.institution_issuer())
    assert verified(signed)
    assert signed.sha256 == hashlib.sha256(signed.body.encode()).hexdigest()
    assert "café" in signed.body
    assert queries.document_by_uuid(signed.uuid) == signed


def test_a_document_with_an_undefined_term_is_not_signed():
    issuer = signing.institution_issuer()
    with pytest.raises(UndefinedTerm):
        sign(issuer, {**an_endorsement(issuer), "hidden": "not covered"})
    assert SignedDocument.objects.count() == 0


def test_signing_under_another_key_encryption_key_is_refused(settings):
    issuer = signing.institution_issuer()
    settings.KEY_ENCRYPTION_KEY = "another one"
    with pytest.raises(KeysLocked):
        sign(issuer)
    assert SignedDocument.objects.count() == 0


def test_status_indexes_are_of_one_signed_list_and_all_different():
    issuer = signing.institution_issuer()
    entries = [operations.allocate_status(issuer=issuer, at=NOON) for _ in range(20)]
    assert {entry.list.number for entry in entries} == {1}
    assert len({entry.index for entry in entries}) == 20
    assert [entry.index for entry in entries] != sorted(entry.index for entry in entries)
    assert verified(StatusList.objects.get().document)


def test_a_list_half_full_is_closed_and_the_next_one_opened(monkeypatch):
    assert operations.LIST_FULL * 2 == operations.LIST_SIZE
    monkeypatch.setattr(operations, "LIST_FULL", 2)
    issuer = signing.institution_issuer()
    entries = [operations.allocate_status(issuer=issuer, at=LATER) for _ in range(5)]
    assert [entry.list.number for entry in entries] == [1, 1, 2, 2, 3]
    closed = StatusList.objects.order_by("number").values_list("closed_at", flat=True)
    assert list(closed) == [LATER, LATER, None]


def test_setting_a_status_signs_the_list_again_with_that_bit_alone():
    issuer = signing.institution_issuer()
    entry = operations.allocate_status(issuer=issuer, at=NOON)
    other = operations.allocate_status(issuer=issuer, at=NOON)
    operations.set_status(entry=entry, at=LATER)
    signed = operations.current_list(1, LATER)
    bits = bitstring.decode(json.loads(signed.body)["credentialSubject"]["encodedList"])
    assert verified(signed)
    assert (bitstring.bit(bits, entry.index), bitstring.bit(bits, other.index)) == (True, False)
    assert sum(byte.bit_count() for byte in bits) == 1


def test_setting_a_status_twice_signs_once():
    entry = operations.allocate_status(issuer=signing.institution_issuer(), at=NOON)
    operations.set_status(entry=entry, at=NOON)
    signed = SignedDocument.objects.count()
    operations.set_status(entry=entry, at=LATER)
    entry.refresh_from_db()
    assert (SignedDocument.objects.count(), entry.set_at) == (signed, NOON)


def test_a_list_is_signed_again_once_half_its_life_is_over():
    operations.allocate_status(issuer=signing.institution_issuer(), at=NOON)
    half = NOON + operations.LIST_LIFE / 2
    first = operations.current_list(1, half - timedelta(seconds=1))
    second = operations.current_list(1, half)
    assert first.signed_at == NOON
    assert json.loads(second.body)["validUntil"] == "2026-12-04T00:00:00Z"
    assert operations.current_list(1, half) == second


def test_a_list_that_does_not_exist_is_not_there():
    with pytest.raises(StatusList.DoesNotExist):
        operations.current_list(7, NOON)


def test_a_status_entry_names_its_list_by_address():
    entry = operations.allocate_status(issuer=signing.institution_issuer(), at=NOON)
    fact = queries.status_entry_fact(entry)
    assert (fact.status_list, fact.index) == ("http://localhost:8000/status/1", entry.index)


def test_kinds_of_key_are_those_of_the_kernel():
    assert set(KeyType.values) == {"ed25519", "p256"}
