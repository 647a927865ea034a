from __future__ import annotations

from decimal import Decimal

import pytest

from tessera.kernel.rules.checks import Code, Part, Problem, problems
from tessera.kernel.rules.routes import Offer
from tessera.kernel.rules.terms import (
    AtLevel,
    Capstone,
    Credits,
    Formal,
    FromIssuer,
    Holds,
    HoldsStack,
    Hours,
    InOrder,
    PerCategory,
    SingleUse,
    Within,
    all_of,
    any_of,
)

A, B, C, R = (Holds(letter) for letter in "abcr")


def part(name: str, **facts) -> Part:
    of_offer = {key: facts.pop(key) for key in ("level", "hours", "category") if key in facts}
    return Part(Offer(name, **of_offer), **facts)


ON_OFFER = {
    "a": part("a", level=1, hours=20, category="x", weeks=10),
    "b": part("b", level=2, hours=30, category="x", weeks=20, valid_months=12),
    "c": part("c", level=3, hours=10, category="y", weeks=30, valid_months=3),
    "d": part("d", weeks=10, valid_months=3),
    "r": Part(None),
    "back": part("back", needs=frozenset({"middle"})),
    "middle": part("middle", needs=frozenset({"me", "a"})),
}


def found(rule) -> list[tuple[str, str, tuple[str, ...], bool]]:
    return [(p.code, p.at, p.about, p.is_refusal) for p in problems(rule, ON_OFFER, itself="me")]


@pytest.mark.parametrize(
    "rule",
    [
        all_of(A, B),
        any_of(A, Holds("b", min_level=2)),
        AtLevel(2, 2),
        Hours(60),
        PerCategory("x", 2),
        SingleUse(all_of(A, PerCategory("x", 1))),
        all_of(A, Capstone("c")),
        all_of(A, Formal("degree")),
        InOrder((A, C)),
        Within(7, all_of(A, B)),
    ],
)
def test_a_rule_that_can_be_met_has_no_problems(rule):
    assert found(rule) == []


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (all_of(A, R), ("retired", "rule.at_least.rules[1].holds", ("r",), True)),
        (any_of(A, R), ("retired", "rule.at_least.rules[1].holds", ("r",), False)),
        (all_of(A, Holds("?")), ("retired", "rule.at_least.rules[1].holds", ("?",), True)),
        (Holds("a", min_level=2), ("too-high", "rule.holds", ("a",), True)),
        (Holds("a", min_version=2), ("too-high", "rule.holds", ("a",), True)),
        (Hours(61), ("not-enough", "rule.hours", (), True)),
        (Hours(50, ("a", "c")), ("not-enough", "rule.hours", ("a", "c"), True)),
        (Credits(Decimal(1)), ("not-enough", "rule.credits", (), True)),
        (PerCategory("y", 2), ("not-enough", "rule.per_category", (), True)),
        (
            SingleUse(all_of(A, Holds("a", min_level=1))),
            ("conflict", "rule.single_use", ("a",), True),
        ),
        (FromIssuer(50, A, "z"), ("share", "rule.from_issuer", (), True)),
        (HoldsStack("me"), ("cycle", "rule.holds_stack", ("me",), True)),
        (
            all_of(A, HoldsStack("back")),
            ("cycle", "rule.at_least.rules[1].holds_stack", ("back",), True),
        ),
        (Hours(10, ("a", "back")), ("cycle", "rule.hours", ("back",), True)),
        (any_of(A, Capstone("b")), ("capstone", "rule.at_least.rules[1].capstone", ("b",), True)),
        (Within(6, all_of(A, B)), ("too-short", "rule.within", ("a", "b"), True)),
        (InOrder((C, B)), ("expires", "rule.in_order.rules[0].holds", ("c",), True)),
    ],
)
def test_a_fault_is_named_at_the_part_where_it_is(rule, problem):
    assert problem in found(rule)


def test_two_parts_that_both_must_come_last_cannot_both_be_valid():
    both = {name: part(name, weeks=30, valid_months=3) for name in ("p", "q")}
    assert problems(all_of(Holds("p"), Holds("q")), both) == [
        Problem(Code.EXPIRES, "rule.at_least.rules[1].holds", ("q",))
    ]


def test_a_second_capstone_is_refused():
    assert [each.at for each in problems(all_of(Capstone("a"), Capstone("b")), ON_OFFER)] == [
        "rule.at_least.rules[1].capstone"
    ]
