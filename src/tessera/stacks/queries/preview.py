"""Who a rule would complete today: numbers only, over what learners really hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext

from tessera.catalogue import queries as catalogue
from tessera.holdings import queries as holdings
from tessera.kernel.rules import judge, routes, search, terms
from tessera.kernel.rules.facts import Holding, Portfolio, concerns

MOST, AT_ONCE = 5_000, 500
# Fewer people than this could be recognised.
RECOGNISABLE = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """How many learners meet the rule now, and how many lack one badge; `is_whole` when all were counted."""

    complete: int
    one_short: int
    is_whole: bool

    @property
    def complete_in_words(self) -> str:
        return in_words(self.complete)

    @property
    def one_short_in_words(self) -> str:
        return in_words(self.one_short)


def in_words(count: int) -> str:
    """A number of people, unless it is so small that one might know who they are."""
    if count and count < RECOGNISABLE:
        return gettext("fewer than %(number)s") % {"number": RECOGNISABLE}
    return str(count)


def preview(rule: terms.Rule, at: datetime) -> Preview:
    """Counts over the learners who hold something that the rule may count."""
    people = holdings.holders_for(rule, short_of=1).values_list("pk", flat=True)[: MOST + 1]
    found = list(people)
    looker = _Looker(rule, at)
    tally = [looker.distance(each) for each in _portfolios(found[:MOST])]
    return Preview(tally.count(0), tally.count(1), is_whole=len(found) <= MOST)


def _portfolios(people: list[int]) -> Iterator[Portfolio]:
    waiting = iter(people)
    while some := list(islice(waiting, AT_ONCE)):
        yield from holdings.portfolios_of(some).values()


class _Looker:
    """Many learners hold the same things: each pattern is judged once."""

    def __init__(self, rule: terms.Rule, at: datetime) -> None:
        self.rule, self.at = rule, at
        simple = [
            each for each in terms.terms_in(rule) if not isinstance(each, terms.Group | terms.Frame)
        ]
        self.is_timed = any(
            isinstance(each, terms.InOrder | terms.Within) for each in terms.terms_in(rule)
        )
        self.simple = simple
        self.offers = [
            offer
            for offer in catalogue.offers().values()
            if any(concerns(term, offer.earned(at)) for term in simple)
        ]
        self.known: dict[object, int] = {}

    def distance(self, portfolio: Portfolio) -> int:
        """0 when the rule is met, 1 when one badge on offer completes it, else 2."""
        kept = [each for each in portfolio.holdings if self.concerns(each)]
        pattern = frozenset(self.pattern(each, portfolio) for each in kept)
        if pattern not in self.known:
            self.known[pattern] = self.look(Portfolio(tuple(kept), portfolio.spent))
        return self.known[pattern]

    def concerns(self, holding: Holding) -> bool:
        return any(concerns(term, holding) for term in self.simple)

    def pattern(self, each: Holding, portfolio: Portfolio) -> object:
        return (
            each.definition,
            each.version,
            each.level,
            each.hours,
            each.credits,
            each.category,
            each.issuer,
            each.state,
            each.until is not None and each.until < self.at,
            each.id in portfolio.spent,
            each.start.date() if self.is_timed else None,
        )

    def look(self, portfolio: Portfolio) -> int:
        if judge.judge(self.rule, portfolio, self.at).met:
            return 0
        try:
            route = routes.shortest(self.rule, portfolio, self.offers, self.at)
        except search.TooManyWays:
            return 2
        return 1 if route is not None and len(route.offers) == 1 else 2
