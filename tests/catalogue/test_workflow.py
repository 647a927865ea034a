"""However its moves follow each other, a version is public only after an approval and a publication."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tessera.catalogue.enums import EDITABLE, PUBLIC, State
from tessera.catalogue.models import Version
from tessera.catalogue.workflow import VERSION
from tessera.common.refusal import WrongState
from tessera.common.states import advance

VERBS = sorted({verb for _state, verb in VERSION.moves})


@given(st.lists(st.sampled_from(VERBS), max_size=30))
def test_a_random_walk_never_skips_the_panel(verbs: list[str]) -> None:
    version, taken = Version(state=VERSION.start), []
    for verb in verbs:
        before = version.state
        try:
            advance(version, VERSION, verb)
        except WrongState:
            assert version.state == before
            continue
        taken.append(verb)
        assert version.state == VERSION.moves[before, verb]
    if version.state in PUBLIC:
        assert {"submit", "begin_review", "approve", "publish"} <= set(taken)


def test_every_state_is_in_the_table() -> None:
    assert set(VERSION.states()) == set(State)
    assert (VERSION.unreachable(), VERSION.traps()) == ((), ())


def test_nothing_public_may_be_edited() -> None:
    assert set(EDITABLE) & set(PUBLIC) == set()
