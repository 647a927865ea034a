"""A credential inside a PNG (Open Badges 3.0, section 5.3; PNG third edition).

It is the text of one uncompressed `iTXt` chunk, set right after the header, so that an image
prepared once bakes any number of credentials by joining bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack, unpack_from

from tessera.kernel.errors import ContainerError
from tessera.kernel.openbadges.bake import claim
from tessera.kernel.openbadges.bake.claim import (
    LABELS,
    MAXIMUM_CREDENTIAL,
    MAXIMUM_IMAGE,
    OPEN_BADGE,
    OPEN_BADGE_2,
    Label,
)

MAXIMUM_CHUNKS = 65_536

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = len(_SIGNATURE) + 12 + 13  # the signature and the IHDR chunk
_CLAIMS = tuple(label.keyword.encode() for label in LABELS)
_TEXTUAL = (b"iTXt", b"tEXt", b"zTXt")


@dataclass(frozen=True, slots=True)
class PreparedPng:
    """An image checked, freed of older claims and cut where the credential goes."""

    head: bytes
    tail: bytes

    def bake(self, credential: str, label: Label = OPEN_BADGE) -> bytes:
        """The image with this credential inside. Raises ContainerError (`text`, `too-large`)."""
        return self.head + _chunk(b"iTXt", _international_text(credential, label)) + self.tail


def is_png(data: bytes) -> bool:
    """Whether it begins as every PNG does."""
    return data.startswith(_SIGNATURE)


def prepare_png(image: bytes) -> PreparedPng:
    """Read an image once, to bake many credentials into it. Raises ContainerError.

    Whatever follows the end of the image is left behind.
    """
    kept = [whole for kind, data, whole in _chunks(image) if not _is_claim(kind, data)]
    return PreparedPng(image[:_HEAD], b"".join(kept[1:]))


def bake_png(image: bytes, credential: str) -> bytes:
    """The image with the credential inside, in place of any that it carried. Raises ContainerError.

    `credential` is the secured JSON document or the compact JWS, exactly as signed.
    """
    return prepare_png(image).bake(credential, claim.label_of(credential))


def unbake_png(data: bytes) -> str:
    """The credential inside an image, of Open Badges 3.0 first, then CLR 2.0, then Open Badges 2.0;
    the first if there are several. Raises ContainerError.

    Its code says which fault: `not-png`, `too-large`, `too-complex`, `cut-short`, `checksum`,
    `malformed`, `text` or `no-credential`.
    """
    found: dict[bytes, tuple[bytes, bytes]] = {}
    for kind, body, _ in _chunks(data):
        if _is_readable(kind, body):
            found.setdefault(_keyword(body), (kind, bytes(body)))
    for keyword in _CLAIMS:
        if keyword in found:
            return _read_text(*found[keyword])
    raise ContainerError("an image without a credential inside", code="no-credential")


def _chunks(image: bytes) -> Iterator[tuple[bytes, memoryview, memoryview]]:
    """Each chunk's type, data and whole bytes, up to the end chunk; the structure is checked."""
    if len(image) > MAXIMUM_IMAGE:
        raise ContainerError("an image larger than we read", code="too-large")
    if not is_png(image):
        raise ContainerError("not a PNG image", code="not-png")
    view, at, pixels = memoryview(image), len(_SIGNATURE), False
    for count in range(MAXIMUM_CHUNKS):
        if at + 12 > len(image):
            raise ContainerError("an image that ends too soon", code="cut-short")
        length, kind = unpack_from(">I4s", image, at)
        end = at + 12 + length
        if end > len(image):
            raise ContainerError("an image that ends too soon", code="cut-short")
        if not kind.isalpha() or (count == 0) != (kind == b"IHDR"):
            raise ContainerError("an image with its parts in disorder", code="malformed")
        if count == 0 and (length != 13 or 0 in unpack_from(">II", image, at + 8)):
            raise ContainerError("an image without a size", code="malformed")
        if zlib.crc32(view[at + 4 : end - 4]) != unpack_from(">I", image, end - 4)[0]:
            raise ContainerError("an image that was damaged on its way", code="checksum")
        pixels = pixels or kind == b"IDAT"
        yield kind, view[at + 8 : end - 4], view[at:end]
        if kind == b"IEND":
            if not pixels:
                raise ContainerError("an image without a picture", code="malformed")
            return
        at = end
    raise ContainerError("an image in more parts than we read", code="too-complex")


def _keyword(data: memoryview) -> bytes:
    """A textual chunk's keyword: up to 79 bytes, before the first zero byte."""
    return bytes(data[:80]).partition(b"\0")[0]


def _is_claim(kind: bytes, data: memoryview) -> bool:
    return kind in _TEXTUAL and _keyword(data) in _CLAIMS


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def _is_readable(kind: bytes, data: memoryview) -> bool:
    """Only Open Badges 2.0 and older were ever baked into another chunk than `iTXt`."""
    older = _keyword(data) == OPEN_BADGE_2.keyword.encode()
    return _is_claim(kind, data) and (kind == b"iTXt" or older)


def _international_text(credential: str, label: Label) -> bytes:
    """Keyword, not compressed (flag and method 0), no language, no translated keyword, text."""
    return label.keyword.encode() + b"\0\0\0\0\0" + claim.check_text(credential)


def _read_text(kind: bytes, data: bytes) -> str:
    _, _, rest = data.partition(b"\0")
    if kind == b"tEXt":
        return _bounded(rest).decode("latin-1")
    if kind == b"zTXt":
        if rest[:1] != b"\0":
            raise ContainerError("a credential that is not packed as text", code="text")
        return _bounded(_expanded(rest[1:])).decode("latin-1")
    flag, rest = rest[:2], rest[2:]
    _, language, rest = rest.partition(b"\0")
    _, translated, text = rest.partition(b"\0")
    if not language or not translated or flag not in (b"\0\0", b"\1\0"):
        raise ContainerError("a credential that is not packed as text", code="text")
    if flag == b"\1\0":
        text = _expanded(text)
    try:
        return _bounded(text).decode()
    except UnicodeDecodeError as fault:
        raise ContainerError("a credential that is not Unicode text", code="text") from fault


def _bounded(text: bytes) -> bytes:
    if len(text) > MAXIMUM_CREDENTIAL:
        raise ContainerError("a credential larger than we read", code="too-large")
    return text


def _expanded(packed: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(packed, MAXIMUM_CREDENTIAL + 1)
    except zlib.error as fault:
        raise ContainerError("a credential packed in a broken way", code="text") from fault
    if len(text) <= MAXIMUM_CREDENTIAL and not stream.eof:
        raise ContainerError("a credential packed in a broken way", code="text")
    return text
