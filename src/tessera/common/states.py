"""Moves a model along its `kernel.workflow` table, or refuses in words that a person can read."""

from __future__ import annotations

from typing import Any

from tessera.common.refusal import WrongState
from tessera.kernel.errors import MoveRefused
from tessera.kernel.workflow import Workflow


def advance(thing: Any, workflow: Workflow, verb: str) -> None:
    """Set `thing.state` to where `verb` leads; the caller saves. Refuses: WrongState."""
    check_advance(thing, workflow, verb)
    thing.state = workflow.move(thing.state, verb)


def check_advance(thing: Any, workflow: Workflow, verb: str) -> None:
    """Whether `verb` is possible now, changing nothing. Refuses: WrongState."""
    try:
        workflow.move(thing.state, verb)
    except MoveRefused:
        raise WrongState(state=thing.get_state_display()) from None
