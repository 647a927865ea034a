"""The states of one numbered round of a version's way through quality assurance."""

from tessera.assurance.enums import ProposalState as State
from tessera.kernel.workflow import Workflow

PROPOSAL = Workflow(
    "proposal",
    start=State.OPEN,
    moves={
        (State.OPEN, "begin_review"): State.IN_REVIEW,
        (State.OPEN, "return"): State.RETURNED,
        (State.IN_REVIEW, "return"): State.RETURNED,
        (State.IN_REVIEW, "approve"): State.APPROVED,
        (State.IN_REVIEW, "decline"): State.DECLINED,
    },
)
