"""A badge drawn from a few choices: a shape with a border of stones, an icon, words and marks of level."""

from __future__ import annotations

from dataclasses import dataclass

from tessera.kernel.badge.colours import is_colour
from tessera.kernel.badge.icons import icon, stone
from tessera.kernel.badge.lettering import LEADING, Face, normal
from tessera.kernel.badge.shapes import CENTRE, SHAPES, SIZE
from tessera.kernel.errors import DrawingError

LONGEST_TEXT, LONGEST_NAME, HIGHEST_LEVEL = 80, 200, 8
BORDER = 0.085
# A stack's badge is set a little smaller, inside a ring of stones.
WITHIN_RING, RING = 0.86, 0.055


@dataclass(frozen=True, slots=True)
class Design:
    """What a picture is drawn from. Colours are `#rrggbb`; `name` is the institution's."""

    shape: str
    icon: str
    ground: str
    figure: str
    text: str = ""
    name: str = ""
    level: int = 0
    ring: bool = False


def draw(design: Design, face: Face) -> str:
    """The picture as SVG, in two colours, with lettering as outlines.

    Raises DrawingError: its code is `shape`, `icon`, `colour`, `letters` (its field holds those that the
    font lacks) or `too-long`. Whether the colours stand apart is for `contrast` to say.
    """
    if design.shape not in SHAPES:
        raise DrawingError(f"no shape: {design.shape:.40}", code="shape")
    if not (is_colour(design.ground) and is_colour(design.figure)):
        raise DrawingError("colours are written #rrggbb", code="colour")
    text, name = normal(design.text), normal(design.name)
    if len(text) > LONGEST_TEXT or len(name) > LONGEST_NAME:
        raise DrawingError("more words than a badge holds", code="too-long")
    shape = SHAPES[design.shape]
    scale = WITHIN_RING if design.ring else 1.0
    figures = [shape.stones(scale * (1 - 0.022), scale * (1 - BORDER), side=34)]
    if design.ring:
        figures.append(shape.stones(1.0, 1 - RING, side=26))
    inside = [*_icon(design, text, name), *_words(design, face, text, name), *_marks(design.level)]
    placed = "" if scale == 1.0 else f' transform="{_around_centre(scale)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}"'
        f' width="{SIZE}" height="{SIZE}">'
        f'<path fill="{design.ground}" d="{shape.outline(1.0)}"/>'
        f'<g fill="{design.figure}"><path d="{"".join(figures)}"/>'
        f'<g{placed}><path d="{"".join(inside)}"/></g></g></svg>'
    )


def _icon(design: Design, text: str, name: str) -> list[str]:
    size = 190.0 if text else 290.0
    middle = (228.0 if name else 212.0) if text else (300.0 if name else 285.0)
    return [icon(design.icon, x=CENTRE, y=middle, size=size)]


def _words(design: Design, face: Face, text: str, name: str) -> list[str]:
    shape = SHAPES[design.shape]
    room = 470.0 if design.level else 490.0
    lines = []
    if name:
        lines += _set(face, name, width=shape.name, top=82, bottom=124, largest=26)
    if text:
        lines += _set(face, text, width=shape.words, top=332, bottom=room, largest=62)
    return lines


def _set(
    face: Face, text: str, *, width: float, top: float, bottom: float, largest: float
) -> list[str]:
    """Lines in the middle of their room."""
    setting = face.fit(text, width=width, height=bottom - top, largest=largest)
    first = (top + bottom - setting.height) / 2 + setting.size * (LEADING + 0.66) / 2
    return [
        face.outline(
            line,
            x=CENTRE - face.width(line, setting.size) / 2,
            y=first + number * setting.size * LEADING,
            size=setting.size,
        )
        for number, line in enumerate(setting.lines)
    ]


def _marks(level: int) -> list[str]:
    """A stone for each step of level, side by side at the foot."""
    count = max(0, min(level, HIGHEST_LEVEL))
    side, apart = 24.0, 32.0
    left = CENTRE - (count * apart - (apart - side)) / 2
    return [stone(left + number * apart, 486, side, seed=number * 7) for number in range(count)]


def _around_centre(scale: float) -> str:
    moved = CENTRE * (1 - scale)
    return f"translate({moved:.1f} {moved:.1f}) scale({scale})"
