"""The badge that every contender issues and checks, as issuers write one today."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from tessera.kernel.openbadges import build, contexts, did, keys, proof, status

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECRET = keys.SecretKey(keys.KeyType.ED25519, bytes(range(32)))
METHOD = did.key_method(did.from_key(SECRET.public))
ISSUER = METHOD.controller

_HERE = "https://badges.college.example"
_BADGE = f"{_HERE}/achievements/educational-leadership/v1"
LIST = f"{_HERE}/status/1"


def _alignment(number: int) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetCode": f"S1.{number}",
        "targetFramework": "ESCO",
        "targetDescription": "Plans with those concerned, decides, tells why and looks back.",
        "targetType": "CFItem",
        "targetName": f"Leads a team through a change, part {number}",
        "targetUrl": f"http://data.europa.eu/esco/skill/{number:08x}-0000-4000-8000-000000000000",
    }


def _result_description(number: int) -> dict[str, Any]:
    return {
        "id": f"{_BADGE}#result-{number}",
        "type": ["ResultDescription"],
        "name": f"Criterion {number}",
        "resultType": "Percent",
        "valueMin": "0",
        "valueMax": "100",
    }


def _evidence(number: int) -> dict[str, Any]:
    return {
        "id": f"{_HERE}/evidence/{number:08x}-0000-4000-8000-000000000000",
        "type": ["Evidence"],
        "name": f"Artefact {number}",
        "description": "What the learner made, and how it was judged against each criterion.",
        "genre": "Portfolio",
    }


def badge(number: int = 0, *, named: bool = False) -> dict[str, Any]:
    """The unsigned badge of one learner; `named`: with an id on every node that may have one."""
    document = _badge(number)
    if named:
        subject = document["credentialSubject"]
        achievement = subject["achievement"]
        subject["id"] = f"urn:uuid:{number:08x}-0000-4000-8000-000000000001"
        achievement["criteria"]["id"] = f"{_HERE}/catalogue/educational-leadership/"
        for place, each in enumerate(achievement["alignment"]):
            each["id"] = f"{_BADGE}#alignment-{place}"
        for place, each in enumerate(subject["result"]):
            each["id"] = f"urn:uuid:{number:08x}-0000-4000-8000-00000000001{place}"
    return document


def _badge(number: int) -> dict[str, Any]:
    learner = f"learner{number}@college.example"
    identity = build.hashed_identity(learner, salt=f"{number:016x}")
    return {
        "@context": [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES, contexts.EXTENSIONS],
        "id": f"{_HERE}/credentials/{number:08x}-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Educational Leadership",
        "issuer": {
            "id": ISSUER,
            "type": ["Profile"],
            "name": "The College",
            "url": "https://college.example/",
            "description": "Courses that people can show for what they can do.",
            "email": "badges@college.example",
        },
        "validFrom": "2026-10-01T00:00:00Z",
        "validUntil": "2029-10-01T00:00:00Z",
        "evidence": [_evidence(each) for each in range(3)],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "narrative": "Led the change over two terms, with a team of seven.",
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": identity.identity_hash,
                    "identityType": "emailAddress",
                    "salt": identity.salt,
                }
            ],
            "achievement": {
                "id": _BADGE,
                "type": ["Achievement"],
                "achievementType": "MicroCredential",
                "name": "Educational Leadership",
                "description": "Leads a team of teachers through a change, and shows that it lasts.",
                "criteria": {"narrative": "Three components, each judged by criterion."},
                "image": {"id": f"{_BADGE}/artwork.png", "type": "Image", "caption": "A tile"},
                "alignment": [_alignment(each) for each in range(3)],
                "resultDescription": [_result_description(each) for each in range(2)],
                "inLanguage": "en-CA",
                "tag": ["leadership", "schools"],
            },
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": f"{_BADGE}#result-{each}",
                    "value": str(80 + each),
                }
                for each in range(2)
            ],
        },
        "credentialStatus": {
            "id": f"{LIST}#{number}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(number),
            "statusListCredential": LIST,
        },
        "credentialSchema": [
            {
                "id": (
                    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
                    "ob_v3p0_achievementcredential_schema.json"
                ),
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }


_SHARED = badge(named=True)
SHARED = (
    _SHARED["@context"],
    _SHARED["issuer"],
    _SHARED["credentialSubject"]["achievement"],
    _SHARED["evidence"],
    _SHARED["credentialSchema"],
)


def of_class(number: int) -> dict[str, Any]:
    """The same as a named badge, made from what the badges of a class share."""
    learner = f"learner{number}@college.example"
    identity = build.hashed_identity(learner, salt=f"{number:016x}")
    told = f"{number:08x}-0000-4000-8000-0000000000"
    subject = _SHARED["credentialSubject"]
    return {
        **_SHARED,
        "id": f"{_HERE}/credentials/{number:08x}-0000-4000-8000-000000000000",
        "credentialSubject": {
            **subject,
            "identifier": [
                {
                    **subject["identifier"][0],
                    "identityHash": identity.identity_hash,
                    "salt": identity.salt,
                }
            ],
            "result": [
                {**each, "id": f"urn:uuid:{told}1{place}"}
                for place, each in enumerate(subject["result"])
            ],
            "id": f"urn:uuid:{told}01",
        },
        "credentialStatus": {
            **_SHARED["credentialStatus"],
            "id": f"{LIST}#{number}",
            "statusListIndex": str(number),
        },
    }


def status_list() -> bytes:
    """The signed list that the badge points at, with no bit set."""
    document = {
        "@context": [contexts.CREDENTIALS_V2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-10-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": status.encode(status.new()),
        },
    }
    return json.dumps(signed(document)).encode()


def signed(document: dict[str, Any]) -> dict[str, Any]:
    return proof.secure(document, key=SECRET, verification_method=METHOD.id, created=AT)
