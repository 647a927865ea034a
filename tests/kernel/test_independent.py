"""An implementation that shares none of our code agrees with us, both ways round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, add_data_integrity_proof

from tessera.kernel.openbadges import build
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.report import Verdict

from . import test_build as facts
from . import test_whole_badge as whole
from .badges import METHOD, NOON, SECRET, badge, signed, web

# the other implementation reads the clock of the machine, so the badge is valid from long ago
BADGE = badge(validFrom="2020-01-01T00:00:00Z")


def test_openbadgeslib_accepts_a_badge_that_we_signed():
    accepted = OB3LdpVerifier().verify(signed(BADGE), expected_recipient=None)
    assert (accepted.id, accepted.issuer.id) == (BADGE["id"], METHOD.controller)


def test_openbadgeslib_accepts_every_member_that_we_issue():
    start = datetime(2020, 1, 1, tzinfo=UTC)
    award = replace(whole.AWARD, valid_from=start, valid_until=None, awarded_at=start)
    document = whole.signed(build.open_badge(award), facts.COLLEGE.id, whole.COLLEGE)
    pages = whole.home(facts.COLLEGE.id, whole.COLLEGE)
    accepted = OB3LdpVerifier().verify(document, download=lambda address, **_: pages[address])
    assert accepted.id == award.id


def test_openbadgeslib_refuses_that_badge_once_it_is_tampered_with():
    with pytest.raises(OB3VerificationError):
        OB3LdpVerifier().verify({**signed(BADGE), "name": "Another"})


def test_we_accept_a_badge_that_openbadgeslib_signed_and_write_the_same_proof():
    pem = Ed25519PrivateKey.from_private_bytes(SECRET.raw).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    theirs = add_data_integrity_proof(BADGE, pem, METHOD.id, created=NOON)
    assert check(theirs, at=NOON, load=web()).verdict is Verdict.VALID
    assert theirs["proof"]["proofValue"] == signed(BADGE)["proof"]["proofValue"]
