"""One JSON Schema and what it says of one document; run as a script, the same under hard limits.

As a script it reads `{"address", "parts", "document"}` and writes the answer. It stands alone, so
that it starts in the twentieth of a second.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

CPU_SECONDS = 3
MEMORY = 1024 * 1024 * 1024
_LONGEST = 300
_PATTERNS = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000)


class Judge:
    """A schema made ready. `parts` are the texts of schemas by address, its own among them."""

    def __init__(self, address: str, parts: Mapping[str, str]) -> None:
        self._parts = parts
        self._answer: dict[str, str] = {}
        try:
            self._validator = jsonschema_rs.validator_for(
                json.loads(parts[address]),
                base_uri=address,
                retriever=self._part,
                pattern_options=_PATTERNS,
            )
        except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as fault:
            if not self._answer:
                self._answer = {"unusable": f"not a schema: {fault.args[0]!s:.{_LONGEST}}"}

    def told(self, document: Mapping[str, Any]) -> dict[str, str]:
        """{} when it fits; else `fault`, `unusable`, or `missing`: the address of another part."""
        if self._answer:
            return self._answer
        try:
            for fault in self._validator.iter_errors(document):
                path = "/".join(map(str, fault.instance_path)) or "the whole"
                return {"fault": f"{path:.{_LONGEST}}: {fault.message:.{_LONGEST}}"}
        except ValueError as fault:
            return {"unusable": f"cannot be judged: {fault!s:.{_LONGEST}}"}
        return {}

    def _part(self, address: str) -> Any:
        if address not in self._parts:
            self._answer = {"missing": address}
            raise KeyError(address)
        return json.loads(self._parts[address])


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    judge = Judge(asked["address"], asked["parts"])
    sys.stdout.write(json.dumps(judge.told(asked["document"])))


if __name__ == "__main__":
    main()
