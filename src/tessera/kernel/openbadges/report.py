"""What a check found: steps, each with its answer, and the verdict that they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tessera.kernel.errors import KernelError, Unreachable


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
    """One question and its answer. `code` is stable; `detail` is for people who look closely.

    `facts` are what the detail tells, by name, so that it can be told in any language: `where` (the
    member), `when`, `issuer`, `signer`, `address`, `recipient`, `purpose`, `reason`.

    Where one question is asked of several things, such as the proofs of a set, the step with the
    plain name answers for all of them, and `signature/1`, `signature/2` ... tell of each.
    """

    name: str
    result: Result
    code: str = ""
    detail: str = ""
    decides: bool = True
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def asks(self) -> str:
        """The question, whichever of several things it was asked of."""
        return self.name.partition("/")[0]

    @property
    def number(self) -> str:
        """Which of several; "" for the answer for all of them."""
        return self.name.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict, the code of the step that decided it ("" when valid), and all the steps.

    `credential` sums up what the document claims: to be shown with the verdict, never without.
    `inside` are the reports of the endorsements and credentials that it carries.
    """

    verdict: Verdict
    reason: str
    steps: tuple[Step, ...]
    credential: dict[str, Any] = field(default_factory=dict)
    inside: tuple[Report, ...] = ()

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
            "inside": [report.as_json() for report in self.inside],
        }


# faults that say something of this reader or of the network, and nothing of the credential
_NOT_ITS_FAULT = {"unsupported", "unknown-context", "altered", "too-complex", "unreachable"}


def attempt(name: str, question: Callable[[], None]) -> Step:
    """A step that passes unless its question raises a KernelError."""
    try:
        question()
    except KernelError as fault:
        return faulty(name, fault)
    return Step(name, Result.PASSED)


def faulty(name: str, fault: KernelError) -> Step:
    """A step that did not pass: failed, or unknown where the credential is not to blame."""
    not_its_fault = fault.code in _NOT_ITS_FAULT or isinstance(fault, Unreachable)
    result = Result.UNKNOWN if not_its_fault else Result.FAILED
    facts = {**({"where": fault.field} if fault.field else {}), **fault.facts}
    return Step(name, result, fault.code, str(fault), facts=facts)


def each(answers: Sequence[tuple[str, Step]]) -> list[Step]:
    """Every one of several answers by itself, numbered, beside the one that decides; none for one.

    Each comes with what it is about, which its detail begins with.
    """
    if len(answers) < 2:
        return []
    return [
        replace(
            step,
            name=f"{step.name}/{number}",
            detail=": ".join(filter(None, (about, step.detail))),
            decides=False,
        )
        for number, (about, step) in enumerate(answers, start=1)
    ]


def hold(steps: Iterable[Step]) -> bool:
    """Whether every step that decides passed."""
    return all(step.result is Result.PASSED for step in steps if step.decides)


def worst(steps: Iterable[Step]) -> Step:
    """The one of several answers to one question that decides."""
    order = (Result.FAILED, Result.UNKNOWN, Result.PASSED, Result.SKIPPED)
    return min(steps, key=lambda step: order.index(step.result))


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
