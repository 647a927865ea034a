"""An implementation that shares none of our code agrees with us, both ways round."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, add_data_integrity_proof

from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.report import Verdict

from .badges import METHOD, NOON, SECRET, badge, signed, web


def test_openbadgeslib_accepts_a_badge_that_we_signed():
    accepted = OB3LdpVerifier().verify(signed(badge()), expected_recipient=None)
    assert (accepted.id, accepted.issuer.id) == (badge()["id"], METHOD.controller)


def test_openbadgeslib_refuses_that_badge_once_it_is_tampered_with():
    with pytest.raises(OB3VerificationError):
        OB3LdpVerifier().verify({**signed(badge()), "name": "Another"})


def test_we_accept_a_badge_that_openbadgeslib_signed_and_write_the_same_proof():
    pem = Ed25519PrivateKey.from_private_bytes(SECRET.raw).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    theirs = add_data_integrity_proof(badge(), pem, METHOD.id, created=NOON)
    assert check(theirs, at=NOON, load=web()).verdict is Verdict.VALID
    assert theirs["proof"]["proofValue"] == signed(badge())["proof"]["proofValue"]
