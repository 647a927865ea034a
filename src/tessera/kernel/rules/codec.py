"""Rules as versioned JSON: `{"version": 1, "rule": {"at_least": {"n": 2, "rules": [...]}}}`.

Each term is an object with one member, its name. What is not known is refused and never skipped: a
rule read without one of its parts would be another rule. `schema()` is the JSON Schema of all of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from importlib import resources
from typing import Any

from tessera.kernel.errors import RuleError
from tessera.kernel.rules import terms
from tessera.kernel.rules.terms import MAXIMUM_DEPTH, MAXIMUM_TERMS, Rule

VERSION = 1
NAMES: dict[type, str] = {
    terms.Holds: "holds",
    terms.HoldsStack: "holds_stack",
    terms.Capstone: "capstone",
    terms.Formal: "formal",
    terms.Credits: "credits",
    terms.Hours: "hours",
    terms.PerCategory: "per_category",
    terms.AtLevel: "at_level",
    terms.AtLeast: "at_least",
    terms.InOrder: "in_order",
    terms.Within: "within",
    terms.FromIssuer: "from_issuer",
    terms.SingleUse: "single_use",
}
_TERMS = {name: term for term, name in NAMES.items()}
# What a member is called in JSON where that differs from the term's own word.
_SAID = {"minimum": "min", "among": "from"}
_READ = {said: name for name, said in _SAID.items()}
# What may be left out, and what it is then; left out of what is written too.
_DEFAULTS: dict[str, Any] = {
    "min_level": None,
    "min_version": None,
    "declared": False,
    "among": (),
    "issuer": "",
}


def schema() -> dict[str, Any]:
    """The published JSON Schema (2020-12) of rule documents."""
    text = resources.files(__package__).joinpath("rule.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def encode(rule: Rule) -> dict[str, Any]:
    """The JSON value of a rule; equal rules, equal values."""
    return {"version": VERSION, "rule": _encoded(rule)}


def decode(document: object) -> Rule:
    """The rule of a JSON value. Raises RuleError, its `field` the path of what was wrong.

    Codes: `newer-version`, `unknown-term`, `too-deep`, `too-large`, else `invalid-rule`.
    """
    members = _members(document, {"version", "rule"}, "")
    version = _number(members["version"], "version")
    if version > VERSION:
        raise RuleError("written by a newer Tessera", code="newer-version", field="version")
    if version != VERSION:
        raise RuleError("no such version of the rule language", field="version")
    return _Reader().rule(members["rule"], "rule", 1)


def _encoded(rule: Rule) -> dict[str, Any]:
    members = {
        _SAID.get(name, name): _value(value)
        for name in _fields(type(rule))
        if (value := getattr(rule, name)) != _DEFAULTS.get(name, ...)
    }
    return {NAMES[type(rule)]: members}


def _fields(term: type) -> tuple[str, ...]:
    return term.__match_args__  # type: ignore[attr-defined]  # every dataclass has them


def _value(value: Any) -> Any:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case tuple():
            return [_value(each) for each in value]
        case str() | int():
            return value
    return _encoded(value)


class _Reader:
    """Counts the terms of one document, so that a large one is refused before it is built."""

    def __init__(self) -> None:
        self.terms = 0

    def rule(self, value: object, at: str, level: int) -> Rule:
        self.terms += 1
        if level > MAXIMUM_DEPTH:
            raise RuleError(f"nested deeper than {MAXIMUM_DEPTH}", code="too-deep", field=at)
        if self.terms > MAXIMUM_TERMS:
            raise RuleError(f"more than {MAXIMUM_TERMS} terms", code="too-large", field=at)
        if not isinstance(value, dict) or len(value) != 1:
            raise RuleError("a term is an object with one member, its name", field=at)
        ((name, asked),) = value.items()
        here = f"{at}.{name}"
        if name not in _TERMS:
            raise RuleError("a term that we do not know", code="unknown-term", field=here)
        term = _TERMS[name]
        said = {_SAID.get(field, field) for field in _fields(term)}
        optional = {each for each in said if _READ.get(each, each) in _DEFAULTS}
        members = _members(asked, said - optional, here, frozenset(optional))
        facts = {
            _READ.get(each, each): self.member(term, each, members[each], f"{here}.{each}", level)
            for each in members
        }
        return _made(lambda: term(**facts), here)

    def member(self, term: type, name: str, value: object, at: str, level: int) -> Any:
        match name:
            case "rule":
                return self.rule(value, at, level + 1)
            case "rules":
                parts = _list(value, at)
                return tuple(self.rule(e, f"{at}[{n}]", level + 1) for n, e in enumerate(parts))
            case "from":
                return tuple(_words(e, f"{at}[{n}]") for n, e in enumerate(_list(value, at)))
            case "declared":
                if not isinstance(value, bool):
                    raise RuleError("neither true nor false", field=at)
                return value
            case "min" if term is terms.Credits:
                if isinstance(value, bool) or not isinstance(value, int | float):
                    raise RuleError("not a number", field=at)
                return Decimal(str(value))
            case "definition" | "stack" | "credential" | "category" | "issuer":
                return _words(value, at)
        return _number(value, at)


def _made(make: Callable[[], Rule], at: str) -> Rule:
    """A term, or its own refusal with the path where it stands."""
    try:
        return make()
    except RuleError as fault:
        raise RuleError(str(fault), code=fault.code, field=f"{at}.{fault.field}") from None


def _members(
    value: object, needed: set[str], at: str, optional: frozenset[str] = frozenset()
) -> dict[str, Any]:
    if not isinstance(value, dict) or not needed <= value.keys() <= needed | optional:
        raise RuleError(f"an object with {', '.join(sorted(needed | optional))}", field=at)
    return value


def _list(value: object, at: str) -> list[Any]:
    if not isinstance(value, list):
        raise RuleError("not a list", field=at)
    return value


def _number(value: object, at: str) -> int:
    if type(value) is not int:
        raise RuleError("not a whole number", field=at)
    return value


def _words(value: object, at: str) -> str:
    if not isinstance(value, str):
        raise RuleError("not text", field=at)
    return value
