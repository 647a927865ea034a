"""Badge artwork: drawn here from a few choices in the language of the tile, or a checked PNG of one's own.

The same choices always give the same drawing. It carries no words, so that it serves every language.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

import resvg_py
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image

from tessera.common.refusal import Refusal
from tessera.common.uploads import check_upload

SIZE = 600
CELLS, STONE = 11, 44
MARGIN = (SIZE - CELLS * STONE) / 2
LIMIT = 2 * 1024 * 1024
SMALLEST, LARGEST = 300, 4000
PAPER, GROUT = "#FBF9F5", "#16130F"
HIGHEST_LEVEL = 4


class NotSquare(Refusal):
    code, status = "artwork-size", 422
    message = _("The picture must be square, and from %(smallest)s to %(largest)s pixels wide.")


class BrokenPicture(Refusal):
    code, status = "artwork-broken", 422
    message = _("This picture cannot be read. Save it as PNG once more and try again.")


class Drawing(Refusal):
    code, status = "artwork-svg", 415
    message = _(
        "This is an SVG drawing, which can carry programs. Save it as a PNG picture and upload that."
    )


class Shape(models.TextChoices):
    SQUARE = "square", _("square tile")
    ROUND = "round", _("roundel")
    HEXAGON = "hexagon", _("hexagon")
    ARCH = "arch", _("arch")


class Palette(models.TextChoices):
    LAPIS = "lapis", _("blue with terracotta")
    TERRACOTTA = "terracotta", _("terracotta with sand")
    VERDIGRIS = "verdigris", _("green with sand")
    WINE = "wine", _("wine with rose")
    INK = "ink", _("black with terracotta")
    OCHRE = "ochre", _("ochre with blue")


class Motif(models.TextChoices):
    STAR = "star", _("star")
    STEPS = "steps", _("steps")
    BRIDGE = "bridge", _("bridge")
    WAVE = "wave", _("waves")
    LEAF = "leaf", _("leaf")
    PEOPLE = "people", _("people")
    SPIRAL = "spiral", _("spiral")
    FRAME = "frame", _("tile within a tile")


# The ground and the motif; each pair stands apart by 3 to 1 or more.
COLOURS: dict[Palette, tuple[str, str]] = {
    Palette.LAPIS: ("#1F4E8C", "#F0A27E"),
    Palette.TERRACOTTA: ("#A03E1B", "#F3EFE7"),
    Palette.VERDIGRIS: ("#1B6553", "#F0DDB0"),
    Palette.WINE: ("#8C1D2F", "#F29AA6"),
    Palette.INK: ("#2A2720", "#F0A27E"),
    Palette.OCHRE: ("#7A5500", "#CFE0F8"),
}
SHAPES: dict[Shape, str] = {
    Shape.SQUARE: "M64 58H536Q542 58 542 64V536Q542 542 536 542H64Q58 542 58 536V64Q58 58 64 58Z",
    Shape.ROUND: "M300 58A242 242 0 1 1 299.9 58Z",
    Shape.HEXAGON: "M58 300 179 90H421L542 300 421 510H179Z",
    Shape.ARCH: "M58 542V290A242 232 0 0 1 542 290V542Z",
}
MOTIFS: dict[Motif, tuple[str, ...]] = {
    Motif.STAR: (
        "...#...",
        ".#.#.#.",
        "..###..",
        "#######",
        "..###..",
        ".#.#.#.",
        "...#...",
    ),
    Motif.STEPS: (
        ".....##",
        ".....##",
        "...##..",
        "...##..",
        ".##....",
        ".##....",
        "#......",
    ),
    Motif.BRIDGE: (
        ".......",
        "..###..",
        ".#####.",
        "##...##",
        "#.....#",
        "#.....#",
        "#.....#",
    ),
    Motif.WAVE: (
        ".......",
        ".##..##",
        "#..##..",
        ".......",
        ".##..##",
        "#..##..",
        ".......",
    ),
    Motif.LEAF: (
        "....###",
        "..#####",
        ".###.##",
        ".##.##.",
        ".#.###.",
        "..###..",
        "#......",
    ),
    Motif.PEOPLE: (
        ".......",
        ".#...#.",
        "...#...",
        "##...##",
        "##.#.##",
        "##.#.##",
        "...#...",
    ),
    Motif.SPIRAL: (
        "#######",
        "#.....#",
        "#.###.#",
        "#.#.#.#",
        "#.#...#",
        "#.#####",
        "#......",
    ),
    Motif.FRAME: (
        "#######",
        "#.....#",
        "#..#..#",
        "#.###.#",
        "#..#..#",
        "#.....#",
        "#######",
    ),
}


@dataclass(frozen=True, slots=True)
class Design:
    """What the picture is drawn from; `level` marks stand below the motif, a ring tells a stack."""

    shape: Shape
    palette: Palette
    motif: Motif
    level: int = 0
    ring: bool = False

    def facts(self) -> dict[str, Any]:
        return {"shape": self.shape, "palette": self.palette, "motif": self.motif}


def draw(design: Design) -> str:
    """The picture as SVG."""
    ground, accent = COLOURS[design.palette]
    marks = level_marks(design.level)
    stones = []
    for row in range(CELLS):
        for column in range(CELLS):
            colour = ground
            if (
                2 <= row <= 8
                and 2 <= column <= 8
                and MOTIFS[design.motif][row - 2][column - 2] == "#"
            ):
                colour = accent
            elif (row, column) in marks:
                colour = PAPER
            stones.append(_stone(row, column, colour))
    outline = quoteattr(SHAPES[design.shape])
    ring = (
        f'<path d={outline} fill="none" stroke="{ground}" stroke-width="26" stroke-dasharray="40 4"'
        ' transform="translate(300 300) scale(1.12) translate(-300 -300)"/>'
        if design.ring
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">'
        f'<clipPath id="shape"><path d={outline}/></clipPath>{ring}'
        f'<path d={outline} fill="{GROUT}" stroke="{ground}" stroke-width="12"/>'
        f'<g clip-path="url(#shape)">{"".join(stones)}</g></svg>'
    )


def level_marks(level: int) -> set[tuple[int, int]]:
    count = min(level, HIGHEST_LEVEL)
    return {(9, 5 - (count - 1) + 2 * number) for number in range(count)}


def _stone(row: int, column: int, colour: str) -> str:
    """One stone, a little off square and a little off colour, as cut by hand."""
    seed = row * 31 + column * 17
    slack = [((seed * 5 + corner * 3) % 7) * STONE / 120 for corner in range(8)]
    x, y, near, far = MARGIN + column * STONE, MARGIN + row * STONE, 2.0, STONE - 2.0
    corners = [
        (near + slack[0], near + slack[1]),
        (far - slack[2], near + slack[3]),
        (far - slack[4], far - slack[5]),
        (near + slack[6], far - slack[7]),
    ]
    path = "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners)
    shade = 0.84 + (seed * 7 % 5) * 0.04
    return f'<path d="M{path}Z" fill="{colour}" fill-opacity="{shade:.2f}"/>'


def render(design: Design) -> bytes:
    """The picture as PNG, 600 by 600."""
    return bytes(resvg_py.svg_to_bytes(svg_string=draw(design), width=SIZE, height=SIZE))


def accept(file: UploadedFile[bytes]) -> bytes:
    """A picture of one's own, read with care and written anew without anything else that it carried.

    Refuses: TooLarge, EmptyFile, WrongKind, Drawing, NotSquare, BrokenPicture.
    """
    head = file.read(1024)
    file.seek(0)
    if b"<svg" in head.lower():
        raise Drawing
    check_upload(file, accepted={"image/png": ".png"}, limit=LIMIT)
    if len(head) < 24 or head[12:16] != b"IHDR":
        raise BrokenPicture
    # The size that the header claims is looked at before anything is unpacked.
    width, height = struct.unpack(">II", head[16:24])
    if width != height or not SMALLEST <= width <= LARGEST:
        raise NotSquare(smallest=SMALLEST, largest=LARGEST)
    try:
        with Image.open(file, formats=["PNG"]) as picture:
            if picture.size != (width, height):  # A second header said otherwise.
                raise BrokenPicture
            shown = picture.convert("RGBA").resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise BrokenPicture from fault
    clean = io.BytesIO()
    shown.save(clean, "PNG", optimize=True)
    return clean.getvalue()
