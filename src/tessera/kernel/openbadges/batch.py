"""Many documents that differ in a few texts, each signed with little but the signature to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from tessera.kernel.errors import KernelError
from tessera.kernel.openbadges import multibase, proof
from tessera.kernel.openbadges.keys import SecretKey
from tessera.kernel.openbadges.pattern import reading
from tessera.kernel.openbadges.pattern.program import Program
from tessera.kernel.openbadges.pattern.reading import Shape, Unusual

MAXIMUM_SHAPES = 64
MAXIMUM_MADE = 12  # templates of one shape; in the last, all texts may differ
_VALUE = "tessera-mark-value-"


@dataclass(frozen=True, slots=True)
class Figures:
    """How many documents were signed by a template, and how many the general path."""

    by_template: int = 0
    by_general: int = 0


class Batch:
    """Signs documents with one key at one time, by `eddsa-rdfc-2022`.

    `constants` are parts, such as the achievement and the issuer, that documents share: the very
    same objects, which nobody changes meanwhile. Each shape among the documents gets a template of
    its own, once it comes back. What its documents agreed in so far is constant in it; the first
    that does not agree gets it made anew. A template has to give what the general path gave for the
    document that it was made at; what has none goes the general path. `by_template` and `by_general`
    count.
    """

    def __init__(
        self,
        *,
        key: SecretKey,
        verification_method: str,
        created: datetime,
        constants: Sequence[Mapping[str, Any] | Sequence[Any]] = (),
    ) -> None:
        self._key = key
        self._method = verification_method
        self._created = created
        self._constants = list(constants)
        self._places = {id(constant): number for number, constant in enumerate(constants)}
        self._signer = key.signer()
        self._kinds: dict[Shape, _Kind] = {}
        self.by_template = 0
        self.by_general = 0

    def sign(self, document: Mapping[str, Any]) -> str:
        """The signed document as JSON. Raises as `proof.secure` does."""
        try:
            shape, texts = reading.read(document, self._places)
        except Unusual:
            return self._by_general(document)
        kind = self._kinds.get(shape)
        if kind is None or kind.template is None or not kind.template.fits(texts):
            return self._learned(document, shape, texts, kind)
        template = kind.template
        try:
            differing = template.differing(texts)
            pool = template.program.pool(differing)
            signature = self._signer(template.options + template.program.digest(pool))
        except Unusual:
            return self._by_general(document)
        self.by_template += 1
        return template.text(differing, multibase.encode(signature))

    @property
    def figures(self) -> Figures:
        return Figures(self.by_template, self.by_general)

    def general(self, document: Mapping[str, Any]) -> str:
        """The same by the general path."""
        return _json(
            proof.secure(
                document,
                key=self._key,
                verification_method=self._method,
                created=self._created,
            )
        )

    def check(self, document: Mapping[str, Any], signed: str) -> None:
        """Refuse (KernelError, `template`) a text that is not that of the general path."""
        if self.general(document) != signed:
            raise KernelError("a template went another way than the general path", code="template")

    def _by_general(self, document: Mapping[str, Any]) -> str:
        self.by_general += 1
        return self.general(document)

    def _learned(
        self, document: Mapping[str, Any], shape: Shape, texts: list[str], kind: _Kind | None
    ) -> str:
        """By the general path, and the next of this shape by a template if there can be one."""
        general = self._by_general(document)
        if kind is None:
            if len(self._kinds) < MAXIMUM_SHAPES:
                self._kinds[shape] = _Kind(texts)
        elif kind.made < MAXIMUM_MADE:
            kind.made += 1
            kind.varying |= {place for place, text in enumerate(texts) if text != kind.first[place]}
            if kind.made == MAXIMUM_MADE:
                kind.varying = set(range(len(texts)))
            kind.template = self._template(document, shape, texts, kind.varying, general)
        return general

    def _template(
        self,
        document: Mapping[str, Any],
        shape: Shape,
        texts: list[str],
        varying: set[int],
        general: str,
    ) -> _Template | None:
        options = proof.options(verification_method=self._method, created=self._created)
        hashed = proof.EDDSA_RDFC_2022.hashed(
            document, proof.under(document, options), self._key.type
        )
        try:
            narrow, differing = reading.narrowed(shape, texts, varying)
            program = Program(narrow, differing, self._constants, ends=True)
            digest = program.digest(program.pool(differing))
        except Unusual:
            return None
        marked = reading.written(narrow, program.marks, self._constants)
        text = _json({**marked, "proof": {**options, "proofValue": _VALUE}})
        template = _Template(program, hashed[:32], text, texts, varying)
        value = json.loads(general)["proof"]["proofValue"]
        same = digest == hashed[32:] and template.text(differing, value) == general
        return template if same else None


@dataclass(slots=True)
class _Kind:
    """What is known of one shape."""

    first: list[str]  # the texts of its first document
    varying: set[int] = field(default_factory=set)
    template: _Template | None = None
    made: int = 0


class _Template:
    def __init__(
        self, program: Program, options: bytes, text: str, texts: list[str], varying: set[int]
    ) -> None:
        """`options` is the digest of those of the proof; `text` is JSON with the marks of the program."""
        self.program = program
        self.options = options
        self._between = []
        for mark in [*program.marks, _VALUE]:
            before, _, text = text.partition(f'"{mark}"')
            self._between.append(before)
        self._between.append(text)
        self._differing = _getter(sorted(varying))
        self._agreed = _getter([place for place in range(len(texts)) if place not in varying])
        self._same = self._agreed(texts)

    def fits(self, texts: list[str]) -> bool:
        """Whether they agree in what is constant."""
        return self._agreed(texts) == self._same

    def differing(self, texts: list[str]) -> list[str]:
        return list(self._differing(texts))

    def text(self, differing: Sequence[str], value: str) -> str:
        parts = [""] * (2 * len(self._between) - 1)
        parts[::2] = self._between
        parts[1::2] = [*map(encode_basestring, differing), f'"{value}"']
        return "".join(parts)


def _getter(places: Sequence[int]) -> Callable[[list[str]], tuple[str, ...]]:
    # of one place, itemgetter would give no tuple
    return (
        itemgetter(*places)
        if len(places) > 1
        else lambda texts: tuple(texts[place] for place in places)
    )


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
