"""How alike two designs are, and why: names, outcomes and the skills that they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tessera.kernel.words import stems

# Shared stems of all stems; below these two texts only happen to use a word alike.
SAME_NAME, SAME_OUTCOME, SHARED_SKILLS = 0.6, 0.65, 0.5


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a design is compared by. `skills` are whatever tells one skill from another."""

    id: int
    names: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    skills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why `id` may be the same thing: `outcomes` pairs one's own with the other's words."""

    id: int
    score: float
    name: bool = False
    outcomes: tuple[tuple[str, str], ...] = ()
    shared: frozenset[str] = field(default_factory=frozenset)


def alike(mine: Sketch, others: Iterable[Sketch], *, most: int = 5) -> list[Likeness]:
    """The others that have a reason to be looked at, the likest first."""
    names = [words for name in mine.names if (words := stems(name))]
    outcomes = [(text, words) for text in mine.outcomes if (words := stems(text))]
    found = [
        likeness
        for other in others
        if other.id != mine.id and (likeness := _compared(mine, names, outcomes, other))
    ]
    return sorted(found, key=lambda each: (-each.score, each.id))[:most]


def _compared(
    mine: Sketch,
    names: list[frozenset[str]],
    outcomes: list[tuple[str, frozenset[str]]],
    other: Sketch,
) -> Likeness | None:
    called = [stems(name) for name in other.names]
    near = max((_overlap(own, words) for own in names for words in called), default=0.0)
    theirs = [(text, stems(text)) for text in other.outcomes] if outcomes else []
    pairs = tuple(
        (text, said)
        for text, own in outcomes
        for said, words in theirs
        if _overlap(own, words) >= SAME_OUTCOME
    )
    shared = mine.skills & other.skills
    many = len(shared) / len(mine.skills) if mine.skills else 0.0
    name = near >= SAME_NAME
    skills = shared if len(shared) > 1 and many >= SHARED_SKILLS else frozenset[str]()
    if not (name or pairs or skills):
        return None
    score = near + len(pairs) / max(len(outcomes), 1) + many
    return Likeness(other.id, score, name, pairs, skills)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing in common, to 1, the same words."""
    return len(one & other) / len(one | other) if one and other else 0.0
