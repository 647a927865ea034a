"""What can be wrong with a rule before anybody tries to meet it, each fault at its own part."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from tessera.kernel.rules.codec import NAMES
from tessera.kernel.rules.facts import Holding
from tessera.kernel.rules.routes import Offer
from tessera.kernel.rules.search import Search, TooManyWays
from tessera.kernel.rules.terms import (
    AtLeast,
    Capstone,
    Count,
    Formal,
    Frame,
    FromIssuer,
    Holds,
    InOrder,
    Leaf,
    Rule,
    SingleUse,
    Sum,
    Within,
    children,
    named,
    terms_in,
)

_WEEKS_IN_A_MONTH = 52 / 12
# Any moment will do: everything is earned at it.
_THEN = datetime(2000, 1, 1, tzinfo=UTC)


class Code(StrEnum):
    CYCLE = "cycle"  # the part's own rule leads back to this stack
    RETIRED = "retired"  # it cannot be earned
    TOO_HIGH = "too-high"  # it is on offer, but not at this level or version
    NOT_ENOUGH = "not-enough"  # all on offer together do not reach the number
    CONFLICT = "conflict"  # single use: two parts need the same credential
    SHARE = "share"  # too few of the parts come from the issuer
    TOO_SHORT = "too-short"  # the parts take longer than the period
    EXPIRES = "expires"  # it expires before the other parts can be finished
    CAPSTONE = "capstone"  # one capstone, and never one choice among others
    UNCERTAIN = "uncertain"  # too many ways to be sure that it can be met


@dataclass(frozen=True, slots=True)
class Part:
    """A definition as the checks see it: what is earned (None: nothing can be), and for how long.

    `needs` are the definitions that its own rule names, when it is a stack.
    """

    offer: Offer | None
    needs: frozenset[str] = frozenset()
    weeks: int = 0
    valid_months: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault at a place, a path as in RuleError; `about` are the definitions concerned.

    One that is not a refusal is worth saying all the same: the rule can be met without that part.
    """

    code: Code
    at: str
    about: tuple[str, ...] = ()
    is_refusal: bool = True


def problems(rule: Rule, parts: Mapping[str, Part], *, itself: str = "") -> list[Problem]:
    """All that is wrong with the rule of the stack `itself`; `parts` is everything on offer."""
    found = [*_cycles(rule, parts, itself), *_capstones(rule)]
    here = {name: part for name, part in parts.items() if name != itself}
    found += _unmeetable(rule, "rule", _everything(rule, here), here, is_needed=True)
    found += [*_too_short(rule, here), *_expiring(rule, here)]
    return list(dict.fromkeys(found))


def places(rule: Rule, at: str = "rule") -> Iterator[tuple[str, Rule]]:
    """Every term with its path, in reading order."""
    here = f"{at}.{NAMES[type(rule)]}"
    yield here, rule
    inner = children(rule)
    for number, part in enumerate(inner):
        yield from places(
            part, f"{here}.rule" if isinstance(rule, Frame) else f"{here}.rules[{number}]"
        )


def _cycles(rule: Rule, parts: Mapping[str, Part], itself: str) -> Iterator[Problem]:
    leading = {itself} if itself else set()
    while more := {name for name, part in parts.items() if part.needs & leading} - leading:
        leading |= more
    for at, term in places(rule):
        asked = {named(term)} if isinstance(term, Leaf) else set(getattr(term, "among", ()))
        if circular := asked & leading:
            yield Problem(Code.CYCLE, at, tuple(sorted(circular)))


def _capstones(rule: Rule) -> Iterator[Problem]:
    found = [(at, term) for at, term in places(rule) if isinstance(term, Capstone)]
    must = _mandatory(rule)
    for number, (at, term) in enumerate(found):
        if number or term not in must:
            yield Problem(Code.CAPSTONE, at, (term.definition,))


def _everything(rule: Rule, parts: Mapping[str, Part]) -> list[Holding]:
    """What somebody holds who has earned all that is on offer, and every formal credential."""
    earned = [part.offer.earned(_THEN) for part in parts.values() if part.offer]
    formal = {term.credential for term in terms_in(rule) if isinstance(term, Formal)}
    return earned + [Holding(name, name, _THEN, counted=False) for name in sorted(formal)]


