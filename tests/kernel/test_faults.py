"""The negative collection: each fault is one mutation of a good world, refused for its own reason."""

from __future__ import annotations

from collections import Counter

import pytest

from .faults_carried import CONTAINERS, CONTEXT, STATUS
from .faults_said import SAID
from .faults_signed import ISSUER, PROOF
from .worlds import Fault, answer, texts

FAULTS = [*PROOF, *ISSUER, *STATUS, *CONTEXT, *CONTAINERS, *SAID]


@pytest.mark.parametrize(
    "thing", ["badge", "endorsement", "record", "token", "png", "svg", "file", "text"]
)
def test_without_a_fault_everything_is_valid(thing):
    assert answer(None, thing)["verdict"] == ("valid", "")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_refused_by_its_step_with_its_code(fault: Fault):
    found = answer(fault)
    assert (found.get(fault.step), found.get("verdict", ("invalid",))[0]) == (
        (fault.result, fault.code),
        "undecided" if fault.result == "unknown" else "invalid",
    ), texts(found)


def test_the_collection_is_large_and_even():
    sizes = [len(part) for part in (PROOF, ISSUER, STATUS, CONTEXT, CONTAINERS)]
    assert (min(sizes) >= 25, len(FAULTS) >= 150) == (True, True)


def test_no_two_faults_are_the_same_mutation_of_the_same_member():
    assert [each for each, count in Counter(f.mutation for f in FAULTS).items() if count > 1] == []


def test_no_two_faults_have_one_name():
    assert [each for each, count in Counter(f.name for f in FAULTS).items() if count > 1] == []
