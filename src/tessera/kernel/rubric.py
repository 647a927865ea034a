"""Criterion arithmetic: levels, marks, the pass rule, and how far two markers are apart.

The answer is *met* or *not yet met*, with each criterion's own outcome beside it. A pass rule may
weigh criteria, but an essential one below its required level decides alone: no average hides it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Protocol

from tessera.kernel.errors import RubricError


@dataclass(frozen=True, slots=True)
class Level:
    """A step on a criterion's scale. The higher the rank, the better."""

    rank: int
    name: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A judged statement; `required` is the rank needed. Raises RubricError for a broken scale.

    A pass rule is asked of each `group` apart, so that plenty in one makes up for nothing in another.
    """

    id: str
    levels: tuple[Level, ...]
    required: int
    essential: bool = False
    weight: int = 1
    group: str = ""

    def __post_init__(self) -> None:
        ranks = [level.rank for level in self.levels]
        if len(set(ranks)) < 2 or sorted(set(ranks)) != ranks:
            raise RubricError("two levels or more, lowest first, each with its rank", field=self.id)
        if self.required not in ranks[1:]:
            raise RubricError(
                "the required level is one of the levels above the lowest", field=self.id
            )
        if self.weight < 1:
            raise RubricError("a weight is 1 or more", field=self.id)


@dataclass(frozen=True, slots=True)
class Mark:
    """The level that a marker gave for one criterion."""

    criterion: str
    rank: int


@dataclass(frozen=True, slots=True)
class CriterionOutcome:
    """One criterion, the rank given, and whether that is enough."""

    criterion: Criterion
    rank: int

    @property
    def met(self) -> bool:
        return self.rank >= self.criterion.required


@dataclass(frozen=True, slots=True)
class Verdict:
    """Met or not yet met, with the outcomes in the order of the criteria."""

    met: bool
    outcomes: tuple[CriterionOutcome, ...]
    unmet_groups: tuple[str, ...] = ()

    @property
    def unmet(self) -> tuple[CriterionOutcome, ...]:
        """What a resubmission has to cover."""
        return tuple(outcome for outcome in self.outcomes if not outcome.met)


class PassRule(Protocol):
    """Says how much weight has to be met. Essential criteria are looked at before it, and by `judge`."""

    def of(self, weight: int) -> int:
        """How much has to be met when the criteria together weigh so much."""


@dataclass(frozen=True, slots=True)
class EveryCriterion:
    """Every criterion at or above its required level."""

    def of(self, weight: int) -> int:
        return weight


@dataclass(frozen=True, slots=True)
class WeightedShare:
    """Criteria that carry at least this share of all the weight are met. Raises RubricError."""

    share: Fraction

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise RubricError("the share to be met is above 0 and at most 1", field="share")

    def of(self, weight: int) -> int:
        return ceil(self.share * weight)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pass rule asks of one group: so much of its weight, and each essential criterion by itself."""

    group: str
    needed: int
    total: int
    alone: tuple[Criterion, ...]
    is_everything: bool


def asked(criteria: Sequence[Criterion], rule: PassRule | None = None) -> tuple[Asked, ...]:
    """Group by group, what `judge` will ask for; everything, where nothing is light enough to be missed."""
    return tuple(
        _asked(group, held, rule or EveryCriterion()) for group, held in _grouped(criteria).items()
    )


def _asked(group: str, criteria: Sequence[Criterion], rule: PassRule) -> Asked:
    total = sum(criterion.weight for criterion in criteria)
    needed = rule.of(total)
    others = [criterion.weight for criterion in criteria if not criterion.essential]
    return Asked(
        group=group,
        needed=needed,
        total=total,
        alone=tuple(criterion for criterion in criteria if criterion.essential),
        is_everything=needed > total - min(others, default=total),
    )


def _grouped(criteria: Iterable[Criterion]) -> dict[str, list[Criterion]]:
    groups: dict[str, list[Criterion]] = {}
    for criterion in criteria:
        groups.setdefault(criterion.group, []).append(criterion)
    return groups


def judge(
    criteria: Sequence[Criterion], marks: Sequence[Mark], rule: PassRule | None = None
) -> Verdict:
    """Whether the marks meet the criteria, group by group; without a rule, every criterion must be met.

    Raises RubricError for no criteria, for a criterion unmarked or marked twice, and for a mark
    that belongs to no criterion or to no level of it.
    """
    if not criteria:
        raise RubricError("a rubric without criteria is met by nobody")
    if len({criterion.id for criterion in criteria}) != len(criteria):
        raise RubricError("two criteria with the same id")
    given = _by_criterion(marks)
    if strange := sorted(given.keys() - {criterion.id for criterion in criteria}):
        raise RubricError("a mark for a criterion that the rubric does not have", field=strange[0])
    for criterion in criteria:
        if criterion.id not in given:
            raise RubricError("a criterion without a mark", field=criterion.id)
        if given[criterion.id] not in {level.rank for level in criterion.levels}:
            raise RubricError("a mark that is no level of its criterion", field=criterion.id)
    outcomes = tuple(CriterionOutcome(criterion, given[criterion.id]) for criterion in criteria)
    met = {outcome.criterion.id for outcome in outcomes if outcome.met}
    groups = _grouped(criteria)
    unmet = tuple(
        each.group for each in asked(criteria, rule) if not _holds(each, groups[each.group], met)
    )
    return Verdict(not unmet, outcomes, unmet)


def _holds(group: Asked, criteria: Sequence[Criterion], met: Collection[str]) -> bool:
    if not all(criterion.id in met for criterion in group.alone):
        return False
    return sum(each.weight for each in criteria if each.id in met) >= group.needed


def distance(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    """The widest gap, in ranks, between two markers of the same criteria; 0 when they agree.

    The widest and not the mean, since agreement elsewhere must not hide one real disagreement.
    Raises RubricError when the two did not mark the same criteria.
    """
    first, second = _by_criterion(one), _by_criterion(other)
    if apart := sorted(first.keys() ^ second.keys()):
        raise RubricError("marked by one of the two only", field=apart[0])
    return max((abs(first[criterion] - second[criterion]) for criterion in first), default=0)


def _by_criterion(marks: Sequence[Mark]) -> dict[str, int]:
    given: dict[str, int] = {}
    for mark in marks:
        if mark.criterion in given:
            raise RubricError("a criterion marked twice", field=mark.criterion)
        given[mark.criterion] = mark.rank
    return given
