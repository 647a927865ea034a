"""Where the tiles of a mosaic lie: geometry only, the same for the same parts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import ceil, sqrt

UNIT = 24
GROUT = 1.5


@dataclass(frozen=True, slots=True)
class Tile:
    path: str
    x: float
    y: float
    size: float
    number: int
    state: str


@dataclass(frozen=True, slots=True)
class Mosaic:
    width: int
    height: int
    border: tuple[str, ...]
    tiles: tuple[Tile, ...]


def lay_mosaic(states: list[str]) -> Mosaic:
    """Lay one large tile for each state, row by row, the last row centred, inside a border of small tiles."""
    side = 3 * UNIT
    columns = max(1, ceil(sqrt(len(states))))
    rows = max(1, ceil(len(states) / columns))
    tiles = []
    for number, state in enumerate(states):
        row, column = divmod(number, columns)
        in_row = min(columns, len(states) - row * columns)
        x = UNIT + (columns - in_row) * side / 2 + column * side
        y = UNIT + row * side
        path = _hand_cut(x, y, side, seed=number)
        tiles.append(Tile(path, x + side / 2, y + side / 2, side, number + 1, state))
    across, down = columns * 3 + 2, rows * 3 + 2
    border = tuple(
        _hand_cut(column * UNIT, row * UNIT, UNIT, seed=row * 7 + column * 3)
        for row, column in product(range(down), range(across))
        if row in (0, down - 1) or column in (0, across - 1)
    )
    return Mosaic(across * UNIT, down * UNIT, border, tuple(tiles))


def _hand_cut(x: float, y: float, side: float, *, seed: int) -> str:
    """A square a little off square, as a mosaicist's hammer leaves it."""
    slack = [((seed * 5 + corner * 3) % 7) * side / 240 for corner in range(8)]
    near, far = GROUT, side - GROUT
    corners = [
        (near + slack[0], near + slack[1]),
        (far - slack[2], near + slack[3]),
        (far - slack[4], far - slack[5]),
        (near + slack[6], far - slack[7]),
    ]
    return "M" + "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners) + "z"
