from __future__ import annotations

from enum import Enum, StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.errors import MoveRefused
from tessera.kernel.workflow import Workflow


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    BACK = "back"
    DONE = "done"


FORM = Workflow(
    "form",
    start=State.DRAFT,
    moves={
        (State.DRAFT, "send"): State.SENT,
        (State.SENT, "return"): State.BACK,
        (State.BACK, "send"): State.SENT,
        (State.SENT, "accept"): State.DONE,
    },
)


def test_move_gives_the_member_that_the_table_names():
    assert FORM.move(State.DRAFT, "send") is State.SENT


def test_move_from_a_stored_plain_string_is_the_same_move():
    assert FORM.move("draft", "send") is State.SENT


def test_move_that_the_state_does_not_have_is_refused_naming_both():
    with pytest.raises(MoveRefused, match="form: cannot accept when draft") as refused:
        FORM.move(State.DRAFT, "accept")
    assert (refused.value.code, refused.value.field) == ("wrong-state", "accept")


def test_move_from_an_unknown_state_is_refused():
    with pytest.raises(MoveRefused):
        FORM.move("lost", "send")


def test_verbs_are_those_of_the_state_in_table_order():
    assert FORM.verbs(State.SENT) == ("return", "accept")
    assert FORM.verbs(State.DONE) == ()


def test_states_are_named_once_from_the_start():
    assert FORM.states() == (State.DRAFT, State.SENT, State.BACK, State.DONE)


def test_final_states_are_those_without_a_way_on_when_none_are_given():
    assert FORM.final == frozenset({"done"})


def test_a_sound_table_has_no_unreachable_state_and_no_trap():
    assert (FORM.unreachable(), FORM.traps()) == ((), ())


def test_a_state_that_nothing_leads_to_is_unreachable():
    flow = Workflow("x", start="a", moves={("a", "go"): "b", ("island", "go"): "b"})
    assert flow.unreachable() == ("island",)


def test_a_circle_without_exit_is_a_trap():
    flow = Workflow("x", start="a", moves={("a", "end"): "z", ("a", "go"): "b", ("b", "go"): "b"})
    assert flow.traps() == ("b",)


def test_a_circle_where_a_life_may_end_is_no_trap():
    flow = Workflow("x", start="on", moves={("on", "t"): "off", ("off", "t"): "on"}, final=["on"])
    assert flow.traps() == ()


def test_a_final_state_that_no_move_names_is_a_mistake():
    with pytest.raises(ValueError, match="x: final states without a move: gone"):
        Workflow("x", start="a", moves={("a", "go"): "b"}, final=["gone"])


def test_the_table_cannot_be_changed_from_outside():
    moves = {("a", "go"): "b"}
    flow = Workflow("x", start="a", moves=moves)
    moves["b", "go"] = "a"
    assert flow.verbs("b") == ()
    with pytest.raises(TypeError):
        flow.moves["b", "go"] = "a"  # type: ignore[index]


def test_mermaid_draws_every_move_and_both_ends():
    class Old(str, Enum):  # noqa: UP042 - like Django's choices, whose members are str
        A = "a"
        B = "b"

    flow = Workflow("x", start=Old.A, moves={(Old.A, "go"): Old.B})
    assert flow.mermaid() == "stateDiagram-v2\n    [*] --> a\n    a --> b: go\n    b --> [*]\n"


NAMES = st.sampled_from("abcdef")


@given(st.dictionaries(st.tuples(NAMES, st.sampled_from("xyz")), NAMES), NAMES)
def test_reachable_states_are_exactly_those_that_walking_finds(moves, start):
    flow = Workflow("w", start=start, moves=moves)
    walked = {start}
    for _ in range(len(moves)):
        walked |= {flow.move(state, verb) for state in walked for verb in flow.verbs(state)}
    assert set(flow.states()) - walked == set(flow.unreachable())
