"""Judging a rule over what a person holds, at a moment, with the reason for every part.

Nothing that was revoked, suspended, expired, not yet valid or spent elsewhere counts, and each of these
is reported as what it is. What depends on other parts (single use, period, order, share) is solved
exactly, or said to be undecided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from tessera.kernel.rules.facts import (
    Finding,
    Holding,
    Portfolio,
    State,
    Term,
    amount,
    concerns,
    finding,
    lasts,
)
from tessera.kernel.rules.search import LIMIT, Search, TooManyWays, Way
from tessera.kernel.rules.terms import (
    AtLeast,
    Count,
    Frame,
    FromIssuer,
    InOrder,
    Rule,
    SingleUse,
    Sum,
    Within,
    children,
)

__all__ = ["Finding", "Holding", "Outcome", "Portfolio", "State", "judge"]

_ORDER = list(Finding)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule came to, part by part.

    A leaf names the holding that the finding is about, a counting term all those that it counted, and
    the number that they reach. Of the parts of a group only those `counted` satisfied it.
    """

    rule: Rule
    finding: Finding
    holding: str = ""
    parts: tuple[Outcome, ...] = ()
    holdings: tuple[str, ...] = ()
    reached: Decimal = Decimal(0)
    counted: bool = True

    @property
    def met(self) -> bool:
        return self.finding is Finding.MET

    def used(self) -> tuple[str, ...]:
        """The holdings that satisfied the rule: of a group, those of as many parts as it needs."""
        if not self.met or not self.counted:
            return ()
        if not self.parts:
            return self.holdings or (self.holding,)
        return tuple(dict.fromkeys(holding for part in self.parts for holding in part.used()))


def judge(
    rule: Rule,
    portfolio: Portfolio,
    at: datetime,
    *,
    single_use: bool = False,
    limit: int = LIMIT,
) -> Outcome:
    """What the rule comes to at this moment; under `single_use` no holding counts for two parts.

    `limit` bounds the work: past it the finding is *undecided*, which is not met.
    """
    bench = _Bench(portfolio, at, limit)
    if single_use:
        return bench.judge(SingleUse(rule), portfolio.spent).parts[0]
    return bench.judge(rule, portfolio.spent)


class _Bench:
    """What is judged on: the holdings of one person at one moment."""

    def __init__(self, portfolio: Portfolio, at: datetime, limit: int) -> None:
        self.holdings = sorted(portfolio.holdings, key=lasts)
        self.at, self.limit = at, limit

    def judge(self, rule: Rule, taken: frozenset[str]) -> Outcome:
        match rule:
            case AtLeast():
                parts = [self.judge(part, taken) for part in rule.rules]
                return _group(rule, parts)
            case InOrder() | Within() | FromIssuer() | SingleUse():
                return self._solved(rule, taken)
            case _ if isinstance(rule, Count | Sum):
                return self._counting(rule, taken)
        return self._leaf(rule, taken)

    def _solved(self, rule: InOrder | Frame, taken: frozenset[str]) -> Outcome:
        free = [holding for holding in self.holdings if holding.id not in taken]
        search = Search(rule, free, self.at, limit=self.limit)
        try:
            way = search.first()
        except TooManyWays:
            return self._unmet(rule, taken, Finding.UNDECIDED)
        if way is None:
            return self._unmet(rule, taken)
        used = frozenset(search.ids(way.items))
        return self._met(rule, way, search, taken, taken | used)

    def _met(
        self, rule: Rule, way: Way, search: Search, taken: frozenset[str], all_taken: frozenset[str]
    ) -> Outcome:
        """The tree with the parts that were chosen; the others are judged with what is left."""
        within = children(rule)
        if not within:
            ids = search.ids(way.items)
            if isinstance(rule, Count | Sum):
                mine = [each for each in self.holdings if each.id in ids]
                reached = sum((amount(rule, each) for each in mine), Decimal(0))
                return Outcome(rule, Finding.MET, holdings=ids, reached=reached)
            return Outcome(rule, Finding.MET, ids[0])
        chosen = dict(way.parts)
        is_exclusive = isinstance(rule, SingleUse)
        others = all_taken if is_exclusive else taken
        parts = tuple(
            self._met(part, chosen[index], search, others, all_taken)
            if index in chosen
            else replace(self.judge(part, others), counted=False)
            for index, part in enumerate(within)
        )
        return Outcome(rule, Finding.MET, parts=parts)

    def _unmet(
        self, rule: InOrder | Frame, taken: frozenset[str], told: Finding | None = None
    ) -> Outcome:
        if isinstance(rule, SingleUse):
            inner = self._in_turn(rule.rule, taken)[0]
            return Outcome(rule, told or _short_of(inner), parts=(inner,))
        parts = tuple(self.judge(part, taken) for part in children(rule))
        because = {
            Within: Finding.APART,
            FromIssuer: Finding.ELSEWHERE,
            InOrder: Finding.OUT_OF_ORDER,
        }
        if told is None:
            told = because[type(rule)] if all(part.met for part in parts) else Finding.MISSING
        return Outcome(rule, told, parts=parts)

    def _in_turn(self, rule: Rule, taken: frozenset[str]) -> tuple[Outcome, frozenset[str]]:
        """How far one gets when parts take what they need in reading order: for telling, not deciding."""
        if not isinstance(rule, AtLeast):
            outcome = self.judge(rule, taken)
            return outcome, taken | frozenset(outcome.used())
        parts: list[Outcome] = []
        for part in rule.rules:
            if sum(each.met for each in parts) < rule.n:
                outcome, after = self._in_turn(part, taken)
                taken = after if outcome.met else taken
            else:
                outcome = self.judge(part, taken)
            parts.append(outcome)
        return _group(rule, parts), taken

    def _counting(self, rule: Count | Sum, taken: frozenset[str]) -> Outcome:
        """The largest first, until there are enough; of one definition only one counts."""
        good = [
            each
            for each in self.holdings
            if concerns(rule, each)
            and each.id not in taken
            and finding(rule, each, self.at) is Finding.MET
        ]
        best: dict[str, Holding] = {}
        for each in sorted(good, key=lambda one: -amount(rule, one)):
            best.setdefault(each.definition, each)
        counted: list[str] = []
        reached = Decimal(0)
        for each in best.values():
            if reached >= rule.minimum:
                break
            counted.append(each.id)
            reached += amount(rule, each)
        enough = Finding.MET if reached >= rule.minimum else Finding.MISSING
        return Outcome(rule, enough, holdings=tuple(counted), reached=reached)

    def _leaf(self, leaf: Term, taken: frozenset[str]) -> Outcome:
        """The best holding of the definition: the one that counts and lasts longest, if any counts."""
        found = []
        for place, holding in enumerate(self.holdings):
            if concerns(leaf, holding):
                told = finding(leaf, holding, self.at)
                if told is Finding.MET and holding.id in taken:
                    told = Finding.SPENT
                found.append((_ORDER.index(told), place, holding.id))
        if not found:
            return Outcome(leaf, Finding.MISSING)
        rank, _, holding_id = min(found)
        return Outcome(leaf, _ORDER[rank], holding_id)


def _group(rule: AtLeast, parts: list[Outcome]) -> Outcome:
    """The first parts that are met are those that count."""
    met = 0
    told = []
    for part in parts:
        counts = part.met and met < rule.n
        met += part.met
        told.append(part if counts == part.counted else replace(part, counted=counts))
    return Outcome(rule, Finding.MET if met >= rule.n else Finding.MISSING, parts=tuple(told))


def _short_of(inner: Outcome) -> Finding:
    return Finding.MISSING if inner.finding is Finding.MET else inner.finding
