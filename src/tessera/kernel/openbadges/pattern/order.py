"""Which lines of a program always stand in the same order, whatever the texts are.

A line is a sequence of parts: constant text (str) or the number of what differs (int). Two lines
are decided when constant text tells them apart before the first part that differs between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Line: TypeAlias = tuple[str | int, ...]

MAXIMUM_LINES = 300  # every pair is compared


def runs(lines: Sequence[Line], told: Sequence[str]) -> list[list[Line]]:
    """The lines in runs: each run stands before the next always; within one, who knows.

    `told` are the lines as they read for one choice of texts, by which they are put in order first.
    """
    ordered = [line for _, line in sorted(zip(told, lines, strict=True))]
    if len(ordered) > MAXIMUM_LINES:
        return [ordered]
    atoms = [_atoms(line) for line in ordered]
    found: list[list[Line]] = []
    end = -1  # the last line that the run reaches
    for number, line in enumerate(ordered):
        if number > end:
            found.append([])
        found[-1].append(line)
        undecided = [
            other
            for other in range(max(number, end) + 1, len(ordered))
            if not decided(atoms[number], atoms[other])
        ]
        end = max([end, number, *undecided])
    return found


def decided(one: Sequence[str | int], two: Sequence[str | int]) -> bool:
    """Whether constant text tells two lines apart before anything that may differ."""
    for left, right in zip(one, two, strict=False):
        if left != right:
            return isinstance(left, str) and isinstance(right, str)
    return False


def _atoms(line: Line) -> list[str | int]:
    """A line letter by letter; what differs stays whole."""
    return [atom for part in line for atom in ([part] if isinstance(part, int) else part)]
