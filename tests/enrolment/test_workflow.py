import pytest

from tessera.assessment.workflow import ATTEMPT
from tessera.enrolment.workflow import ENROLMENT, OFFERING
from tessera.kernel.workflow import Workflow


@pytest.mark.parametrize("table", [OFFERING, ENROLMENT, ATTEMPT], ids=lambda table: table.name)
def test_every_state_can_be_reached_and_left(table: Workflow) -> None:
    assert (table.unreachable(), table.traps()) == ((), ())
