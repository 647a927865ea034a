"""Ways to meet a rule, found exactly: the first one, or the one that costs least.

A depth-first search with a lower bound on what is still to pay; parts that only ask for so many
different credentials are matched by a flow. Both are exact. What a bound on work cuts off is raised
as TooManyWays and never answered with a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tessera.kernel.errors import RuleError
from tessera.kernel.rules import flow
from tessera.kernel.rules.facts import Finding, Holding, amount, concerns, finding, lasts, months_on
from tessera.kernel.rules.terms import (
    AtLeast,
    Count,
    Frame,
    FromIssuer,
    Group,
    InOrder,
    Rule,
    SingleUse,
    Sum,
    Within,
    children,
    terms_in,
)

LIMIT = 20_000
_NONE = float("inf")
_CLOSE = 1e-9


class TooManyWays(RuleError):
    """The bound on work was reached before the answer was certain."""

    code = "too-many-ways"


@dataclass(frozen=True, slots=True)
class Way:
    """How a rule is met: the set of items it takes (bits), and the parts chosen with their own ways."""

    items: int
    parts: tuple[tuple[int, Way], ...] = ()


class _Node:
    """A term with its place in the tree; `mask` are the items that may count for it."""

    __slots__ = ("amounts", "mask", "parts", "reach", "rule")

    def __init__(self, rule: Rule, items: Sequence[Holding], at: datetime) -> None:
        self.rule = rule
        self.parts = tuple(_Node(part, items, at) for part in children(rule))
        self.mask = 0
        self.amounts: dict[int, Decimal] = {}
        self.reach = 0
        for part in self.parts:
            self.reach |= part.reach
        if isinstance(rule, Group | Frame):
            return
        for index, item in enumerate(items):
            if concerns(rule, item) and finding(rule, item, at) is Finding.MET:
                self.mask |= 1 << index
                if isinstance(rule, Count | Sum):
                    self.amounts[index] = amount(rule, item)
        self.reach = self.mask


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where the search stands: the items allowed, those taken (None: any may count again), what is
    used already and so costs no more, and what the rest will cost at the least."""

    allowed: int
    taken: int | None
    used: int
    rest: float

    @property
    def free(self) -> int:
        return self.allowed & ~(self.taken or 0)

    def after(self, items: int) -> _Scope:
        taken = None if self.taken is None else self.taken | items
        return _Scope(self.allowed, taken, self.used | items, self.rest)

    def before(self, cost: float) -> _Scope:
        return _Scope(self.allowed, self.taken, self.used, self.rest + cost)

    def within(self, allowed: int) -> _Scope:
        return _Scope(self.allowed & allowed, self.taken, self.used, self.rest)


