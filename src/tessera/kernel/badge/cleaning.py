"""A drawing from outside, taken apart and written anew from an allow-list. Nothing of it is kept as it came.

What draws nothing (comments, an editor's notes, titles) is left out. What would run, reach outside, need
the reader's fonts or cost too much to draw is refused, so that what is shown is what its author saw. No
entity is ever declared, hence none expanded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from tessera.kernel.badge.values import (
    ATTRIBUTES,
    PRESENTATION,
    Style,
    decode_style,
    read_length,
    read_numbers,
    references,
)
from tessera.kernel.errors import DrawingError

LARGEST = 1_000_000  # bytes
MOST_ELEMENTS, DEEPEST = 4_000, 40
# What needs a layer of its own to be drawn on.
MOST_LAYERS = 32
SVG = "http://www.w3.org/2000/svg"

SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
GRADIENTS = ("linearGradient", "radialGradient")
# What each element may hold.
HOLDS: dict[str, tuple[str, ...]] = {
    "svg": ("g", "defs", *SHAPES, *GRADIENTS, "clipPath"),
    "g": ("g", "defs", *SHAPES, *GRADIENTS, "clipPath"),
    "defs": (*GRADIENTS, "clipPath"),
    "clipPath": SHAPES,
    "linearGradient": ("stop",),
    "radialGradient": ("stop",),
}
# Drawn by nobody.
SILENT = {"title", "desc", "metadata"}
REFUSED = {
    "script": "program",
    "handler": "program",
    "listener": "program",
    "foreignObject": "outside",
    "image": "outside",
    "feImage": "outside",
    "a": "outside",
    "use": "copies",
    "symbol": "copies",
    "text": "letters",
    "tspan": "letters",
    "textPath": "letters",
    "font": "letters",
    "animate": "moves",
    "animateColor": "moves",
    "animateMotion": "moves",
    "animateTransform": "moves",
    "set": "moves",
}


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    inside: list[_Element] = field(default_factory=list)


def clean(data: bytes) -> str:
    """The drawing as we write it: square, without a size of its own, its names ours. Raises DrawingError.

    Its code says why not: `not-svg`, `malformed`, `too-large`, `too-complex`, `declarations`, `program`,
    `outside`, `letters`, `moves`, `copies`, `style`, `part` (something that we cannot draw safely),
    `value`, `not-square` or `empty`; its field names the element or attribute.
    """
    reader = _Reader(data)
    root = reader.root
    sheet = decode_style("".join(reader.style))
    _dress(root, sheet)
    names = _named(root)
    body = "".join(_written(each, names) for each in root.inside)
    if not any(_draws(each) for each in root.inside):
        raise DrawingError("a drawing of nothing", code="empty")
    left, top, width, height = _view(root.attributes)
    own = _attributes(root, names, PRESENTATION)
    return f'<svg xmlns="{SVG}" viewBox="{left} {top} {width} {height}"><g{own}>{body}</g></svg>'


class _Reader:
    """One pass over the file: its tree of known elements, and the words of its style sheets."""

    root: _Element

    def __init__(self, data: bytes) -> None:
        if len(data) > LARGEST:
            raise DrawingError("a drawing larger than we read", code="too-large")
        self.style: list[str] = []
        self._open: list[_Element] = []
        self._count = self._silent = self._layers = 0
        self._in_style = False
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as fault:
            code = "malformed" if self._count else "not-svg"
            raise DrawingError("not well-formed XML", code=code) from fault

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inner: int) -> None:
        if inner:
            raise DrawingError("a document type that declares something", code="declarations")

    def _entity(self, *_declared: object) -> None:
        raise DrawingError("an entity", code="declarations")

    def _instruction(self, target: str, _data: str) -> None:
        if "stylesheet" in target.lower():
            raise DrawingError("a style sheet from elsewhere", code="outside", field=target[:40])

    def _start(self, said: str, attributes: dict[str, str]) -> None:
        self._count += 1
        space, _, name = said.rpartition(" ")
        if self._count == 1 and (name != "svg" or space not in (SVG, "")):
            raise DrawingError("not a drawing", code="not-svg")
        depth = len(self._open) + self._silent
        if self._count > MOST_ELEMENTS or depth > DEEPEST:
            raise DrawingError("more parts than we draw", code="too-complex")
        _check_attributes(name, attributes)
        if code := REFUSED.get(name):
            raise DrawingError(f"a part that is not drawn: {name}", code=code, field=name)
        if space.endswith("/xhtml"):
            raise DrawingError("part of a web page", code="outside", field=name[:40])
        if self._silent or name in SILENT or space not in (SVG, ""):
            self._silent += 1
            return
        if name == "style":
            self._silent += 1
            self._in_style = True
            return
        element = _Element(name, _plain(attributes))
        if not self._open:
            self.root = element
        else:
            if name not in HOLDS.get(self._open[-1].name, ()):
                raise DrawingError(f"a part out of place: {name:.40}", code="part", field=name[:40])
            self._open[-1].inside.append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        if self._silent:
            self._silent -= 1
            self._in_style = False
        else:
            self._open.pop()

    def _text(self, text: str) -> None:
        if self._in_style:
            self.style.append(text)


def _check_attributes(name: str, attributes: dict[str, str]) -> None:
    """What would act, or fetch, wherever it stands; even on a part that is left out."""
    for said, value in attributes.items():
        local = said.rpartition(" ")[2].lower()
        spare = re.sub(r"[\x00-\x20]+", "", value).lower()
        if local.startswith("on") or "javascript:" in spare or "vbscript:" in spare:
            raise DrawingError("a program", code="program", field=local[:40])
        if local in ("href", "src") and spare and not spare.startswith("#") and name in HOLDS:
            raise DrawingError("an address", code="outside", field=local[:40])


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    """Those of SVG itself, and `href` in its old spelling too."""
    plain = {name: value for name, value in attributes.items() if " " not in name}
    old = attributes.get("http://www.w3.org/1999/xlink href")
    if old is not None:
        plain.setdefault("href", old)
    return plain


def _dress(element: _Element, sheet: Style) -> None:
    """What style sheets and `style` say, as attributes: the same properties, one way of writing."""
    element.attributes |= sheet.of(element.name, element.attributes)
    for each in element.inside:
        _dress(each, sheet)


def _named(root: _Element) -> dict[str, tuple[str, str]]:
    """For each id that may be pointed at: the name that we give it, and what bears it."""
    names: dict[str, tuple[str, str]] = {}
    chains: dict[str, str] = {}
    layers = 0
    waiting = [root]
    while waiting:
        element = waiting.pop(0)
        waiting[:0] = element.inside
        own = element.attributes.get("id", "")
        if own and own not in names and element.name in (*GRADIENTS, "clipPath"):
            names[own] = (f"p{len(names) + 1}", element.name)
            chains[own] = element.attributes.get("href", "").removeprefix("#")
        layers += element.attributes.get("clip-path", "none") != "none"
        layers += element.name in ("g", "svg") and "opacity" in element.attributes
    if layers > MOST_LAYERS:
        raise DrawingError("more layers than we draw", code="too-complex")
    for start in chains:
        seen = {start}
        at = chains[start]
        while at:
            if at in seen:
                raise DrawingError("a gradient made of itself", code="value", field="href")
            seen.add(at)
            at = chains.get(at, "")
    return names


def _written(element: _Element, names: dict[str, tuple[str, str]]) -> str:
    allowed = ATTRIBUTES[element.name] | PRESENTATION
    attributes = _attributes(element, names, allowed)
    own = names.get(element.attributes.get("id", ""))
    if own and own[1] == element.name:
        attributes = f" id={quoteattr(own[0])}{attributes}"
    inside = "".join(_written(each, names) for each in element.inside)
    if not inside:
        return f"<{element.name}{attributes}/>"
    return f"<{element.name}{attributes}>{inside}</{element.name}>"


def _attributes(
    element: _Element, names: dict[str, tuple[str, str]], allowed: dict[str, re.Pattern[str]]
) -> str:
    written = []
    for name in sorted(element.attributes):
        pattern = allowed.get(name)
        if pattern is None:
            continue
        value = " ".join(element.attributes[name].split())
        if not pattern.fullmatch(value):
            raise DrawingError(f"not understood: {name}", code="value", field=name)
        for pointed in references(value):
            new, kind = names.get(pointed, ("", ""))
            if (kind == "clipPath") != (name == "clip-path") or not new:
                raise DrawingError(f"points at nothing: {name}", code="value", field=name)
            value = value.replace(f"#{pointed}", f"#{new}")
        if name == "clip-path" and value != "none" and element.name in ("clipPath",):
            raise DrawingError("a clip that is clipped", code="part", field=name)
        written.append(f" {name}={quoteattr(value)}")
    return "".join(written)


def _draws(element: _Element) -> bool:
    return element.name in SHAPES or (
        element.name == "g" and any(_draws(each) for each in element.inside)
    )


def _view(attributes: dict[str, str]) -> tuple[str, str, str, str]:
    """What part of its plane the drawing shows: the view box, else the size that it gives itself."""
    box = read_numbers(attributes.get("viewBox", ""))
    if len(box) != 4:
        sides = [read_length(attributes.get(side, "")) for side in ("width", "height")]
        box = [0.0, 0.0, *(side for side in sides if side is not None)]
    if len(box) != 4 or not all(abs(number) < 1e6 for number in box) or min(box[2:]) < 1e-3:
        raise DrawingError("a drawing without a size", code="value", field="viewBox")
    if abs(box[2] - box[3]) > max(box[2:]) / 50:
        raise DrawingError("a drawing that is not square", code="not-square")
    left, top, width, height = (f"{number:.4f}".rstrip("0").rstrip(".") for number in box)
    return left, top, width, height
