"""Two designs side by side: which fields differ, and which words in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from tessera.catalogue.enums import Section
from tessera.catalogue.queries.words import Chapter, in_words

WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing costs the product of both lengths; past this a text is shown as changed, whole.
MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one side; `is_own` when the other side does not have them."""

    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as it stands on both sides, line by line, in pieces."""

    label: str
    left: tuple[tuple[Piece, ...], ...]
    right: tuple[tuple[Piece, ...], ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    section: Section
    differences: tuple[Difference, ...]

    @property
    def differing(self) -> list[Difference]:
        return [each for each in self.differences if each.differs]

    @property
    def alike(self) -> list[str]:
        return [each.label for each in self.differences if not each.differs]


def compare(left: dict[str, Any], right: dict[str, Any]) -> list[Comparison]:
    """Two snapshots, section by section; fields that are empty on both sides are left out."""
    return [
        Comparison(one.section, tuple(_differences(one, other)))
        for one, other in zip(in_words(left), in_words(right), strict=True)
    ]


def _differences(one: Chapter, other: Chapter) -> list[Difference]:
    beside = {entry.name: entry for entry in other.entries}
    found = []
    for entry in one.entries:
        left, right = entry.lines, beside[entry.name].lines
        if left or right:
            found.append(Difference(entry.label, *side_by_side(left, right), left != right))
    return found


def side_by_side(
    left: tuple[str, ...], right: tuple[str, ...]
) -> tuple[tuple[tuple[Piece, ...], ...], tuple[tuple[Piece, ...], ...]]:
    """The lines of both sides, with the words marked that only one of them has."""
    one, other = _words(left), _words(right)
    if len(one) > MOST_WORDS or len(other) > MOST_WORDS:
        marks = ([left != right] * len(one), [left != right] * len(other))
    else:
        marks = ([True] * len(one), [True] * len(other))
        for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
            marks[0][block.a : block.a + block.size] = [False] * block.size
            marks[1][block.b : block.b + block.size] = [False] * block.size
    return _lines(one, _joined(one, marks[0])), _lines(other, _joined(other, marks[1]))


def _joined(words: list[str], own: list[bool]) -> list[bool]:
    """A space between two marked words is marked with them, so that a phrase reads as one."""
    last = len(words) - 1
    return [
        each or (words[i].isspace() and 0 < i < last and own[i - 1] and own[i + 1])
        for i, each in enumerate(own)
    ]


def _words(lines: tuple[str, ...]) -> list[str]:
    return WORD.findall("\n".join(" ".join(line.split("\n")) for line in lines))


def _lines(words: list[str], own: list[bool]) -> tuple[tuple[Piece, ...], ...]:
    lines: list[list[Piece]] = [[]]
    for word, is_own in zip(words, own, strict=True):
        parts = word.split("\n") if word.isspace() else [word]
        for number, part in enumerate(parts):
            if number:
                lines.append([])
            if part:
                _add(lines[-1], part, is_own)
    return tuple(tuple(line) for line in lines if line)


def _add(line: list[Piece], text: str, is_own: bool) -> None:
    if line and line[-1].is_own == is_own:
        line[-1] = Piece(line[-1].text + text, is_own)
    else:
        line.append(Piece(text, is_own))
