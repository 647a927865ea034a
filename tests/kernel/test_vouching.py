"""Several proofs on one credential: any false one spoils it, one by the issuer is enough."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tessera.kernel.openbadges import did, keys, proof
from tessera.kernel.openbadges.check import NotValid, check, verify
from tessera.kernel.openbadges.report import Verdict

from .badges import METHOD, NOON, SECRET, badge, signed, web
from .test_check import outcome

STRANGER = keys.SecretKey(keys.KeyType.P256, bytes(range(32)))
ISSUERS = signed(badge())["proof"]


def by_stranger(document: dict[str, Any], **options: Any) -> dict[str, Any]:
    method = did.key_method(did.from_key(STRANGER.public))
    made = proof.secure(
        document,
        key=STRANGER,
        verification_method=method.id,
        created=NOON,
        cryptosuite="ecdsa-rdfc-2019",
    )
    found: dict[str, Any] = made["proof"]
    return {**found, **options}


STRANGERS = by_stranger(badge())
BROKEN = {**STRANGERS, "created": "2026-03-01T12:00:01Z"}
UNKNOWN = {**ISSUERS, "cryptosuite": "bbs-2023"}
TOLD = (("signature", 1), ("issuer", 2), ("issuer", 3))
HOLDERS = {**ISSUERS, "proofPurpose": "authentication"}


@pytest.mark.parametrize(
    ("proofs", "expected"),
    [
        ([ISSUERS, STRANGERS], ("valid", "")),
        ([STRANGERS, ISSUERS], ("valid", "")),
        ([STRANGERS], ("invalid", "not-issuer")),
        ([ISSUERS, BROKEN], ("invalid", "signature")),
        ([BROKEN, ISSUERS], ("invalid", "signature")),
        ([UNKNOWN, ISSUERS], ("valid", "")),
        ([UNKNOWN], ("undecided", "unsupported")),
        ([UNKNOWN, STRANGERS], ("undecided", "unsupported")),
        ([HOLDERS, ISSUERS], ("valid", "")),
        ([HOLDERS], ("invalid", "purpose")),
        ([ISSUERS, {}], ("valid", "")),
        ([ISSUERS, "z123"], ("invalid", "no-proof")),
        ([ISSUERS] * 21, ("undecided", "too-complex")),
    ],
)
def test_badge_with_several_proofs(proofs, expected):
    assert outcome({**badge(), "proof": proofs}) == expected


def test_several_proofs_of_a_document_as_large_as_is_read_are_too_many():
    document = badge()
    document["credentialSubject"]["achievement"]["tag"] = [str(number) for number in range(70_000)]
    assert outcome({**document, "proof": [ISSUERS] * 3}) == ("undecided", "too-complex")


def test_each_of_several_proofs_is_told_beside_the_answer_for_all():
    unread = {**UNKNOWN, "verificationMethod": "did:example:1#k"}
    report = check({**badge(), "proof": [ISSUERS, STRANGERS, unread]}, at=NOON, load=web())
    assert [
        (step.name, step.result.value, step.code, step.decides)
        for step in report.steps
        if step.asks in {"signature", "issuer"}
    ] == [
        ("signature", "passed", "", True),
        ("issuer", "passed", "", True),
        ("signature/1", "passed", "", False),
        ("signature/2", "passed", "", False),
        ("signature/3", "unknown", "unsupported", False),
        ("issuer/1", "passed", "", False),
        ("issuer/2", "failed", "not-issuer", False),
        ("issuer/3", "unknown", "not-checked", False),
    ]
    assert [report.step(f"{name}/{number}").detail for name, number in TOLD] == [
        "eddsa-rdfc-2022",
        STRANGERS["verificationMethod"]
        + f": signed by {STRANGERS['verificationMethod'].partition('#')[0]}, not by the issuer",
        "did:example:1#k",
    ]


def test_badge_with_one_proof_has_no_numbered_steps():
    report = check(signed(badge()), at=NOON, load=web())
    assert [step.name for step in report.steps if step.number] == []


def test_badge_with_a_chain_of_proofs_is_valid_and_each_link_counts():
    first = {**ISSUERS, "id": "urn:uuid:11111111-1111-4111-8111-111111111111"}
    del first["proofValue"]
    first = proof.CRYPTOSUITES["eddsa-rdfc-2022"].sign(badge(), first, SECRET)
    suite = proof.CRYPTOSUITES["ecdsa-rdfc-2019"]
    options = {name: part for name, part in STRANGERS.items() if name != "proofValue"}
    options["previousProof"] = first["id"]
    second = suite.sign({**badge(), "proof": [first]}, options, STRANGER)
    assert outcome({**badge(), "proof": [first, second]}) == ("valid", "")
    assert outcome({**badge(), "proof": [second]}) == ("invalid", "previous-proof")
    moved = {**second, "previousProof": "urn:uuid:22222222-2222-4222-8222-222222222222"}
    assert outcome({**badge(), "proof": [first, moved]}) == ("invalid", "previous-proof")


@pytest.mark.parametrize("suite", proof.MADE)
def test_every_suite_that_is_made_is_valid_and_no_altered_copy(suite):
    kind = keys.KeyType.ED25519 if suite.startswith("eddsa") else keys.KeyType.P256
    secret = keys.SecretKey(kind, bytes(range(32)))
    method = did.key_method(did.from_key(secret.public))
    document = proof.secure(
        badge(issuer={"id": method.controller, "type": ["Profile"]}),
        key=secret,
        verification_method=method.id,
        created=NOON,
        cryptosuite=suite,
    )
    assert [outcome(one) for one in (document, {**document, "name": "Another"})] == [
        ("valid", ""),
        ("invalid", "signature"),
    ]


def test_verify_raises_unless_all_is_well():
    assert verify(signed(badge()), at=NOON, load=web()).verdict is Verdict.VALID
    for document, code in [
        ({**signed(badge()), "name": "Another"}, "signature"),
        ({**badge(), "proof": UNKNOWN}, "unsupported"),
    ]:
        with pytest.raises(NotValid) as refusal:
            verify(document, at=NOON, load=web())
        assert (refusal.value.code, refusal.value.report.reason) == (code, code)


@pytest.mark.parametrize(("ahead", "verdict"), [(60, Verdict.VALID), (61, Verdict.INVALID)])
def test_issuer_whose_clock_is_a_minute_ahead_is_not_called_false(ahead, verdict):
    document = signed(badge(validFrom="2026-03-01T12:00:00Z"))
    report = check(document, at=NOON - timedelta(seconds=ahead), load=web())
    assert report.verdict is verdict


def test_method_of_these_tests_is_the_issuer():
    assert ISSUERS["verificationMethod"] == METHOD.id


def test_verify_of_a_badge_about_somebody_else_raises():
    verify(signed(badge()), at=NOON, load=web(), recipient="a@example.com")
    with pytest.raises(NotValid) as refusal:
        verify(signed(badge()), at=NOON, load=web(), recipient="b@example.com")
    assert refusal.value.report.reason == "recipient"
