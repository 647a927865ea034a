"""A small set of icons, laid from stones as mosaics are, each drawn as one path."""

from __future__ import annotations

from tessera.kernel.errors import DrawingError

# One sign a stone; every icon is square.
ICONS: dict[str, tuple[str, ...]] = {
    "star": ("...#...", ".#.#.#.", "..###..", "#######", "..###..", ".#.#.#.", "...#..."),
    "steps": (".....##", ".....##", "...##..", "...##..", ".##....", ".##....", "#......"),
    "bridge": (".......", "..###..", ".#####.", "##...##", "#.....#", "#.....#", "#.....#"),
    "wave": (".......", ".##..##", "#..##..", ".......", ".##..##", "#..##..", "......."),
    "leaf": ("....###", "..#####", ".###.##", ".##.##.", ".#.###.", "..###..", "#......"),
    "people": (".......", ".#...#.", "...#...", "##...##", "##.#.##", "##.#.##", "...#..."),
    "spiral": ("#######", "#.....#", "#.###.#", "#.#.#.#", "#.#...#", "#.#####", "#......"),
    "frame": ("#######", "#.....#", "#..#..#", "#.###.#", "#..#..#", "#.....#", "#######"),
    "book": (
        ".........",
        "###...###",
        "####.####",
        "####.####",
        "####.####",
        "####.####",
        "####.####",
        "..##.##..",
        ".........",
    ),
    "lamp": (
        "...###...",
        "..#####..",
        ".#######.",
        ".##...##.",
        ".###.###.",
        "..##.##..",
        "...###...",
        ".........",
        "...###...",
    ),
    "wheel": (
        "....#....",
        ".##.#.##.",
        ".#######.",
        "..##.##..",
        "###...###",
        "..##.##..",
        ".#######.",
        ".##.#.##.",
        "....#....",
    ),
    "heart": (
        ".........",
        ".##...##.",
        "####.####",
        "#########",
        "#########",
        ".#######.",
        "..#####..",
        "...###...",
        "....#....",
    ),
    "speech": (
        ".#######.",
        "#########",
        "##.#.#.##",
        "#########",
        ".#######.",
        "..##.....",
        "..#......",
        ".........",
        ".........",
    ),
    "globe": (
        "...###...",
        "..#.#.#..",
        ".#..#..#.",
        "#########",
        "#...#...#",
        "#########",
        ".#..#..#.",
        "..#.#.#..",
        "...###...",
    ),
    "chart": (
        ".......##",
        ".......##",
        "....##.##",
        "....##.##",
        "....##.##",
        ".##.##.##",
        ".##.##.##",
        ".##.##.##",
        "#########",
    ),
    "shield": (
        "####.####",
        "#########",
        "####.####",
        "####.####",
        "#.......#",
        "####.####",
        ".###.###.",
        "..##.##..",
        "....#....",
    ),
    "glass": (
        "..####...",
        ".#....#..",
        "#......#.",
        "#......#.",
        "#......#.",
        ".#....#..",
        "..####.#.",
        ".......##",
        "........#",
    ),
    "code": (
        ".........",
        "..#...#..",
        ".##...##.",
        "##..#..##",
        "#...#...#",
        "##..#..##",
        ".##...##.",
        "..#...#..",
        ".........",
    ),
    "key": (
        ".........",
        ".###.....",
        "#...#....",
        "#...#####",
        "#...#..##",
        ".###...##",
        ".........",
        ".........",
        ".........",
    ),
    "sun": (
        "....#....",
        ".#.....#.",
        "...###...",
        "..#####..",
        "#.#####.#",
        "..#####..",
        "...###...",
        ".#.....#.",
        "....#....",
    ),
}


def icon(name: str, *, x: float, y: float, size: float) -> str:
    """Path data of an icon with its middle at x and y, from a square of that size. Raises DrawingError."""
    if name not in ICONS:
        raise DrawingError(f"no icon: {name:.40}", code="icon")
    rows = ICONS[name]
    side = size / len(rows)
    laid = [
        (row, column)
        for row, signs in enumerate(rows)
        for column, sign in enumerate(signs)
        if sign == "#"
    ]
    # The middle of what is laid, not of the square, whose edges may be bare.
    down, across = _middle([row for row, _ in laid]), _middle([column for _, column in laid])
    return "".join(
        stone(
            x + (column - across) * side,
            y + (row - down) * side,
            side,
            seed=row * 31 + column * 17,
        )
        for row, column in laid
    )


def _middle(places: list[int]) -> float:
    return (min(places) + max(places) + 1) / 2


def stone(x: float, y: float, side: float, *, seed: int) -> str:
    """A square a little off square, as a mosaicist's hammer leaves it."""
    slack = [((seed * 5 + corner * 3) % 7) * side / 130 for corner in range(8)]
    near, far = side * 0.035, side * 0.965
    corners = (
        (near + slack[0], near + slack[1]),
        (far - slack[2], near + slack[3]),
        (far - slack[4], far - slack[5]),
        (near + slack[6], far - slack[7]),
    )
    return "M" + "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners) + "Z"
