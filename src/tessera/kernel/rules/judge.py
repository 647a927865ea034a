"""Judging a rule over what a person holds, at a moment, with the reason for every part.

Nothing that was revoked, suspended, expired, not yet valid or spent elsewhere counts, and each of these
is reported as what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from tessera.kernel.rules.terms import AtLeast, Holds, Leaf, Rule, named


class State(StrEnum):
    """What was decided about a holding; expiry is not decided, it comes with time."""

    HELD = "held"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Finding(StrEnum):
    """What a part came to. When several holdings fall short, the first of these is told."""

    MET = "met"
    SPENT = "spent"  # counts already, towards another stack or another part of this one
    NOT_YET = "not_yet"
    BELOW = "below"  # a lower level or an older version than the one asked for
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Holding:
    """One credential that a person holds; `start` and `until` both belong to its validity."""

    id: str
    definition: str
    start: datetime
    until: datetime | None = None
    version: int = 1
    level: int | None = None
    state: State = State.HELD


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All that a person holds; `spent` are ids of single-use holdings that another stack used."""

    holdings: tuple[Holding, ...]
    spent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule came to, part by part; a leaf names the holding that the finding is about."""

    rule: Rule
    finding: Finding
    holding: str = ""
    parts: tuple[Outcome, ...] = ()

    @property
    def met(self) -> bool:
        return self.finding is Finding.MET

    def used(self) -> tuple[str, ...]:
        """The holdings that satisfied the rule: of a group, those of as many parts as it needs."""
        if not self.met:
            return ()
        if not isinstance(self.rule, AtLeast):
            return (self.holding,)
        needed = [part for part in self.parts if part.met][: self.rule.n]
        return tuple(dict.fromkeys(holding for part in needed for holding in part.used()))


def judge(rule: Rule, portfolio: Portfolio, at: datetime, *, single_use: bool = False) -> Outcome:
    """What the rule comes to at this moment.

    Under `single_use` no holding counts for two parts: parts take theirs in reading order. So a met
    rule is truly met, while a clever exchange of holdings between parts is not looked for.
    """
    return _judge(rule, portfolio, at, portfolio.spent, single_use)


def _judge(
    rule: Rule, portfolio: Portfolio, at: datetime, taken: frozenset[str], single_use: bool
) -> Outcome:
    if not isinstance(rule, AtLeast):
        return _judge_leaf(rule, portfolio.holdings, at, taken)
    parts: list[Outcome] = []
    met = 0
    for part in rule.rules:
        outcome = _judge(part, portfolio, at, taken, single_use)
        parts.append(outcome)
        if outcome.met and met < rule.n:
            met += 1
            if single_use:
                taken |= frozenset(outcome.used())
    return Outcome(rule, Finding.MET if met == rule.n else Finding.MISSING, parts=tuple(parts))


def _judge_leaf(
    leaf: Leaf, holdings: Iterable[Holding], at: datetime, taken: frozenset[str]
) -> Outcome:
    """The best holding of the definition: the one that counts and lasts longest, if any counts."""
    order = list(Finding)
    found = [
        (order.index(_finding(leaf, holding, at, taken)), _lasts(holding), holding.id)
        for holding in holdings
        if holding.definition == named(leaf)
    ]
    if not found:
        return Outcome(leaf, Finding.MISSING)
    rank, _, holding = min(found)
    return Outcome(leaf, order[rank], holding)


def _finding(leaf: Leaf, holding: Holding, at: datetime, taken: frozenset[str]) -> Finding:
    if holding.state is State.REVOKED:
        return Finding.REVOKED
    if holding.until is not None and at > holding.until:
        return Finding.EXPIRED
    if holding.state is State.SUSPENDED:
        return Finding.SUSPENDED
    if isinstance(leaf, Holds) and not _is_enough(leaf, holding):
        return Finding.BELOW
    if at < holding.start:
        return Finding.NOT_YET
    return Finding.SPENT if holding.id in taken else Finding.MET


def _is_enough(leaf: Holds, holding: Holding) -> bool:
    if leaf.min_version is not None and holding.version < leaf.min_version:
        return False
    if leaf.min_level is None:
        return True
    return holding.level is not None and holding.level >= leaf.min_level


def _lasts(holding: Holding) -> tuple[bool, float]:
    """Sorts what never expires first, then what expires last."""
    if holding.until is None:
        return (False, 0.0)
    return (True, -holding.until.astimezone(UTC).timestamp())
