"""What a check found: steps, each with its answer, and the verdict that they come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Result(StrEnum):
    """How a step went. Only an optional step is ever skipped."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class Verdict(StrEnum):
    """What the steps come to."""

    VALID = "valid"
    INVALID = "invalid"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Step:
    """One question and its answer. `code` is stable; `detail` is for people who look closely."""

    name: str
    result: Result
    code: str = ""
    detail: str = ""
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict, the code of the step that decided it ("" when valid), and all the steps.

    `credential` sums up what the document claims: to be shown with the verdict, never without.
    """

    verdict: Verdict
    reason: str
    steps: tuple[Step, ...]
    credential: dict[str, Any] = field(default_factory=dict)

    def step(self, name: str) -> Step:
        """The step of that name. Raises KeyError."""
        return {step.name: step for step in self.steps}[name]

    def as_json(self) -> dict[str, Any]:
        """The report as `tessera verify --json` and `/api/check` give it."""
        return {
            "verdict": self.verdict.value,
            "reason": self.reason,
            "steps": [
                {
                    "name": step.name,
                    "result": step.result.value,
                    "code": step.code,
                    "detail": step.detail,
                }
                for step in self.steps
            ],
            "credential": self.credential,
        }


def verdict(steps: Iterable[Step]) -> tuple[Verdict, str]:
    """The verdict, and the code of the first step that brought it about."""
    deciding = [step for step in steps if step.decides]
    for result, outcome in ((Result.FAILED, Verdict.INVALID), (Result.UNKNOWN, Verdict.UNDECIDED)):
        for step in deciding:
            if step.result is result:
                return outcome, step.code
    if not any(step.result is Result.PASSED for step in deciding):
        return Verdict.UNDECIDED, "nothing-checked"
    return Verdict.VALID, ""
