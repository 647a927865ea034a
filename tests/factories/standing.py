"""Published designs that someone looks at again, through the operations."""

from __future__ import annotations

from datetime import date, datetime

from tessera.catalogue.enums import State
from tessera.catalogue.models import Version
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.standing import operations
from tessera.standing.models import PeriodicReview, Suspension
from tests.factories import catalogue, endorsement, people
from tests.factories.people import NOON

NEXT = date(2028, 11, 1)


def published(*, endorsed: bool = True, **fields: object) -> Version:
    version = catalogue.version(state=State.PUBLISHED, **fields)  # type: ignore[arg-type]
    if endorsed:
        endorsement.endorsed(version)
    return version


def under_review(version: Version | None = None, *, chair: Person | None = None) -> PeriodicReview:
    return operations.open_review(
        version=version or published(),
        reason="Two offerings drew no one.",
        by=chair or people.person(Role.CHAIR),
        at=NOON,
    )


def suspended(
    version: Version | None = None, *, effect: str = "wait", at: datetime = NOON
) -> Suspension:
    return operations.suspend(
        version=version or published(),
        reason="The software that the task needs is no longer sold.",
        effect=effect,
        by=people.person(Role.CHAIR),
        at=at,
    )
