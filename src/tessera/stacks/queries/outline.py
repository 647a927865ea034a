"""A rule as the lines of an outline, for its editor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tessera.kernel.rules import edit, explain, terms

# What each kind of term is changed by.
CHANGED_BY: dict[type, str] = {
    terms.Holds: "holds",
    terms.HoldsStack: "holds",
    terms.Capstone: "capstone",
    terms.Credits: "credits",
    terms.Hours: "hours",
    terms.PerCategory: "per_category",
    terms.AtLevel: "at_level",
    terms.AtLeast: "count",
    terms.Within: "within",
    terms.FromIssuer: "from_issuer",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One term, what may be done with it, and the lines that stand under it."""

    path: str
    words: str
    parts: tuple[Line, ...]
    changed_by: str
    is_group: bool
    is_frame: bool
    is_ordered: bool
    can_be_ordered: bool
    can_rise: bool
    can_sink: bool
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


Said = dict[str, list[tuple[str, bool]]]


def outline(rule: terms.Rule, name: Callable[[str], str], language: str, said: Said) -> Line:
    """`said` are the problems by their place: words, and whether they are refusals."""
    places = {path: at for path, at, _term in edit.walk(rule)}

    def line(term: terms.Rule, path: edit.Path, fellows: int) -> Line:
        inner = terms.children(term)
        several = len(inner) if isinstance(term, terms.Group) else 0
        here = said.get(places[path], [])
        can_be_ordered = isinstance(term, terms.AtLeast) and term.n == len(inner) > 1
        return Line(
            path=text(path),
            words=_capital(explain.explain(term, name, language).head)
            if inner
            else _capital(explain.explain(term, name, language).text),
            parts=tuple(line(part, (*path, n), several) for n, part in enumerate(inner)),
            changed_by=CHANGED_BY.get(type(term), "") if several != 1 else "",
            is_group=isinstance(term, terms.Group),
            is_frame=isinstance(term, terms.Frame),
            is_ordered=isinstance(term, terms.InOrder),
            can_be_ordered=can_be_ordered,
            can_rise=bool(path) and fellows > 1 and path[-1] > 0,
            can_sink=bool(path) and path[-1] < fellows - 1,
            faults=tuple(words for words, is_refusal in here if is_refusal),
            warnings=tuple(words for words, is_refusal in here if not is_refusal),
        )

    return line(rule, (), 0)


def text(path: edit.Path) -> str:
    """A place in an address: "0.2.1"; the root is "root"."""
    return ".".join(map(str, path)) or "root"


def path_of(said: str) -> edit.Path | None:
    """The place of such a text; None for anything else."""
    if said == "root":
        return ()
    numbers = said.split(".")
    if len(numbers) > terms.MAXIMUM_DEPTH or not all(n.isascii() and n.isdigit() for n in numbers):
        return None
    return tuple(int(number[:4]) for number in numbers)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
