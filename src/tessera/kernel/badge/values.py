"""The attributes that a cleaned drawing may have, and what each may say. Every pattern reads in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tessera.kernel.errors import DrawingError

# Up to a million, so that no sum of them is beyond what a rasteriser can count.
_N = r"(?>[+-]?(?:\d{1,6}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE](?:-\d{1,2}|\+?0?[0-2]))?)(?![\deE])"
_GAP = r"[\s,]{1,4}"
_COLOUR = (
    r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,24}"
    rf"|rgba?\(\s*{_N}%?(?:\s*,\s*{_N}%?){{2,3}}\s*\)"
    rf"|hsla?\(\s*{_N}(?:\s*,\s*{_N}%?){{2,3}}\s*\)"
)
_POINTED = r"url\((?:#[^\s()'\"<>&]{1,100}|'#[^\s()'\"<>&]{1,100}'|\"#[^\s()'\"<>&]{1,100}\")\)"

NUMBER = re.compile(rf"{_N}%?")
LENGTH = re.compile(rf"{_N}(?:px|pt|pc|mm|cm|in|%)?")
NUMBERS = re.compile(rf"(?:{_N}|[\s,])*+")
DASHES = re.compile(rf"none|{_N}(?:px|%)?(?:{_GAP}{_N}(?:px|%)?){{0,15}}")
PATH = re.compile(rf"(?:[MmZzLlHhVvCcSsQqTtAa]|{_N}|[\s,])*+")
COLOUR = re.compile(_COLOUR)
PAINT = re.compile(rf"{_COLOUR}|{_POINTED}(?: (?:{_COLOUR}))?")
CLIP = re.compile(rf"none|{_POINTED}")
WORD = re.compile(r"[a-zA-Z-]{1,30}")
LOCAL = re.compile(r"#[^\s()'\"<>&]{1,100}")
TRANSFORM = re.compile(
    rf"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s?\(\s?{_N}(?:(?:{_GAP}|(?=[+.-])){_N}){{0,5}}\s?\)"
    r"[\s,]{0,4}){0,20}"
)

PRESENTATION: dict[str, re.Pattern[str]] = {
    "clip-path": CLIP,
    "clip-rule": WORD,
    "color": COLOUR,
    "display": WORD,
    "fill": PAINT,
    "fill-opacity": NUMBER,
    "fill-rule": WORD,
    "opacity": NUMBER,
    "stop-color": COLOUR,
    "stop-opacity": NUMBER,
    "stroke": PAINT,
    "stroke-dasharray": DASHES,
    "stroke-dashoffset": LENGTH,
    "stroke-linecap": WORD,
    "stroke-linejoin": WORD,
    "stroke-miterlimit": NUMBER,
    "stroke-opacity": NUMBER,
    "stroke-width": LENGTH,
    "transform": TRANSFORM,
    "visibility": WORD,
}
_GRADIENT = {
    "gradientTransform": TRANSFORM,
    "gradientUnits": WORD,
    "href": LOCAL,
    "spreadMethod": WORD,
}
ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "g": {},
    "defs": {},
    "path": {"d": PATH},
    "rect": dict.fromkeys(("x", "y", "width", "height", "rx", "ry"), LENGTH),
    "circle": dict.fromkeys(("cx", "cy", "r"), LENGTH),
    "ellipse": dict.fromkeys(("cx", "cy", "rx", "ry"), LENGTH),
    "line": dict.fromkeys(("x1", "y1", "x2", "y2"), LENGTH),
    "polyline": {"points": NUMBERS},
    "polygon": {"points": NUMBERS},
    "clipPath": {"clipPathUnits": WORD},
    "linearGradient": dict.fromkeys(("x1", "y1", "x2", "y2"), LENGTH) | _GRADIENT,
    "radialGradient": dict.fromkeys(("cx", "cy", "r", "fx", "fy", "fr"), LENGTH) | _GRADIENT,
    "stop": {"offset": NUMBER},
}
# Properties that change the picture in ways that we do not draw, unless they say this.
UNDRAWN = {
    "filter": "none",
    "mask": "none",
    "mix-blend-mode": "normal",
    "marker": "none",
    "marker-start": "none",
    "marker-mid": "none",
    "marker-end": "none",
}
_REFERENCE = re.compile(r"#([^\s()'\"<>&]+)")
_RULE = re.compile(r"\s*([^{}]{1,2000})\{([^{}]*)\}")
_SELECTOR = re.compile(r"[.#]?[A-Za-z_][\w-]{0,100}")
_HOMELY = re.compile(r"url\(\s*['\"]?\s*#")


def references(value: str) -> list[str]:
    """The ids that a value points at: in `url(#…)`, or as the whole of it."""
    if value.startswith("url("):
        return _REFERENCE.findall(value.split(")")[0])
    return [value[1:]] if value.startswith("#") and not COLOUR.fullmatch(value) else []


def read_numbers(text: str) -> list[float]:
    return [float(each) for each in re.findall(_N, text[:200])]


def read_length(text: str) -> float | None:
    """A length in units that have a size; None for a share or for anything else."""
    if not LENGTH.fullmatch(text.strip()) or text.strip().endswith("%"):
        return None
    return read_numbers(text)[0]


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet of plain rules: one selector, by element, class or id, and what it says."""

    rules: tuple[tuple[str, dict[str, str]], ...]

    def of(self, name: str, attributes: dict[str, str]) -> dict[str, str]:
        """What the sheet and the element's own `style` say of it. Raises DrawingError."""
        own = _declarations(attributes.get("style", ""))
        mine = [name, *(f".{each}" for each in attributes.get("class", "").split())]
        mine += [f"#{attributes['id']}"] if "id" in attributes else []
        said: dict[str, str] = {}
        for mark in ("", ".", "#"):
            for selector, declared in self.rules:
                if selector in mine and (selector[0] if selector[0] in ".#" else "") == mark:
                    said |= declared
        said |= own
        for each, harmless in UNDRAWN.items():
            if (said.get(each) or attributes.get(each) or harmless).strip() != harmless:
                raise DrawingError(f"not drawn here: {each}", code="part", field=each)
        for each, value in attributes.items():
            _check_reach(each, value)
        return {each: value for each, value in said.items() if each in PRESENTATION}


