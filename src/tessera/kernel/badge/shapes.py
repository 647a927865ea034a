"""The shapes of a badge: an outline of edges around the centre, and the rooms for words inside.

A point of an outline moved towards the centre is still inside, so that one outline gives the ground, a
border of stones around it, and a ring around that.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, hypot, pi, sin

SIZE = 600
CENTRE = SIZE / 2

Point = tuple[float, float]
Edge = Callable[[float], Point]


@dataclass(frozen=True, slots=True)
class Shape:
    """`words` and `name` are the widths of the rooms for them, of an outline that fills the picture."""

    edges: tuple[Edge, ...]
    words: float
    name: float

    def outline(self, scale: float) -> str:
        """Path data."""
        return "M" + "L".join(_said(point) for point in self._around(scale)) + "Z"

    def stones(self, outer: float, inner: float, *, side: float) -> str:
        """Path data of stones between two outlines, each about `side` long, with a little grout."""
        laid = []
        for edge in self.edges:
            count = max(1, round(_length(edge) * outer / side))
            for number in range(count):
                start, end = (number + 0.06) / count, (number + 0.94) / count
                corners = [(start, outer), (end, outer), (end, inner), (start, inner)]
                points = (_scaled(edge(at), scale) for at, scale in corners)
                laid.append("M" + "L".join(_said(point) for point in points) + "Z")
        return "".join(laid)

    def _around(self, scale: float) -> list[Point]:
        steps = 48
        return [
            _scaled(edge(step / steps), scale)
            for edge in self.edges
            for step in (range(steps) if edge(0.5) != _middle(edge) else (0,))
        ]


def _polygon(*corners: Point) -> tuple[Edge, ...]:
    return tuple(
        _straight(one, other)
        for one, other in zip(corners, (*corners[1:], corners[0]), strict=True)
    )


def _straight(one: Point, other: Point) -> Edge:
    return lambda at: (
        one[0] + (other[0] - one[0]) * at,
        one[1] + (other[1] - one[1]) * at,
    )


def _arc(x: float, y: float, across: float, down: float, start: float, end: float) -> Edge:
    """Part of an ellipse, clockwise; angles in turns, 0 at the right."""

    def edge(at: float) -> Point:
        angle = 2 * pi * (start + (end - start) * at)
        return x + across * cos(angle), y + down * sin(angle)

    return edge


def _middle(edge: Edge) -> Point:
    (left, top), (right, bottom) = edge(0.0), edge(1.0)
    return left + (right - left) * 0.5, top + (bottom - top) * 0.5


def _length(edge: Edge) -> float:
    points = [edge(step / 32) for step in range(33)]
    return sum(
        hypot(other[0] - one[0], other[1] - one[1]) for one, other in itertools.pairwise(points)
    )


def _scaled(point: Point, scale: float) -> Point:
    return CENTRE + (point[0] - CENTRE) * scale, CENTRE + (point[1] - CENTRE) * scale


def _said(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


SHAPES: dict[str, Shape] = {
    "square": Shape(_polygon((20, 20), (580, 20), (580, 580), (20, 580)), words=450, name=450),
    "round": Shape((_arc(300, 300, 284, 284, -0.25, 0.75),), words=390, name=330),
    "hexagon": Shape(
        _polygon((8, 300), (154, 46), (446, 46), (592, 300), (446, 554), (154, 554)),
        words=390,
        name=270,
    ),
    "octagon": Shape(
        _polygon(
            (184, 20),
            (416, 20),
            (580, 184),
            (580, 416),
            (416, 580),
            (184, 580),
            (20, 416),
            (20, 184),
        ),
        words=430,
        name=350,
    ),
    "arch": Shape(
        (
            _arc(300, 290, 280, 270, -0.5, 0.0),
            *_polygon((580, 290), (580, 580), (20, 580), (20, 290))[:3],
        ),
        words=450,
        name=320,
    ),
}
