"""Status lists of every kind, and what their entries say."""

from __future__ import annotations

import gzip
import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.errors import StatusError
from tessera.kernel.openbadges import build, contexts, jwt, model, revocation, status
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.report import Result, Verdict

from .badges import ISSUER, METHOD, NOON, SECRET, badge, signed, web
from .test_build import ENDORSEMENT
from .test_check import LIST, entry, status_list

OTHER = f"{LIST}0"
MESSAGES = [
    {"status": "0x0", "message": "nothing to say"},
    {"status": "0x1", "message": "delayed"},
    {"status": "0x2", "message": "posted"},
    {"status": "0x3", "message": "arrived"},
]


def told(document: dict[str, Any], **pages: Any) -> tuple[str, Result, str, str]:
    served = {
        address: page if isinstance(page, bytes) else json.dumps(page).encode()
        for address, page in pages.items()
    }
    report = check(document, at=NOON, load=web(served))
    step = report.step("status")
    return report.verdict.value, step.result, step.code, step.detail


def a_list(bits: bytes, purpose: Any = "revocation", **changes: Any) -> dict[str, Any]:
    whole = status_list(**changes)
    subject = {"statusPurpose": purpose, "encodedList": status.encode(bits)}
    whole["credentialSubject"] |= subject
    return signed(whole)


@given(st.integers(1, 8), st.integers(0, 1000), st.data())
def test_value_of_several_bits_is_read_from_the_left(size, index, data):
    value = data.draw(st.integers(0, 2**size - 1))
    places = [index * size + at for at in range(size) if value >> (size - 1 - at) & 1]
    bits = status.set_bits(status.new(), places)
    assert status.value(bits, index, size) == value
    full = status.set_bits(status.new(), range(index * size, (index + 1) * size))
    assert status.set_value(full, index, size, value) == bits


@pytest.mark.parametrize("value", [-1, 4])
def test_value_that_the_bits_cannot_hold_is_refused(value):
    with pytest.raises(StatusError) as refusal:
        status.set_value(status.new(), 0, 2, value)
    assert refusal.value.code == "range"


def test_message_that_is_built_is_told():
    messages = tuple(one["message"] for one in MESSAGES)
    place = model.StatusEntry(LIST, 7, "message", 2, messages, f"{LIST}/messages")
    by_us = replace(
        ENDORSEMENT, issuer=model.Profile(ISSUER, "A"), valid_from=NOON, valid_until=None
    )
    built = build.endorsement(replace(by_us, status=place))
    bits = status.set_value(status.new(2 * status.MINIMUM_BITS), 7, 2, 2)
    assert told(signed(built), **{LIST: a_list(bits, "message")}) == (
        "valid", Result.PASSED, "message", "posted",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("page", "seconds"),
    [
        (a_list(status.new()), 300.0),
        (status_list(credentialSubject={"ttl": 60_000}), 60.0),
        (status_list(credentialSubject={"ttl": "an hour"}), 300.0),
        (status_list(credentialSubject={"ttl": -1}), 300.0),
        (status_list(type=["VerifiableCredential", "StatusList"]), None),
        (badge(), None),
        (b"StatusList", None),
    ],
)
def test_list_may_be_kept_for_as_long_as_it_says(page, seconds):
    data = page if isinstance(page, bytes) else json.dumps(page).encode()
    assert revocation.lifetime(data) == seconds


def test_list_as_a_token_may_be_kept_for_as_long_as_it_says():
    whole = status_list()
    whole["credentialSubject"]["ttl"] = 1000
    token = jwt.secure(whole, key=SECRET, verification_method=METHOD.id)
    assert revocation.lifetime(token.encode()) == 1.0


