"""Bytes as text, in the two forms that keys and proofs use: base58btc and base64url.

One value has one text: whatever a lenient reader would skip or round is refused.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64encode

from tessera.kernel.errors import KernelError, KeyFault

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET)}
_PAIRS = [one + two for one in _ALPHABET for two in _ALPHABET]
_LONGEST = 256  # base58 is quadratic, and nothing here is longer


def encode(data: bytes) -> str:
    """Multibase `z`: base58btc."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        # ten letters at a time, two by two: small numbers are quick to divide
        number, ten = divmod(number, 58**10)
        ten, ab = divmod(ten, 3364)
        ten, cd = divmod(ten, 3364)
        ten, ef = divmod(ten, 3364)
        ij, gh = divmod(ten, 3364)
        text = f"{_PAIRS[ij]}{_PAIRS[gh]}{_PAIRS[ef]}{_PAIRS[cd]}{_PAIRS[ab]}{text}"
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + text.lstrip("1")


def decode(text: object) -> bytes:
    """The bytes of multibase `z`. Raises KeyFault (`encoding`) for anything else."""
    if not isinstance(text, str) or not text.startswith("z") or len(text) > _LONGEST:
        raise KeyFault("not multibase base58btc", code="encoding")
    body, number = text[1:], 0
    try:
        for start in range(0, len(body), 10):
            ten, part = 0, body[start : start + 10]
            for letter in part:
                ten = ten * 58 + _PLACES[letter]
            number = number * 58 ** len(part) + ten
    except KeyError as fault:
        raise KeyFault("not multibase base58btc", code="encoding") from fault
    zeros = len(body) - len(body.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def to_base64url(data: bytes) -> str:
    """base64url without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: object) -> bytes:
    """The bytes of unpadded base64url. Raises KernelError (`encoding`) for anything else."""
    if not isinstance(text, str):
        raise KernelError("not base64url", code="encoding")
    body = text.encode("ascii", errors="replace")
    try:
        # base64.urlsafe_b64decode skips what it does not know; only this one is strict
        plain = body.translate(bytes.maketrans(b"-_+/=", b"+/???"))
        data = binascii.a2b_base64(plain + b"=" * (-len(plain) % 4), strict_mode=True)
    except binascii.Error as fault:
        raise KernelError("not base64url", code="encoding") from fault
    if to_base64url(data) != text:
        raise KernelError("base64url with bits left over", code="encoding")
    return data
