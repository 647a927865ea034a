"""Bitstring status lists: one bit per credential, shared by so many that asking reveals nobody.

Bits are plain `bytes`; bit 0 is the most significant bit of byte 0 (Bitstring Status List 1.0,
sections 2.2 and 3.3). Indexes are handed out at random, by the caller: the kernel draws no numbers.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable

from tessera.kernel.errors import KernelError, StatusError
from tessera.kernel.openbadges.multibase import from_base64url, to_base64url

MINIMUM_BITS = 131_072  # section 6.1: fewer would let a list single people out
MAXIMUM_SIZE = 8  # bits of one entry: 256 messages
MAXIMUM_BYTES = 16 * 1024 * 1024  # expanded; a list of 134 million, and a bound on hostile ones
_MAXIMUM_TEXT = 24 * 1024 * 1024  # a list of noise, in base64, still fits


def new(size: int = MINIMUM_BITS) -> bytes:
    """A list of `size` clear bits. Raises StatusError unless that is whole bytes and enough."""
    if size < MINIMUM_BITS or size % 8 or size // 8 > MAXIMUM_BYTES:
        raise StatusError(f"a list has whole bytes and at least {MINIMUM_BITS} bits", field="size")
    return bytes(size // 8)


def bit(bits: bytes, index: int) -> bool:
    """The bit of one entry. Raises StatusError (`range`) outside the list."""
    at, mask = _place(bits, index)
    return bool(bits[at] & mask)


def value(bits: bytes, index: int, size: int) -> int:
    """The number that `size` bits hold for one entry, the first of them the most significant.

    Raises StatusError (`range`) outside the list.
    """
    found = 0
    for place in range(index * size, (index + 1) * size):
        found = found << 1 | bit(bits, place)
    return found


def set_value(bits: bytes, index: int, size: int, value: int) -> bytes:
    """The same list with this number in the `size` bits of one entry.

    Raises StatusError (`range`) outside the list, or for a number that is not of `size` bits.
    """
    if not 0 <= value < 2**size:
        raise StatusError(f"{value} is not a number of {size} bits", code="range")
    places = range(index * size, (index + 1) * size)
    told = [place for place in places if value >> (places.stop - 1 - place) & 1]
    return set_bits(clear_bits(bits, places), told)


def set_bits(bits: bytes, indexes: Iterable[int]) -> bytes:
    """The same list with these bits set. Raises StatusError (`range`) outside the list."""
    changed = bytearray(bits)
    for index in indexes:
        at, mask = _place(bits, index)
        changed[at] |= mask
    return bytes(changed)


def clear_bits(bits: bytes, indexes: Iterable[int]) -> bytes:
    """The same list with these bits clear. Raises StatusError (`range`) outside the list.

    For purposes that can be undone, such as suspension; what was revoked stays revoked.
    """
    changed = bytearray(bits)
    for index in indexes:
        at, mask = _place(bits, index)
        changed[at] &= ~mask
    return bytes(changed)


def encode(bits: bytes) -> str:
    """`encodedList`: multibase `u` and base64url, unpadded, of the GZIP; equal bits, equal text."""
    packed = gzip.compress(bits, compresslevel=9, mtime=0)
    return "u" + to_base64url(packed)


def decode(text: str, *, minimum: int = MINIMUM_BITS, maximum: int = MAXIMUM_BYTES) -> bytes:
    """The bits of an `encodedList`, at least `minimum` of them and at most `maximum` bytes.

    Of StatusList2021, give its text with the `u` that it leaves out, and without its padding.

    Raises StatusError: `encoding`, `compression`, `too-large` or `too-short`. Expands no further
    than the bound, whatever the text claims.
    """
    if len(text) > _MAXIMUM_TEXT:
        raise StatusError("a status list longer than we read", code="too-large")
    bits = _expanded(_unwrapped(text), maximum)
    if len(bits) * 8 < minimum:
        raise StatusError(f"a status list of fewer than {minimum} bits", code="too-short")
    return bits


def _place(bits: bytes, index: int) -> tuple[int, int]:
    if not 0 <= index < len(bits) * 8:
        raise StatusError(f"no entry {index} in a list of {len(bits) * 8}", code="range")
    return index // 8, 0x80 >> index % 8


def _unwrapped(text: str) -> bytes:
    if not text.startswith("u"):
        raise StatusError("not multibase base64url without padding", code="encoding")
    try:
        return from_base64url(text[1:])
    except KernelError as fault:
        raise StatusError("not base64url", code="encoding") from fault


def _expanded(packed: bytes, maximum: int) -> bytes:
    stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        bits = stream.decompress(packed, maximum + 1)
    except zlib.error as fault:
        raise StatusError("not GZIP", code="compression") from fault
    if len(bits) > maximum:
        raise StatusError("a status list that expands past the bound", code="too-large")
    if not stream.eof or stream.unused_data:
        raise StatusError("GZIP cut short, or with something after it", code="compression")
    return bits
