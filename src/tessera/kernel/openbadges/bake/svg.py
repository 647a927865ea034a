"""A credential inside an SVG (Open Badges 3.0, section 5.3): the first child of the root element.

The drawing is read only to find where things begin and end; the bytes between are never written
anew. A document type that declares anything is refused, so no entity is ever expanded or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from tessera.kernel.errors import ContainerError
from tessera.kernel.openbadges.bake import claim
from tessera.kernel.openbadges.bake.claim import (
    LABELS,
    MAXIMUM_CREDENTIAL,
    MAXIMUM_IMAGE,
    Label,
)

MAXIMUM_ELEMENTS = 200_000
MAXIMUM_DEPTH = 256

_ROOTS = ("http://www.w3.org/2000/svg svg", "svg")
_CLAIMS = {f"{label.namespace} {label.element}": label for label in LABELS}
_TOKEN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){2}")
_TAG = re.compile(rb"""<(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def bake_svg(image: bytes, credential: str) -> bytes:
    """The drawing with the credential inside, in place of any that it carried.

    Raises ContainerError, as `unbake_svg` does, and `encoding` for a drawing that is not in UTF-8.
    """
    if not _is_utf8(image):
        raise ContainerError("a drawing that is not in UTF-8", code="encoding")
    read = _Reader(image, encoding="UTF-8")
    pieces, at = [], 0
    for found in read.claims:
        pieces.append(image[at : found.start])
        at = found.end
    pieces.append(image[at:])
    head = image[: read.root_end]
    # every claim is inside the root, so that nothing before its end has moved
    rest = b"".join(pieces)[len(head) :]
    inside = _element(credential, claim.label_of(credential))
    if read.root_is_empty:
        name = re.match(rb"<([^\s/>]+)", image[read.root_start :])
        assert name, "a start tag has a name"
        return head[:-2].rstrip() + b">" + inside + b"</" + name[1] + b">" + rest
    return head + inside + rest


def unbake_svg(data: bytes) -> str:
    """The credential inside a drawing, of Open Badges 3.0 first, then CLR 2.0, then Open Badges
    2.0; the first if there are several. Raises ContainerError.

    Its code says which fault: `not-svg`, `too-large`, `too-complex`, `declarations` (a document
    type that declares something), `malformed`, `text` or `no-credential`.
    """
    claims = _Reader(data).claims
    for label in LABELS:
        for found in claims:
            if found.label is label:
                return found.credential()
    raise ContainerError("a drawing without a credential inside", code="no-credential")


@dataclass(slots=True)
class _Claim:
    """An element that carries a credential, and where it stands."""

    label: Label
    start: int
    end: int
    depth: int
    token: str | None
    parts: list[str] = field(default_factory=list)
    has_elements: bool = False

    def credential(self) -> str:
        """The token in `verify`, else the text inside. Raises ContainerError."""
        if self.has_elements:
            raise ContainerError("elements in the place of a credential", code="malformed")
        text = (self.token if self.token is not None else "".join(self.parts)).strip()
        if not text:
            raise ContainerError("a place for a credential, and nothing in it", code="text")
        if len(text.encode()) > MAXIMUM_CREDENTIAL:
            raise ContainerError("a credential larger than we read", code="too-large")
        return text


class _Reader:
    """One pass over a drawing: its root, and the claims inside. Raises ContainerError."""

    def __init__(self, data: bytes, encoding: str | None = None) -> None:
        if len(data) > MAXIMUM_IMAGE:
            raise ContainerError("a drawing larger than we read", code="too-large")
        self.claims: list[_Claim] = []
        self.root_start = self.root_end = 0
        self.root_is_empty = False
        self._data = data
        self._encoding = encoding
        self._open: _Claim | None = None
        self._depth = self._elements = 0
        self._parser = parser = expat.ParserCreate(encoding, namespace_separator=" ")
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.SkippedEntityHandler = self._skipped
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as fault:
            code = "malformed" if self._elements else "not-svg"
            raise ContainerError(
                "neither a PNG picture nor a drawing in well-formed XML", code=code
            ) from fault

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if self._encoding and (encoding or self._encoding).upper() != self._encoding:
            raise ContainerError(f"a drawing in {encoding}, not in UTF-8", code="encoding")

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inner: int) -> None:
        if inner:
            raise ContainerError("a document type that declares something", code="declarations")

    def _skipped(self, name: str, _is_parameter: bool) -> None:
        raise ContainerError(f"an entity that nothing declares: {name:.80}", code="declarations")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        self._depth += 1
        self._elements += 1
        if self._elements > MAXIMUM_ELEMENTS or self._depth > MAXIMUM_DEPTH:
            raise ContainerError("a drawing in more parts than we read", code="too-complex")
        if self._depth == 1:
            if name not in _ROOTS:
                raise ContainerError("not an SVG drawing", code="not-svg")
            self.root_start, self.root_end = at, self._end_of_tag(at)
            self.root_is_empty = self._data[self.root_end - 2 : self.root_end] == b"/>"
        elif self._open:
            self._open.has_elements = True
        elif name in _CLAIMS:
            end, token = self._end_of_tag(at), attributes.get("verify")
            self._open = _Claim(_CLAIMS[name], at, end, self._depth, token)
            self.claims.append(self._open)

    def _end(self, _name: str) -> None:
        if self._open and self._open.depth == self._depth:
            if self._data[self._open.end - 2 : self._open.end] != b"/>":
                self._open.end = self._end_of_tag(self._parser.CurrentByteIndex)
            self._open = None
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._open:
            self._open.parts.append(text)

    def _end_of_tag(self, at: int) -> int:
        """Past the `>` of the tag that starts here; one within quotes does not count."""
        tag = _TAG.match(self._data, at)
        return tag.end() if tag else len(self._data)


def _is_utf8(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def _element(credential: str, label: Label) -> bytes:
    """The element with its own prefix declared, whatever the drawing calls things."""
    text = claim.check_text(credential).decode()
    if _NOT_XML.search(text):
        raise ContainerError("characters that XML does not have", code="text")
    name = f"openbadges:{label.element}"
    start = f'<{name} xmlns:openbadges="{label.namespace}"'
    if _TOKEN.fullmatch(text):
        return f'{start} verify="{text}"/>'.encode()
    # XML reads a carriage return as a line feed, and ends CDATA at the first ]]>
    body = text.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"{start}><![CDATA[{body}]]></{name}>".encode()
