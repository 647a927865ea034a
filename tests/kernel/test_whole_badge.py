"""What `build` makes, `proof` signs and `check` accepts, with every member that we issue."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tessera.kernel.openbadges import build, canonical, did, keys, proof, status
from tessera.kernel.openbadges.check import check

from . import test_build as facts
from .badges import web

NOON = facts.NOON
COLLEGE = keys.SecretKey(keys.KeyType.ED25519, b"c" * 32)
PARTNER = keys.SecretKey(keys.KeyType.ED25519, b"p" * 32)


def signed(document: dict[str, Any], issuer: str, secret: keys.SecretKey) -> dict[str, Any]:
    return proof.secure(document, key=secret, verification_method=f"{issuer}#k1", created=NOON)


def home(issuer: str, secret: keys.SecretKey) -> dict[str, bytes]:
    method = did.Method(f"{issuer}#k1", issuer, secret.public)
    return {did.web_address(issuer): json.dumps(did.document(issuer, [method])).encode()}


ENDORSEMENT = signed(
    build.endorsement(replace(facts.ENDORSEMENT, status=None)), facts.PARTNER.id, PARTNER
)
ACHIEVEMENT = replace(facts.ACHIEVEMENT, endorsements=(ENDORSEMENT,))
AWARD = replace(facts.AWARD, subject=replace(facts.SUBJECT, achievement=ACHIEVEMENT))
BADGE = signed(build.open_badge(AWARD), facts.COLLEGE.id, COLLEGE)


def outcome(*revoked: int, at: timedelta = timedelta(hours=1)) -> tuple[str, str]:
    found = replace(facts.STATUS_LIST, bits=status.set_bits(status.new(), revoked))
    pages = {
        **home(facts.COLLEGE.id, COLLEGE),
        **home(facts.PARTNER.id, PARTNER),
        facts.LIST: json.dumps(
            signed(build.status_list(found), facts.COLLEGE.id, COLLEGE)
        ).encode(),
    }
    report = check(BADGE, at=NOON + at, load=web(pages), recipient="a@example.com")
    return report.verdict.value, report.reason


def test_whole_badge_is_valid():
    assert outcome() == ("valid", "")


def test_whole_badge_is_revoked_by_its_own_bit_alone():
    assert (outcome(94566, 94568), outcome(94567)) == (("valid", ""), ("invalid", "revoked"))


def test_whole_badge_under_a_list_that_is_out_of_date_is_undecided():
    assert outcome(at=timedelta(days=2)) == ("undecided", "status-list")


def test_whole_badge_has_no_blank_nodes_but_its_identity_and_the_embedded_proof():
    unsigned = {name: part for name, part in BADGE.items() if name != "proof"}
    nodes = {term for quad in canonical.quads(unsigned) for term in quad if term.startswith("_:")}
    lists = 2  # the links of `allowedValue`, whose order is signed
    assert len(nodes) - lists == 3
