"""Credentials made once by the usual JavaScript libraries are accepted, and no changed ones.

`data/by_javascript.json` names the versions that made it; `data/by_javascript.mjs` how.
"""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.errors import KernelError, ProofError
from tessera.kernel.openbadges import did, multibase, proof
from tessera.kernel.openbadges.check import check
from tessera.kernel.openbadges.proof import cbor
from tessera.kernel.openbadges.report import Result, Verdict

from .badges import NOON, web
from .changes import changed, changed_text

_MADE = json.loads((Path(__file__).parent / "data" / "by_javascript.json").read_bytes())
DOCUMENTS, TOKENS = _MADE["documents"], _MADE["tokens"]
BASE = DOCUMENTS["ecdsa-sd-2023 base, some mandatory"]
DERIVED = DOCUMENTS["ecdsa-sd-2023 derived, a part"]


@pytest.mark.parametrize("name", [*DOCUMENTS, *TOKENS])
def test_credential_made_by_javascript_is_valid(name):
    report = check((DOCUMENTS | TOKENS)[name], at=NOON, load=web())
    told = [step.name for step in report.steps if step.result is Result.PASSED]
    assert (report.verdict, told) == (
        Verdict.VALID,
        ["form", "signature", "issuer", "dates", "subject", "achievement", "shape"],
    )


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_document_with_any_string_changed_is_not_valid(data):
    document = data.draw(changed(DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))]))
    assert check(document, at=NOON, load=web()).verdict is not Verdict.VALID


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_token_with_any_letter_changed_is_not_valid(data):
    token = data.draw(changed_text(TOKENS[data.draw(st.sampled_from(sorted(TOKENS)))]))
    assert check(token, at=NOON, load=web()).verdict is not Verdict.VALID


class TestSelectiveDisclosure:
    @staticmethod
    def refusal(document):
        one = document["proof"]
        key = did.resolve(one["verificationMethod"], web()).key
        with pytest.raises(KernelError) as refused:
            proof.verify_proof(document, one, key=key, at=NOON)
        return refused.value.code

    @staticmethod
    def parts(document):
        data = multibase.from_base64url(document["proof"]["proofValue"][1:])
        return data[:3], cbor.read(data[3:])

    @classmethod
    def packed(cls, document, at, part):
        head, parts = cls.parts(document)
        parts[at] = part
        other = deepcopy(document)
        other["proof"]["proofValue"] = "u" + multibase.to_base64url(head + written(parts))
        return other

    def test_packing_anew_changes_nothing(self):
        for document in (BASE, DERIVED):
            _, parts = self.parts(document)
            assert self.packed(document, 1, parts[1]) == document

    @pytest.mark.parametrize("document", [BASE, DERIVED], ids=["base", "derived"])
    @pytest.mark.parametrize("member", ["name", "description"])
    def test_quad_that_is_left_out_is_missed(self, document, member):
        other = deepcopy(document)
        other["credentialSubject"]["achievement"].pop(member)
        assert self.refusal(other) == "signature"

    def test_what_must_be_told_may_not_be_told_as_something_else(self):
        """The issuer's signature covers the mandatory quads, and which they are."""
        _, parts = self.parts(DERIVED)
        assert self.refusal(self.packed(DERIVED, 4, parts[4][:-1])) == "signature"

    @pytest.mark.parametrize(
        ("at", "part", "code"),
        [
            (0, bytes(64), "signature"),
            (0, bytes(63), "length"),
            (0, "text", "malformed"),
            (1, b"\x80\x24" + bytes(33), "malformed"),
            (1, b"", "malformed"),
            (1, b"\xed\x01" + bytes(32), "malformed"),
            (2, [], "signature"),
            (2, ["text"], "malformed"),
            (3, {}, "signature"),
            (3, [], "malformed"),
            (4, [0, 0], "malformed"),
            (4, [1000], "signature"),
            (4, ["0"], "malformed"),
        ],
    )
    def test_derived_proof_with_a_fault_is_refused(self, at, part, code):
        assert self.refusal(self.packed(DERIVED, at, part)) == code

    @pytest.mark.parametrize(
        ("at", "part", "code"),
        [
            (2, bytes(32), "signature"),
            (2, bytes(31), "malformed"),
            (3, [], "signature"),
            (4, [], "signature"),
            (4, ["/nowhere"], "signature"),
            (4, ["issuer"], "malformed"),
            (4, [1], "malformed"),
        ],
    )
    def test_base_proof_with_a_fault_is_refused(self, at, part, code):
        assert self.refusal(self.packed(BASE, at, part)) == code

    def test_two_labels_may_not_become_one(self):
        _, parts = self.parts(DERIVED)
        labels = dict.fromkeys(parts[3], next(iter(parts[3].values())))
        assert self.refusal(self.packed(DERIVED, 3, labels)) == "malformed"

    @given(st.binary(max_size=60))
    def test_hostile_packing_is_refused_and_never_breaks(self, data):
        other = deepcopy(DERIVED)
        other["proof"]["proofValue"] = "u" + multibase.to_base64url(b"\xd9\x5d\x01" + data)
        assert self.refusal(other) in {"malformed", "signature", "length"}


_VALUES = st.recursive(
    st.integers(0, 2**64 - 1) | st.binary(max_size=300) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.integers(0, 300), inner, max_size=3)
    ),
    max_leaves=6,
)


def written(value):
    """CBOR, for the tests."""
    kinds = {int: 0, bytes: 2, str: 3, list: 4, dict: 5}
    kind = kinds[type(value)] << 5
    number = value if isinstance(value, int) else len(value)
    if isinstance(value, str):
        number = len(value.encode())
    size = next(size for size in range(5) if number < (24, 2**8, 2**16, 2**32, 2**64)[size])
    head = bytes([kind | number]) if not size else bytes([kind | 23 + size])
    head += number.to_bytes(2 ** (size - 1), "big") if size else b""
    if isinstance(value, int):
        return head
    if isinstance(value, bytes):
        return head + value
    if isinstance(value, str):
        return head + value.encode()
    parts = value if isinstance(value, list) else [one for pair in value.items() for one in pair]
    return head + b"".join(map(written, parts))


@given(_VALUES.filter(lambda value: _depth(value) <= cbor.MAXIMUM_DEPTH))
def test_cbor_read_back_is_the_same(value):
    assert cbor.read(written(value)) == value


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x00", b"\x42\x00", b"\x9f\xff", b"\xf6", b"\x1c", b"\x19\x00", b"\x61\xff",
     b"\xa2\x00\x00\x00\x00", b"\xa1\x80\x00", b"\x81" * 9 + b"\x00", b"\xc1\x00"],
    ids=["nothing", "more", "cut short", "endless", "null", "reserved", "half a number", "not UTF-8",
         "a key twice", "a list as key", "too deep", "tagged"],
)  # fmt: skip
def test_cbor_that_is_no_proof_is_refused(data):
    with pytest.raises(ProofError) as refusal:
        cbor.read(data)
    assert refusal.value.code == "malformed"


def test_cbor_bytes_marked_as_an_array_of_bytes_are_bytes():
    assert cbor.read(b"\xd8\x40\x42ab") == b"ab"


def _depth(value):
    parts = list(value.values()) if isinstance(value, dict) else value
    return 1 + max(map(_depth, parts), default=0) if isinstance(parts, list) else 0