def _unmeetable(
    rule: Rule, at: str, held: list[Holding], parts: Mapping[str, Part], *, is_needed: bool
) -> list[Problem]:
    """The deepest terms that cannot be met; no refusal where the whole can be met without them."""
    here = f"{at}.{NAMES[type(rule)]}"
    try:
        is_possible = Search(rule, held, _THEN).first() is not None
    except TooManyWays:
        return [Problem(Code.UNCERTAIN, here, is_refusal=False)]
    found = []
    for number, part in enumerate(children(rule)):
        place = f"{here}.rule" if isinstance(rule, Frame) else f"{here}.rules[{number}]"
        found += _unmeetable(part, place, held, parts, is_needed=is_needed and not is_possible)
    if is_possible or any(each.code != Code.UNCERTAIN for each in found):
        return found
    return [*found, _why_not(rule, here, parts, is_needed=is_needed)]


def _why_not(rule: Rule, at: str, parts: Mapping[str, Part], *, is_needed: bool) -> Problem:
    match rule:
        case FromIssuer():
            return Problem(Code.SHARE, at, is_refusal=is_needed)
        case SingleUse():
            asked = [named(each) for each in terms_in(rule) if isinstance(each, Leaf)]
            twice = sorted({name for name in asked if asked.count(name) > 1})
            return Problem(Code.CONFLICT, at, tuple(twice), is_needed)
        case _ if isinstance(rule, Count | Sum):
            return Problem(Code.NOT_ENOUGH, at, rule.among, is_needed)
    if isinstance(rule, Leaf):
        name = named(rule)
        is_offered = name in parts and parts[name].offer is not None
        code = Code.TOO_HIGH if is_offered and isinstance(rule, Holds) else Code.RETIRED
        return Problem(code, at, (name,), is_needed)
    return Problem(Code.CONFLICT, at, (), is_needed)


def _too_short(rule: Rule, parts: Mapping[str, Part]) -> Iterator[Problem]:
    for at, term in places(rule):
        if isinstance(term, Within):
            must = {named(each) for each in _mandatory(term.rule)}
            if _weeks(must, parts) > term.months * _WEEKS_IN_A_MONTH:
                yield Problem(Code.TOO_SHORT, at, tuple(sorted(must)))


def _expiring(rule: Rule, parts: Mapping[str, Part]) -> Iterator[Problem]:
    """Taken one after the other, in the best order: is each still valid when the last is done?"""
    must = {named(each) for each in _mandatory(rule)}
    lasting = {name: _lasts(name, parts) for name in must}
    # What may rest longest is taken first; to look back from the end, what must come last is first.
    order = sorted(must, key=lambda name: (lasting[name] + _weeks({name}, parts), name))
    too_soon, after = set(), 0
    for name in order:
        if after > lasting[name]:
            too_soon.add(name)
        after += _weeks({name}, parts)
    for _at, term in places(rule):
        if isinstance(term, InOrder):
            too_soon |= _overtaken(term, parts)
    for at, term in places(rule):
        if isinstance(term, Leaf) and named(term) in too_soon:
            yield Problem(Code.EXPIRES, at, (named(term),))


def _overtaken(rule: InOrder, parts: Mapping[str, Part]) -> set[str]:
    """The parts of a fixed order that expire while those behind them are being earned."""
    found, behind = set(), set[str]()
    for part in reversed(rule.rules):
        mine = {named(each) for each in _mandatory(part)}
        found |= {name for name in mine if _weeks(behind - {name}, parts) > _lasts(name, parts)}
        behind |= mine
    return found


def _lasts(name: str, parts: Mapping[str, Part]) -> float:
    months = parts[name].valid_months if name in parts else None
    return float("inf") if months is None else months * _WEEKS_IN_A_MONTH


def _weeks(names: Collection[str], parts: Mapping[str, Part]) -> int:
    return sum(parts[name].weeks for name in names if name in parts)


def _mandatory(rule: Rule) -> list[Leaf]:
    """The leaves without which the rule cannot be met."""
    if isinstance(rule, Leaf):
        return [rule]
    if isinstance(rule, AtLeast) and rule.n < len(rule.rules):
        return []
    return [leaf for part in children(rule) for leaf in _mandatory(part)]
