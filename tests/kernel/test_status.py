from __future__ import annotations

import gzip
import json
import os
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.errors import StatusError
from tessera.kernel.openbadges import status

# W3C Bitstring Status List 1.0, the encodedList of its example credential: 131,072 clear bits
SPECIFICATION_SAMPLE = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"

VECTORS = Path(os.environ.get("TESSERA_VECTORS") or Path(__file__).parents[3] / "shared/vectors")


def wrapped(packed: bytes) -> str:
    return "u" + urlsafe_b64encode(packed).rstrip(b"=").decode()


def fault_of(text: str, **bounds: int) -> str:
    with pytest.raises(StatusError) as refused:
        status.decode(text, **bounds)
    return refused.value.code


def test_the_sample_of_the_specification_reads_as_clear_bits():
    assert status.decode(SPECIFICATION_SAMPLE) == status.new()


@pytest.mark.skipif(not VECTORS.is_dir(), reason="TESSERA_VECTORS names no folder of vectors")
def test_the_lists_in_the_published_examples_read_as_clear_bits():
    read = []
    for path in sorted((VECTORS / "bitstring-status-list").glob("spec-*.json")):
        subject = json.loads(path.read_text())["credentialSubject"]
        if "encodedList" in subject:
            read.append(status.decode(subject["encodedList"]))
    assert read == [status.new(), status.new()]


def test_the_first_entry_is_the_most_significant_bit_of_the_first_byte():
    assert status.set_bits(status.new(), [0])[:2] == b"\x80\x00"
    assert status.set_bits(status.new(), [7, 8])[:2] == b"\x01\x80"


def test_setting_leaves_every_other_bit_and_the_given_list_alone():
    before = status.new()
    after = status.set_bits(before, [94567])
    assert [index for index in range(status.MINIMUM_BITS) if status.bit(after, index)] == [94567]
    assert before == status.new()


def test_clearing_undoes_setting():
    bits = status.set_bits(status.new(), [5, 6])
    assert status.clear_bits(bits, [5]) == status.set_bits(status.new(), [6])


def test_encoding_is_the_same_text_every_time():
    assert status.encode(status.new()) == status.encode(status.new())
    assert gzip.decompress(status._unwrapped(status.encode(status.new()))) == status.new()


@pytest.mark.parametrize("index", [-1, status.MINIMUM_BITS])
def test_an_entry_outside_the_list_is_refused(index):
    for read in (
        lambda: status.bit(status.new(), index),
        lambda: status.set_bits(status.new(), [index]),
        lambda: status.clear_bits(status.new(), [index]),
    ):
        with pytest.raises(StatusError) as refused:
            read()
        assert refused.value.code == "range"


@pytest.mark.parametrize("size", [0, 8, 131_064, 131_073, 8 * (status.MAXIMUM_BYTES + 1)])
def test_a_list_that_is_too_small_broken_or_huge_is_not_made(size):
    with pytest.raises(StatusError):
        status.new(size)


@pytest.mark.parametrize(
    "text",
    ["", "H4sI", "z6Mk", "u=", "uH4s+", "uH4s/", "uH4 I", "uH4sI\n", "uA", "uH4sÉ"],
)
def test_text_that_is_not_multibase_base64url_is_refused(text):
    assert fault_of(text) == "encoding"


def test_a_padded_list_is_refused():
    assert fault_of(SPECIFICATION_SAMPLE + "=") == "encoding"


@pytest.mark.parametrize(
    "packed",
    [b"", b"plain", gzip.compress(status.new())[:-1], gzip.compress(status.new()) + b"more"],
    ids=["nothing", "not gzip", "cut short", "something after"],
)
def test_a_list_that_is_not_exactly_one_gzip_is_refused(packed):
    assert fault_of(wrapped(packed)) == "compression"


def test_a_list_shorter_than_the_specification_asks_is_refused():
    assert fault_of(wrapped(gzip.compress(bytes(16_383)))) == "too-short"


def test_a_bomb_is_refused_at_the_bound():
    bomb = wrapped(gzip.compress(bytes(status.MAXIMUM_BYTES + 1)))
    assert len(bomb) < 40_000
    assert fault_of(bomb) == "too-large"
    assert fault_of("u" + "A" * (24 * 1024 * 1024)) == "too-large"


@given(st.sets(st.integers(0, status.MINIMUM_BITS - 1), max_size=50))
def test_what_was_set_comes_back_from_the_text_and_nothing_else(indexes):
    bits = status.decode(status.encode(status.set_bits(status.new(), indexes)))
    assert sum(byte.bit_count() for byte in bits) == len(indexes)
    assert all(status.bit(bits, index) for index in indexes)


@given(st.text())
def test_hostile_text_is_refused_and_never_breaks(text):
    assert fault_of("u" + text) in {"encoding", "compression", "too-short"}
