"""Programs by shape, kept up to a bound, and the canonical bytes of any document by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from tessera.kernel.openbadges import canonical
from tessera.kernel.openbadges.pattern import reading
from tessera.kernel.openbadges.pattern.program import Program
from tessera.kernel.openbadges.pattern.reading import Shape, Unusual

MAXIMUM_SHAPES = 256
CANARY = 1_000  # one document in so many is read the general path too


@dataclass(slots=True)
class _Known:
    program: Program | None = None
    refused: bool = False
    used: int = 0  # when it was last


class Library:
    """Gives what `canonical.rdf` gives.

    A shape is compiled when it is met again, since most that are met once never come back. The new
    program must give the bytes of the general path; so must it for one document in CANARY later. A
    shape that fails goes the general path for good, and is counted in `differed`.
    """

    def __init__(self) -> None:
        self._shapes: dict[Shape, _Known] = {}
        self._lock = Lock()
        self._turn = 0
        self.differed = 0

    def rdf(self, document: Mapping[str, Any]) -> bytes:
        """Canonical N-Quads. Raises as `canonical.rdf` does."""
        try:
            shape, texts = reading.read(document)
        except Unusual:
            return canonical.rdf(document)
        known = self._shapes.get(shape)
        if known is None or known.program is None:
            general = canonical.rdf(document)
            self._meet(shape, texts, known, general)
            return general
        self._turn += 1
        known.used = self._turn
        try:
            found = known.program.canonical(texts)
        except Unusual:
            return canonical.rdf(document)
        if self._turn % CANARY:
            return found
        general = canonical.rdf(document)
        self._compare(known, found, general)
        return general

    def _meet(self, shape: Shape, texts: list[str], known: _Known | None, general: bytes) -> None:
        if known is None:
            self._keep(shape)
        elif not known.refused:
            try:
                program = Program(shape, texts)
                found = program.canonical(texts)
            except Unusual:
                known.refused = True
                return
            known.program = program
            self._compare(known, found, general)

    def _compare(self, known: _Known, found: bytes, general: bytes) -> None:
        if found != general:
            known.program, known.refused = None, True
            self.differed += 1

    def _keep(self, shape: Shape) -> None:
        with self._lock:
            self._shapes[shape] = _Known(used=self._turn)
            if len(self._shapes) > MAXIMUM_SHAPES:
                del self._shapes[min(self._shapes, key=lambda one: self._shapes[one].used)]


_LIBRARY = Library()


def rdf(document: Mapping[str, Any], hash_name: str = "sha256") -> bytes:
    """Canonical N-Quads of a JSON-LD document, as `canonical.rdf`. Raises as it does."""
    if hash_name != "sha256":
        return canonical.rdf(document, hash_name)
    return _LIBRARY.rdf(document)
