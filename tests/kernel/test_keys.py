"""Keys: published texts, and what is refused."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.errors import KeyFault, ProofError
from tessera.kernel.openbadges import did, jwk, keys, multibase
from tessera.kernel.openbadges.keyfile import KeyPair
from tessera.kernel.openbadges.keys import KeyType, PublicKey, SecretKey

from .badges import web

# vc-di-eddsa, appendix B.1
PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
# Controlled Identifiers 1.0, section 2.2.2
P256 = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"

secrets = st.builds(
    SecretKey, st.sampled_from([KeyType.ED25519, KeyType.P256]), st.binary(min_size=32, max_size=32).filter(
        lambda raw: 0 < int.from_bytes(raw, "big") < 2**255
    )
)  # fmt: skip


def test_secret_key_of_the_specification_has_its_public_key():
    secret = SecretKey.from_multibase(SECRET)
    assert (secret.public.multibase, secret.multibase) == (PUBLIC, SECRET)


def test_p256_key_of_the_specification_is_read():
    key = PublicKey.from_multibase(P256)
    assert (key.type, key.multibase) == (KeyType.P256, P256)


def test_secret_key_never_shows_in_its_text_form():
    assert "raw" not in repr(SecretKey.from_multibase(SECRET))


@given(st.binary(max_size=80))
def test_multibase_read_back_is_the_same(data):
    assert multibase.decode(multibase.encode(data)) == data


@given(secrets, st.binary(max_size=200))
def test_signature_verifies_and_no_other_data_does(secret, data):
    signature = secret.sign(data)
    secret.public.verify(signature, data)
    with pytest.raises(ProofError) as refusal:
        secret.public.verify(signature, data + b"!")
    assert (len(signature), refusal.value.code) == (64, "signature")


@given(secrets, st.integers(0, 63), st.integers(1, 255))
def test_signature_with_any_byte_changed_is_refused(secret, place, change):
    signature = bytearray(secret.sign(b"data"))
    signature[place] ^= change
    with pytest.raises(ProofError):
        secret.public.verify(bytes(signature), b"data")


def test_signature_of_another_length_is_refused():
    with pytest.raises(ProofError) as refusal:
        PublicKey.from_multibase(PUBLIC).verify(bytes(63), b"")
    assert refusal.value.code == "length"


def test_signature_with_s_past_the_order_is_refused():
    secret = SecretKey.from_multibase(SECRET)
    signature = secret.sign(b"data")
    s = int.from_bytes(signature[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    with pytest.raises(ProofError) as refusal:
        secret.public.verify(signature[:32] + s.to_bytes(32, "little"), b"data")
    assert refusal.value.code == "not-canonical"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "encoding"),
        ("", "encoding"),
        ("uAAAA", "encoding"),
        ("z0OIl", "encoding"),
        ("z" + "2" * 5000, "encoding"),
        (SECRET, "unsupported"),
        (PUBLIC[:-1], "unsupported"),
        (multibase.encode(b"\xed\x01" + bytes(31)), "key-invalid"),
        (multibase.encode(b"\x80\x24" + b"\x02" + b"\xff" * 32), "key-invalid"),
    ],
)
def test_public_key_that_is_none_is_refused(text, code):
    with pytest.raises(KeyFault) as refusal:
        PublicKey.from_multibase(text)
    assert refusal.value.code == code


@pytest.mark.parametrize("raw", [bytes(32), b"\xff" * 32, b"short"])
def test_secret_of_p256_outside_the_curve_is_refused(raw):
    with pytest.raises(KeyFault):
        SecretKey(KeyType.P256, raw)


@given(secrets)
def test_key_pair_read_back_is_the_same(secret):
    pair = KeyPair("did:web:a.example#key", "did:web:a.example", secret)
    assert KeyPair.read(pair.document()) == pair


RSA = keys.SecretKey(
    KeyType.RSA,
    rsa.generate_private_key(65537, 2048).private_bytes(
        Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    ),
)


def test_pair_of_an_rsa_key_is_a_json_web_key_that_is_read_back():
    for controller in ("", "did:web:a.example"):
        pair = KeyPair.of(RSA, controller)
        document = pair.document()
        assert (document["type"], list(document)[3:], KeyPair.read(document)) == (
            "JsonWebKey", ["publicKeyJwk", "secretKeyJwk"], pair,
        )  # fmt: skip
    assert did.resolve(KeyPair.of(RSA).id, web()).key == RSA.public


@given(secrets)
def test_secret_as_a_json_web_key_is_read_back(secret):
    assert jwk.read_secret(jwk.write_secret(secret)) == secret


@pytest.mark.parametrize(
    "change",
    [{"d": None}, {"d": "AQAB"}, {"p": "!"}, {"n": "AQAB"}, {"kty": "oct"}, {"q": None}],
)
def test_secret_json_web_key_that_does_not_hold_together_is_refused(change):
    with pytest.raises(KeyFault):
        jwk.read_secret({**jwk.write_secret(RSA), **change})


def test_rsa_key_is_of_enough_bits_and_of_no_multikey():
    small = rsa.generate_private_key(65537, 1024)
    der = small.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    for raw in (der, b"no key", bytes(32)):
        with pytest.raises(KeyFault):
            SecretKey(KeyType.RSA, raw)
    with pytest.raises(KeyFault):
        RSA.multibase  # noqa: B018


@pytest.mark.parametrize(
    "change", [{"type": "Key"}, {"id": None}, {"controller": 1}, {"publicKeyMultibase": P256}]
)
def test_key_pair_that_does_not_hold_together_is_refused(change):
    pair = KeyPair("did:web:a.example#key", "did:web:a.example", SecretKey.from_multibase(SECRET))
    with pytest.raises(KeyFault):
        KeyPair.read({**pair.document(), **change})
