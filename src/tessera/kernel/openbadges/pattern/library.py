"""Programs by shape, kept up to a bound, and the canonical bytes of any document by them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from tessera.kernel.openbadges import canonical
from tessera.kernel.openbadges.pattern import reading
from tessera.kernel.openbadges.pattern.program import Program
from tessera.kernel.openbadges.pattern.reading import Shape, Unusual

MAXIMUM_SHAPES = 256
CANARY = 1_000  # one document in so many is read the general path too


class Library:
    """Gives what `canonical.rdf` gives.

    A shape is compiled when it is met again, since most that are met once never come back. The new
    program must give the bytes of the general path; so must it for one document in CANARY later. A
    shape that fails goes the general path for good, and is counted in `differed`.
    """

    def __init__(self) -> None:
        self._programs: OrderedDict[Shape, Program | bool] = OrderedDict()
        self._lock = Lock()
        self._used = 0
        self.differed = 0

    def rdf(self, document: Mapping[str, Any]) -> bytes:
        """Canonical N-Quads. Raises as `canonical.rdf` does."""
        try:
            shape, texts = reading.read(document)
            found = self._canonical(shape, texts)
        except Unusual:
            return canonical.rdf(document)
        if found is None:
            general = canonical.rdf(document)
            self._learn(shape, texts, general)
            return general
        self._used += 1
        if self._used % CANARY:
            return found
        general = canonical.rdf(document)
        if found != general:
            self._give_up(shape)
        return general

    def _canonical(self, shape: Shape, texts: list[str]) -> bytes | None:
        """None where the shape is to be learned. Raises Unusual."""
        with self._lock:
            program = self._programs.get(shape, True)
            if shape in self._programs:
                self._programs.move_to_end(shape)
        if not program:
            raise Unusual("a shape without a program")
        return program.canonical(texts) if isinstance(program, Program) else None

    def _learn(self, shape: Shape, texts: list[str], general: bytes) -> None:
        if shape not in self._programs:
            self._keep(shape, True)
            return
        try:
            program = Program(shape, texts)
            found = program.canonical(texts)
        except Unusual:
            self._keep(shape, False)
            return
        if found == general:
            self._keep(shape, program)
        else:
            self._give_up(shape)

    def _give_up(self, shape: Shape) -> None:
        self.differed += 1
        self._keep(shape, False)

    def _keep(self, shape: Shape, program: Program | bool) -> None:
        with self._lock:
            self._programs[shape] = program
            self._programs.move_to_end(shape)
            while len(self._programs) > MAXIMUM_SHAPES:
                self._programs.popitem(last=False)


_LIBRARY = Library()


def rdf(document: Mapping[str, Any], hash_name: str = "sha256") -> bytes:
    """Canonical N-Quads of a JSON-LD document, as `canonical.rdf`. Raises as it does."""
    if hash_name != "sha256":
        return canonical.rdf(document, hash_name)
    return _LIBRARY.rdf(document)
