"""How far two colours stand apart (WCAG 2.2, "contrast ratio"), and the nearest one that does."""

from __future__ import annotations

import re

from tessera.kernel.errors import DrawingError

# What a picture and large letters need (success criteria 1.4.3 and 1.4.11), and what small letters do.
LEAST, COMFORTABLE = 3.0, 4.5
STEPS = 64

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# What people call colours; a colour is told by the nearest of them.
NAMED = {
    "black": "#1A1814",
    "grey": "#7A7A7A",
    "light grey": "#B4B8BC",
    "white": "#F7F5F0",
    "brown": "#6E4A20",
    "red-brown": "#A03E1B",
    "red": "#C8202F",
    "wine": "#7E1A2C",
    "pink": "#F29AA6",
    "orange": "#E8792B",
    "light orange": "#F0A27E",
    "sand": "#EFD9A8",
    "yellow": "#F4D03F",
    "gold": "#A67C1E",
    "green": "#1B6B4A",
    "light green": "#8FD19E",
    "teal": "#14808A",
    "blue": "#1F4E8C",
    "light blue": "#A8CCF4",
    "purple": "#5B2E82",
    "lilac": "#C7A9E8",
}


def is_colour(text: str) -> bool:
    """Whether it is written as `#rrggbb`."""
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white). Raises DrawingError."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, ground: str, *, least: float = LEAST) -> str:
    """`colour` if it stands apart from `ground`, else the nearest on its way to white or black.

    Raises DrawingError. `least` is at most 4.5: one of black and white is always that far away.
    """
    if contrast(colour, ground) >= least:
        return colour
    for step in range(1, STEPS + 1):
        for end in ("#FFFFFF", "#000000"):
            mixed = _mixed(colour, end, step / STEPS)
            if contrast(mixed, ground) >= least:
                return mixed
    raise AssertionError("black or white stands apart from every colour")


def nearest(colour: str) -> str:
    """What people would call it: a name of NAMED. Raises DrawingError."""
    mine = _parts(colour)

    def apart(name: str) -> float:
        # The eye tells greens better than reds, and reds better than blues.
        theirs = _parts(NAMED[name])
        return sum(
            weight * (one - other) ** 2
            for weight, one, other in zip((3, 4, 2), mine, theirs, strict=True)
        )

    return min(NAMED, key=apart)


def _parts(colour: str) -> tuple[int, int, int]:
    if not is_colour(colour):
        raise DrawingError(f"no colour: {colour:.20}", code="colour")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, end: str, share: float) -> str:
    pairs = zip(_parts(colour), _parts(end), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * share):02X}" for one, other in pairs)
