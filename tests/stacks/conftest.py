from __future__ import annotations

import pytest

from tessera.catalogue.enums import State
from tessera.catalogue.models import Version
from tessera.people.models import Person
from tests.factories import catalogue, people


@pytest.fixture
def parts() -> list[Version]:
    titles = ("Educational Leadership", "Corporate Leadership")
    return [catalogue.version(state=State.PUBLISHED, title=title) for title in titles]


@pytest.fixture
def learner() -> Person:
    return people.person(name="Ana Learner")
