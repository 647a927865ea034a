"""Rules as versioned JSON: `{"version": 1, "rule": {"at_least": {"n": 2, "rules": [...]}}}`.

Each term is an object with one member, its name. What is not known is refused and never skipped: a
rule read without one of its parts would be another rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tessera.kernel.errors import RuleError
from tessera.kernel.rules.terms import MAXIMUM_DEPTH, AtLeast, Holds, HoldsStack, Rule

VERSION = 1
_LEAST = frozenset({"min_level", "min_version"})


def encode(rule: Rule) -> dict[str, Any]:
    """The JSON value of a rule; equal rules, equal values."""
    return {"version": VERSION, "rule": _encoded(rule)}


def decode(document: object) -> Rule:
    """The rule of a JSON value. Raises RuleError, its `field` the path of what was wrong.

    Codes: `newer-version`, `unknown-term`, `too-deep`, else `invalid-rule`.
    """
    members = _members(document, {"version", "rule"}, "")
    version = _number(members, "version", "")
    if version > VERSION:
        raise RuleError("written by a newer Tessera", code="newer-version", field="version")
    if version != VERSION:
        raise RuleError("no such version of the rule language", field="version")
    return _decoded(members["rule"], "rule", 1)


def _encoded(rule: Rule) -> dict[str, Any]:
    match rule:
        case AtLeast():
            return {"at_least": {"n": rule.n, "rules": [_encoded(part) for part in rule.rules]}}
        case HoldsStack():
            return {"holds_stack": {"stack": rule.stack}}
        case Holds():
            least = {"min_level": rule.min_level, "min_version": rule.min_version}
            asked = {name: number for name, number in least.items() if number is not None}
            return {"holds": {"definition": rule.definition, **asked}}


def _decoded(value: object, at: str, level: int) -> Rule:
    if level > MAXIMUM_DEPTH:
        raise RuleError(f"nested deeper than {MAXIMUM_DEPTH}", code="too-deep", field=at)
    if not isinstance(value, dict) or len(value) != 1:
        raise RuleError("a term is an object with one member, its name", field=at)
    ((term, asked),) = value.items()
    here = f"{at}.{term}"
    match term:
        case "at_least":
            members = _members(asked, {"n", "rules"}, here)
            n, rules = _number(members, "n", here), _rules(members, here, level + 1)
            return _made(lambda: AtLeast(n, rules), here)
        case "holds":
            members = _members(asked, {"definition"}, here, _LEAST)
            definition = _words(members, "definition", here)
            least = {name: _number(members, name, here) for name in members if name in _LEAST}
            return _made(lambda: Holds(definition, **least), here)
        case "holds_stack":
            stack = _words(_members(asked, {"stack"}, here), "stack", here)
            return _made(lambda: HoldsStack(stack), here)
        case _:
            raise RuleError("a term that we do not know", code="unknown-term", field=here)


def _made(make: Callable[[], Rule], at: str) -> Rule:
    """A term, or its own refusal with the path where it stands."""
    try:
        return make()
    except RuleError as fault:
        raise RuleError(str(fault), code=fault.code, field=f"{at}.{fault.field}") from None


def _rules(members: dict[str, Any], at: str, level: int) -> tuple[Rule, ...]:
    value = members["rules"]
    if not isinstance(value, list):
        raise RuleError("not a list of terms", field=f"{at}.rules")
    return tuple(_decoded(each, f"{at}.rules[{n}]", level) for n, each in enumerate(value))


def _members(
    value: object, needed: set[str], at: str, optional: frozenset[str] = frozenset()
) -> dict[str, Any]:
    if not isinstance(value, dict) or not needed <= value.keys() <= needed | optional:
        raise RuleError(f"an object with {', '.join(sorted(needed | optional))}", field=at)
    return value


def _number(members: dict[str, Any], name: str, at: str) -> int:
    value = members[name]
    if type(value) is not int:
        raise RuleError("not a whole number", field=f"{at}.{name}".lstrip("."))
    return value


def _words(members: dict[str, Any], name: str, at: str) -> str:
    value = members[name]
    if not isinstance(value, str):
        raise RuleError("not text", field=f"{at}.{name}")
    return value
