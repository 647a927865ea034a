"""Badge artwork: drawn in the studio from a few choices, or a picture of one's own, read with care.

The same choices always give the same picture. What comes from outside is written anew: a drawing from an
allow-list, a PNG from its pixels. Every picture is kept as a PNG of one size; a drawing as SVG too.
"""

from __future__ import annotations

import io
import struct
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image

from tessera.common import raster
from tessera.common.refusal import Refusal
from tessera.common.uploads import WrongKind, check_upload
from tessera.kernel import badge
from tessera.kernel.badge.colours import COMFORTABLE, LEAST
from tessera.kernel.errors import DrawingError

SIZE = 600
LIMIT = 2 * 1024 * 1024
SMALLEST, LARGEST = 300, 4000


class NotSquare(Refusal):
    code, status = "artwork-size", 422
    message = _("The picture must be square, and from %(smallest)s to %(largest)s pixels wide.")


class BrokenPicture(Refusal):
    code, status = "artwork-broken", 422
    message = _("This picture cannot be read. Save it as PNG once more and try again.")


class BlankPicture(Refusal):
    code, status = "artwork-blank", 422
    message = _("Nothing can be seen on this picture: all of it is see-through.")


class UnusableDrawing(Refusal):
    """The fact `why` says it in a sentence, `found` is the kernel's code."""

    code, status = "artwork-drawing", 422
    message = _("%(why)s")


class TooAlike(Refusal):
    """The colours of a badge that people with low vision could not read; `ratio` is how far apart."""

    code, status = "artwork-contrast", 422
    message = _(
        "The two colours stand apart only %(ratio)s to 1, and 3 to 1 is the least. Choose a lighter or"
        " darker one, or let it be corrected."
    )


_WHY: dict[str, str | Promise] = {
    "not-svg": _("This is neither a PNG picture nor an SVG drawing."),
    "malformed": _("This drawing is damaged. Export it as SVG once more and try again."),
    "too-large": _("This drawing is larger than 1 MB. Simplify it, or upload it as a PNG."),
    "too-complex": _(
        "This drawing has more parts than can be drawn. Simplify it, or upload it as a PNG."
    ),
    "declarations": _(
        "This drawing declares entities, which can be used to attack a site. Export it as plain SVG."
    ),
    "program": _(
        "This drawing carries a program. Export it without scripts, or upload it as a PNG."
    ),
    "outside": _(
        "This drawing refers to something outside itself, or holds a picture or part of a page. Draw"
        " everything with shapes, or upload it as a PNG."
    ),
    "letters": _(
        "This drawing has text that would need a font. Turn the text into outlines (paths) in your"
        " drawing program, so that it looks the same everywhere."
    ),
    "moves": _("This drawing moves. A badge stands still: export it without animation."),
    "copies": _("This drawing uses copies (clones or symbols). Turn them into shapes first."),
    "style": _(
        "The style sheet of this drawing is not understood. Export with “presentation attributes”"
        " instead of a style sheet."
    ),
    "part": _(
        "This drawing uses “%(field)s”, which is not drawn here. Do without it, or upload it as a PNG."
    ),
    "value": _("This drawing says something that is not understood, at “%(field)s”."),
    "not-square": _("The drawing must be square."),
    "empty": _("Nothing is drawn here."),
}


class Shape(models.TextChoices):
    SQUARE = "square", _("square tile")
    ROUND = "round", _("roundel")
    HEXAGON = "hexagon", _("hexagon")
    OCTAGON = "octagon", _("octagon")
    ARCH = "arch", _("arch")


class Palette(models.TextChoices):
    BRAND = "brand", _("the institution’s colours")
    LAPIS = "lapis", _("blue with terracotta")
    TERRACOTTA = "terracotta", _("terracotta with sand")
    VERDIGRIS = "verdigris", _("green with sand")
    WINE = "wine", _("wine with rose")
    INK = "ink", _("black with terracotta")
    OCHRE = "ochre", _("ochre with blue")
    OWN = "own", _("colours of one’s own")


class Icon(models.TextChoices):
    STAR = "star", _("star")
    STEPS = "steps", _("steps")
    BRIDGE = "bridge", _("bridge")
    WAVE = "wave", _("waves")
    LEAF = "leaf", _("leaf")
    PEOPLE = "people", _("people")
    SPIRAL = "spiral", _("spiral")
    FRAME = "frame", _("tile within a tile")
    BOOK = "book", _("open book")
    LAMP = "lamp", _("light bulb")
    WHEEL = "wheel", _("cogwheel")
    HEART = "heart", _("heart")
    SPEECH = "speech", _("speech bubble")
    GLOBE = "globe", _("globe")
    CHART = "chart", _("bar chart")
    SHIELD = "shield", _("shield")
    GLASS = "glass", _("magnifying glass")
    CODE = "code", _("angle brackets")
    KEY = "key", _("key")
    SUN = "sun", _("sun")


