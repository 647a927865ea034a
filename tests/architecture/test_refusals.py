"""Every expected “no” of the way from a design to a decision has a test that names it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tessera

SOURCE = Path(tessera.__file__).parent
TESTS = Path(__file__).parents[1]
FEATURES = ["assurance", "endorsement", "meetings", "people", "standing"]


def declared(feature: str) -> set[str]:
    found = set()
    for path in (SOURCE / feature).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                found |= {node.name} if "Refusal" in bases else set()
    return found


@pytest.mark.parametrize("feature", FEATURES)
def test_every_refusal_is_named_by_a_test(feature: str) -> None:
    words = "".join(path.read_text() for path in (TESTS / feature).glob("test_*.py"))
    refusals = declared(feature)
    assert refusals
    assert {name for name in refusals if name not in words} == set()
