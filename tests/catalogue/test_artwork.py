"""The drawing is the same for the same choices; a picture from outside is trusted with nothing."""

from __future__ import annotations

import io
import struct
import zlib
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from tessera.catalogue import artwork
from tessera.catalogue.artwork import Design, Motif, Palette, Shape
from tessera.common.refusal import Refusal
from tessera.common.uploads import EmptyFile, TooLarge, WrongKind


def png(width: int = 400, height: int = 400, **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(made, "PNG", **options)  # type: ignore[arg-type]
    return made.getvalue()


def upload(data: bytes, name: str = "badge.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/png")


def header(width: int, height: int) -> bytes:
    said = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return struct.pack(">I", 13) + said + struct.pack(">I", zlib.crc32(said))


def claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its few bytes do not hold."""
    return b"\x89PNG\r\n\x1a\n" + header(width, height) + b"\x00" * 64


def claiming_twice(width: int, height: int) -> bytes:
    """A PNG with a second header, which a reader of pictures believes."""
    honest = png()
    return honest[:33] + header(width, height) + honest[33:]


def test_the_same_choices_give_the_same_bytes() -> None:
    design = Design(Shape.ROUND, Palette.LAPIS, Motif.STAR, level=3, ring=True)
    assert artwork.render(design) == artwork.render(design)


def test_every_choice_gives_another_drawing_without_words() -> None:
    drawings = {
        artwork.draw(Design(shape, palette, motif, level=level, ring=ring))
        for shape, palette, motif in product(Shape, Palette, Motif)
        for level, ring in ((0, False), (4, True))
    }
    assert len(drawings) == len(Shape) * len(Palette) * len(Motif) * 2
    assert not any("<text" in drawing for drawing in drawings)


@pytest.mark.parametrize("level", range(5))
def test_level_marks_count_the_level(level: int) -> None:
    assert len(artwork.level_marks(level)) == level


@pytest.mark.parametrize("palette", Palette)
def test_ground_and_motif_stand_apart_three_to_one(palette: Palette) -> None:
    light, dark = sorted(map(luminance, artwork.COLOURS[palette]), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_accept_writes_a_picture_anew_without_what_it_carried() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("openbadgecredential", "someone else's")
    clean = artwork.accept(upload(png(pnginfo=notes)))
    with Image.open(io.BytesIO(clean)) as picture:
        assert (picture.size, picture.info) == ((600, 600), {})
    assert b"someone" not in clean


HOSTILE: list[tuple[str, bytes, type[Refusal]]] = [
    ("a decompression bomb", claiming(60_000, 60_000), artwork.NotSquare),
    ("a second header", claiming_twice(9_000, 9_000), artwork.BrokenPicture),
    ("a bomb in a second header", claiming_twice(60_000, 60_000), artwork.BrokenPicture),
    ("a picture not square", png(400, 300), artwork.NotSquare),
    ("a picture too small", png(64, 64), artwork.NotSquare),
    ("a picture cut short", png()[:200], artwork.BrokenPicture),
    ("a header and nothing", claiming(400, 400), artwork.BrokenPicture),
    ("a signature alone", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, artwork.BrokenPicture),
    ("a script", b"#!/bin/sh\nrm -rf /\n", WrongKind),
    ("a page", b"<html><script>alert(1)</script></html>", WrongKind),
    ("an SVG", b'<?xml version="1.0"?><svg onload="alert(1)"/>', artwork.Drawing),
    ("a JPEG", b"\xff\xd8\xff\xe0" + b"\x00" * 64, WrongKind),
    ("nothing", b"", EmptyFile),
    ("too much", b"\x89PNG\r\n\x1a\n" + b"\x00" * artwork.LIMIT, TooLarge),
]


@pytest.mark.parametrize(
    ("data", "refusal"), [(data, no) for _name, data, no in HOSTILE], ids=[h[0] for h in HOSTILE]
)
def test_accept_refuses(data: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as raised:
        artwork.accept(upload(data))
    assert str(raised.value)
