"""What is next for whom, gathered from the features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tessera.people import queries as people
from tessera.people.enums import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from tessera.people.models import Person


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: what, where, and until when."""

    title: str
    href: str
    note: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of the demonstration's cast, with their duties in words."""

    person: Person
    duties: tuple[str, ...]


def next_actions(person: Person, *, at: datetime) -> list[Action]:
    """The next steps of this person across all duties, the most urgent first."""
    return []


def demonstration_cast() -> list[tuple[str, list[Member]]]:
    """The people of the demonstration college by their first duty, learners first."""
    by_duty: dict[str, list[Member]] = {"": []} | {role.value: [] for role in Role}
    for person in people.demonstration_people():
        held = sorted(person.memberships.all(), key=lambda row: row.pk)
        words = tuple(
            f"{row.get_role_display()} · {row.organisation}"
            if row.organisation
            else row.get_role_display()
            for row in held
        )
        by_duty[held[0].role if held else ""].append(Member(person, words))
    return [(duty, members) for duty, members in by_duty.items() if members]
