"""Does a document fit a JSON Schema that a stranger wrote? Bounded in bytes, time and reach.

A schema is a small program: one of a few lines can ask for a billion comparisons. Those that 1EdTech
publishes are compiled once and judged here; anyone else's are judged by another process
(`schemas_judge`), which is stopped when its time or memory is over. What a schema refers to is
fetched by the caller's guarded loader, and by nothing else. Reads no settings and needs no Django.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tessera.common import schemas_judge
from tessera.kernel.errors import KernelError, Unreachable
from tessera.kernel.openbadges import canonical, did

PUBLISHED = "https://purl.imsglobal.org/spec/"
MAXIMUM_BYTES = 1024 * 1024  # the largest that is published has a ninth of it
MAXIMUM_PARTS = 10  # schemas that one schema may be made of
SECONDS = 2.0  # for one of a stranger's; an ordinary one takes a twentieth
ALTOGETHER = 6.0  # for all those of one credential and of what is inside it


class Validator:
    """Holds the credentials of one check to the schemas that they name (`kernel.schema.Validate`).

    `load(address) -> bytes` fetches schemas and what they refer to, and raises Unreachable.
    """

    def __init__(
        self, load: did.Load, *, seconds: float = SECONDS, altogether: float = ALTOGETHER
    ) -> None:
        self._load = load
        self._seconds = seconds
        self._left = altogether

    def __call__(self, address: str, document: Mapping[str, Any]) -> None:
        """Raises KernelError (`schema`) for a document that does not fit.

        Raises Unreachable for a schema that says nothing of it: it cannot be had (with the code of
        the loader), is not a schema (`not-a-schema`), or asks for too much (`too-complex`).
        """
        parts = {address: self._part(address)}
        while missing := (told := self._judged(address, parts, document)).get("missing"):
            if missing in parts or len(parts) >= MAXIMUM_PARTS:
                raise Unreachable(f"{address:.200} is made of too much", code="too-complex")
            parts[missing] = self._part(missing)
        if "unusable" in told:
            raise Unreachable(told["unusable"], code="not-a-schema")
        if "fault" in told:
            raise KernelError(told["fault"], code="schema")

    def _part(self, address: str) -> str:
        data = self._load(address)
        if len(data) > MAXIMUM_BYTES:
            raise Unreachable(f"a schema of more than {MAXIMUM_BYTES} bytes", code="too-complex")
        try:
            canonical.read(data)
            return data.decode()
        except (KernelError, UnicodeDecodeError) as fault:
            raise Unreachable(
                f"no schema at {address:.200}: {fault}", code="not-a-schema"
            ) from fault

    def _judged(
        self, address: str, parts: Mapping[str, str], document: Mapping[str, Any]
    ) -> dict[str, str]:
        if address.startswith(PUBLISHED) and len(parts) == 1:
            return _published(address, parts[address]).told(document)
        if self._left <= 0:
            raise Unreachable("all the schemas together took too long", code="too-complex")
        question = {"address": address, "parts": parts, "document": document}
        started = time.monotonic()
        try:
            return _apart(json.dumps(question), seconds=min(self._seconds, self._left))
        finally:
            self._left = max(0.0, self._left - (time.monotonic() - started))


@lru_cache(maxsize=32)
def _published(address: str, text: str) -> schemas_judge.Judge:
    return schemas_judge.Judge(address, {address: text})


def _apart(question: str, *, seconds: float) -> dict[str, str]:
    """What the other process says. Raises Unreachable (`too-complex`) when it does not get there."""
    script = str(Path(schemas_judge.__file__))
    try:
        done = subprocess.run(  # noqa: S603  # our own script, and nothing of a stranger's beside it
            [sys.executable, "-I", script],
            input=question.encode(),
            capture_output=True,
            timeout=seconds,
            env={},
            check=True,
        )
        told: dict[str, str] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as fault:
        raise Unreachable("a schema that asks for too much", code="too-complex") from fault
    return told
