"""JSON Web Keys: the published ones, round trips, and every fault."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given

from tessera.kernel.errors import KeyFault
from tessera.kernel.openbadges import jwk, multibase
from tessera.kernel.openbadges.keys import KeyType, PublicKey

from .test_keys import secrets

# RFC 8037, appendix A.2
ED25519 = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
# RFC 7515, appendix A.3.1
P256 = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
_RSA = rsa.generate_private_key(65537, 2048).public_key()
RSA = jwk.write(
    PublicKey(KeyType.RSA, _RSA.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
)
_POINT = ec.generate_private_key(ec.SECP384R1()).public_key()
P384 = jwk.write(
    PublicKey(KeyType.P384, _POINT.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))
)


@pytest.mark.parametrize(
    "key", [ED25519, P256, P384, RSA], ids=["Ed25519", "P-256", "P-384", "RSA"]
)
def test_key_written_back_is_the_same(key):
    assert jwk.write(jwk.read(key)) == key


def test_rsa_key_keeps_its_numbers():
    numbers = _RSA.public_numbers()
    assert jwk.read(RSA).numbers() == (numbers.n, numbers.e)


@given(secrets)
def test_key_that_signs_here_is_read_back(secret):
    assert jwk.read(jwk.write(secret.public)) == secret.public


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "key-invalid"),
        ({}, "key-invalid"),
        ({**ED25519, "kty": 1}, "key-invalid"),
        ({**ED25519, "kty": "oct", "k": "c2VjcmV0"}, "secret"),
        ({**ED25519, "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}, "secret"),
        ({**RSA, "p": "AQ"}, "secret"),
        ({**ED25519, "crv": "X25519"}, "unsupported"),
        ({**ED25519, "crv": "Ed448"}, "unsupported"),
        ({**P256, "crv": "secp256k1"}, "unsupported"),
        ({**P256, "kty": "OKP"}, "unsupported"),
        ({**ED25519, "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUQ"}, "key-invalid"),
        ({**ED25519, "x": ED25519["x"] + "="}, "key-invalid"),
        ({**ED25519, "x": None}, "key-invalid"),
        ({**P256, "y": P256["x"]}, "key-invalid"),
        ({**P256, "y": "AMfxRM0bvZt-hyzf7bnuufSzaV1uqQskrYpGIyiFiOWt"}, "key-invalid"),
        ({**P384, "crv": "P-256"}, "key-invalid"),
        ({**RSA, "n": "AQAB"}, "key-invalid"),
        ({**RSA, "e": "Ag"}, "key-invalid"),
        ({**RSA, "n": multibase.to_base64url(b"\xff" * 2000)}, "key-invalid"),
        ({**ED25519, "use": "enc"}, "key-use"),
        ({**ED25519, "key_ops": ["sign"]}, "key-use"),
        ({**ED25519, "key_ops": 1}, "key-use"),
        ({**P256, "alg": "ECDH-ES"}, "key-use"),
        ({**RSA, "alg": "PS256"}, "key-use"),
    ],
)
def test_key_with_a_fault_is_refused_by_its_name(key, code):
    with pytest.raises(KeyFault) as refusal:
        jwk.read(key)
    assert refusal.value.code == code


@pytest.mark.parametrize("key", [{**ED25519, "alg": "EdDSA"}, {**P256, "use": "sig", "kid": "1"}])
def test_key_that_says_more_of_itself_is_read(key):
    assert {**key, **jwk.write(jwk.read(key))} == key
