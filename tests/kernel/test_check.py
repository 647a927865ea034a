"""The check: what makes a credential valid, invalid or undecided."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.errors import Unreachable
from tessera.kernel.openbadges import contexts, did, jwt, keys, proof, status
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.report import Result, Step, Verdict, verdict

from .badges import ISSUER, METHOD, NOON, SECRET, badge, signed, web

DID = "did:web:college.example"
HOME = "https://college.example/.well-known/did.json"
LIST = "https://college.example/status/1"
KEY = did.Method(f"{DID}#key-1", DID, SECRET.public)


def outcome(document: Any, pages: dict[str, bytes] | None = None, **asked: Any) -> tuple[str, str]:
    report = check(document, **{"at": NOON, "load": web(pages), **asked})
    return report.verdict.value, report.reason


def status_list(*indexes: int, **changes: Any) -> dict[str, Any]:
    whole = {
        "@context": [contexts.CREDENTIALS_V2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": status.encode(status.set_bits(status.new(), indexes)),
        },
    }
    return {name: value for name, value in {**whole, **changes}.items() if value is not None}


def entry(**changes: Any) -> dict[str, Any]:
    whole = {
        "id": f"{LIST}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": LIST,
    }
    return {name: value for name, value in {**whole, **changes}.items() if value is not None}


def pages(found: dict[str, Any]) -> dict[str, bytes]:
    return {LIST: json.dumps(found).encode()}


def of_did_web(secret: keys.SecretKey = SECRET, **changes: Any) -> dict[str, Any]:
    issuer = {"id": DID, "type": ["Profile"], "name": "A college"}
    return proof.secure(
        badge(issuer=issuer, **changes), key=secret, verification_method=KEY.id, created=NOON
    )


def home(*methods: did.Method) -> dict[str, bytes]:
    return {HOME: json.dumps(did.document(DID, methods)).encode()}


def endorsement(**changes: Any) -> dict[str, Any]:
    whole = {
        "id": "urn:uuid:7a5c0b9e-1f4d-4a38-9d57-0c8f3f1f2a11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "An endorsement",
        "credentialSubject": {
            "id": "https://college.example/achievements/educational-leadership/v1",
            "type": ["EndorsementSubject"],
            "endorsementComment": "We hire for this.",
        },
    }
    return badge(**{**whole, **changes})


def endorsed_by(*endorsements: Any) -> dict[str, Any]:
    whole = badge()
    whole["credentialSubject"]["achievement"]["endorsement"] = list(endorsements)
    return signed(whole)


def with_tokens(*tokens: str) -> dict[str, Any]:
    whole = badge()
    whole["credentialSubject"]["achievement"]["endorsementJwt"] = list(tokens)
    return signed(whole)


def test_badge_with_everything_in_order_is_valid():
    document = signed(badge(credentialStatus=entry()))
    report = check(document, at=NOON, load=web(pages(signed(status_list(3)))))
    assert [(step.name, step.result.value) for step in report.steps] == [
        ("form", "passed"),
        ("signature", "passed"),
        ("issuer", "passed"),
        ("status", "passed"),
        ("dates", "passed"),
        ("subject", "passed"),
        ("achievement", "passed"),
        ("shape", "passed"),
        ("recipient", "skipped"),
        ("endorsements", "skipped"),
        ("trust", "skipped"),
    ]
    assert (report.verdict, report.reason) == (Verdict.VALID, "")
    assert report.credential["achievement"]["name"] == "Educational Leadership"


def test_badge_given_as_bytes_is_checked_the_same():
    assert outcome(json.dumps(signed(badge())).encode()) == ("valid", "")


def test_badge_without_a_proof_is_invalid():
    assert outcome(badge()) == ("invalid", "no-proof")


def test_badge_tampered_with_is_invalid_and_nothing_it_names_is_fetched():
    document = signed(badge(credentialStatus=entry()))
    document["name"] = "Corporate Leadership"
    asked = []

    def load(address: str) -> bytes:
        asked.append(address)
        return b""

    report = check(document, at=NOON, load=load)
    assert (report.verdict, report.reason, asked) == (Verdict.INVALID, "signature", [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"no credential", ("invalid", "not-json")),
        (b"eyJhbGciOiJFUzI1NiJ9.e30.c2ln", ("invalid", "issuer")),
        ("{" * 100_000, ("invalid", "not-json")),
        ('{"a":' * 100 + "1" + "}" * 100, ("undecided", "too-complex")),
        ({}, ("invalid", "context")),
        (None, ("invalid", "not-json")),
        ([badge()], ("invalid", "not-json")),
        (bytearray(b"{}"), ("invalid", "context")),
        ({"@context": "https://w3id.org/openbadges/v1", "type": "Assertion"},
         ("undecided", "unsupported")),
        ({"recipient": "sha256$00", "badge": {"name": "x"}}, ("undecided", "unsupported")),
        ({"@context": [contexts.CREDENTIALS_V2], "type": "VerifiablePresentation"},
         ("undecided", "unsupported")),
    ],
)  # fmt: skip
def test_source_that_is_no_credential_is_never_valid(source, expected):
    assert outcome(source) == expected


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"@context": [contexts.OPEN_BADGES, contexts.CREDENTIALS_V2]}, "context"),
        ({"@context": [{"@vocab": "urn:x:"}]}, "context"),
        ({"type": ["OpenBadgeCredential"]}, "type"),
        ({"type": ["VerifiableCredential"]}, "type"),
        ({"issuer": None}, "issuer"),
        ({"issuer": {"name": "Nobody"}}, "issuer"),
        ({"validFrom": None}, "dates"),
        ({"validFrom": "2026-01-01"}, "time"),
        ({"validFrom": "2026-01-01T00:00:00"}, "time"),
        ({"validUntil": "2025-01-01T00:00:00Z"}, "dates"),
        ({"credentialSubject": []}, "subject"),
        ({"credentialSubject": "did:web:a"}, "subject"),
    ],
)
def test_badge_of_another_form_is_invalid(change, code):
    document = {**signed(badge()), **change}
    document = {name: value for name, value in document.items() if value is not None}
    assert outcome(document) == ("invalid", code)


_UNTIL = "https://www.w3.org/2018/credentials#validUntil"


@pytest.mark.parametrize(
    ("hidden", "context"),
    [
        ({_UNTIL: {"@type": "http://www.w3.org/2001/XMLSchema#dateTime",
                   "@value": "2026-02-01T00:00:00Z"}}, []),
        ({"until": "2026-02-01T00:00:00Z"}, [{"until": {"@id": _UNTIL}}]),
    ],
)  # fmt: skip
def test_badge_whose_expiry_was_renamed_is_invalid(hidden, context):
    """The signature covers RDF, and would still hold."""
    document = signed(badge(validUntil="2026-02-01T00:00:00Z"))
    del document["validUntil"]
    document |= {**hidden, "@context": [*document["@context"], *context]}
    assert outcome(document)[0] == "invalid"


def test_badge_whose_expiry_was_moved_to_another_object_of_its_id_is_invalid():
    document = signed(badge(validUntil="2026-02-01T00:00:00Z", evidence=None))
    document["credentialSubject"]["source"] = {
        "id": document["id"],
        "type": ["VerifiableCredential"],
        "validUntil": document.pop("validUntil"),
    }
    assert outcome(document) == ("invalid", "alias")


@pytest.mark.parametrize("member", ["evidence", "refreshService", "termsOfUse"])
def test_member_that_means_nothing_without_a_type_needs_one(member):
    document = signed(badge(**{member: {"id": "https://college.example/x"}}))
    step = check(document, at=NOON, load=web()).step("form")
    assert (step.result, step.code, step.facts) == (Result.FAILED, "type", {"where": member})


@pytest.mark.parametrize(
    ("document", "name", "facts"),
    [
        (badge(validUntil="2026-02-01T00:00:00Z"), "dates", {"when": "2026-02-01 00:00:00+00:00"}),
        (badge(credentialStatus=entry()), "status", {"address": LIST}),
        (badge(issuer=DID), "issuer", {"signer": ISSUER, "issuer": DID}),
        (badge(), "recipient", {"recipient": "b@example.com"}),
        (badge(), "trust", {"issuer": ISSUER}),
    ],
)
def test_step_tells_its_facts_by_name(document, name, facts):
    report = check(
        signed(document), at=NOON, load=web(), recipient="b@example.com", trusted=[ISSUER]
    )
    assert report.step(name).facts == facts


def test_badge_that_names_too_many_addresses_is_undecided():
    asked = []

    def load(address: str) -> bytes:
        asked.append(address)
        raise Unreachable("nobody answers")

    def of_somebody(number: int) -> dict[str, Any]:
        entries = [
            entry(id=f"urn:x:{number}:{one}", statusListCredential=f"{LIST}/{number}/{one}")
            for one in range(20)
        ]
        return signed(endorsement(id=f"urn:x:{number}", credentialStatus=entries))

    report = check(endorsed_by(*map(of_somebody, range(11))), at=NOON, load=load)
    step = report.inside[-1].step("status")
    assert (len(asked), step.code) == (200, "too-many")


def test_badge_under_a_context_unknown_here_is_undecided():
    document = signed(badge())
    document["@context"] = [*document["@context"], "https://a.example/extension"]
    assert outcome(document) == ("undecided", "unknown-context")


def test_badge_with_a_proof_unknown_here_is_undecided():
    document = signed(badge())
    document["proof"]["cryptosuite"] = "bbs-2023"
    assert outcome(document) == ("undecided", "unsupported")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (timedelta(days=-1), ("invalid", "not-yet-valid")),
        (timedelta(0), ("valid", "")),
        (timedelta(days=1), ("valid", "")),
        (timedelta(days=1, seconds=1), ("invalid", "expired")),
    ],
)
def test_badge_is_valid_from_its_first_moment_to_its_last(at, expected):
    document = signed(badge(validFrom="2026-03-01T12:00:00Z", validUntil="2026-03-02T12:00:00Z"))
    assert outcome(document, at=NOON + at) == expected


def test_badge_of_vc_1_1_is_valid_by_its_own_rules():
    """Older contexts, `issuanceDate`, and a time without a zone."""
    whole = badge(validFrom=None, issuanceDate="2026-01-01T00:00:00", issuer=ISSUER)
    whole["@context"] = [
        contexts.CREDENTIALS_V1,
        contexts.OPEN_BADGES_302,
        "https://w3id.org/security/data-integrity/v2",
    ]
    assert outcome(signed(whole)) == ("valid", "")
    expired = {**whole, "expirationDate": "2026-02-01T00:00:00Z"}
    assert outcome(signed(expired)) == ("invalid", "expired")


class TestIssuer:
    def test_did_web_key_listed_for_assertions_is_valid(self):
        assert outcome(of_did_web(), home(KEY)) == ("valid", "")

    def test_unreachable_document_is_undecided(self):
        assert outcome(of_did_web()) == ("undecided", "unreachable")

    def test_key_named_by_itself_tells_tampering_even_when_nobody_answers(self):
        method = f"{DID}#{SECRET.public.multibase}"
        issuer = {"id": DID, "type": ["Profile"]}
        document = proof.secure(
            badge(issuer=issuer), key=SECRET, verification_method=method, created=NOON
        )
        tampered = {**document, "name": "Another"}
        assert (outcome(document), outcome(tampered)) == (
            ("undecided", "unreachable"),
            ("invalid", "signature"),
        )

    @pytest.mark.parametrize(
        ("method", "code"),
        [
            (replace(KEY, asserts=False), "not-assertion"),
            (replace(KEY, revoked_at=NOON), "key-revoked"),
            (replace(KEY, expires_at=NOON), "key-expired"),
            (replace(KEY, id=f"{DID}#key-2"), "no-such-key"),
        ],
    )
    def test_key_that_may_not_sign_is_invalid(self, method, code):
        report = check(of_did_web(), at=NOON, load=web(home(method)))
        assert (report.verdict, report.step("issuer").code) == (Verdict.INVALID, code)

    def test_key_revoked_later_still_holds(self):
        later = replace(KEY, revoked_at=NOON + timedelta(days=1))
        assert outcome(of_did_web(), home(later)) == ("valid", "")

    def test_key_of_someone_else_is_invalid(self):
        other = keys.SecretKey(keys.KeyType.ED25519, bytes(32))
        assert outcome(signed(badge(), other)) == ("invalid", "not-issuer")

    def test_document_that_lists_a_foreign_controller_is_invalid(self):
        page = did.document(DID, [KEY])
        page["verificationMethod"][0]["controller"] = "did:web:b.example"
        assert outcome(of_did_web(), {HOME: json.dumps(page).encode()}) == ("invalid", "not-issuer")

    def test_trust_informs_and_does_not_decide(self):
        report = check(signed(badge()), at=NOON, load=web(), trusted=[DID])
        assert (report.verdict, report.step("trust").result) == (Verdict.VALID, Result.UNKNOWN)
        report = check(signed(badge()), at=NOON, load=web(), trusted=[ISSUER])
        assert report.step("trust").result is Result.PASSED


class TestStatus:
    badge = staticmethod(lambda **changes: signed(badge(credentialStatus=entry(**changes))))

    def test_bit_that_is_set_is_revoked(self):
        assert outcome(self.badge(), pages(signed(status_list(7)))) == ("invalid", "revoked")

    def test_suspension_is_told_apart(self):
        found = status_list(7)
        found["credentialSubject"]["statusPurpose"] = ["suspension", "message"]
        document = self.badge(statusPurpose="suspension")
        assert outcome(document, pages(signed(found))) == ("invalid", "suspended")

    def test_unreachable_list_is_undecided(self):
        assert outcome(self.badge()) == ("undecided", "unreachable")

    @pytest.mark.parametrize(
        "found",
        [
            {},
            status_list(),
            {**signed(status_list()), "validFrom": "2025-01-01T00:00:00Z"},
            signed(status_list(id="https://college.example/status/2")),
            signed(status_list(validUntil="2026-02-01T00:00:00Z")),
            signed(status_list(issuer=DID)),
            signed(
                status_list(issuer=did.from_key(keys.SecretKey(keys.KeyType.ED25519, bytes(32)).public)),
                keys.SecretKey(keys.KeyType.ED25519, bytes(32)),
            ),
            signed(
                status_list(
                    credentialSubject={
                        "type": "BitstringStatusList",
                        "statusPurpose": "suspension",
                        "encodedList": status.encode(status.new()),
                    }
                )
            ),
            signed(
                status_list(
                    credentialSubject={
                        "type": "BitstringStatusList",
                        "statusPurpose": "revocation",
                        "encodedList": "uH4sIAAAAAAAAA2NgAAD_____",
                    }
                )
            ),
        ],
        ids=["empty", "unsigned", "tampered", "other id", "expired", "foreign key", "other issuer",
             "other purpose", "broken bits"],
    )  # fmt: skip
    def test_list_that_does_not_hold_is_undecided(self, found):
        assert outcome(self.badge(), pages(found)) == ("undecided", "status-list")

    @pytest.mark.parametrize(
        "change",
        [
            {"statusListIndex": "-1"},
            {"statusListIndex": None},
            {"statusListIndex": "0x7"},
            {"statusListCredential": None},
            {"statusListCredential": "urn:x"},
        ],
    )
    def test_entry_that_says_nothing_is_invalid(self, change):
        assert outcome(self.badge(**change), pages(signed(status_list()))) == ("invalid", "entry")

    def test_entry_outside_the_list_is_invalid(self):
        document = self.badge(statusListIndex=str(status.MINIMUM_BITS))
        assert outcome(document, pages(signed(status_list()))) == ("invalid", "range")

    def test_entry_of_another_kind_is_undecided(self):
        other = {"id": "https://a.example/r", "type": "1EdTechCredentialRefresh"}
        context = [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES, contexts.EXTENSIONS]
        document = signed(badge(credentialStatus=other, **{"@context": context}))
        assert outcome(document) == ("undecided", "unsupported")

    def test_entry_for_messages_decides_nothing(self):
        assert outcome(self.badge(statusPurpose="message")) == ("valid", "")

    def test_several_entries_are_all_read(self):
        document = signed(
            badge(credentialStatus=[entry(), entry(id=f"{LIST}#8", statusListIndex="8")])
        )
        assert outcome(document, pages(signed(status_list(8)))) == ("invalid", "revoked")


class TestRecipient:
    @pytest.mark.parametrize(
        "recipient",
        ["a@example.com", "A@Example.com", "urn:uuid:0f3c2c4e-8a52-4d6b-8a54-b0a9a94b1c11"],
    )
    def test_badge_about_them_is_valid(self, recipient):
        assert outcome(signed(badge()), recipient=recipient) == ("valid", "")

    @pytest.mark.parametrize(
        "recipient", ["b@example.com", "urn:uuid:1", "mailto:b@example.com", "a@example.com "]
    )
    def test_badge_about_someone_else_is_invalid(self, recipient):
        assert outcome(signed(badge()), recipient=recipient) == ("invalid", "recipient")

    @pytest.mark.parametrize("recipient", ["did:key:z6Mk", "Ana Silva", "S-1042"])
    def test_badge_that_tells_nothing_of_the_sort_is_undecided(self, recipient):
        assert outcome(signed(badge()), recipient=recipient) == ("undecided", "recipient")

    @pytest.mark.parametrize(
        ("identity", "recipient", "expected"),
        [
            (
                {"identityType": "name", "identityHash": "Zoe\u0308  Silva"},
                "zo\u00eb silva",
                "valid",
            ),
            ({"identityType": "name", "identityHash": "Ana Silva"}, "Ana Silvas", "invalid"),
            ({"identityType": "name", "identityHash": "Ana Silva"}, "a@example.com", "undecided"),
            ({"identityType": "systemId", "identityHash": "S-1042"}, "S-1042", "valid"),
            ({"identityType": "systemId", "identityHash": "S-1042"}, "s-1042", "invalid"),
            ({"identityHash": "sha512$00", "hashed": True}, "a@example.com", "undecided"),
            ({"identityHash": "A@Example.com"}, "a@example.com", "valid"),
        ],
    )
    def test_identity_is_compared_as_its_sort_is(self, identity, recipient, expected):
        document = badge()
        whole = {"type": "IdentityObject", "hashed": False, "identityType": "emailAddress"}
        document["credentialSubject"]["identifier"] = [whole | identity]
        assert outcome(signed(document), recipient=recipient)[0] == expected

    def test_badge_about_nobody_is_invalid(self):
        document = badge()
        del document["credentialSubject"]["id"], document["credentialSubject"]["identifier"]
        assert outcome(signed(document)) == ("invalid", "subject")


class TestAchievement:
    @pytest.mark.parametrize(
        "change", [{"name": None}, {"description": None}, {"criteria": None}, {"criteria": {}}]
    )
    def test_badge_that_does_not_say_what_for_is_invalid(self, change):
        document = badge()
        whole = {**document["credentialSubject"]["achievement"], **change}
        document["credentialSubject"]["achievement"] = {
            name: value for name, value in whole.items() if value is not None
        }
        assert outcome(signed(document)) == ("invalid", "achievement")


class TestEndorsements:
    def test_endorsement_that_holds_is_valid(self):
        assert outcome(endorsed_by(signed(endorsement()))) == ("valid", "")

    def test_endorsement_alone_is_valid(self):
        assert outcome(signed(endorsement())) == ("valid", "")

    def test_endorsement_with_a_broken_proof_is_invalid_in_a_sound_badge(self):
        broken = {**signed(endorsement()), "name": "Another"}
        assert outcome(endorsed_by(broken)) == ("invalid", "endorsement-signature")

    @pytest.mark.parametrize(
        ("part", "result", "code"),
        [
            (signed(endorsement(validUntil="2026-02-01T00:00:00Z")), "failed", "endorsement-expired"),
            (signed(endorsement(credentialStatus=entry())), "failed", "endorsement-revoked"),
            (
                signed(endorsement(credentialStatus=entry(statusListCredential=f"{LIST}0"))),
                "unknown",
                "endorsement-unreachable",
            ),
            (signed(endorsement(type=["VerifiableCredential"])), "failed", "endorsement-type"),
            (signed(endorsement(id="urn:x", credentialSubject={"id": ISSUER})), "failed",
             "endorsement-other"),
            ("a token?", "failed", "form"),
        ],
    )  # fmt: skip
    def test_endorsement_that_no_longer_counts_is_told_beside_the_verdict(self, part, result, code):
        report = check(endorsed_by(part), at=NOON, load=web(pages(signed(status_list(7)))))
        step = report.step("endorsements")
        assert (report.verdict, step.result, step.code) == (Verdict.VALID, result, code)

    def test_endorsement_signed_by_another_than_its_issuer_is_invalid(self):
        other = keys.SecretKey(keys.KeyType.ED25519, bytes(32))
        assert outcome(endorsed_by(signed(endorsement(), other))) == (
            "invalid",
            "endorsement-not-issuer",
        )

    def test_endorsement_has_a_report_of_its_own(self):
        report = check(endorsed_by(signed(endorsement())), at=NOON, load=web())
        assert [(one.verdict, one.credential["id"]) for one in report.inside] == [
            (Verdict.VALID, endorsement()["id"])
        ]

    def test_endorsement_that_nobody_signed_is_invalid(self):
        assert outcome(endorsed_by(endorsement())) == ("invalid", "endorsement-no-proof")

    def test_endorsement_as_a_token_is_checked_too(self):
        token = jwt.secure(endorsement(), key=SECRET, verification_method=METHOD.id)
        forged = token[:-8] + "AAAAAAAA"
        assert [outcome(with_tokens(one)) for one in (token, forged)] == [
            ("valid", ""),
            ("invalid", "endorsement-signature"),
        ]

    def test_every_endorsement_counts(self):
        broken = {**signed(endorsement(id="urn:uuid:1")), "name": "Another"}
        document = endorsed_by(signed(endorsement()), broken)
        assert outcome(document) == ("invalid", "endorsement-signature")


def test_verdict_of_nothing_is_undecided():
    assert verdict([]) == (Verdict.UNDECIDED, "nothing-checked")
    assert verdict([Step("a", Result.SKIPPED)]) == (Verdict.UNDECIDED, "nothing-checked")


def test_verdict_of_a_failure_outweighs_what_is_unknown():
    steps = [Step("a", Result.UNKNOWN, "x"), Step("b", Result.FAILED, "y")]
    assert verdict(steps) == (Verdict.INVALID, "y")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["did:web:a", "z6Mk", LIST, "2026-01-01T00:00:00Z", "_:x"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "type", "@value", "@id", "@type", "@context", "@list", "proof", "x"]),
        inner, max_size=3,
    ),
    max_leaves=6,
)  # fmt: skip
_WHOLE = endorsed_by(signed(endorsement(credentialStatus=entry())))


@settings(max_examples=200, deadline=None)
@given(st.data(), _JSON)
def test_badge_with_anything_anywhere_gets_a_report(data, value):
    document = deepcopy(_WHOLE)
    home: Any = document
    for _ in range(data.draw(st.integers(0, 4))):
        inner = [part for part in _values(home) if isinstance(part, dict | list) and part]
        if not inner:
            break
        home = inner[data.draw(st.integers(0, len(inner) - 1))]
    at = data.draw(st.sampled_from(list(home) if isinstance(home, dict) else range(len(home))))
    home[at] = value
    assert check(document, at=NOON, load=web()).verdict in Verdict


def _values(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else list(value)


def test_key_of_the_badges_is_its_own_issuer():
    assert METHOD.controller == ISSUER
