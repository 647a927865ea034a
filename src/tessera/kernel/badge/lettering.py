"""Letters as outlines: measured, broken into lines, and drawn from a font without any reader needing it."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from tessera.kernel.errors import DrawingError

LEADING = 1.16
# Below so much of the largest size, a word may be broken where it does not fit.
BREAKS_WORDS = 0.5
SMALLEST = 1.0
SHRINK = 0.96


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of one size, with which a text fills a room."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING


class Face:
    """A font, to measure and draw with. It is read once and never changes."""

    def __init__(self, font: bytes) -> None:
        self._font = TTFont(io.BytesIO(font), lazy=True)
        self._glyphs = self._font.getGlyphSet()
        self._names: dict[int, str] = self._font.getBestCmap()
        self._unit: int = self._font["head"].unitsPerEm

    def missing(self, text: str) -> tuple[str, ...]:
        """What the font cannot draw, each once: letters of other scripts, and what nobody would see."""
        return tuple(
            dict.fromkeys(
                letter
                for letter in normal(text)
                if letter != " "
                and (ord(letter) not in self._names or unicodedata.category(letter)[0] in "CZM")
            )
        )

    def width(self, text: str, size: float) -> float:
        return sum(self._advance(letter) for letter in text) * size / self._unit

    def outline(self, text: str, *, x: float, y: float, size: float) -> str:
        """Path data of one line that begins at x, on the base line y. Raises DrawingError."""
        if missing := self.missing(text):
            raise DrawingError(
                "letters that the font lacks", code="letters", field="".join(missing)
            )
        scale = size / self._unit
        pen = SVGPathPen(self._glyphs, ntos=_number)
        at = x
        for letter in text:
            name = self._names[ord(letter)]
            self._glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, at, y)))
            at += self._advance(letter) * scale
        commands: str = pen.getCommands()
        return commands

    def fit(self, text: str, *, width: float, height: float, largest: float) -> Setting:
        """The text as large as it fits. It shrinks for as long as it must: no letter is ever left out.

        Raises DrawingError for letters that the font lacks.
        """
        if missing := self.missing(text):
            raise DrawingError(
                "letters that the font lacks", code="letters", field="".join(missing)
            )
        words = normal(text).split(" ")
        size = largest
        while True:
            lines = self._wrapped(words, width, size, breaks=size < largest * BREAKS_WORDS)
            if lines is not None and len(lines) * size * LEADING <= height:
                return Setting(self._even(words, lines, width, size), size)
            if size < SMALLEST:
                raise DrawingError("more words than the room holds", code="too-long")
            size *= SHRINK

    def _even(
        self, words: list[str], lines: list[str], width: float, size: float
    ) -> tuple[str, ...]:
        """The same number of lines, about equally long."""
        best = lines
        for share in range(95, 40, -5):
            tried = self._wrapped(words, width * share / 100, size, breaks=False)
            if tried is None or len(tried) > len(lines):
                break
            best = tried
        return tuple(best)

    def _wrapped(
        self, words: list[str], width: float, size: float, *, breaks: bool
    ) -> list[str] | None:
        """The words in lines, or None when one is wider than the room and may not be broken."""
        lines = [""]
        for word in words:
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer, size) <= width:
                lines[-1] = longer
                continue
            if self.width(word, size) <= width:
                lines.append(word)
                continue
            if not breaks:
                return None
            lines.append("")
            for letter in word:
                if lines[-1] and self.width(lines[-1] + letter, size) > width:
                    lines.append("")
                lines[-1] += letter
        return [line for line in lines if line]

    def _advance(self, letter: str) -> float:
        name = self._names.get(ord(letter))
        advance: Any = self._glyphs[name].width if name else 0
        return float(advance)


def normal(text: str) -> str:
    """Accents on their letters, and one space wherever there are several or a line ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
