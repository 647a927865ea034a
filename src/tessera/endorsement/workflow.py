"""The states of an endorsement request, and of the endorsement once it is given."""

from tessera.endorsement.enums import State
from tessera.kernel.workflow import Workflow

ENDORSEMENT = Workflow(
    "endorsement",
    start=State.REQUESTED,
    moves={
        (State.REQUESTED, "give"): State.GIVEN,
        (State.REQUESTED, "decline"): State.DECLINED,
        (State.REQUESTED, "lapse"): State.LAPSED,
        (State.GIVEN, "withdraw"): State.WITHDRAWN,
        (State.GIVEN, "expire"): State.EXPIRED,
        (State.GIVEN, "renew"): State.RENEWED,
        # The reminder was read too late: the same words may be said again.
        (State.EXPIRED, "renew"): State.RENEWED,
        # The design changed after the partner saw it: the same question is put again.
        (State.GIVEN, "ask_again"): State.REQUESTED,
    },
)
