"""As much of CBOR (RFC 8949) as proofs are packed in: numbers, bytes, texts, arrays and maps."""

from __future__ import annotations

from typing import Any

from tessera.kernel.errors import ProofError

MAXIMUM_DEPTH = 4
_TYPED_BYTES = 64  # RFC 8746: some writers mark their bytes as an array of bytes


def read(data: bytes) -> Any:
    """One value, and nothing after it. Raises ProofError (`malformed`)."""
    try:
        value, end = _value(data, 0, MAXIMUM_DEPTH)
    except (IndexError, UnicodeDecodeError, TypeError) as fault:
        raise _refused() from fault
    if end != len(data):
        raise _refused()
    return value


def _value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    kind, number, at = _head(data, at)
    if kind == 0:
        return number, at
    if kind in (2, 3):
        if at + number > len(data):
            raise _refused()
        part = data[at : at + number]
        return (part if kind == 2 else part.decode()), at + number
    if not depth:
        raise _refused()
    if kind == 6 and number == _TYPED_BYTES:
        return _value(data, at, depth - 1)
    if kind not in (4, 5):
        raise _refused()
    values = []
    for _ in range(number if kind == 4 else 2 * number):
        value, at = _value(data, at, depth - 1)
        values.append(value)
    return (values if kind == 4 else _map(values)), at


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """The kind of an item, its number or length, and where its content begins."""
    kind, number = data[at] >> 5, data[at] & 31
    if number < 24:
        return kind, number, at + 1
    if number > 27:
        raise _refused()
    end = at + 1 + (1 << (number - 24))
    if end > len(data):
        raise _refused()
    return kind, int.from_bytes(data[at + 1 : end], "big"), end


def _map(values: list[Any]) -> dict[Any, Any]:
    found = dict(zip(values[::2], values[1::2], strict=True))
    if 2 * len(found) != len(values):
        raise _refused()
    return found


def _refused() -> ProofError:
    return ProofError("not the CBOR of a proof", code="malformed")
