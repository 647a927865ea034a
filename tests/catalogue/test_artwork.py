"""A picture from outside is trusted with nothing; what is drawn here can be read, and is told in words."""

from __future__ import annotations

import io
import struct
import zlib
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

from tessera.catalogue import artwork, artwork_words
from tessera.catalogue.artwork import Icon, Palette, Shape
from tessera.common import raster
from tessera.common.refusal import Refusal
from tessera.common.uploads import EmptyFile, TooLarge, WrongKind
from tessera.kernel.badge import ICONS, SHAPES, Design, contrast
from tessera.kernel.badge.colours import NAMED

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
TILE = b'<rect width="9" height="9" fill="#1F4E8C"/>'


def png(width: int = 400, height: int = 400, colour: str = "navy", **options: object) -> bytes:
    made = io.BytesIO()
    mode = "RGBA" if colour == "#0000" else "RGB"
    Image.new(mode, (width, height), colour).save(made, "PNG", **options)  # type: ignore[arg-type]
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
    design = Design("round", "star", "#1F4E8C", "#F0A27E", text="Équipe", level=3, ring=True)
    assert artwork.render(design) == artwork.render(design)


def test_every_shape_icon_and_colour_of_the_kernel_has_its_words() -> None:
    assert set(Shape) == set(SHAPES) == set(artwork_words.SHAPES)
    assert set(Icon) == set(ICONS) == set(artwork_words.ICONS)
    assert set(NAMED) == set(artwork_words.COLOURS)


@pytest.mark.parametrize("palette", artwork.COLOURS)
def test_colours_that_we_offer_serve_small_letters_too(palette: Palette) -> None:
    assert contrast(*artwork.COLOURS[palette]) >= 4.5


def test_a_picture_is_suggested_in_words_of_either_language() -> None:
    design = Design("hexagon", "bridge", "#1F4E8C", "#F0A27E", text="Équipe", level=2, ring=True)
    assert artwork_words.in_words(design, "en") == (
        "A six-sided tile in blue with a bridge in light orange. It says “Équipe”."
        " 2 marks tell its level. A ring tells that it is a stack."
    )
    assert artwork_words.in_words(design, "fr") == (
        "Une tuile à six côtés, en bleu, avec un pont, en orange clair. On y lit «\u00a0Équipe\u00a0»."
        " 2 marques indiquent son niveau. Un anneau indique un parcours cumulable."
    )


def test_a_suggestion_never_outgrows_its_field() -> None:
    for shape, icon in product(Shape, Icon):
        design = Design(shape, icon, "#8FD19E", "#F0A27E", "W" * 80, "N" * 100, 8, True)
        for language in ("en", "fr"):
            assert len(artwork_words.in_words(design, language)) <= artwork_words.LONGEST


def test_accept_writes_a_picture_anew_without_what_it_carried() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("openbadgecredential", "someone else's")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = artwork.accept(upload(png(pnginfo=notes, icc_profile=profile, dpi=(9, 9))))
    with Image.open(io.BytesIO(picture.png)) as shown:
        assert (shown.size, shown.info) == ((600, 600), {})
    assert b"someone" not in picture.png
    assert (picture.svg, picture.facts) == ("", {})


def test_accept_keeps_a_drawing_as_we_write_it_and_its_picture() -> None:
    picture = artwork.accept(upload(b"\xef\xbb\xbf <!-- mine -->" + SVG % TILE, "b.svg"))
    assert picture.svg == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g>'
        '<rect fill="#1F4E8C" height="9" width="9"/></g></svg>'
    )
    with Image.open(io.BytesIO(picture.png)) as shown:
        assert (shown.size, shown.convert("RGB").getpixel((300, 300))) == (
            (600, 600),
            (31, 78, 140),
        )


HOSTILE: list[tuple[str, bytes, type[Refusal]]] = [
    ("a decompression bomb", claiming(60_000, 60_000), artwork.NotSquare),
    ("a second header", claiming_twice(9_000, 9_000), artwork.BrokenPicture),
    ("a bomb in a second header", claiming_twice(60_000, 60_000), artwork.BrokenPicture),
    ("a picture not square", png(400, 300), artwork.NotSquare),
    ("a picture too small", png(64, 64), artwork.NotSquare),
    ("a picture cut short", png()[:200], artwork.BrokenPicture),
    ("a header and nothing", claiming(400, 400), artwork.BrokenPicture),
    ("a signature alone", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, artwork.BrokenPicture),
    ("a picture of nothing", png(colour="#0000"), artwork.BlankPicture),
    ("a script", b"#!/bin/sh\nrm -rf /\n", WrongKind),
    ("a page", b"<html><script>alert(1)</script></html>", artwork.UnusableDrawing),
    ("a drawing with a handler", SVG % b'<g onload="alert(1)"/>', artwork.UnusableDrawing),
    ("a drawing in other bytes", (SVG % b"<script/>").decode().encode("utf-16"), artwork.UnusableDrawing),
    ("a drawing nobody sees", SVG % b'<rect width="9" height="9" opacity="0"/>', artwork.BlankPicture),
    ("a drawing packed", b"\x1f\x8b\x08\x00" + b"\x00" * 64, WrongKind),
    ("a JPEG", b"\xff\xd8\xff\xe0" + b"\x00" * 64, WrongKind),
    ("nothing", b"", EmptyFile),
    ("too much", b"\x89PNG\r\n\x1a\n" + b"\x00" * artwork.LIMIT, TooLarge),
    ("too much of a drawing", SVG % (b" " * artwork.LIMIT), artwork.UnusableDrawing),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "refusal"), [(data, no) for _name, data, no in HOSTILE], ids=[h[0] for h in HOSTILE]
)
def test_accept_refuses(data: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as raised:
        artwork.accept(upload(data))
    assert str(raised.value)


def test_every_fault_of_a_drawing_is_told_in_a_sentence() -> None:
    found = {}
    for inside in (b"<script/>", b"<text>x</text>", b'<filter id="a"/>', b'<path d="?"/>'):
        with pytest.raises(artwork.UnusableDrawing) as refusal:
            artwork.accept(upload(SVG % inside))
        found[refusal.value.facts["found"]] = str(refusal.value)
    assert list(found) == ["program", "letters", "part", "value"]
    assert "“filter”" in found["part"]
    assert "“d”" in found["value"]


def test_a_drawing_that_would_take_minutes_is_stopped() -> None:
    heavy = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><radialGradient id="a"><stop offset="0"/>'
        '<stop offset="1" stop-color="red"/></radialGradient>'
        + '<rect width="9" height="9" fill="url(#a)"/>' * 4000
        + "</svg>"
    )
    assert raster.png_apart(heavy, size=600, seconds=0.3) is None


def test_a_drawing_that_breaks_the_one_who_draws_breaks_nobody_else() -> None:
    broken = SVG.decode() % '<circle r="1e11" stroke="red" stroke-dasharray="1e-9"/>'
    assert raster.png_apart(broken, size=600) is None
