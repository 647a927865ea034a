"""Working days: Monday to Friday, apart from the days on which the house is closed.

Closures are (first day, last day), both included, in any order; they may overlap. Nothing here
knows what day it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

Closures = Iterable[tuple[date, date]]
DAY = timedelta(days=1)
WEEKEND = (5, 6)
# A calendar that is closed for years is a mistake, not a deadline.
FARTHEST = 3660


def is_working(day: date, closures: Closures = ()) -> bool:
    return day.weekday() not in WEEKEND and not any(
        first <= day <= last for first, last in closures
    )


def add_working_days(start: date, days: int, closures: Closures = ()) -> date:
    """The day on which `days` working days after `start` have passed; `start` itself never counts.

    Of no days: `start` when it is a working day, else the next one. Raises ValueError for fewer than
    none, and when ten years hold too few working days.
    """
    if days < 0:
        raise ValueError("days are counted forwards")
    closed = tuple(closures)
    if days == 0:
        return start if is_working(start, closed) else add_working_days(start, 1, closed)
    for day in _after(start):
        if is_working(day, closed):
            days -= 1
        if days == 0:
            return day
    raise ValueError("the calendar is closed for ten years")


def working_days_between(start: date, end: date, closures: Closures = ()) -> int:
    """How many working days come after `start` until `end`, which counts; none when it is not later."""
    closed = tuple(closures)
    days = (start + DAY * step for step in range(1, (end - start).days + 1))
    return sum(is_working(day, closed) for day in days)


def _after(start: date) -> Iterator[date]:
    for step in range(1, FARTHEST + 1):
        yield start + DAY * step
