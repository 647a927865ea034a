from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.likeness import Sketch, alike

MINE = Sketch(
    1,
    ("Educational Leadership", "Leadership pédagogique"),
    ("lead a team meeting that ends in decisions", "plan a change in teaching"),
    frozenset({"A", "B", "C", "D"}),
)


def found(*others, **how):
    return [
        (each.id, each.name, each.outcomes, sorted(each.shared))
        for each in alike(MINE, others, **how)
    ]


def test_alike_by_name_in_either_language_and_form():
    assert found(
        Sketch(2, ("Leaderships, educational",)), Sketch(3, ("Leadership Pedagogique",))
    ) == [
        (2, True, (), []),
        (3, True, (), []),
    ]


def test_alike_by_an_outcome_says_which():
    other = Sketch(2, ("Chairing",), ("leads team meetings that end in decisions",))
    assert found(other) == [
        (
            2,
            False,
            (
                (
                    "lead a team meeting that ends in decisions",
                    "leads team meetings that end in decisions",
                ),
            ),
            [],
        )
    ]


def test_alike_by_half_of_the_skills_says_which():
    assert found(Sketch(2, ("Chairing",), (), frozenset({"A", "B", "Z"}))) == [
        (2, False, (), ["A", "B"])
    ]


def test_one_shared_skill_or_one_shared_word_is_no_reason():
    assert found(Sketch(2, ("Corporate Leadership",), ("lead a choir",), frozenset({"A"}))) == []


def test_likest_comes_first_and_the_rest_is_cut():
    near = Sketch(2, MINE.names)
    nearer = Sketch(3, MINE.names, MINE.outcomes, MINE.skills)
    assert [each.id for each in alike(MINE, [near, nearer])] == [3, 2]
    assert [each.id for each in alike(MINE, [near, nearer], most=1)] == [3]


@given(st.text(), st.lists(st.text(), max_size=3))
def test_a_design_is_never_like_itself(name, outcomes):
    same = Sketch(1, (name,), tuple(outcomes))
    assert alike(same, [same]) == []


@given(st.text(min_size=1), st.text(min_size=1))
def test_likeness_by_name_goes_both_ways(one, other):
    there = alike(Sketch(1, (one,)), [Sketch(2, (other,))])
    back = alike(Sketch(2, (other,)), [Sketch(1, (one,))])
    assert [each.score for each in there] == [each.score for each in back]
