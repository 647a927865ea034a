"""State tables are whole, and drawn as they are."""

import pytest

from tests.architecture import source, workflows


@pytest.mark.parametrize("name", workflows.tables())
def test_every_state_can_be_reached_and_left(name):
    table = workflows.tables()[name]
    assert (table.unreachable(), table.traps()) == ((), ())


@pytest.mark.parametrize("name", workflows.tables())
def test_states_of_the_table_are_the_states_of_the_enum(name):
    table = workflows.tables()[name]
    (kind,) = {type(state) for state in table.states()}
    assert sorted(table.states()) == sorted(kind.values)


def test_diagrams_show_the_tables_as_they_are():
    drawn = (source.ROOT / "docs" / "workflows.md").read_text(encoding="utf-8")
    assert drawn == workflows.page(), "run make docs"
