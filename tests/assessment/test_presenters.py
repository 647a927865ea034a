import re
from pathlib import Path

import pytest

import tessera
from tessera.trail.words import kinds

SOURCES = Path(tessera.__file__).parent


@pytest.mark.parametrize("feature", ["enrolment", "assessment"])
def test_every_kind_that_is_recorded_has_words(feature: str) -> None:
    recorded = {
        kind
        for path in (SOURCES / feature).rglob("*.py")
        for kind in re.findall(r'record\(\s*"([a-z._]+)"', path.read_text())
    }
    assert recorded == {kind for kind in kinds() if kind.startswith(f"{feature}.")}
