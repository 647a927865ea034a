from __future__ import annotations

import pytest

from tessera.kernel.openbadges.keys import KeyType
from tessera.signing import keystore
from tessera.signing.keystore import KeysLocked

DID = "did:web:college.example.org"


@pytest.mark.parametrize("kind", list(KeyType))
def test_a_sealed_key_opens_for_its_issuer(kind):
    secret = keystore.draw(kind)
    sealed = keystore.seal(secret, did=DID)
    assert secret.raw not in sealed
    assert secret.multibase.encode() not in sealed
    assert keystore.unseal(sealed, did=DID, public=secret.public.multibase) == secret


def test_a_key_is_sealed_differently_each_time():
    secret = keystore.draw(KeyType.ED25519)
    assert keystore.seal(secret, did=DID) != keystore.seal(secret, did=DID)


def test_another_key_encryption_key_opens_nothing(settings):
    secret = keystore.draw(KeyType.ED25519)
    sealed = keystore.seal(secret, did=DID)
    settings.KEY_ENCRYPTION_KEY = "another one"
    with pytest.raises(KeysLocked) as refusal:
        keystore.unseal(sealed, did=DID, public=secret.public.multibase)
    assert "KEY_ENCRYPTION_KEY" in str(refusal.value)


def test_a_sealed_key_does_not_open_for_another_issuer_or_public_key():
    secret, other = keystore.draw(KeyType.ED25519), keystore.draw(KeyType.ED25519)
    sealed = keystore.seal(secret, did=DID)
    with pytest.raises(KeysLocked):
        keystore.unseal(sealed, did=DID + ":b", public=secret.public.multibase)
    with pytest.raises(KeysLocked):
        keystore.unseal(sealed, did=DID, public=other.public.multibase)


def test_a_seal_of_an_unknown_form_does_not_open():
    secret = keystore.draw(KeyType.ED25519)
    sealed = b"\x02" + keystore.seal(secret, did=DID)[1:]
    with pytest.raises(KeysLocked):
        keystore.unseal(sealed, did=DID, public=secret.public.multibase)
