"""The terms of a stack rule. Frozen values that cannot be made unsatisfiable by their own shape.

A definition, category, issuer or formal credential is named by its lasting id. `all_of` and `any_of`
are cases of `AtLeast`. A rule is met by a choice of holdings: of each group as many parts as it asks
for, of each counting term just as many as reach its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tessera.kernel.errors import RuleError

MAXIMUM_DEPTH = 32
MAXIMUM_TERMS = 200


@dataclass(frozen=True, slots=True)
class Holds:
    """A credential of this definition, at this level (rank) or above, of this version or a newer."""

    definition: str
    min_level: int | None = None
    min_version: int | None = None

    def __post_init__(self) -> None:
        _need(bool(self.definition), "a rule that names no definition", "definition")
        _need(self.min_level is None or self.min_level >= 0, "levels rank from 0", "min_level")
        _need(
            self.min_version is None or self.min_version >= 1,
            "versions count from 1",
            "min_version",
        )


@dataclass(frozen=True, slots=True)
class HoldsStack:
    """The macro-badge of this stack."""

    stack: str

    def __post_init__(self) -> None:
        _need(bool(self.stack), "a rule that names no stack", "stack")


@dataclass(frozen=True, slots=True)
class Capstone:
    """The demonstration and reflection over the whole stack, assessed as a badge of its own."""

    definition: str

    def __post_init__(self) -> None:
        _need(bool(self.definition), "a capstone that names no definition", "definition")


@dataclass(frozen=True, slots=True)
class Formal:
    """A degree, diploma or certificate, confirmed by the registrar unless `declared` is enough."""

    credential: str
    declared: bool = False

    def __post_init__(self) -> None:
        _need(bool(self.credential), "a rule that names no formal credential", "credential")


@dataclass(frozen=True, slots=True)
class Credits:
    """Credentials that are worth so many credits together; `among` these definitions, or any."""

    minimum: Decimal
    among: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        in_hundredths = self.minimum.is_finite() and self.minimum * 100 % 1 == 0
        _need(in_hundredths and self.minimum > 0, "a number above 0, in hundredths", "min")
        _check_among(self.among)


@dataclass(frozen=True, slots=True)
class Hours:
    """Credentials of so many notional hours together; `among` these definitions, or any."""

    minimum: int
    among: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _need(self.minimum > 0, "a number above 0", "min")
        _check_among(self.among)


@dataclass(frozen=True, slots=True)
class PerCategory:
    """So many different credentials of one category."""

    category: str
    minimum: int
    among: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _need(bool(self.category), "a rule that names no category", "category")
        _need(self.minimum > 0, "a number above 0", "min")
        _check_among(self.among)


@dataclass(frozen=True, slots=True)
class AtLevel:
    """So many different credentials at this level or above."""

    level: int
    minimum: int
    among: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _need(self.level >= 0, "levels rank from 0", "level")
        _need(self.minimum > 0, "a number above 0", "min")
        _check_among(self.among)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`n` or more of the parts. Raises RuleError when nobody could meet it, or everybody would."""

    n: int
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        _need(1 <= self.n <= len(self.rules), f"at least {self.n} of {len(self.rules)}", "n")
        _check_parts(self, self.rules)


@dataclass(frozen=True, slots=True)
class InOrder:
    """Every part, each earned before the next: on the same day is soon enough."""

    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        _need(len(self.rules) > 1, "an order has two parts or more", "rules")
        _check_parts(self, self.rules)


@dataclass(frozen=True, slots=True)
class Within:
    """What the rule asks for, all of it earned within so many months."""

    months: int
    rule: Rule

    def __post_init__(self) -> None:
        _need(1 <= self.months <= 600, "a period of 1 to 600 months", "months")
        _check_nesting(self, "rule")


@dataclass(frozen=True, slots=True)
class FromIssuer:
    """What the rule asks for, this share of the credentials or more from one issuer; "" is ourselves."""

    percent: int
    rule: Rule
    issuer: str = ""

    def __post_init__(self) -> None:
        _need(1 <= self.percent <= 100, "a share of 1 to 100", "percent")
        _check_nesting(self, "rule")


