"""Agreement between raters: the published worked examples, and what must hold for any ratings."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.agreement import Agreement, Unknown, _student, agreement

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), one column a unit.
BINARY = ("0100000010", "1110010000")  # section A: 0.095
NOMINAL = ("aabbdcccedda", "babbbccceddd")  # section B: 0.692
MISSING = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")  # C and on: 0.743, 0.815
# The example with three coders and fifteen units that encyclopaedias use.
CODERS = ("*****34121133*3", "1*213343*******", "**21344*21133*4")
SCALE = "12345"


def columns(rows: Sequence[str]) -> list[list[str | None]]:
    """Units from one string for each rater; a dot or a star is a missing rating."""
    width = max(map(len, rows))
    padded = [row.ljust(width, ".") for row in rows]
    return [
        [None if value in ".*" else value for value in unit] for unit in zip(*padded, strict=True)
    ]


def brief(found: Agreement) -> tuple[int, float | None]:
    return found.items, None if found.alpha is None else round(found.alpha, 3)


@pytest.mark.parametrize(
    ("rows", "scale", "expected"),
    [
        (BINARY, None, (10, 0.095)),
        (NOMINAL, None, (12, 0.692)),
        (MISSING, None, (11, 0.743)),
        (MISSING, SCALE, (11, 0.815)),
        (CODERS, None, (12, 0.691)),
    ],
)
def test_alpha_of_a_published_example_is_the_published_one(rows, scale, expected):
    assert brief(agreement(columns(rows), scale=scale)) == expected


def test_raw_agreement_counts_the_items_rated_alike_by_all():
    found = agreement(columns(BINARY))
    assert (found.items, found.alike, found.raw) == (10, 6, 0.6)


def test_items_with_fewer_than_two_ratings_are_left_out():
    alone: list[list[str | None]] = [["a", None], [None, None], []]
    assert agreement(columns(BINARY) + alone) == agreement(columns(BINARY))


def test_nine_items_are_too_few_to_say():
    found = agreement(columns(BINARY)[:9])
    assert (found.items, found.alpha, found.low, found.unknown) == (9, None, None, Unknown.TOO_FEW)


def test_no_items_at_all_have_no_raw_agreement_either():
    assert agreement([]) == Agreement(0, 0, unknown=Unknown.TOO_FEW)
    assert agreement([]).raw is None


def test_ratings_that_are_all_the_same_have_no_alpha():
    found = agreement([["met", "met"]] * 12)
    assert (found.raw, found.alpha, found.unknown) == (1.0, None, Unknown.ALL_ALIKE)


def test_full_agreement_on_different_values_is_one_without_an_interval():
    found = agreement([["a", "a"], ["b", "b"]] * 6)
    assert (found.alpha, found.low, found.high) == (1.0, None, None)


def test_interval_lies_around_alpha():
    found = agreement(columns(MISSING))
    assert found.alpha is not None
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low < found.alpha < found.high <= 1


def test_fewer_than_five_blocks_have_no_interval():
    items = columns(BINARY) * 2
    four, five = ([position * n // len(items) for position in range(len(items))] for n in (4, 5))
    assert agreement(items, blocks=four).low is None
    assert agreement(items, blocks=five).low is not None


def test_items_that_move_together_make_the_interval_wider():
    items = columns(MISSING) * 5
    by_item = agreement(items)
    by_unit = agreement(items, blocks=[position % 12 for position in range(len(items))])
    assert by_item.alpha == by_unit.alpha
    assert by_unit.low is not None
    assert by_item.low is not None
    assert by_unit.low < by_item.low


def test_no_interval_when_all_variety_is_in_one_block():
    items: list[list[str | None]] = [["a", "a"]] * 11 + [["b", "a"]]
    assert (agreement(items).low, agreement(items).alpha) == (None, 0.0)


def test_value_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="not on the scale: 9"):
        agreement([["1", "9"]] * 10, scale=SCALE)


def test_blocks_must_be_as_many_as_the_items():
    with pytest.raises(ValueError, match="1 blocks for 2 items"):
        agreement([["1", "2"]] * 2, blocks=[1])


@pytest.mark.parametrize(("freedom", "known"), [(4, 2.776), (9, 2.262), (30, 2.042)])
def test_students_t_is_the_tabled_one(freedom, known):
    assert _student(freedom) == pytest.approx(known, abs=0.01)


ratings = st.lists(
    st.lists(st.sampled_from(["1", "2", "3", None]), max_size=4), min_size=10, max_size=40
)


@given(ratings, st.randoms(use_true_random=False))
def test_order_of_items_and_raters_does_not_matter(items, chance):
    shuffled = [chance.sample(item, len(item)) for item in chance.sample(items, len(items))]
    found, again = agreement(items), agreement(shuffled)
    assert (found.items, found.alike, found.alpha, found.unknown) == (
        again.items,
        again.alike,
        again.alpha,
        again.unknown,
    )


@given(ratings)
def test_alpha_never_exceeds_one_and_is_one_only_when_all_are_alike(items):
    for scale in (None, "123"):
        found = agreement(items, scale=scale)
        if found.alpha is not None:
            assert found.alpha <= 1
            assert (found.alpha == 1) == (found.alike == found.items)
            assert found.low is None or -1 <= found.low <= found.high <= 1


@given(ratings)
def test_names_of_values_do_not_matter_to_a_nominal_scale(items):
    named = {"1": "zebra", "2": "ape", "3": "mouse", None: None}
    renamed = [[named[value] for value in item] for item in items]
    assert agreement(items) == agreement(renamed)


@given(ratings)
def test_two_values_are_as_far_apart_on_either_scale(items):
    two = [[value if value != "3" else "2" for value in item] for item in items]
    assert agreement(two).alpha == agreement(two, scale="12").alpha