@pytest.mark.parametrize(("value", "message"), list(enumerate(one["message"] for one in MESSAGES)))
def test_message_is_told_and_decides_nothing(value, message):
    bits = status.set_bits(
        status.new(2 * status.MINIMUM_BITS), [14] * (value >> 1) + [15] * (value & 1)
    )
    document = signed(
        badge(credentialStatus=entry(statusPurpose="message", statusSize=2, statusMessage=MESSAGES))
    )
    assert told(document, **{LIST: a_list(bits, "message")}) == (
        "valid", Result.PASSED, "message", message,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "verdict", "code"),
    [
        ({"statusSize": 2}, "invalid", "entry"),
        ({"statusSize": 2, "statusMessage": MESSAGES[:3]}, "invalid", "entry"),
        ({"statusPurpose": None}, "invalid", "entry"),
        ({"statusSize": 0}, "invalid", "entry"),
        ({"statusSize": -1}, "invalid", "entry"),
        ({"statusSize": 9}, "undecided", "unsupported"),
    ],
)
def test_entry_that_cannot_be_is_refused(change, verdict, code):
    document = signed(badge(credentialStatus=entry(**change)))
    assert told(document, **{LIST: a_list(status.new())})[::2] == (verdict, code)


def test_list_of_wider_entries_must_be_longer():
    whole = entry(statusSize=2, statusMessage=MESSAGES)
    document = signed(badge(credentialStatus=whole))
    found = [
        told(document, **{LIST: a_list(status.new(size * status.MINIMUM_BITS))}) for size in (1, 2)
    ]
    assert [one[::2] for one in found] == [("undecided", "status-list"), ("valid", "")]


def test_wider_entry_for_revocation_is_revoked_by_any_value():
    document = signed(badge(credentialStatus=entry(statusSize=2, statusMessage=MESSAGES)))
    bits = status.set_bits(status.new(2 * status.MINIMUM_BITS), [15])
    assert told(document, **{LIST: a_list(bits)})[::2] == ("invalid", "revoked")


def test_list_for_several_purposes_serves_each():
    document = signed(
        badge(credentialStatus=[entry(), entry(id=f"{LIST}#8", statusPurpose="suspension")])
    )
    found = a_list(status.set_bits(status.new(), [7]), ["revocation", "suspension"])
    assert told(document, **{LIST: found})[::2] == ("invalid", "revoked")


@pytest.mark.parametrize(("bits", "code"), [([], ""), ([7], "newer")])
def test_entry_for_refresh_tells_of_a_newer_edition(bits, code):
    document = signed(badge(credentialStatus=entry(statusPurpose="refresh")))
    found = a_list(status.set_bits(status.new(), bits), "refresh")
    assert told(document, **{LIST: found})[:3] == ("valid", Result.PASSED, code)


def test_what_decides_outweighs_what_informs():
    entries = [entry(id="urn:m", statusPurpose="message", statusListCredential=OTHER), entry()]
    document = signed(badge(credentialStatus=entries))
    found = {LIST: a_list(status.new())}
    assert [told(document, **pages)[:3] for pages in (found, {})] == [
        ("valid", Result.PASSED, ""),
        ("undecided", Result.UNKNOWN, "unreachable"),
    ]


def test_each_of_several_purposes_is_told_beside_the_answer_for_all():
    document = badge(
        credentialStatus=[
            entry(),
            entry(statusPurpose="suspension", statusListIndex="3"),
            entry(statusPurpose="message", statusListCredential=OTHER),
            {"id": OTHER, "type": "1EdTechRevocationList"},
            {"type": "AnotherKind"},
        ]
    )
    bits = status.set_bits(status.new(), [3])
    page = json.dumps(a_list(bits, ["revocation", "suspension"])).encode()
    steps = revocation.steps(document, at=NOON, load=web({LIST: page}))
    assert [
        (step.name, step.result.value, step.code, step.detail.partition(":")[0]) for step in steps
    ] == [
        ("status", "failed", "suspended", "suspended by its issuer"),
        ("status/1", "passed", "", "revocation"),
        ("status/2", "failed", "suspended", "suspension"),
        ("status/3", "unknown", "unreachable", "message"),
        ("status/4", "unknown", "unreachable", "1EdTechRevocationList"),
        ("status/5", "unknown", "unsupported", "AnotherKind"),
    ]
    assert [step.decides for step in steps] == [True, *[False] * 5]


def test_one_list_that_cannot_be_had_among_several_is_undecided():
    entries = [entry(), entry(id="urn:b", statusListCredential=OTHER)]
    document = signed(badge(credentialStatus=entries))
    assert told(document, **{LIST: a_list(status.new())})[::2] == ("undecided", "unreachable")


