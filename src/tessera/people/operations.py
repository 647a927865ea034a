"""Setting up the institution and giving people their duties."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from tessera.people.enums import Role
from tessera.people.models import Institution, Membership, Organisation, Person, Unit
from tessera.trail.operations import record


@transaction.atomic
def set_up_institution(
    *, name: str, name_fr: str, url: str, email: str, description: str = "", at: datetime
) -> Institution:
    """Name the college that runs this deployment; there is only one."""
    institution = Institution.objects.create(
        pk=1, name=name, name_fr=name_fr, url=url, email=email, description=description
    )
    record("people.institution.set_up", subject=institution, by=None, at=at)
    return institution


@transaction.atomic
def add_unit(*, slug: str, name: str, name_fr: str, by: Person | None, at: datetime) -> Unit:
    unit = Unit.objects.create(slug=slug, name=name, name_fr=name_fr)
    record("people.unit.added", subject=unit, by=by, at=at)
    return unit


@transaction.atomic
def add_organisation(
    *, slug: str, name: str, url: str, description: str = "", by: Person | None, at: datetime
) -> Organisation:
    organisation = Organisation.objects.create(
        slug=slug, name=name, url=url, description=description
    )
    record("people.organisation.added", subject=organisation, by=by, at=at)
    return organisation


@transaction.atomic
def add_person(
    *, email: str, name: str, language: str = "en", by: Person | None, at: datetime
) -> Person:
    """An account without a password: its owner signs in by a code sent to the address."""
    person = Person.objects.create_user(email, None, name=name, language=language)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record("people.person.added", subject=person, by=by, at=at)
    return person


@transaction.atomic
def grant(
    *,
    person: Person,
    role: Role,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    by: Person | None,
    at: datetime,
) -> Membership:
    """Give a duty; giving it twice changes nothing."""
    membership, created = Membership.objects.get_or_create(
        person=person,
        role=role,
        unit=unit,
        organisation=organisation,
        defaults={"granted_at": at, "granted_by": by},
    )
    if created:
        record("people.duty.granted", subject=person, by=by, at=at, role=str(role))
    return membership


@transaction.atomic
def change_profile(*, person: Person, name: str, language: str, at: datetime) -> None:
    """What people may change of themselves. Badges already issued keep the name they were issued to."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    record("people.person.changed", subject=person, by=person, at=at)
