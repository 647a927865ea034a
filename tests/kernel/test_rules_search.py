"""The whole grammar against brute force: every choice of holdings is tried, on small cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tessera.kernel.rules import terms
from tessera.kernel.rules.facts import (
    Finding,
    Holding,
    Portfolio,
    amount,
    concerns,
    finding,
    months_on,
)
from tessera.kernel.rules.judge import judge
from tessera.kernel.rules.routes import By, Offer, shortest
from tessera.kernel.rules.search import Search, TooManyWays

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DEFINITIONS = "abcd"
AMONG = st.sampled_from([(), ("a", "b"), ("b", "c", "d")])
SMALL = st.integers(1, 3)
TERMS = st.one_of(
    st.builds(terms.Holds, st.sampled_from(DEFINITIONS), st.none() | st.integers(0, 2)),
    st.builds(terms.Holds, st.sampled_from(DEFINITIONS)),
    st.builds(terms.Formal, st.sampled_from("ef"), st.booleans()),
    st.builds(terms.PerCategory, st.sampled_from("xy"), SMALL, AMONG),
    st.builds(terms.AtLevel, st.integers(0, 2), SMALL, AMONG),
    st.builds(terms.Hours, st.integers(1, 40), AMONG),
    st.builds(terms.Credits, st.sampled_from([Decimal("0.5"), Decimal(2), Decimal(3)]), AMONG),
)


def grow(parts):
    several = st.lists(parts, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(
        several.flatmap(lambda rules: st.builds(terms.AtLeast, st.integers(1, len(rules)), st.just(rules))),
        st.lists(parts, min_size=2, max_size=3, unique=True).map(lambda rules: terms.InOrder(tuple(rules))),
        st.builds(terms.Within, st.sampled_from([1, 3]), parts),
        st.builds(terms.FromIssuer, st.sampled_from([34, 50, 100]), parts, st.sampled_from(["", "z"])),
        st.builds(terms.SingleUse, parts),
    )  # fmt: skip


RULES = st.recursive(TERMS, grow, max_leaves=5)
FLAT = st.builds(
    terms.SingleUse,
    st.lists(TERMS, min_size=1, max_size=5, unique=True)
    .map(tuple)
    .flatmap(lambda rules: st.builds(terms.AtLeast, st.integers(1, len(rules)), st.just(rules))),
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "definition": st.sampled_from(DEFINITIONS + "ef"),
            "start": st.integers(-6, 0).map(lambda months: NOON + months * timedelta(days=30)),
            "level": st.none() | st.integers(0, 2),
            "hours": st.sampled_from([0, 10, 10, 15]),
            "credits": st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]),
            "category": st.sampled_from("xy"),
            "issuer": st.sampled_from(["", "", "z"]),
            "confirmed": st.booleans(),
        }
    ),
    max_size=5,
).map(lambda rows: tuple(Holding(id=f"h{n}", **row) for n, row in enumerate(rows)))

Set = frozenset[Holding]


def ways(rule, holdings: tuple[Holding, ...], alone: bool = False) -> set[Set]:
    """Every set of holdings that meets the rule, straight from what the terms say."""
    match rule:
        case terms.AtLeast():
            found = set()
            for chosen in combinations(rule.rules, rule.n):
                found |= joined([ways(part, holdings, alone) for part in chosen], alone)
            return found
        case terms.InOrder():
            found = set()
            for parts in product(*(ways(part, holdings, alone) for part in rule.rules)):
                follows = all(
                    max(x.start for x in before) <= min(x.start for x in after)
                    for before, after in pairwise(parts)
                )
                if follows and (not alone or are_apart(parts)):
                    found.add(frozenset().union(*parts))
            return found
        case terms.Within():
            return {
                way
                for way in ways(rule.rule, holdings, alone)
                if max(x.start for x in way) <= months_on(min(x.start for x in way), rule.months)
            }
        case terms.FromIssuer():
            return {
                way
                for way in ways(rule.rule, holdings, alone)
                if 100 * sum(x.issuer == rule.issuer for x in way) >= rule.percent * len(way)
            }
        case terms.SingleUse():
            return ways(rule.rule, holdings, alone=True)
    good = [x for x in holdings if concerns(rule, x) and finding(rule, x, NOON) is Finding.MET]
    if not isinstance(rule, terms.Count | terms.Sum):
        return {frozenset([x]) for x in good}
    found = set()
    for size in range(1, len(good) + 1):
        for chosen in combinations(good, size):
            total = sum(amount(rule, x) for x in chosen)
            distinct = len({x.definition for x in chosen}) == size
            spare = any(total - amount(rule, x) >= rule.minimum for x in chosen)
            if total >= rule.minimum and distinct and not spare:
                found.add(frozenset(chosen))
    return found


def joined(parts: list[set[Set]], alone: bool) -> set[Set]:
    return {
        frozenset().union(*chosen) for chosen in product(*parts) if not alone or are_apart(chosen)
    }


def are_apart(sets) -> bool:
    return sum(map(len, sets)) == len(frozenset().union(*sets))


@settings(max_examples=1500)
@given(RULES | FLAT, ROWS)
def test_a_rule_is_met_exactly_when_some_choice_of_holdings_meets_it(rule, holdings):
    every = ways(rule, holdings)
    outcome = judge(rule, Portfolio(holdings), NOON)
    assert outcome.met is bool(every)
    if every:
        assert frozenset(x for x in holdings if x.id in outcome.used()) in every


@settings(max_examples=300)
@given(FLAT, ROWS)
def test_the_search_agrees_with_the_flow(rule, holdings):
    """Where a flow decides at once, the search alone comes to the same."""
    search = Search(rule, holdings, NOON)
    search.one_is_enough = False
    assert (search.first() is not None) is bool(ways(rule, holdings))


OFFERS = st.lists(
    st.fixed_dictionaries(
        {
            "definition": st.sampled_from(DEFINITIONS),
            "level": st.integers(0, 2),
            "hours": st.sampled_from([5, 10, 20]),
            "credits": st.sampled_from([Decimal("0.5"), Decimal(1)]),
            "category": st.sampled_from("xy"),
        }
    ),
    max_size=4,
    unique_by=lambda row: row["definition"],
).map(lambda rows: tuple(Offer(**row) for row in rows))


@settings(max_examples=600)
@given(RULES, ROWS.map(lambda rows: rows[:3]), OFFERS, st.sampled_from(list(By)))
def test_the_shortest_route_completes_the_rule_and_no_shorter_one_does(rule, held, offers, by):
    held = tuple(x for x in held if x.start < NOON)
    offers = tuple(x for x in offers if x.definition not in {h.definition for h in held})
    route = shortest(rule, Portfolio(held), offers, NOON, by=by)
    costs = []
    for size in range(len(offers) + 1):
        for chosen in combinations(offers, size):
            new = tuple(x.earned(NOON) for x in chosen)
            if ways(rule, held + new):
                costs.append(sum(x.hours if by is By.HOURS else 1 for x in chosen))
    assert (route is None) is (not costs)
    if route is not None:
        cost = sum(x.hours if by is By.HOURS else 1 for x in route.offers)
        new = tuple(x.earned(NOON) for x in route.offers)
        assert (route.is_exact, cost, bool(ways(rule, held + new))) == (True, min(costs), True)


def test_what_cannot_be_decided_within_the_bound_is_said_and_not_guessed():
    holdings = tuple(
        Holding(f"h{n}", f"d{n}", NOON, hours=7 + n * n, issuer="z" if n % 2 else "")
        for n in range(24)
    )
    rule = terms.SingleUse(terms.all_of(*(terms.Hours(900 + n) for n in range(5))))
    outcome = judge(rule, Portfolio(holdings), NOON, limit=200)
    assert (outcome.finding, outcome.used()) == (Finding.UNDECIDED, ())
    with pytest.raises(TooManyWays):
        Search(rule, holdings, NOON, limit=200).first()


def test_a_conflict_among_many_parts_is_seen_at_once():
    """Twenty parts want the same nineteen badges: a search would try them all, a flow does not."""
    holdings = tuple(Holding(f"h{n}", f"d{n}", NOON, level=2) for n in range(19))
    parts = [terms.AtLevel(1, 1, tuple(f"d{m}" for m in range(19) if m != n)) for n in range(20)]
    rule = terms.SingleUse(terms.all_of(*parts))
    assert judge(rule, Portfolio(holdings), NOON).finding is Finding.MISSING
    fewer = terms.SingleUse(terms.all_of(*parts[:19]))
    assert len(judge(fewer, Portfolio(holdings), NOON).used()) == 19


@pytest.mark.parametrize(
    ("rule", "finding"),
    [
        (terms.Within(1, terms.all_of(terms.Holds("a"), terms.Holds("b"))), Finding.APART),
        (terms.InOrder((terms.Holds("b"), terms.Holds("a"))), Finding.OUT_OF_ORDER),
        (terms.FromIssuer(51, terms.all_of(terms.Holds("a"), terms.Holds("b"))), Finding.ELSEWHERE),
        (terms.FromIssuer(50, terms.all_of(terms.Holds("a"), terms.Holds("b"))), Finding.MET),
        (terms.Within(6, terms.all_of(terms.Holds("a"), terms.Holds("c"))), Finding.MISSING),
    ],
)  # fmt: skip
def test_what_is_all_there_and_does_not_fit_together_is_told_as_such(rule, finding):
    early, late = NOON - timedelta(days=100), NOON - timedelta(days=1)
    held = (Holding("1", "a", early), Holding("2", "b", late, issuer="z"))
    assert judge(rule, Portfolio(held), NOON).finding is finding


def test_a_counting_term_tells_how_far_it_got():
    held = (Holding("1", "a", NOON, hours=20), Holding("2", "b", NOON, hours=15, counted=False))
    outcome = judge(terms.Hours(30), Portfolio(held), NOON)
    assert (outcome.finding, outcome.reached, outcome.holdings) == (Finding.MISSING, 20, ("1",))


def test_of_two_routes_of_equal_hours_the_one_with_fewer_badges_is_found():
    offers = (Offer("a", hours=10), Offer("b", hours=10), Offer("c", hours=20))
    rule = terms.any_of(terms.all_of(terms.Holds("a"), terms.Holds("b")), terms.Holds("c"))
    route = shortest(rule, Portfolio(()), offers, NOON, by=By.HOURS)
    assert [offer.definition for offer in route.offers] == ["c"]


def test_a_badge_that_two_parts_of_a_route_share_is_paid_once():
    """The bound on what comes later once charged it again, and the cheapest route was cut off."""
    offers = (
        Offer("a", hours=5, category="x"),
        Offer("b", hours=20, category="x"),
        Offer("c", hours=5, category="x"),
    )
    last = terms.InOrder((terms.PerCategory("x", 2), terms.Holds("b")))
    rule = terms.InOrder((terms.Holds("a"), last))
    route = shortest(rule, Portfolio(()), offers, NOON, by=By.HOURS)
    assert [offer.definition for offer in route.offers] == ["a", "b"]
