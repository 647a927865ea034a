"""Learner records: checked whole and part by part."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tessera.kernel.openbadges import contexts, did, keys
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.report import Result

from .badges import NOON, badge, signed, web
from .test_check import entry, pages, status_list

LEARNER = "urn:uuid:0f3c2c4e-8a52-4d6b-8a54-b0a9a94b1c11"
SALTED = badge()["credentialSubject"]["identifier"]
FIRST = "https://college.example/achievements/educational-leadership/v1"
SECOND = "https://college.example/achievements/mentoring/v1"


def member(**subject: Any) -> dict[str, Any]:
    whole = badge()
    whole["credentialSubject"] |= subject
    whole["credentialSubject"] = {
        name: value for name, value in whole["credentialSubject"].items() if value is not None
    }
    return whole


def record(*members: Any, **subject: Any) -> dict[str, Any]:
    whole = {
        "@context": [contexts.CREDENTIALS_V2, contexts.CLR, contexts.OPEN_BADGES],
        "id": "urn:uuid:2f0a4c4c-94a8-4f3e-8c2d-0d8f2a0cf001",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "A learner record",
        "credentialSubject": {
            "id": LEARNER,
            "type": ["ClrSubject"],
            "identifier": SALTED,
            "achievement": [
                {
                    "id": SECOND,
                    "type": ["Achievement"],
                    "name": "Mentoring",
                    "description": "Mentors new teachers.",
                    "criteria": {"narrative": "Judged by criterion."},
                }
            ],
            "verifiableCredential": list(members) or [signed(badge())],
            "association": [
                {
                    "type": "Association",
                    "associationType": "isPeerOf",
                    "sourceId": FIRST,
                    "targetId": SECOND,
                }
            ],
            **subject,
        },
    }
    whole["credentialSubject"] = {
        name: value for name, value in whole["credentialSubject"].items() if value is not None
    }
    return badge(**whole)


def step_of(document: Any, name: str, **found: bytes) -> tuple[str, str, str]:
    report = check(document, at=NOON, load=web(found))
    step = report.step(name)
    return report.verdict.value, step.result.value, step.code


def test_a_record_in_order_is_valid_and_tells_of_each_part():
    report = check(signed(record()), at=NOON, load=web())
    assert [(step.name, step.result.value) for step in report.steps] == [
        ("form", "passed"),
        ("signature", "passed"),
        ("issuer", "passed"),
        ("status", "skipped"),
        ("dates", "passed"),
        ("subject", "passed"),
        ("shape", "passed"),
        ("recipient", "skipped"),
        ("record", "passed"),
        ("endorsements", "skipped"),
        ("members", "passed"),
        ("trust", "skipped"),
    ]
    assert [inside.credential["name"] for inside in report.inside] == ["Educational Leadership"]


def test_a_member_altered_inside_a_record_that_is_signed_anew_is_found():
    altered = {**signed(badge()), "name": "Another"}
    assert step_of(signed(record(altered)), "members") == ("invalid", "failed", "member-signature")


def test_a_member_altered_after_the_record_was_signed_breaks_both_signatures():
    document = deepcopy(signed(record()))
    document["credentialSubject"]["verifiableCredential"][0]["name"] = "Another"
    report = check(document, at=NOON, load=web())
    assert (report.step("signature").code, report.step("members").code) == (
        "signature",
        "member-signature",
    )


@pytest.mark.parametrize(
    ("part", "outcome"),
    [
        (signed(badge(validUntil="2026-02-01T00:00:00Z")), ("invalid", "failed", "member-expired")),
        (signed(badge(credentialStatus=entry())), ("invalid", "failed", "member-revoked")),
        (
            signed(badge(credentialStatus=entry(statusListCredential="https://a.example/1"))),
            ("undecided", "unknown", "member-unreachable"),
        ),
        (badge(), ("invalid", "failed", "member-no-proof")),
        (7, ("invalid", "failed", "form")),
    ],
)
def test_a_record_is_as_good_as_the_worst_of_its_members(part, outcome):
    document = signed(record(signed(badge(id="urn:x:good")), part))
    report = check(document, at=NOON, load=web(pages(signed(status_list(7)))))
    step = report.step("members")
    assert (report.verdict.value, step.result.value, step.code) == outcome


_PLAIN = {"type": "IdentityObject", "hashed": False, "identityType": "emailAddress"}
_SOMEBODY = [{**_PLAIN, "identityHash": "a@example.com"}]
_SOMEBODY_ELSE = [{**_PLAIN, "identityHash": "b@example.com"}]


@pytest.mark.parametrize(
    ("of_member", "of_record", "outcome"),
    [
        ({}, {"identifier": None}, ("valid", "passed", "")),
        ({"id": "urn:x:1"}, {}, ("valid", "passed", "")),
        ({"id": None}, {"identifier": _SOMEBODY}, ("valid", "passed", "")),
        ({"id": "urn:x:1", "identifier": _SOMEBODY}, {}, ("valid", "passed", "")),
        ({"id": "urn:x:1"}, {"identifier": None}, ("invalid", "failed", "learner")),
        (
            {"id": "urn:x:1", "identifier": _SOMEBODY},
            {"identifier": _SOMEBODY_ELSE},
            ("invalid", "failed", "learner"),
        ),
        (
            {"id": "urn:x:1", "identifier": [{**SALTED[0], "salt": "Sea"}]},
            {},
            ("undecided", "unknown", "learner"),
        ),
        (
            {"id": "urn:x:1", "identifier": [{**_SOMEBODY[0], "identityType": "name"}]},
            {},
            ("undecided", "unknown", "learner"),
        ),
    ],
)
def test_members_are_about_the_learner_of_the_record(of_member, of_record, outcome):
    document = signed(record(signed(member(**of_member)), **of_record))
    assert step_of(document, "record") == outcome


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"association": [{"type": "Association", "associationType": "isLike"}]}, "association"),
        (
            {
                "association": [
                    {
                        "type": "Association",
                        "associationType": "precedes",
                        "sourceId": FIRST,
                        "targetId": "https://college.example/achievements/elsewhere",
                    }
                ]
            },
            "association",
        ),
        ({"verifiableCredential": None, "association": None}, "members"),
    ],
)
def test_a_record_that_does_not_hold_together_is_invalid(change, code):
    assert step_of(signed(record(**change)), "record") == ("invalid", "failed", code)


def test_a_token_in_the_place_of_a_member_is_not_guessed_about():
    document = record()
    document["credentialSubject"]["verifiableCredential"] = ["eyJhbGciOiJFUzI1NiJ9.e30.c2ln"]
    report = check(document, at=NOON, load=web())
    assert (report.step("members").result, report.step("members").code) == (
        Result.UNKNOWN,
        "unsupported",
    )


def test_a_member_of_another_issuer_holds_by_that_issuers_key():
    secret = keys.SecretKey(keys.KeyType.ED25519, b"o" * 32)
    other = {"id": did.from_key(secret.public), "type": ["Profile"], "name": "Another college"}
    assert step_of(signed(record(signed(badge(issuer=other), secret))), "members") == (
        "valid",
        "passed",
        "",
    )