@dataclass(frozen=True, slots=True)
class SingleUse:
    """What the rule asks for, no credential counting for two of its parts."""

    rule: Rule

    def __post_init__(self) -> None:
        _check_nesting(self, "rule")


Leaf = Holds | HoldsStack | Capstone
Count = PerCategory | AtLevel
Sum = Credits | Hours
Group = AtLeast | InOrder
Frame = Within | FromIssuer | SingleUse
Rule = Leaf | Formal | Count | Sum | Group | Frame


def all_of(*rules: Rule) -> AtLeast:
    """Every part. Raises RuleError without parts: an empty rule is met by nobody."""
    return AtLeast(len(rules), rules)


def any_of(*rules: Rule) -> AtLeast:
    """One part or more. Raises RuleError without parts."""
    return AtLeast(1, rules)


def children(rule: Rule) -> tuple[Rule, ...]:
    """The rules that stand directly in this one."""
    match rule:
        case AtLeast() | InOrder():
            return rule.rules
        case Within() | FromIssuer() | SingleUse():
            return (rule.rule,)
    return ()


def depth(rule: Rule) -> int:
    """How deep the parts nest; a rule without parts has depth 1."""
    return 1 + max(map(depth, children(rule)), default=0)


def terms_in(rule: Rule) -> Iterator[Rule]:
    """The rule and all that stands in it, in reading order."""
    yield rule
    for part in children(rule):
        yield from terms_in(part)


def leaves(rule: Rule) -> Iterator[Leaf]:
    """The parts that name a definition or a stack, in reading order."""
    return (part for part in terms_in(rule) if isinstance(part, Leaf))


def named(leaf: Leaf) -> str:
    """The definition that a leaf asks for; a stack is a definition too."""
    return leaf.stack if isinstance(leaf, HoldsStack) else leaf.definition


def definitions(rule: Rule) -> set[str]:
    """Every definition that the rule names, also those that a counting term counts among."""
    found = {named(leaf) for leaf in leaves(rule)}
    return found.union(*(part.among for part in terms_in(rule) if isinstance(part, Count | Sum)))


def fewest(rule: Rule) -> int:
    """A number of different definitions below which nobody can meet the rule; never too high."""
    match rule:
        case AtLeast() | InOrder():
            n = rule.n if isinstance(rule, AtLeast) else len(rule.rules)
            asked = sorted(map(fewest, rule.rules))[:n]
            named_once = [definitions(part) for part in rule.rules]
            is_apart = sum(map(len, named_once)) == len(set().union(*named_once))
            is_named = not any(map(counts_anything, rule.rules))
            return sum(asked) if is_apart and is_named else max(asked)
        case Within() | FromIssuer() | SingleUse():
            return fewest(rule.rule)
        case PerCategory() | AtLevel():
            return rule.minimum
        case Formal():
            return 0
    return 1


def counts_anything(rule: Rule) -> bool:
    """Whether credentials count that the rule does not name: a counting term among any."""
    return any(isinstance(part, Count | Sum) and not part.among for part in terms_in(rule))


def _need(is_so: bool, said: str, field: str) -> None:
    if not is_so:
        raise RuleError(said, field=field)


def _check_among(among: tuple[str, ...]) -> None:
    _need(all(among), "a definition without a name", "from")
    _need(len(set(among)) == len(among), "the same definition twice", "from")


def _check_parts(rule: Group, rules: tuple[Rule, ...]) -> None:
    _need(
        len(set(rules)) == len(rules),
        "the same part twice would count one credential twice",
        "rules",
    )
    _check_nesting(rule, "rules")


def _check_nesting(rule: Rule, field: str) -> None:
    if depth(rule) > MAXIMUM_DEPTH:
        raise RuleError(f"nested deeper than {MAXIMUM_DEPTH}", code="too-deep", field=field)
    if sum(1 for _ in terms_in(rule)) > MAXIMUM_TERMS:
        raise RuleError(f"more than {MAXIMUM_TERMS} terms", code="too-large", field=field)