def test_more_entries_than_anyone_needs_are_not_all_read():
    document = signed(badge(credentialStatus=[entry(id=f"urn:{at}") for at in range(21)]))
    assert told(document)[::2] == ("undecided", "too-complex")


def test_list_as_a_token_is_read():
    found = jwt.secure(status_list(7), key=SECRET, verification_method=METHOD.id).encode()
    document = signed(badge(credentialStatus=entry()))
    forged = found[:-8] + b"AAAAAAAA"
    assert [told(document, **{LIST: one})[::2] for one in (found, forged)] == [
        ("invalid", "revoked"),
        ("undecided", "status-list"),
    ]


class TestStatusList2021:
    CONTEXT = [
        contexts.CREDENTIALS_V1,
        contexts.STATUS_LIST_2021,
        "https://w3id.org/security/data-integrity/v2",
    ]

    def made(self, **changes: Any) -> dict[str, Any]:
        whole = badge(
            validFrom=None,
            issuanceDate="2026-01-01T00:00:00Z",
            credentialStatus=entry(type="StatusList2021Entry", **changes),
        )
        whole["@context"] = [*self.CONTEXT, contexts.OPEN_BADGES_302]
        return signed(whole)

    def list(self, text: str, kind: str = "StatusList2021", purpose: str = "revocation") -> Any:
        return signed(
            {
                "@context": self.CONTEXT,
                "id": LIST,
                "type": ["VerifiableCredential", f"{kind}Credential"],
                "issuer": ISSUER,
                "issuanceDate": "2026-01-01T00:00:00Z",
                "credentialSubject": {
                    "id": f"{LIST}#list",
                    "type": kind,
                    "statusPurpose": purpose,
                    "encodedList": text,
                },
            }
        )

    @staticmethod
    def text(*indexes: int) -> str:
        packed = gzip.compress(status.set_bits(status.new(), indexes))
        return urlsafe_b64encode(packed).decode()

    @pytest.mark.parametrize(
        ("indexes", "verdict", "code"), [([7], "invalid", "revoked"), ([6, 8], "valid", "")]
    )
    def test_bit_is_read_with_padding_and_without(self, indexes, verdict, code):
        text = self.text(*indexes)
        for one in (text, text.rstrip("="), text.replace("-", "+").replace("_", "/")):
            assert told(self.made(), **{LIST: self.list(one)})[::2] == (verdict, code)

    def test_list_of_another_purpose_is_undecided(self):
        found = self.list(self.text(), purpose="suspension")
        assert told(self.made(), **{LIST: found})[::2] == ("undecided", "status-list")

    def test_list_of_the_other_kind_is_undecided(self):
        assert told(self.made(), **{LIST: a_list(status.new())})[::2] == (
            "undecided",
            "status-list",
        )


class TestRevocationListOf1EdTech:
    def made(self, **changes: Any) -> dict[str, Any]:
        context = [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES, contexts.EXTENSIONS]
        whole = {"id": LIST, "type": "1EdTechRevocationList", **changes}
        return signed(badge(credentialStatus=whole, **{"@context": context}))

    @pytest.mark.parametrize(
        ("page", "expected"),
        [
            ({"revokedCredential": []}, ("valid", "")),
            ({}, ("valid", "")),
            ({"revokedCredential": [{"id": "urn:other"}]}, ("valid", "")),
            ({"revokedCredential": [{"id": badge()["id"]}]}, ("invalid", "revoked")),
            (
                {"revokedCredential": [{"id": badge()["id"], "revoked": True}]},
                ("invalid", "revoked"),
            ),
            ({"revokedCredential": [{"id": badge()["id"], "revoked": False}]}, ("valid", "")),
            ({"issuer": ISSUER, "revokedCredential": []}, ("valid", "")),
            ({"issuer": {"id": ISSUER}, "revokedCredential": []}, ("valid", "")),
            ({"issuer": "did:web:a", "revokedCredential": []}, ("undecided", "status-list")),
            ({"revokedCredential": "none"}, ("undecided", "status-list")),
            ({"revokedCredential": ["urn:x"]}, ("undecided", "status-list")),
            (b"<!doctype html>", ("undecided", "status-list")),
        ],
    )
    def test_what_is_listed_is_revoked_unless_the_list_says_otherwise(self, page, expected):
        assert told(self.made(), **{LIST: page})[::2] == expected

    def test_reason_is_told(self):
        page = {"revokedCredential": [{"id": badge()["id"], "revocationReason": "A mistake."}]}
        assert told(self.made(), **{LIST: page}) == (
            "invalid", Result.FAILED, "revoked", "A mistake.",
        )  # fmt: skip

    def test_list_that_cannot_be_had_is_undecided(self):
        assert told(self.made())[::2] == ("undecided", "unreachable")

    def test_entry_without_a_list_is_invalid(self):
        assert told(self.made(id="urn:x"))[::2] == ("invalid", "entry")


