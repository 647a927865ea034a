"""Changing a rule at one place; whatever comes out is a rule again, or there is none left.

A place is a path of positions from the root, () being the root itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tessera.kernel.errors import RuleError
from tessera.kernel.rules.codec import NAMES
from tessera.kernel.rules.terms import AtLeast, Frame, Group, InOrder, Rule, all_of, children

Path = tuple[int, ...]


def walk(rule: Rule, path: Path = (), at: str = "rule") -> Iterator[tuple[Path, str, Rule]]:
    """Every term with its place, and the same place as faults name it."""
    here = f"{at}.{NAMES[type(rule)]}"
    yield path, here, rule
    for number, part in enumerate(children(rule)):
        inner = f"{here}.rule" if isinstance(rule, Frame) else f"{here}.rules[{number}]"
        yield from walk(part, (*path, number), inner)


def part_at(rule: Rule, path: Path) -> Rule:
    """Raises RuleError where there is nothing."""
    for number in path:
        parts = children(rule)
        if not 0 <= number < len(parts):
            raise RuleError("no such part", field=".".join(map(str, path)))
        rule = parts[number]
    return rule


def replaced(rule: Rule, path: Path, change: Callable[[Rule], Rule | None]) -> Rule | None:
    """The rule with one part changed; a part changed to None is taken out, and what held only it."""
    if not path:
        return change(rule)
    part_at(rule, path)
    number, rest = path[0], path[1:]
    parts = children(rule)
    new = replaced(parts[number], rest, change)
    if isinstance(rule, Frame):
        return None if new is None else replace(rule, rule=new)
    assert isinstance(rule, Group)
    kept = [*parts[:number], *([] if new is None else [new]), *parts[number + 1 :]]
    return _regrouped(rule, kept)


def added(rule: Rule | None, path: Path, part: Rule) -> Rule:
    """The part at the end of a group; beside anything else, which then are both asked for."""
    if rule is None:
        return part

    def change(here: Rule) -> Rule:
        if isinstance(here, InOrder):
            return InOrder((*here.rules, part))
        if isinstance(here, AtLeast):
            asks_all = here.n == len(here.rules)
            return AtLeast(here.n + asks_all, (*here.rules, part))
        return all_of(here, part)

    found = replaced(rule, path, change)
    assert found is not None
    return found


def moved(rule: Rule, path: Path, by: int) -> Rule:
    """The part one place up (-1) or down (1) among its fellows; at the edge it stays."""
    if not path:
        return rule

    def change(here: Rule) -> Rule:
        assert isinstance(here, Group)
        parts, place = list(here.rules), path[-1]
        if 0 <= place + by < len(parts):
            parts[place], parts[place + by] = parts[place + by], parts[place]
        return replace(here, rules=tuple(parts))

    return replaced(rule, path[:-1], change) or rule


def opened(rule: Rule, path: Path) -> Rule:
    """Without the frame at this place: only what stood in it."""
    return replaced(rule, path, lambda here: here.rule if isinstance(here, Frame) else here) or rule


def _regrouped(rule: AtLeast | InOrder, parts: list[Rule]) -> Rule | None:
    if not parts:
        return None
    if isinstance(rule, InOrder):
        return InOrder(tuple(parts)) if len(parts) > 1 else parts[0]
    asks_all = rule.n == len(rule.rules)
    return AtLeast(len(parts) if asks_all else min(rule.n, len(parts)), tuple(parts))
