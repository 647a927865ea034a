"""Giving each item to one place at most: a flow from demands through their units to items."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A place that takes so many items at the most, out of `able`."""

    path: Path
    able: tuple[int, ...]
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Demand:
    """So many items in these units together."""

    needed: int
    units: tuple[Unit, ...]


def match(demands: Sequence[Demand]) -> dict[Path, int] | None:
    """For each unit that got any, its items as bits; None when not every demand can be met."""
    room: defaultdict[Hashable, dict[Hashable, int]] = defaultdict(dict)
    for number, demand in enumerate(demands):
        room["source"][number] = demand.needed
        for unit in demand.units:
            room[number][unit.path] = unit.capacity
            for item in unit.able:
                room[unit.path]["item", item] = 1
                room["item", item]["sink"] = 1
    for _ in range(sum(demand.needed for demand in demands)):
        if not _augment(room):
            return None
    found = {
        unit.path: sum(1 << item for item in unit.able if not room[unit.path]["item", item])
        for demand in demands
        for unit in demand.units
    }
    return {path: items for path, items in found.items() if items}


def _augment(room: defaultdict[Hashable, dict[Hashable, int]]) -> bool:
    """One more item along a shortest path, taking back earlier choices where that helps."""
    came: dict[Hashable, Hashable] = {"source": None}
    waiting: deque[Hashable] = deque(["source"])
    while waiting and "sink" not in came:
        here = waiting.popleft()
        for there, left in room[here].items():
            if left and there not in came:
                came[there] = here
                waiting.append(there)
    if "sink" not in came:
        return False
    place: Hashable = "sink"
    while place != "source":
        here = came[place]
        room[here][place] -= 1
        room[place][here] = room[place].get(here, 0) + 1
        place = here
    return True
