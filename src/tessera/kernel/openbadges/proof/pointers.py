"""Parts of a JSON-LD document by JSON pointers (vc-di-ecdsa, section 3.4.13; RFC 6901)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from tessera.kernel.errors import ProofError

MAXIMUM_POINTERS = 1_000


def selected(document: Mapping[str, Any], pointers: list[str]) -> dict[str, Any]:
    """The document with what is pointed at, and the id and type of whatever holds it; {} for none.

    Raises ProofError: `malformed`, `signature` for a pointer at nothing.
    """
    if not pointers:
        return {}
    if len(pointers) > MAXIMUM_POINTERS:
        raise ProofError("too many pointers", code="too-complex")
    kept = _Kept()
    for pointer in pointers:
        if pointer and not pointer.startswith("/"):
            raise ProofError("not a JSON pointer", code="malformed")
        place, value = kept, document
        for step in pointer.split("/")[1:]:
            value, at = _part(value, step.replace("~1", "/").replace("~0", "~"))
            place = place.parts.setdefault(at, _Kept())
        place.whole = True
    return {"@context": document["@context"], **kept.of(document)}


class _Kept:
    """What is kept of one value: all of it, or some of its parts."""

    def __init__(self) -> None:
        self.whole = False
        self.parts: dict[Any, _Kept] = {}

    def of(self, value: Any) -> Any:
        if self.whole:
            return deepcopy(value)
        if isinstance(value, list):
            return [self.parts[at].of(value[at]) for at in sorted(self.parts)]
        names = {
            name
            for name in ("id", "type")
            if value.get(name) and not str(value[name]).startswith("_:")
        }
        return {
            name: self.parts[name].of(part) if name in self.parts else deepcopy(part)
            for name, part in value.items()
            if name in names or name in self.parts
        }


def _part(value: Any, step: str) -> tuple[Any, Any]:
    if isinstance(value, Mapping) and step in value:
        return value[step], step
    if isinstance(value, list) and step.isascii() and step.isdigit() and int(step) < len(value):
        return value[int(step)], int(step)
    raise ProofError("what must be told is not there", code="signature", field=step)
