"""The kernel's few errors. Each names what was wrong so that a caller can say it in plain words."""

from __future__ import annotations


class KernelError(Exception):
    """Anything the kernel refuses. `code` is stable and machine-readable; `field` a path or "".

    `facts` are what the message tells, by name, for whoever says it in another language.
    """

    code = "kernel-error"

    def __init__(self, message: str, *, code: str = "", field: str = "", **facts: str) -> None:
        super().__init__(message)
        self.code = code or self.code
        self.field = field
        self.facts = facts


class InvalidFacts(KernelError):
    """Facts that cannot become a document: `field` names the offending one."""

    code = "invalid-facts"


class MoveRefused(KernelError):
    """A state machine has no such move from the state that it is in."""

    code = "wrong-state"


class RuleError(KernelError):
    """A rule that cannot be satisfied, read or judged."""

    code = "invalid-rule"


class RubricError(KernelError):
    """Levels or judgements that do not belong to the rubric."""

    code = "invalid-rubric"


class UndefinedTerm(KernelError):
    """A JSON-LD term, type or relative id that no context defines; it would not be signed."""

    code = "undefined-term"


class UnknownContext(KernelError):
    """A context that is not in the closed set, or is given inline."""

    code = "unknown-context"


class TooComplex(KernelError):
    """A document past a bound on size, depth or work (RDFC-1.0 section 7.1, dataset poisoning)."""

    code = "too-complex"


class ProofError(KernelError):
    """A proof that does not verify. `code` tells which fault."""

    code = "proof-invalid"


class KeyFault(KernelError):
    """A key or DID document that cannot be read or may not be used for this purpose."""

    code = "key-invalid"


class StatusError(KernelError):
    """A status list that cannot be read, or an entry outside it."""

    code = "status-invalid"


class DrawingError(KernelError):
    """A badge that cannot be drawn, or a drawing from outside that is not safe to show as it is."""

    code = "drawing-invalid"


class ContainerError(KernelError):
    """An image, token or file that does not carry a readable credential."""

    code = "container-invalid"


class Unreachable(KernelError):
    """Something needed could not be had: the answer is *could not be checked*, never *fine*."""

    code = "unreachable"
