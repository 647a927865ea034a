"""The states of a round of a version's way through quality assurance, and of what follows from it."""

from tessera.assurance.enums import AppealState, ConditionState
from tessera.assurance.enums import ProposalState as State
from tessera.kernel.workflow import Workflow

PROPOSAL = Workflow(
    "proposal",
    start=State.SCREENING,
    moves={
        (State.SCREENING, "pass"): State.OPEN,
        (State.SCREENING, "return"): State.RETURNED,
        (State.OPEN, "begin_review"): State.IN_REVIEW,
        (State.OPEN, "return"): State.RETURNED,
        (State.IN_REVIEW, "return"): State.RETURNED,
        (State.IN_REVIEW, "approve"): State.APPROVED,
        (State.IN_REVIEW, "decline"): State.DECLINED,
        (State.SCREENING, "withdraw"): State.WITHDRAWN,
        (State.OPEN, "withdraw"): State.WITHDRAWN,
        (State.IN_REVIEW, "withdraw"): State.WITHDRAWN,
    },
)
CONDITION = Workflow(
    "condition",
    start=ConditionState.OPEN,
    moves={
        (ConditionState.OPEN, "report"): ConditionState.REPORTED,
        (ConditionState.REPORTED, "confirm"): ConditionState.MET,
        (ConditionState.REPORTED, "reopen"): ConditionState.OPEN,
    },
)
APPEAL = Workflow(
    "appeal",
    start=AppealState.OPEN,
    moves={
        (AppealState.OPEN, "uphold"): AppealState.UPHELD,
        (AppealState.OPEN, "dismiss"): AppealState.DISMISSED,
    },
)
