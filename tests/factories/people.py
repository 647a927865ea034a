"""People and places, made directly: what they are allowed to do is what the tests are about."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from tessera.people.enums import Role
from tessera.people.models import Institution, Membership, Organisation, Person, Unit

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_numbers = count(1)


def institution() -> Institution:
    return Institution.objects.get_or_create(
        pk=1,
        defaults={
            "name": "Rivermouth College",
            "name_fr": "Collège Rivermouth",
            "url": "https://rivermouth.example.org",
            "email": "badges@rivermouth.example.org",
        },
    )[0]


def unit(slug: str = "leadership") -> Unit:
    return Unit.objects.get_or_create(
        slug=slug, defaults={"name": slug.capitalize(), "name_fr": slug.capitalize()}
    )[0]


def organisation(slug: str = "harbour-works") -> Organisation:
    return Organisation.objects.get_or_create(
        slug=slug,
        defaults={"name": slug.replace("-", " ").title(), "url": f"https://{slug}.example.org"},
    )[0]


def person(*roles: Role, name: str = "", language: str = "en", unit: Unit | None = None) -> Person:
    """Someone with these duties everywhere, or in one unit; a learner without any."""
    number = next(_numbers)
    made = Person.objects.create_user(
        f"person{number}@example.org", None, name=name or f"Person {number}", language=language
    )
    for role in roles:
        Membership.objects.create(person=made, role=role, unit=unit, granted_at=NOON)
    return made


def partner(at: Organisation | None = None) -> Person:
    made = person(name="Pat Partner")
    Membership.objects.create(
        person=made, role=Role.PARTNER, organisation=at or organisation(), granted_at=NOON
    )
    return made
