"""The framework that Tessera comes with: a few dozen entries of our own, to begin with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from tessera.frameworks.enums import Format
from tessera.frameworks.operations.asking import ask_import
from tessera.frameworks.operations.loading import run_import

if TYPE_CHECKING:
    from tessera.frameworks.models import Framework
    from tessera.people.models import Person

SEED = Path(__file__).parents[1] / "seed" / "starter.csv"
FACTS = {
    "code": "starter",
    "name": "Starter skills",
    "name_fr": "Premières compétences",
    "publisher": "Tessera",
    "edition": "2026",
    "source": "https://example.org/skills/starter",
    "licence": "Apache-2.0",
}


def load_starter(*, by: Person | None, at: datetime) -> Framework:
    """Bring it in; asked again, nothing changes. Refuses: NotPermitted."""
    asked = ask_import(
        file=ContentFile(SEED.read_bytes(), name=SEED.name),
        name=SEED.name,
        format=Format.PLAIN,
        facts=FACTS,
        is_trial=False,
        in_background=False,
        by=by,
        at=at,
    )
    done = run_import(run=asked, at=at)
    assert done.framework is not None, done.faults
    return done.framework
