"""The states of an attempt: judged by one, confirmed by another."""

from tessera.assessment.enums import State
from tessera.kernel.workflow import Workflow

ATTEMPT = Workflow(
    "attempt",
    start=State.SUBMITTED,
    moves={
        (State.SUBMITTED, "begin"): State.IN_ASSESSMENT,
        (State.SUBMITTED, "return_incomplete"): State.RETURNED_INCOMPLETE,
        (State.IN_ASSESSMENT, "return_incomplete"): State.RETURNED_INCOMPLETE,
        (State.IN_ASSESSMENT, "recommend"): State.RECOMMENDED,
        (State.RECOMMENDED, "reopen"): State.IN_ASSESSMENT,
        (State.RECOMMENDED, "confirm_met"): State.CONFIRMED_MET,
        (State.RECOMMENDED, "confirm_not_yet_met"): State.CONFIRMED_NOT_YET_MET,
    },
)
