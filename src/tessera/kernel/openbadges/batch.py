"""Many documents that differ in a few texts, each signed with little but the signature to do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any

from tessera.kernel.errors import KernelError
from tessera.kernel.openbadges import multibase, proof
from tessera.kernel.openbadges.keys import SecretKey
from tessera.kernel.openbadges.pattern import reading
from tessera.kernel.openbadges.pattern.program import Program
from tessera.kernel.openbadges.pattern.reading import Shape, Unusual

MAXIMUM_TEMPLATES = 64
_VALUE = "tessera-mark-value-"


class Batch:
    """Signs documents with one key at one time, by `eddsa-rdfc-2022`.

    `constants` are parts, such as the achievement and the issuer, that documents share: the very
    same objects, which nobody changes meanwhile. Each shape among the documents gets a template of
    its own, once its first document came out as the general path has it; what has none goes the
    general path. `by_template` and `by_general` count.
    """

    def __init__(
        self,
        *,
        key: SecretKey,
        verification_method: str,
        created: datetime,
        constants: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self._key = key
        self._method = verification_method
        self._created = created
        self._constants = list(constants)
        self._places = {id(constant): number for number, constant in enumerate(constants)}
        self._signer = key.signer()
        self._templates: dict[Shape, _Template | None] = {}
        self.by_template = 0
        self.by_general = 0

    def sign(self, document: Mapping[str, Any]) -> str:
        """The signed document as JSON. Raises as `proof.secure` does."""
        try:
            shape, texts = reading.read(document, self._places)
            template = self._templates[shape]
            if template is None:
                raise Unusual("a shape without a template")
            pool = template.program.pool(texts)
            signature = self._signer(template.options + template.program.digest(pool))
        except Unusual:
            self.by_general += 1
            return self.general(document)
        except KeyError:
            return self._first(document, shape, texts)
        self.by_template += 1
        return template.text(texts, multibase.encode(signature))

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

    def _first(self, document: Mapping[str, Any], shape: Shape, texts: list[str]) -> str:
        general = self.general(document)
        self.by_general += 1
        if len(self._templates) < MAXIMUM_TEMPLATES:
            self._templates[shape] = self._template(document, shape, texts, general)
        return general

    def _template(
        self, document: Mapping[str, Any], shape: Shape, texts: list[str], general: str
    ) -> _Template | None:
        options = proof.options(verification_method=self._method, created=self._created)
        hashed = proof.EDDSA_RDFC_2022.hashed(
            document, proof.under(document, options), self._key.type
        )
        try:
            program = Program(shape, texts, self._constants, ends=True)
            marked = reading.written(shape, program.marks, self._constants)
            text = _json({**marked, "proof": {**options, "proofValue": _VALUE}})
            template = _Template.of(program, hashed[:32], text)
            digest = program.digest(program.pool(texts))
        except Unusual:
            return None
        value = json.loads(general)["proof"]["proofValue"]
        same = digest == hashed[32:] and template.text(texts, value) == general
        return template if same else None


@dataclass(frozen=True, slots=True)
class _Template:
    program: Program
    options: bytes  # the digest of the options of the proof
    between: tuple[str, ...]  # the JSON around the texts and the signature

    @classmethod
    def of(cls, program: Program, options: bytes, text: str) -> _Template:
        between = []
        for mark in [*program.marks, _VALUE]:
            before, _, text = text.partition(f'"{mark}"')
            between.append(before)
        return cls(program, options, (*between, text))

    def text(self, texts: Sequence[str], value: str) -> str:
        parts = [""] * (2 * len(self.between) - 1)
        parts[::2] = self.between
        parts[1::2] = [*map(encode_basestring, texts), f'"{value}"']
        return "".join(parts)


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
