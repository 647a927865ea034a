"""The terms of a stack rule. Frozen values that cannot be made unsatisfiable by their own shape.

A definition is named by its lasting id. `all_of` and `any_of` are cases of `AtLeast`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tessera.kernel.errors import RuleError

MAXIMUM_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Holds:
    """A credential of this definition, at this level (rank) or above, of this version or a newer."""

    definition: str
    min_level: int | None = None
    min_version: int | None = None

    def __post_init__(self) -> None:
        if not self.definition:
            raise RuleError("a rule that names no definition", field="definition")
        if self.min_level is not None and self.min_level < 0:
            raise RuleError("levels rank from 0", field="min_level")
        if self.min_version is not None and self.min_version < 1:
            raise RuleError("versions count from 1", field="min_version")


@dataclass(frozen=True, slots=True)
class HoldsStack:
    """The macro-badge of this stack."""

    stack: str

    def __post_init__(self) -> None:
        if not self.stack:
            raise RuleError("a rule that names no stack", field="stack")


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`n` or more of the parts. Raises RuleError when nobody could meet it, or everybody would."""

    n: int
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        if not 1 <= self.n <= len(self.rules):
            raise RuleError(f"at least {self.n} of {len(self.rules)}", field="n")
        if len(set(self.rules)) < len(self.rules):
            raise RuleError("the same part twice would count one credential twice", field="rules")
        if depth(self) > MAXIMUM_DEPTH:
            raise RuleError(f"nested deeper than {MAXIMUM_DEPTH}", code="too-deep", field="rules")


Rule = Holds | HoldsStack | AtLeast
Leaf = Holds | HoldsStack


def all_of(*rules: Rule) -> AtLeast:
    """Every part. Raises RuleError without parts: an empty rule is met by nobody."""
    return AtLeast(len(rules), rules)


def any_of(*rules: Rule) -> AtLeast:
    """One part or more. Raises RuleError without parts."""
    return AtLeast(1, rules)


def depth(rule: Rule) -> int:
    """How deep the parts nest; a rule without parts has depth 1."""
    return 1 + max(map(depth, rule.rules)) if isinstance(rule, AtLeast) else 1


def leaves(rule: Rule) -> Iterator[Leaf]:
    """The parts that name a definition or a stack, in reading order."""
    if isinstance(rule, AtLeast):
        for part in rule.rules:
            yield from leaves(part)
    else:
        yield rule


def named(leaf: Leaf) -> str:
    """The definition that a leaf asks for; a stack is a definition too."""
    return leaf.stack if isinstance(leaf, HoldsStack) else leaf.definition
