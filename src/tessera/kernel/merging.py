"""One form, two editors: what each of them changed, told from what both had before them.

A form carries a short mark for each value that it showed. Marks tell whether a value was touched here,
touched meanwhile by another, or both; the words themselves are never needed for that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

Marks = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Merge:
    """`mine` are to be written, `theirs` stay as another left them, `both` want a person to decide."""

    mine: frozenset[str]
    theirs: frozenset[str]
    both: frozenset[str]


def mark(value: Any) -> str:
    """Sixteen hex digits for a JSON value. A text is the same however its lines end."""
    plain = "\n".join(value.splitlines()).strip() if isinstance(value, str) else value
    return hashlib.sha256(rfc8785.dumps(plain)).hexdigest()[:16]


def written(marks: Marks) -> str:
    """As a form carries them."""
    return ",".join(f"{name}:{found}" for name, found in sorted(marks.items()))


def read(text: str) -> dict[str, str]:
    """What a form brought back; of what is no mark, nothing was seen."""
    pairs = (pair.partition(":") for pair in text.split(","))
    return {name: found for name, colon, found in pairs if colon}


def merge(
    *, seen: Marks, mine: Marks, theirs: Marks, bound: Iterable[frozenset[str]] = ()
) -> Merge:
    """Field by field, of those in `mine`. What both wrote alike is nobody's quarrel.

    What is `bound` means something only together: when each changed a part of it, a person decides.
    """
    differ = {name for name in mine if mine[name] != theirs.get(name)}
    untouched = {name for name in differ if seen.get(name) == mine[name]}
    mine_alone = {name for name in differ - untouched if seen.get(name) == theirs.get(name)}
    for names in bound:
        if not any(differ & names <= whole for whole in (mine_alone, untouched)):
            mine_alone, untouched = mine_alone - names, untouched - names
    return Merge(
        frozenset(mine_alone), frozenset(untouched), frozenset(differ - untouched - mine_alone)
    )
