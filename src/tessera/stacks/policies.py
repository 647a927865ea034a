from __future__ import annotations

from typing import TYPE_CHECKING

from tessera.common.refusal import WrongState

if TYPE_CHECKING:
    from tessera.stacks.models import Suspension


def check_keep(suspension: Suspension) -> None:
    """Whether it still waits for a decision; whether `by` may lift it is for credentials to say.

    Refuses: WrongState.
    """
    if suspension.settled_at is not None:
        raise WrongState(state=suspension.get_ending_display())