def decode_style(text: str) -> Style:
    """Raises DrawingError for a sheet that is more than plain rules."""
    _check_reach("style", text)
    spare = re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)
    rules = []
    at = 0
    while rule := _RULE.match(spare, at):
        at = rule.end()
        declared = _declarations(rule[2])
        for selector in rule[1].split(","):
            if not _SELECTOR.fullmatch(selector.strip()):
                raise DrawingError("a rule of style that is not read", code="style", field="style")
            rules.append((selector.strip(), declared))
    if spare[at:].strip():
        raise DrawingError("a style sheet that is not read", code="style", field="style")
    return Style(tuple(rules))


def _declarations(text: str) -> dict[str, str]:
    _check_reach("style", text)
    spare = re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)
    pairs = (each.partition(":") for each in spare.split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip()
        for name, colon, value in pairs
        if colon
    }


def _check_reach(name: str, value: str) -> None:
    """Whether words of style stay inside the drawing."""
    if name == "style" and ("@" in value or "\\" in value):
        code = "outside" if "import" in value.lower() or "font" in value.lower() else "style"
        raise DrawingError("a style sheet that is not read", code=code, field=name)
    lowered = value.lower()
    if lowered.count("url(") != len(_HOMELY.findall(lowered)):
        raise DrawingError("an address in a style", code="outside", field=name[:40])
    if "expression(" in lowered or "javascript:" in lowered:
        raise DrawingError("a program in a style", code="program", field=name[:40])