# The ground, and what stands on it.
COLOURS: dict[str, tuple[str, str]] = {
    Palette.LAPIS: ("#1F4E8C", "#F4B498"),
    Palette.TERRACOTTA: ("#A03E1B", "#F3EFE7"),
    Palette.VERDIGRIS: ("#1B6553", "#F0DDB0"),
    Palette.WINE: ("#8C1D2F", "#F5A9B3"),
    Palette.INK: ("#2A2720", "#F0A27E"),
    Palette.OCHRE: ("#7A5500", "#CFE0F8"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """As it is kept: `svg` is empty for a picture that came as pixels, `facts` what it was drawn from."""

    png: bytes
    svg: str
    facts: dict[str, Any]


@cache
def face() -> badge.Face:
    font = files("font_source_serif_pro") / "files" / "SourceSerifPro-Semibold.otf"
    return badge.Face(font.read_bytes())


def brand(primary: str, accent: str) -> tuple[str, str]:
    """The institution's two colours, the second made to stand apart from the first."""
    return primary, badge.readable(accent, primary, least=COMFORTABLE)


def draw(design: badge.Design) -> str:
    """The picture as SVG, whatever its colours: to be looked at. Raises DrawingError."""
    return badge.draw(design, face())


def render(design: badge.Design) -> Picture:
    """The picture to keep. Raises DrawingError. Refuses: TooAlike."""
    apart = badge.contrast(design.ground, design.figure)
    if apart < LEAST:
        raise TooAlike(ratio=_ratio(apart))
    svg = draw(design)
    return Picture(raster.png(svg, size=SIZE), svg, asdict(design))


def contrast_in_words(design: badge.Design) -> tuple[str, str]:
    """How well it can be read: a tone, and a sentence."""
    apart = badge.contrast(design.ground, design.figure)
    if apart >= COMFORTABLE:
        tone, said = (
            "good",
            _("The colours stand apart %(ratio)s to 1: well enough for small letters."),
        )
    elif apart >= LEAST:
        tone, said = (
            "attention",
            _(
                "The colours stand apart %(ratio)s to 1: enough for pictures and large letters. More"
                " than 4.5 to 1 would serve more people."
            ),
        )
    else:
        tone, said = "bad", TooAlike.message
    return tone, str(said) % {"ratio": _ratio(apart)}


def mended(design: badge.Design) -> badge.Design:
    """The same, its icon and letters as light or dark as they must be."""
    return replace(design, figure=badge.readable(design.figure, design.ground, least=COMFORTABLE))


def accept(file: UploadedFile[bytes]) -> Picture:
    """A picture of one's own, read with care and written anew without anything else that it carried.

    Refuses: TooLarge, EmptyFile, WrongKind, UnusableDrawing, NotSquare, BrokenPicture, BlankPicture.
    """
    head = file.read(1024)
    file.seek(0)
    opening = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if opening.startswith(b"<") or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _accept_drawing(file)
    try:
        check_upload(file, accepted={"image/png": ".png"}, limit=LIMIT)
    except WrongKind:
        raise WrongKind(accepted="PNG, SVG") from None
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
    _check_seen(shown)
    shown.info.clear()  # profiles and notes
    clean = io.BytesIO()
    shown.save(clean, "PNG", optimize=True)
    return Picture(clean.getvalue(), "", {})


def _accept_drawing(file: UploadedFile[bytes]) -> Picture:
    try:
        svg = badge.clean(file.read(LIMIT))
        png = raster.png_apart(svg, size=SIZE)
        if png is None:
            raise DrawingError("it took too long", code="too-complex")
    except DrawingError as fault:
        why = str(_WHY[fault.code]) % {"field": fault.field}
        raise UnusableDrawing(why=why, found=fault.code) from fault
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        _check_seen(picture.convert("RGBA"))
    return Picture(png, svg, {})


def _check_seen(picture: Image.Image) -> None:
    if picture.getchannel("A").getbbox() is None:
        raise BlankPicture


def _ratio(apart: float) -> str:
    # Rounded down: 2.96 is not 3.
    return str(number_format(int(apart * 10) / 10, decimal_pos=1))
