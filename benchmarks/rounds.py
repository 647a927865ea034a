"""Contenders measured turn by turn, so that a busy neighbour slows them all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

Measured = Callable[[int], float]  # how many times -> seconds that it took


def of(work: Callable[[int], object], *, more: int = 1) -> Measured:
    """Measure a function that is given the number of the turn; a quick one so many times more often."""

    def measured(times: int) -> float:
        start = time.perf_counter()
        for number in range(times * more):
            work(number)
        return (time.perf_counter() - start) / more

    return measured


def rates(contenders: Mapping[str, Measured], *, rounds: int, times: int) -> dict[str, float]:
    """How often a second each contender does its work: medians over the rounds, warmed up."""
    for measured in contenders.values():
        measured(times)
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, measured in contenders.items():
            taken[name].append(measured(times))
    return {name: times / median(seconds) for name, seconds in taken.items()}


def table(title: str, found: Mapping[str, float], *, ours: str) -> str:
    """The rates as Markdown: how many a second, and how many times each one's rate is ours."""
    lines = [f"| {title} | a second | ours is |", "|---|---|---|"]
    for name, rate in found.items():
        times = "" if name == ours else f"{found[ours] / rate:.1f} x"
        lines.append(f"| {name} | {rate:,.0f} | {times} |")
    return "\n".join(lines)
