"""The states of a meeting."""

from tessera.kernel.workflow import Workflow
from tessera.meetings.enums import State

MEETING = Workflow("meeting", start=State.PLANNED, moves={(State.PLANNED, "close"): State.CLOSED})
