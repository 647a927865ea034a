"""The states of an enrolment and of an offering."""

from tessera.enrolment.enums import OfferingState, State
from tessera.kernel.workflow import Workflow

OFFERING = Workflow(
    "offering",
    start=OfferingState.DRAFT,
    moves={
        (OfferingState.DRAFT, "open"): OfferingState.OPEN,
        (OfferingState.OPEN, "close"): OfferingState.CLOSED,
        (OfferingState.CLOSED, "reopen"): OfferingState.OPEN,
    },
    final=[OfferingState.CLOSED],
)

ENROLMENT = Workflow(
    "enrolment",
    start=State.ENROLLED,
    moves={
        (State.ENROLLED, "begin"): State.IN_PROGRESS,
        (State.IN_PROGRESS, "claim"): State.CLAIMED,
        (State.CLAIMED, "return"): State.IN_PROGRESS,
        (State.CLAIMED, "exhaust"): State.SUPPORT_REQUIRED,
        (State.SUPPORT_REQUIRED, "allow_again"): State.IN_PROGRESS,
        (State.CLAIMED, "award"): State.AWARDED,
        (State.ENROLLED, "withdraw"): State.WITHDRAWN,
        (State.IN_PROGRESS, "withdraw"): State.WITHDRAWN,
        (State.ENROLLED, "lapse"): State.LAPSED,
        (State.IN_PROGRESS, "lapse"): State.LAPSED,
    },
)
