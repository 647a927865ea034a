"""Codes for paper: a slip of the pen is noticed, and what looks alike is read alike."""

from hypothesis import given
from hypothesis import strategies as st

from tessera.backpack import codes

CODES = st.text(codes.ALPHABET, min_size=15, max_size=15).map(
    lambda drawn: drawn + codes._check(drawn)
)


def test_a_code_that_is_drawn_is_read_again() -> None:
    drawn = {codes.draw() for _ in range(50)}
    assert (len(drawn), {codes.read(code) for code in drawn}) == (50, drawn)


@given(CODES)
def test_a_code_is_read_as_people_write_it(code: str) -> None:
    ways = [codes.shown(code), code.lower(), f"  {code[:8]} {code[8:]} ", code.replace("0", "o")]
    assert [codes.read(way) for way in ways] == [code] * len(ways)


@given(CODES, st.integers(0, 15), st.sampled_from(codes.ALPHABET))
def test_one_wrong_letter_is_noticed(code: str, at: int, letter: str) -> None:
    changed = code[:at] + letter + code[at + 1 :]
    assert codes.read(changed) == (code if changed == code else "")


def test_what_is_no_code_is_read_as_none() -> None:
    others = ["", "A" * 15, "A" * 17, "ÄÖÜß" * 4, "0000-0000-0000-0001", "\x00" * 16]
    assert [codes.read(other) for other in others] == [""] * len(others)


def test_what_was_meant_as_a_code_is_told_from_other_text() -> None:
    meant = ["7KQ2-M9TX-4HVC-AAA", "7kq2 m9tx 4hvc aaaa", '{"type": "x"}', "my badge", "e" * 100]
    assert [codes.looks_like_one(text) for text in meant] == [True, True, False, False, False]
