"""Schemas of strangers: what they say of a document, and what they are not let do."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import pytest

from tessera.common import schemas
from tessera.common.outbound import Fetcher, nowhere
from tessera.kernel.errors import KernelError, Unreachable

NOT = "it does not fit: schema"
THEIRS = "https://schemas.example/badge.json"
PUBLISHED = f"{schemas.PUBLISHED}ob/v3p0/schema/json/small.json"
DOCUMENT: dict[str, Any] = {"name": "Listening", "tags": ["a", "b"]}
FITTING = {"type": "object", "required": ["name"]}
MISFIT = {"properties": {"tags": {"items": {"type": "number"}}}}


def validator(pages: Mapping[str, Any], **limits: Any) -> schemas.Validator:
    def load(address: str) -> bytes:
        if address not in pages:
            raise Unreachable(f"nothing at {address}")
        page = pages[address]
        return page if isinstance(page, bytes) else json.dumps(page).encode()

    return schemas.Validator(load, **limits)


def code(pages: Mapping[str, Any], document: Any = DOCUMENT, address: str = THEIRS) -> str:
    try:
        validator(pages)(address, document)
    except KernelError as fault:
        return fault.code if isinstance(fault, Unreachable) else f"it does not fit: {fault.code}"
    return ""


@pytest.mark.parametrize("address", [THEIRS, PUBLISHED])
def test_document_that_fits_is_let_be_and_another_is_refused(address):
    assert [code({address: one}, address=address) for one in (FITTING, MISFIT, True, False)] == [
        "", NOT, "not-a-schema", "not-a-schema",
    ]  # fmt: skip


@pytest.mark.parametrize("address", [THEIRS, PUBLISHED])
def test_refusal_says_where_the_document_does_not_fit(address):
    with pytest.raises(KernelError, match='tags/0: "a" is not of type "number"'):
        validator({address: MISFIT})(address, DOCUMENT)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<!doctype html>", "not-a-schema"),
        (b"[]", "not-a-schema"),
        (b"\xff", "not-a-schema"),
        ({"type": "nothing"}, "not-a-schema"),
        ({"pattern": "("}, "not-a-schema"),
        ({"$schema": "https://json-schema.org/draft/2099/schema"}, "not-a-schema"),
        ({"description": "x" * schemas.MAXIMUM_BYTES}, "too-complex"),
    ],
)
@pytest.mark.parametrize("address", [THEIRS, PUBLISHED])
def test_what_is_no_schema_says_nothing(address, page, expected):
    assert code({address: page}, address=address) == expected


def test_schema_that_cannot_be_had_says_nothing():
    assert code({}) == "unreachable"
    with pytest.raises(Unreachable) as refusal:
        schemas.Validator(nowhere)(PUBLISHED, DOCUMENT)
    assert refusal.value.code == "offline"


@pytest.mark.parametrize("address", [THEIRS, PUBLISHED])
def test_what_a_schema_refers_to_is_had_by_the_same_loader(address):
    other = address.rpartition("/")[0] + "/other.json"
    refers = {"allOf": [{"$ref": "other.json"}, {"$ref": "#/$defs/here"}], "$defs": {"here": True}}
    assert [code({address: refers, other: one}, address=address) for one in (FITTING, MISFIT)] == [
        "", NOT,
    ]  # fmt: skip
    assert code({address: refers}, address=address) == "unreachable"


@pytest.mark.parametrize(
    "elsewhere", ["file:///etc/hostname", "http://127.0.0.1:1/s", "https://10.0.0.1/s", "urn:a:b"]
)
def test_schema_reaches_nothing_that_the_guarded_loader_does_not(elsewhere):
    page = {"$ref": elsewhere}

    def load(address: str) -> bytes:
        return json.dumps(page).encode() if address == THEIRS else Fetcher(seconds=1)(address)

    with pytest.raises(Unreachable) as refusal:
        schemas.Validator(load)(THEIRS, DOCUMENT)
    assert refusal.value.code in {"scheme", "private"}


def test_schema_made_of_ever_more_schemas_is_given_up():
    asked = []

    def load(address: str) -> bytes:
        asked.append(address)
        return json.dumps({"$ref": f"https://schemas.example/{len(asked)}"}).encode()

    with pytest.raises(Unreachable) as refusal:
        schemas.Validator(load, altogether=60)(THEIRS, DOCUMENT)
    assert (refusal.value.code, len(asked)) == ("too-complex", schemas.MAXIMUM_PARTS)


def doubling(depth: int) -> dict[str, Any]:
    """A schema that asks one question 2 ** depth times."""
    parts = {
        f"a{at}": {"allOf": [{"$ref": f"#/$defs/a{at + 1}"}, {"$ref": f"#/$defs/a{at + 1}"}]}
        for at in range(depth)
    }
    return {"$ref": "#/$defs/a0", "$defs": {**parts, f"a{depth}": {"type": "object"}}}


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ({"$ref": "#"}, ""),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"not": {"$ref": "#/$defs/a"}}}}, None),
        ({"properties": {"name": {"pattern": "^(a+)+$"}}}, NOT),
        ({"properties": {"name": {"pattern": "^(?=(a+)+$)(a+)+\\1$"}}}, NOT),
        ({"properties": {"name": {"pattern": "((a{1000}){1000}){1000}"}}}, "not-a-schema"),
        (doubling(50), "too-complex"),
    ],
    ids=["itself", "not itself", "pattern", "looking ahead", "large pattern", "doubling"],
)
def test_schema_that_would_burn_time_is_bounded(page, expected):
    started = time.monotonic()
    found = code({THEIRS: page}, {"name": "a" * 5000 + "b"})
    assert expected in (None, found)
    assert time.monotonic() - started < schemas.SECONDS + 2


def test_time_for_all_the_schemas_of_one_check_is_bounded():
    validate = validator({THEIRS: doubling(50)}, altogether=0.5)
    started = time.monotonic()
    for _ in range(50):
        with pytest.raises(Unreachable):
            validate(THEIRS, DOCUMENT)
    assert time.monotonic() - started < 5


def test_schema_that_changed_at_its_address_is_not_the_one_of_before():
    assert code({PUBLISHED: FITTING}, address=PUBLISHED) == ""
    assert code({PUBLISHED: MISFIT}, address=PUBLISHED) == NOT
