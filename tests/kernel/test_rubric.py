from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.errors import RubricError
from tessera.kernel.rubric import Criterion, Level, Mark, WeightedShare, asked, distance, judge

SCALE = (Level(0, "Not yet"), Level(1, "Developing"), Level(2, "Met"), Level(3, "Exceeds"))
CLARITY = Criterion("clarity", SCALE, required=2)
SAFETY = Criterion("safety", SCALE, required=3, essential=True)
HEAVY = Criterion("heavy", SCALE, required=1, weight=98)


def marks(**ranks: int) -> list[Mark]:
    return [Mark(criterion, rank) for criterion, rank in ranks.items()]


def test_every_criterion_at_its_required_level_is_met():
    verdict = judge([CLARITY, SAFETY], marks(safety=3, clarity=2))
    assert (verdict.met, verdict.unmet) == (True, ())


def test_one_criterion_below_is_not_yet_met_and_named():
    verdict = judge([CLARITY, SAFETY], marks(clarity=1, safety=3))
    assert verdict.met is False
    assert [(each.criterion.id, each.rank) for each in verdict.unmet] == [("clarity", 1)]


def test_outcomes_follow_the_order_of_the_criteria():
    verdict = judge([SAFETY, CLARITY], marks(clarity=2, safety=2))
    assert [(each.criterion.id, each.met) for each in verdict.outcomes] == [
        ("safety", False),
        ("clarity", True),
    ]


def test_a_share_of_the_weight_may_leave_an_ordinary_criterion_unmet():
    rule = WeightedShare(Fraction(9, 10))
    assert judge([CLARITY, HEAVY], marks(clarity=0, heavy=1), rule).met is True
    assert judge([CLARITY, HEAVY], marks(clarity=2, heavy=0), rule).met is False


def test_what_is_asked_of_each_group_is_told_before_anyone_is_judged():
    light = Criterion("light", SCALE, required=2, weight=2, group="other")
    heavy = Criterion("heavy", SCALE, required=2, weight=3, group="other")
    rule = WeightedShare(Fraction(1, 2))
    told = [(each.group, each.needed, each.total) for each in asked([SAFETY, light, heavy], rule)]
    assert told == [("", 1, 1), ("other", 3, 5)]
    first, second = asked([SAFETY, light, heavy], rule)
    assert (first.alone, first.is_everything) == ((SAFETY,), True)
    assert (second.alone, second.is_everything) == ((), False)
    assert [
        each.is_everything for each in asked([light, heavy], WeightedShare(Fraction(7, 10)))
    ] == [True]


def test_an_essential_criterion_is_not_outweighed():
    assert (
        judge([SAFETY, HEAVY], marks(safety=2, heavy=3), WeightedShare(Fraction(1, 9))).met is False
    )


@pytest.mark.parametrize(
    ("given_marks", "field"),
    [
        (marks(clarity=2), "safety"),
        (marks(clarity=2, safety=3, charm=3), "charm"),
        (marks(clarity=4, safety=3), "clarity"),
        ([*marks(clarity=2, safety=3), Mark("safety", 3)], "safety"),
    ],
    ids=["missing", "unknown", "no such level", "twice"],
)
def test_marks_that_do_not_fit_the_rubric_are_refused_naming_the_criterion(given_marks, field):
    with pytest.raises(RubricError) as refused:
        judge([CLARITY, SAFETY], given_marks)
    assert refused.value.field == field


@pytest.mark.parametrize("criteria", [[], [CLARITY, CLARITY]], ids=["none", "one twice"])
def test_a_rubric_without_criteria_or_with_one_twice_is_refused(criteria):
    with pytest.raises(RubricError):
        judge(criteria, marks(clarity=2))


@pytest.mark.parametrize(
    ("levels", "required", "weight"),
    [(SCALE[:1], 0, 1), (SCALE[::-1], 2, 1), (SCALE, 0, 1), (SCALE, 7, 1), (SCALE, 2, 0)],
    ids=["one level", "not lowest first", "met by everybody", "met by nobody", "no weight"],
)
def test_a_broken_criterion_is_refused(levels, required, weight):
    with pytest.raises(RubricError) as refused:
        Criterion("c", levels, required, weight=weight)
    assert refused.value.field == "c"


@pytest.mark.parametrize("share", [Fraction(0), Fraction(-1), Fraction(3, 2)])
def test_a_share_that_all_or_none_would_reach_is_refused(share):
    with pytest.raises(RubricError):
        WeightedShare(share)


def test_distance_is_the_widest_gap_not_the_mean():
    assert distance(marks(a=1, b=2, c=3), marks(c=3, b=2, a=3)) == 2


def test_distance_of_two_who_marked_different_criteria_is_refused():
    with pytest.raises(RubricError) as refused:
        distance(marks(a=1), marks(a=1, b=2))
    assert refused.value.field == "b"


RANKS = st.integers(0, 3)
RUBRICS = st.lists(
    st.builds(
        lambda required, essential, weight: (required, essential, weight),
        st.integers(1, 3),
        st.booleans(),
        st.integers(1, 50),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda rows: [
        Criterion(f"c{n}", SCALE, required, essential, weight)
        for n, (required, essential, weight) in enumerate(rows)
    ]
)


@given(st.data(), RUBRICS, st.fractions(Fraction(1, 100), 1))
def test_no_rule_lets_an_unmet_essential_criterion_through(data, rubric, share):
    given_marks = [Mark(criterion.id, data.draw(RANKS)) for criterion in rubric]
    for rule in (None, WeightedShare(share)):
        verdict = judge(rubric, given_marks, rule)
        assert not (verdict.met and any(each.criterion.essential for each in verdict.unmet))
    assert judge(rubric, given_marks).met is (judge(rubric, given_marks).unmet == ())


@given(st.data(), RUBRICS, st.fractions(Fraction(1, 100), 1))
def test_what_is_told_to_be_asked_is_what_is_judged(data, rubric, share):
    given_marks = [Mark(criterion.id, data.draw(RANKS)) for criterion in rubric]
    verdict = judge(rubric, given_marks, WeightedShare(share))
    met = {each.criterion for each in verdict.outcomes if each.met}
    (group,) = asked(rubric, WeightedShare(share))
    weight = sum(criterion.weight for criterion in met)
    assert verdict.met is (met >= set(group.alone) and weight >= group.needed)
    if group.is_everything:
        assert verdict.met is (met == set(rubric))


@given(st.data(), RUBRICS, st.fractions(Fraction(1, 100), 1))
def test_a_better_mark_never_turns_met_into_not_yet_met(data, rubric, share):
    ranks = [data.draw(RANKS) for _ in rubric]
    better = [data.draw(st.integers(rank, 3)) for rank in ranks]
    rule = WeightedShare(share)
    before = judge(rubric, [Mark(c.id, r) for c, r in zip(rubric, ranks, strict=True)], rule)
    after = judge(rubric, [Mark(c.id, r) for c, r in zip(rubric, better, strict=True)], rule)
    assert after.met >= before.met


@given(st.lists(st.tuples(RANKS, RANKS, RANKS), max_size=6))
def test_distance_is_symmetric_and_obeys_the_triangle(rows):
    a, b, c = ([Mark(f"c{n}", row[who]) for n, row in enumerate(rows)] for who in range(3))
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) is (a == b)
    assert distance(a, c) <= distance(a, b) + distance(b, c)
