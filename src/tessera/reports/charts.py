"""Where the marks of a chart lie: geometry only, in units of a picture 480 wide; the words are the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, ROW, TOP = 480, 74, 4
LEFT, RIGHT = 6, 474


@dataclass(frozen=True, slots=True)
class Range:
    """One row: from `low` to `high`, with its mark at `middle`; all None when there is too little to say."""

    label: str
    words: str
    low: float | None = None
    middle: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    label: str
    words: str
    text_y: float
    words_y: float
    y: float
    x1: float | None
    x: float | None
    x2: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """`zero` is where nothing lies on the axis, when that is inside the picture."""

    title: str
    words: str
    width: int
    height: int
    left: int
    right: int
    zero: float
    marks: tuple[Mark, ...]


def ranges(title: str, rows: Sequence[Range], *, least: float = 0, most: float = 0) -> Chart:
    """Rows under one another on one axis from `least` to `most`, or as far as the rows reach."""
    ends = [end for row in rows for end in (row.low, row.middle, row.high) if end is not None]
    low, high = min([least, *ends]), max([most, *ends])

    def across(value: float | None) -> float | None:
        if value is None:
            return None
        return round(LEFT + (value - low) / ((high - low) or 1) * (RIGHT - LEFT), 1)

    marks = tuple(
        Mark(
            row.label,
            row.words,
            TOP + number * ROW + 16,
            TOP + number * ROW + 36,
            TOP + number * ROW + 52,
            across(row.low),
            across(row.middle),
            across(row.high),
        )
        for number, row in enumerate(rows)
    )
    said = "; ".join(f"{row.label}: {row.words}" for row in rows)
    zero = across(0) or LEFT
    return Chart(title, said, WIDTH, TOP + ROW * len(rows), LEFT, RIGHT, zero, marks)