class TestRefresh:
    SERVICE = "https://college.example/refresh/1"

    def made(self, **changes: Any) -> dict[str, Any]:
        context = [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES, contexts.EXTENSIONS]
        service = {"id": self.SERVICE, "type": "1EdTechCredentialRefresh"}
        return signed(badge(**{"@context": context, "refreshService": service, **changes}))

    def report(self, document: Any, page: Any = None) -> Any:
        data = page if isinstance(page, bytes) else json.dumps(page).encode()
        return check(document, at=NOON, load=web({self.SERVICE: data} if page else {}))

    def test_newer_edition_is_what_is_checked(self):
        old = self.made(validUntil="2026-02-01T00:00:00Z")
        new = self.made(validFrom="2026-02-01T00:00:00Z", name="Renewed")
        report = self.report(old, new)
        step = report.step("refresh")
        assert (report.verdict, step.code, report.credential["name"]) == (
            Verdict.VALID,
            "refreshed",
            "Renewed",
        )

    def test_newer_edition_that_no_longer_stands_is_believed(self):
        new = self.made(validUntil="2026-02-01T00:00:00Z")
        report = self.report(self.made(), new)
        assert (report.verdict, report.reason) == (Verdict.INVALID, "expired")

    def test_same_edition_is_current(self):
        document = self.made()
        report = self.report(document, document)
        assert (report.verdict, report.step("refresh").code) == (Verdict.VALID, "current")

    @pytest.mark.parametrize(
        ("page", "code"),
        [
            (None, "unreachable"),
            (b"<!doctype html>", "not-json"),
            (badge(), "refresh"),
            (signed(badge(id="urn:uuid:another")), "refresh"),
            (signed(badge(validFrom="2025-01-01T00:00:00Z")), "refresh"),
            ({**signed(badge()), "name": "Forged"}, "refresh"),
        ],
        ids=["unreachable", "no credential", "unsigned", "another", "older", "forged"],
    )
    def test_failed_refresh_falls_back(self, page, code):
        report = self.report(self.made(), page)
        step = report.step("refresh")
        assert (report.verdict, step.result, step.code, report.credential["name"]) == (
            Verdict.VALID,
            Result.UNKNOWN,
            code,
            "Educational Leadership",
        )

    def test_refresh_is_asked_once(self):
        old, new = self.made(), self.made(name="Renewed")
        asked = []

        def load(address: str) -> bytes:
            asked.append(address)
            return json.dumps(new).encode()

        check(old, at=NOON, load=load)
        assert asked == [self.SERVICE]

    def test_nothing_is_asked_for_a_badge_that_was_altered(self):
        asked = []

        def load(address: str) -> bytes:
            asked.append(address)
            return b""

        check({**self.made(), "name": "Forged"}, at=NOON, load=load)
        assert asked == []


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["7", LIST, ISSUER, "revocation", "message", "BitstringStatusListEntry"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "type", "status", "message"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_MEMBERS = ["type", "statusPurpose", "statusListIndex", "statusSize", "statusMessage"]


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(_MEMBERS), _JSON, max_size=2), _JSON)
def test_status_with_anything_anywhere_gets_a_report(changes, page):
    document = badge(credentialStatus={**entry(), **changes})
    bits = a_list(status.new(2 * status.MINIMUM_BITS), ["revocation", "message"])
    for found in (bits, {"revokedCredential": page, "issuer": page}, page):
        [step, *_each] = revocation.steps(
            document, at=NOON, load=web({LIST: json.dumps(found).encode()})
        )
        assert step.result in Result
