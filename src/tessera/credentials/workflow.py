"""The states of an award. Who can see it is another axis."""

from tessera.credentials.enums import State
from tessera.kernel.workflow import Workflow

AWARD = Workflow(
    "award",
    start=State.CONFIRMED,
    moves={
        (State.CONFIRMED, "sign"): State.SIGNED,
        (State.SIGNED, "deliver"): State.ISSUED,
        (State.ISSUED, "suspend"): State.SUSPENDED,
        (State.SUSPENDED, "lift"): State.ISSUED,
        (State.ISSUED, "revoke"): State.REVOKED,
        (State.SUSPENDED, "revoke"): State.REVOKED,
    },
)
