"""A credential attached to a PDF (ISO 32000-2, section 7.11.4), read and never written.

Attachments are streams that say that they are embedded files; streams stand in the file itself, so
they are found without reading its tables. A file with two credentials that differ is refused: which
of them a viewer shows cannot be told. What is found is a claim like any other.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from tessera.kernel.errors import ContainerError
from tessera.kernel.openbadges.bake import MAXIMUM_CREDENTIAL, MAXIMUM_IMAGE

MAXIMUM_ATTACHMENTS = 100

_ATTACHMENT = re.compile(rb"/Type\s*/EmbeddedFile\b")
_BEGINNING = re.compile(rb"\bobj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d{1,9})(?!\d|\s+\d+\s+R)")
_FILTER = re.compile(rb"/Filter\s*(?:(/\w+)|\[([^\]]*)\])")
_END = re.compile(rb"\s*endstream\b")
_DICTIONARY = 8192  # bytes that the head of an attachment may take
_CREDENTIAL = re.compile(rb"\s*(?:\{|ey[\w-]+\.[\w-]+\.[\w-]*\s*\Z)")


def is_pdf(data: bytes) -> bool:
    """Whether it begins as every PDF does."""
    return data.lstrip()[:5] == b"%PDF-"


def attached(data: bytes) -> bytes:
    """The credential attached to a PDF. Raises ContainerError: `too-large`, `too-complex`,
    `unsupported` (locked), `several`, `no-attachment`."""
    if len(data) > MAXIMUM_IMAGE:
        raise ContainerError("a PDF larger than we read", code="too-large")
    if re.search(rb"/Encrypt\b", data):
        raise ContainerError("a PDF that is locked", code="unsupported")
    found = {text for text in _attachments(data) if _CREDENTIAL.match(text)}
    if len(found) > 1:
        raise ContainerError("a PDF with more than one credential", code="several")
    if not found:
        raise ContainerError("a PDF without a credential attached", code="no-attachment")
    return found.pop()


def _attachments(data: bytes) -> Iterator[bytes]:
    for count, mark in enumerate(_ATTACHMENT.finditer(data)):
        if count >= MAXIMUM_ATTACHMENTS:
            raise ContainerError("a PDF with more attachments than we read", code="too-complex")
        stream = _STREAM.search(data, mark.end(), mark.end() + _DICTIONARY)
        begun = list(_BEGINNING.finditer(data, max(0, mark.start() - _DICTIONARY), mark.start()))
        if stream and begun:
            text = _content(data, data[begun[-1].end() : stream.start()], stream.end())
            if text is not None:
                yield text.removeprefix(b"\xef\xbb\xbf")


def _content(data: bytes, head: bytes, at: int) -> bytes | None:
    """What a stream holds; None for one packed in a way that credentials are not."""
    filters = _FILTER.search(head)
    kinds = (filters[1] or filters[2]).split() if filters else []
    if b"endobj" in head or b"/DecodeParms" in head:
        return None
    if kinds == [b"/FlateDecode"]:
        return _expanded(data[at : at + MAXIMUM_CREDENTIAL])
    if kinds:
        return None
    length = _LENGTH.search(head)
    end = at + int(length[1]) if length else data.find(b"endstream", at)
    if end < at or not _END.match(data, end) or end - at > MAXIMUM_CREDENTIAL:
        return None
    return data[at:end]


def _expanded(packed: bytes) -> bytes | None:
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(packed, MAXIMUM_CREDENTIAL + 1)
    except zlib.error:
        return None
    return text if stream.eof and len(text) <= MAXIMUM_CREDENTIAL else None