class Search:
    """One rule over one list of items. `costs` are what each new one costs; held ones cost nothing."""

    def __init__(
        self,
        rule: Rule,
        items: Sequence[Holding],
        at: datetime,
        *,
        costs: dict[str, int] | None = None,
        limit: int = LIMIT,
    ) -> None:
        wanted = [each for each in terms_in(rule) if isinstance(each, FromIssuer)]
        costs = costs or {}
        self.items = sorted(
            items,
            key=lambda item: (
                sum(item.issuer != each.issuer for each in wanted),
                costs.get(item.id, 0),
                lasts(item),
            ),
        )
        self.root = _Node(rule, self.items, at)
        self.cost = [costs.get(item.id, 0) for item in self.items]
        self.is_free = not any(self.cost)
        self.limit, self.steps = limit, 0
        self.best: float = _NONE
        kinds = Counter(type(each) for each in terms_in(rule))
        self.is_timed = bool(kinds[InOrder] or kinds[Within])
        self.earliest_is_best = self.is_free and not kinds[SingleUse] and not kinds[FromIssuer]
        self.one_is_enough = (
            self.is_free and kinds[SingleUse] == 1 and not kinds[InOrder] and not kinds[FromIssuer]
        )
        self.windows: dict[tuple[int, int], list[int]] = {}
        self.known: dict[tuple[_Node, int], bool] = {}
        self.price, self.later_price = self._prices(is_exclusive=isinstance(rule, SingleUse))
        self.alike = self._signatures()
        self.starts = sorted({item.start for item in self.items})

    def first(self) -> Way | None:
        """Any way at all. Raises TooManyWays."""
        return next(self._ways(self.root, self._everything()), None)

    def cheapest(self) -> tuple[Way | None, bool]:
        """The way of least cost, and whether that is certain within the bound on work."""
        found: Way | None = None
        try:
            for way in self._ways(self.root, self._everything()):
                spent = self._paid(way.items)
                if spent < self.best:
                    found, self.best = way, spent
        except TooManyWays:
            return found, False
        return found, True

    def ids(self, mask: int) -> tuple[str, ...]:
        return tuple(self.items[index].id for index in _bits(mask))

    def _everything(self) -> _Scope:
        return _Scope((1 << len(self.items)) - 1, None, 0, 0.0)

    def _paid(self, mask: int) -> int:
        return 0 if self.is_free else sum(self.cost[index] for index in _bits(mask))

    def _prices(self, *, is_exclusive: bool) -> tuple[list[float], list[float]]:
        """What an item adds to a bound that must never be too high, here and in what comes later.

        Here its cost is shared by all the terms that it might meet at once. Later it costs nothing if
        it might meet more than one: by then it may have been paid for.
        """
        places: Counter[int] = Counter()
        for node in _walk(self.root):
            places.update(_bits(node.mask))
        shares = [1 if is_exclusive else max(1, places[index]) for index in range(len(self.cost))]
        here = [cost / share for cost, share in zip(self.cost, shares, strict=True)]
        return here, [cost if share == 1 else 0 for cost, share in zip(here, shares, strict=True)]

    def _signatures(self) -> list[int]:
        """Items with the same number are interchangeable for this rule."""
        nodes = [node for node in _walk(self.root) if node.mask]
        several = Counter(item.definition for item in self.items)
        known: dict[object, int] = {}
        found = []
        for index, item in enumerate(self.items):
            signature = (
                self.cost[index],
                item.issuer,
                item.start if self.is_timed else None,
                item.definition if several[item.definition] > 1 else None,
                tuple(
                    (number, node.amounts.get(index))
                    for number, node in enumerate(nodes)
                    if node.mask >> index & 1
                ),
            )
            found.append(known.setdefault(signature, len(known)))
        return found

    # -- bounds

    def _step(self, work: int = 0) -> None:
        self.steps += 1 + work // 16
        if self.steps > self.limit:
            raise TooManyWays("more ways than can be looked at")

    def _can(self, node: _Node, free: int) -> bool:
        """Whether it can be met if single use, shares and order are left aside: else it never can."""
        key = (node, free & node.reach)
        if key not in self.known:
            self.known[key] = self._looks_possible(node, key[1])
        return self.known[key]

    def _looks_possible(self, node: _Node, free: int) -> bool:
        rule = node.rule
        match rule:
            case AtLeast():
                return sum(self._can(part, free) for part in node.parts) >= rule.n
            case Within():
                return any(
                    self._can(node.parts[0], free & each) for each in self._windows(rule, free)
                )
            case InOrder() | FromIssuer() | SingleUse():
                return all(self._can(part, free) for part in node.parts)
        if isinstance(rule, Count | Sum):
            most: dict[str, Decimal] = {}
            for index in _bits(node.mask & free):
                definition = self.items[index].definition
                most[definition] = max(node.amounts[index], most.get(definition, Decimal(0)))
            return sum(most.values()) >= rule.minimum
        return bool(node.mask & free)

    def _least(self, node: _Node, free: int, used: int) -> float:
        """What meeting the rule costs at the least, beside what is used already; infinite when it cannot be."""
        if not self._can(node, free):
            return _NONE
        return 0.0 if self.is_free else self._bound(node, free, used, self.price)

    def _later(self, node: _Node, free: int, used: int) -> float:
        """The same for a part that is met after others, whose items it may share."""
        if not self._can(node, free):
            return _NONE
        return 0.0 if self.is_free else self._bound(node, free, used, self.later_price)

    def _bound(self, node: _Node, free: int, used: int, price: list[float]) -> float:
        rule = node.rule
        match rule:
            case AtLeast():
                return sum(
                    sorted(self._bound(part, free, used, price) for part in node.parts)[: rule.n]
                )
            case InOrder() | Within() | FromIssuer() | SingleUse():
                return sum(self._bound(part, free, used, price) for part in node.parts)
        prices = [
            (0.0 if used >> index & 1 else price[index], node.amounts.get(index, Decimal(1)))
            for index in _bits(node.mask & free)
        ]
        needed = rule.minimum if isinstance(rule, Count | Sum) else 1
        return _fractional(prices, Decimal(needed))

    def _is_hopeless(self, node: _Node, scope: _Scope) -> bool:
        least = self._least(node, scope.free, scope.used)
        return least == _NONE or self._paid(scope.used) + least + scope.rest >= self.best - _CLOSE

    # -- ways

    def _ways(self, node: _Node, scope: _Scope) -> Iterator[Way]:
        self._step()
        if self._is_hopeless(node, scope):
            return
        match node.rule:
            case AtLeast():
                yield from self._some(node, node.rule.n, scope)
            case InOrder():
                yield from self._ordered(node, scope, None, 0, ())
            case Within():
                for window in self._windows(node.rule, scope.free):
                    for way in self._ways(node.parts[0], scope.within(window)):
                        yield Way(way.items, ((0, way),))
            case FromIssuer():
                for way in self._ways(node.parts[0], scope):
                    if self._share(way.items, node.rule) >= 0:
                        yield Way(way.items, ((0, way),))
            case SingleUse():
                yield from self._single(node, scope)
            case _ if isinstance(node.rule, Count | Sum):
                order = sorted(
                    _bits(node.mask & scope.free),
                    key=lambda index: (
                        -node.amounts[index],
                        not scope.used >> index & 1,
                        self.cost[index],
                        self.alike[index],
                        index,
                    ),
                )
                yield from self._counted(node, order, Decimal(node.rule.minimum), scope, 0)
            case _:
                seen = set()
                for index in sorted(
                    _bits(node.mask & scope.free),
                    key=lambda index: (0 if scope.used >> index & 1 else self.cost[index], index),
                ):
                    likeness = (self.alike[index], scope.used >> index & 1)
                    if likeness not in seen:
                        seen.add(likeness)
                        yield Way(1 << index)

    def _some(self, node: _Node, needed: int, scope: _Scope) -> Iterator[Way]:
        """So many of the parts, each in every way; the cheap ones first, else in reading order."""
        bounds = [self._least(part, scope.free, scope.used) for part in node.parts]
        possible = [index for index, bound in enumerate(bounds) if bound < _NONE]
        order = sorted(possible, key=lambda index: (bounds[index], index))
        yield from self._choose(node, order, needed, scope, 0, ())

    def _choose(
        self,
        node: _Node,
        order: list[int],
        needed: int,
        scope: _Scope,
        items: int,
        picked: tuple[tuple[int, Way], ...],
    ) -> Iterator[Way]:
        if not needed:
            yield Way(items, tuple(sorted(picked, key=lambda each: each[0])))
            return
        self._step(len(order))
        bounds = [self._later(node.parts[index], scope.free, scope.used) for index in order]
        for place in range(len(order) - needed + 1):
            others = sorted(bounds[place + 1 :])[: needed - 1]
            if _NONE in others:
                return
            chosen, left = order[place], order[place + 1 :]
            for way in self._ways(node.parts[chosen], scope.before(sum(others))):
                yield from self._choose(
                    node,
                    left,
                    needed - 1,
                    scope.after(way.items),
                    items | way.items,
                    (*picked, (chosen, way)),
                )

    def _ordered(
        self,
        node: _Node,
        scope: _Scope,
        since: datetime | None,
        items: int,
        picked: tuple[tuple[int, Way], ...],
    ) -> Iterator[Way]:
        """Each part from what was earned since the one before was complete."""
        place = len(picked)
        if place == len(node.parts):
            yield Way(items, picked)
            return
        later = scope.within(self._started(since, None))
        part, others = node.parts[place], node.parts[place + 1 :]
        least = sum(self._later(other, later.free, scope.used) for other in others)
        if least == _NONE:
            return
        for cut in [start for start in self.starts if since is None or start >= since]:
            self._step()
            here = scope.within(self._started(since, cut))
            for way in self._ways(part, here.before(least)):
                if self._last_start(way.items) < cut:
                    continue  # looked at with an earlier cut
                more = (*picked, (place, way))
                yield from self._ordered(node, scope.after(way.items), cut, items | way.items, more)
                if self.earliest_is_best:
                    return  # whatever is complete sooner leaves more to the parts that follow

    def _single(self, node: _Node, scope: _Scope) -> Iterator[Way]:
        inner = node.parts[0]
        scope = _Scope(scope.allowed, scope.taken or 0, scope.used, scope.rest)
        demands = self._demands(inner, (), scope.free)
        if demands is not None:
            matched = flow.match(demands)
            if matched is None:
                return
            if self.one_is_enough:
                way = _matched_way(inner, (), matched)
                yield Way(way.items, ((0, way),))
                return
        for way in self._ways(inner, scope):
            yield Way(way.items, ((0, way),))

    def _demands(self, node: _Node, path: tuple[int, ...], free: int) -> list[flow.Demand] | None:
        """The rule as so many items out of these for each group; None where it is more than that."""
        rule = node.rule
        if isinstance(rule, AtLeast):
            if rule.n == len(rule.rules):
                found = []
                for index, part in enumerate(node.parts):
                    more = self._demands(part, (*path, index), free)
                    if more is None:
                        return None
                    found += more
                return found
            if any(part.parts or isinstance(part.rule, Count | Sum) for part in node.parts):
                return None
            units = [
                flow.Unit((*path, index), tuple(_bits(part.mask & free)))
                for index, part in enumerate(node.parts)
            ]
            return [flow.Demand(rule.n, tuple(units))]
        if isinstance(rule, Sum) or node.parts:
            return None
        able = tuple(_bits(node.mask & free))
        if isinstance(rule, Count):
            if len({self.items[index].definition for index in able}) < len(able):
                return None
            return [flow.Demand(rule.minimum, (flow.Unit(path, able, rule.minimum),))]
        return [flow.Demand(1, (flow.Unit(path, able),))]

    def _counted(
        self, node: _Node, order: list[int], needed: Decimal, scope: _Scope, items: int
    ) -> Iterator[Way]:
        """So many that the number is reached and none of them could be left out: the large ones first."""
        if needed <= 0:
            yield Way(items)
            return
        self._step(len(order))
        counted = {self.items[index].definition for index in _bits(items)}
        left = sum(node.amounts[index] for index in order)
        before = None
        for place, index in enumerate(order):
            if left < needed:
                return
            worth = node.amounts[index]
            left -= worth
            likeness = (self.alike[index], scope.used >> index & 1)
            if likeness == before or self.items[index].definition in counted:
                continue
            before = likeness
            taken = items | 1 << index
            if not self.is_free:
                prices = [
                    (0.0 if scope.used >> other & 1 else self.price[other], node.amounts[other])
                    for other in order[place + 1 :]
                ]
                least = _fractional(prices, needed - worth)
                if self._paid(scope.used | taken) + least + scope.rest >= self.best - _CLOSE:
                    continue
            yield from self._counted(node, order[place + 1 :], needed - worth, scope, taken)

    # -- sets of items

    def _started(self, since: datetime | None, until: datetime | None) -> int:
        found = 0
        for index, item in enumerate(self.items):
            if (since is None or item.start >= since) and (until is None or item.start <= until):
                found |= 1 << index
        return found

    def _last_start(self, mask: int) -> datetime:
        return max(self.items[index].start for index in _bits(mask))

    def _windows(self, rule: Within, free: int) -> list[int]:
        """The sets of items that start within one period, leaving out those inside another."""
        known = self.windows.get((rule.months, free))
        if known is None:
            known = []
            for start in sorted({self.items[index].start for index in _bits(free)}):
                window = free & self._started(start, months_on(start, rule.months))
                if not known or window & ~known[-1]:
                    known.append(window)
            self.windows[rule.months, free] = known
        return known

    def _share(self, mask: int, rule: FromIssuer) -> int:
        from_there = [self.items[index].issuer == rule.issuer for index in _bits(mask)]
        return 100 * sum(from_there) - rule.percent * len(from_there)


def _fractional(prices: list[tuple[float, Decimal]], needed: Decimal) -> float:
    """The least that `needed` can cost, were everything to be had in part."""
    spent, lacking = 0.0, float(needed)
    for price, worth in sorted(prices, key=lambda each: each[0] / float(each[1])):
        if lacking <= 0:
            break
        spent += price * min(1.0, lacking / float(worth))
        lacking -= float(worth)
    return spent if lacking <= 0 else _NONE


def _matched_way(node: _Node, path: tuple[int, ...], matched: dict[tuple[int, ...], int]) -> Way:
    if not node.parts:
        return Way(matched[path])
    ways = [
        (index, _matched_way(part, (*path, index), matched))
        for index, part in enumerate(node.parts)
        if any(each[: len(path) + 1] == (*path, index) for each in matched)
    ]
    items = 0
    for _index, way in ways:
        items |= way.items
    return Way(items, tuple(ways))


def _walk(node: _Node) -> Iterator[_Node]:
    yield node
    for part in node.parts:
        yield from _walk(part)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
