"""How far raters agree: Krippendorff's alpha with missing values, raw agreement, and an interval.

Alpha is 1 - D_o / D_e: the disagreement seen within items, over the one that the same values would show
if they were dealt to the items by chance (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability",
2011). 1 is full agreement, 0 what chance gives, below 0 worse than chance. An item rated by fewer than two
says nothing and is left out.

The interval is a jackknife: alpha is computed again with each *block* left out, and how much it moves says
how sure it is. Blocks are what could have come out differently as a whole: the items themselves, or, since
the same few people rate all the lines of one proposal, the proposals. It needs neither a seed nor a guess
about a distribution, and a bootstrap would need the first. What moves not at all has no interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm, sqrt
from statistics import NormalDist

# Below so many items rated by two or more, no figure is given.
ENOUGH_ITEMS = 10
# Below so many blocks, no interval is given.
ENOUGH_BLOCKS = 5
CONFIDENCE = 0.95

Pairs = Counter[tuple[str, str]]


class Unknown(StrEnum):
    """Why there is no alpha."""

    TOO_FEW = "too_few"  # fewer than ENOUGH_ITEMS items
    ALL_ALIKE = "all_alike"  # every rating is the same, so that chance would agree as well


@dataclass(frozen=True, slots=True)
class Agreement:
    """`alike` of `items` were rated the same by all. `alpha` is None when `unknown` says why.

    `low` and `high` are None when there is no interval; they stay between -1 and 1.
    """

    items: int
    alike: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    unknown: Unknown | None = None

    @property
    def raw(self) -> float | None:
        """The share of items that were rated the same by all, chance included."""
        return self.alike / self.items if self.items else None


def agreement(
    items: Sequence[Sequence[str | None]],
    *,
    blocks: Sequence[Hashable] | None = None,
    scale: Sequence[str] | None = None,
) -> Agreement:
    """How far the ratings of each item agree; None is a missing rating.

    `blocks` names the block of each item; without it every item is its own. With `scale`, the values from
    the lowest to the highest, a difference weighs the more the further the two lie apart (ordinal);
    without, any difference weighs the same (nominal). Raises ValueError for a value off the scale and for
    blocks that are not as many as the items.
    """
    if blocks is not None and len(blocks) != len(items):
        raise ValueError(f"{len(blocks)} blocks for {len(items)} items")
    if scale is not None and (strange := {v for item in items for v in item if v} - {*scale}):
        raise ValueError(f"not on the scale: {', '.join(sorted(strange))}")
    rated = [[value for value in item if value is not None] for item in items]
    # Whole numbers throughout: a pair of an item with m ratings counts part / (m - 1) parts.
    part = lcm(*(len(values) - 1 for values in rated if len(values) > 1))
    by_block: dict[Hashable, Pairs] = {}
    total: Pairs = Counter()
    counted = alike = 0
    for position, values in enumerate(rated):
        if len(values) < 2:
            continue
        counted += 1
        alike += len(set(values)) == 1
        pairs = _pairs(values, part)
        block = position if blocks is None else blocks[position]
        by_block.setdefault(block, Counter()).update(pairs)
        total.update(pairs)
    if counted < ENOUGH_ITEMS:
        return Agreement(counted, alike, unknown=Unknown.TOO_FEW)
    whole = _alpha(total, part, scale)
    if whole is None:
        return Agreement(counted, alike, unknown=Unknown.ALL_ALIKE)
    without = [_alpha(total - pairs, part, scale) for pairs in by_block.values()]
    low, high = _interval(whole, without)
    return Agreement(counted, alike, whole, low, high)


def _pairs(values: Sequence[str], part: int) -> Pairs:
    """The item's share of the coincidence matrix: ordered pairs of two raters, together as many as they."""
    counts = Counter(values)
    return Counter(
        {
            (one, other): n * (m - (one == other)) * part // (len(values) - 1)
            for one, n in counts.items()
            for other, m in counts.items()
        }
    )


def _alpha(pairs: Pairs, part: int, scale: Sequence[str] | None) -> float | None:
    """Alpha of a coincidence matrix; None when all values are the same."""
    margins: Counter[str] = Counter()
    for (one, _other), count in pairs.items():
        margins[one] += count
    values = [value for value in (scale or sorted(margins)) if margins[value]]
    seen = expected = 0
    for rank, one in enumerate(values):
        # Twice what lies between the two on the scale, the halves of both ends included.
        between = margins[one]
        for other in values[rank + 1 :]:
            between += margins[other]
            distance = between**2 if scale else 1
            seen += pairs[one, other] * distance
            expected += margins[one] * margins[other] * distance
            between += margins[other]
    return float(1 - Fraction((margins.total() - part) * seen, expected)) if expected else None


def _interval(
    whole: float, without: Sequence[float | None]
) -> tuple[float, float] | tuple[None, None]:
    """The jackknife's interval from alpha without each block; none when one of those cannot be said."""
    known = [each for each in without if each is not None]
    if len(known) < len(without) or len(known) < ENOUGH_BLOCKS:
        return None, None
    mean = sum(known) / len(known)
    spread = sum((each - mean) ** 2 for each in known)
    error = sqrt(spread * (len(known) - 1) / len(known))
    if error == 0:
        return None, None
    reach = _student(len(known) - 1) * error
    return max(-1.0, whole - reach), min(1.0, whole + reach)


def _student(freedom: int) -> float:
    """Student's t by its expansion around the normal quantile, right to 0.01 from four degrees on."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))
