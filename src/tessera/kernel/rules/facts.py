"""What a person holds, as rules see it, and which of it a term may count at a moment."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from tessera.kernel.rules.terms import (
    AtLevel,
    Count,
    Credits,
    Formal,
    Holds,
    Hours,
    Leaf,
    PerCategory,
    Sum,
    named,
)

Term = Leaf | Formal | Count | Sum


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
    BELOW = "below"  # a lower level, an older version or less confirmed than what is asked for
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    APART = "apart"  # all there, but not earned within the period
    OUT_OF_ORDER = "out_of_order"
    ELSEWHERE = "elsewhere"  # all there, but too few from the issuer
    UNDECIDED = "undecided"  # too many ways to count it to be sure within the bound on work
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Holding:
    """One credential that a person holds; `start` and `until` both belong to its validity.

    `issuer` is "" for ourselves. What is not `counted` meets only terms that name it: a macro-badge,
    whose parts count already, or a formal credential.
    """

    id: str
    definition: str
    start: datetime
    until: datetime | None = None
    version: int = 1
    level: int | None = None
    state: State = State.HELD
    hours: int = 0
    credits: Decimal = Decimal(0)
    category: str = ""
    issuer: str = ""
    confirmed: bool = True
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All that a person holds; `spent` are ids of single-use holdings that another stack used."""

    holdings: tuple[Holding, ...]
    spent: frozenset[str] = frozenset()


def concerns(term: Term, holding: Holding) -> bool:
    """Whether the term is about such a credential at all, whatever its level or state."""
    match term:
        case Formal():
            return holding.definition == term.credential
        case PerCategory():
            return _is_among(term, holding) and holding.category == term.category
        case AtLevel() | Credits() | Hours():
            return _is_among(term, holding)
    return holding.definition == named(term)


def finding(term: Term, holding: Holding, at: datetime) -> Finding:
    """What one holding that the term is about comes to at the moment, taken for itself."""
    if holding.state is State.REVOKED:
        return Finding.REVOKED
    if holding.until is not None and at > holding.until:
        return Finding.EXPIRED
    if holding.state is State.SUSPENDED:
        return Finding.SUSPENDED
    if not _is_enough(term, holding):
        return Finding.BELOW
    return Finding.NOT_YET if at < holding.start else Finding.MET


def amount(term: Count | Sum, holding: Holding) -> Decimal:
    """What the holding adds to the number that the term asks for."""
    if isinstance(term, Hours):
        return Decimal(holding.hours)
    return holding.credits if isinstance(term, Credits) else Decimal(1)


def lasts(holding: Holding) -> tuple[bool, float, str]:
    """Sorts what never expires first, then what expires last."""
    if holding.until is None:
        return (False, 0.0, holding.id)
    return (True, -holding.until.astimezone(UTC).timestamp(), holding.id)


def months_on(at: datetime, months: int) -> datetime:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    if year > 9999:
        return datetime.max.replace(tzinfo=UTC)
    day = min(at.day, monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)


def _is_among(term: Count | Sum, holding: Holding) -> bool:
    return holding.counted and (not term.among or holding.definition in term.among)


def _is_enough(term: Term, holding: Holding) -> bool:
    match term:
        case Formal():
            return holding.confirmed or term.declared
        case AtLevel():
            return holding.level is not None and holding.level >= term.level
        case Credits() | Hours():
            return amount(term, holding) > 0
        case Holds():
            if term.min_version is not None and holding.version < term.min_version:
                return False
            if term.min_level is None:
                return True
            return holding.level is not None and holding.level >= term.min_level
    return True
