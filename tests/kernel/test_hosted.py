"""The Open Badges 2.0 view of a badge: its three documents, and what the check makes of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tessera.kernel.errors import InvalidFacts
from tessera.kernel.openbadges import build, contexts, model
from tessera.kernel.openbadges.build import hosted
from tessera.kernel.openbadges.check import check

from .badges import NOON

HOME = "https://college.example"
HERE, BADGE, ISSUER = (f"{HOME}/{name}.ob2.json" for name in ("credentials/1", "badge", "issuer"))
ISSUED = datetime(2026, 1, 1, tzinfo=UTC)
PROFILE = model.Profile("did:web:college.example", "A college", url=HOME, email="a@college.example")
ACHIEVEMENT = model.Achievement(
    id=f"{HOME}/badge",
    name="Active listening",
    description="Listens.",
    criteria=model.Criteria(f"{HOME}/page", "Judged."),
    image=model.Image(f"{HOME}/art.png", "An ear"),
    tags=("listening",),
    version="1",
    alignments=(
        model.Alignment(
            "urn:uuid:skill", "listen", f"{HOME}/skill#1", "S1", target_framework="ESCO"
        ),
    ),
)
CREDENTIAL = model.OpenBadgeCredential(
    id=f"{HOME}/credentials/1",
    name="Active listening",
    issuer=PROFILE,
    subject=model.AchievementSubject(
        id="urn:uuid:learner",
        achievement=ACHIEVEMENT,
        identifiers=(build.hashed_identity("a@example.com", salt="Kosher"),),
    ),
    evidence=(model.Evidence("urn:uuid:work", "A talk", "Handed in.", genre="file"),),
    valid_from=ISSUED + timedelta(days=9),
    awarded_at=ISSUED,
    valid_until=ISSUED + timedelta(days=365),
)
ASSERTION = {
    "@context": contexts.OPEN_BADGES_V2,
    "type": "Assertion",
    "id": HERE,
    "recipient": {
        "type": "email",
        "hashed": True,
        "salt": "Kosher",
        "identity": ("sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"),
    },
    "badge": BADGE,
    "verification": {"type": "HostedBadge"},
    "issuedOn": "2026-01-01T00:00:00Z",
    "expires": "2027-01-01T00:00:00Z",
    "image": f"{HOME}/1.png",
    "evidence": [
        {"type": "Evidence", "name": "A talk", "description": "Handed in.", "genre": "file"}
    ],
}


def pages(revoked: str = "") -> dict[str, Any]:
    image = f"{HOME}/1.png"
    return {
        HERE: hosted.assertion(CREDENTIAL, id=HERE, badge=BADGE, image=image, revoked=revoked),
        BADGE: hosted.badge_class(ACHIEVEMENT, id=BADGE, issuer=ISSUER),
        ISSUER: hosted.issuer(PROFILE, id=ISSUER, starts_with=f"{HOME}/credentials/"),
    }


def outcome(revoked: str = "", recipient: str = "a@example.com", **changes: Any) -> tuple[str, str]:
    served = pages(revoked) | changes
    found = check(
        json.dumps(served[HERE]),
        at=NOON,
        load=lambda address: json.dumps(served[address]).encode(),
        recipient=recipient,
    )
    return found.verdict.value, found.reason


def test_three_documents_say_what_the_badge_says():
    assert pages() == {
        HERE: ASSERTION,
        BADGE: {
            "@context": contexts.OPEN_BADGES_V2,
            "type": "BadgeClass",
            "id": BADGE,
            "name": "Active listening",
            "description": "Listens.",
            "image": {"type": "Image", "id": f"{HOME}/art.png", "caption": "An ear"},
            "criteria": {"type": "Criteria", "id": f"{HOME}/page", "narrative": "Judged."},
            "issuer": ISSUER,
            "alignment": [
                {
                    "type": "AlignmentObject",
                    "targetName": "listen",
                    "targetUrl": f"{HOME}/skill#1",
                    "targetFramework": "ESCO",
                    "targetCode": "S1",
                }
            ],
            "tags": ["listening"],
            "version": "1",
        },
        ISSUER: {
            "@context": contexts.OPEN_BADGES_V2,
            "type": "Issuer",
            "id": ISSUER,
            "name": "A college",
            "url": HOME,
            "email": "a@college.example",
            "verification": {
                "type": "VerificationObject",
                "startsWith": [f"{HOME}/credentials/"],
            },
        },
    }


def test_a_revoked_assertion_stays_whole_and_says_why():
    assert pages("Awarded twice")[HERE] == {
        **ASSERTION,
        "revoked": True,
        "revocationReason": "Awarded twice",
    }


def test_the_check_accepts_it():
    assert outcome() == ("valid", "")


def test_the_check_finds_it_revoked():
    assert outcome("Awarded twice") == ("invalid", "revoked")


def test_the_check_refuses_another_recipient():
    assert outcome(recipient="b@example.com") == ("invalid", "recipient")


def test_the_issuer_vouches_for_its_credentials_alone():
    elsewhere = hosted.issuer(PROFILE, id=ISSUER, starts_with=f"{HOME}/other/")
    assert outcome(**{ISSUER: elsewhere}) == ("invalid", "not-issuer")


def test_facts_that_old_displayers_cannot_show_are_refused():
    nobody = replace(CREDENTIAL, subject=replace(CREDENTIAL.subject, identifiers=()))
    with pytest.raises(InvalidFacts, match="whom"):
        hosted.assertion(nobody, id=HERE, badge=BADGE)
    with pytest.raises(InvalidFacts, match="picture"):
        hosted.badge_class(replace(ACHIEVEMENT, image=None), id=BADGE, issuer=ISSUER)
