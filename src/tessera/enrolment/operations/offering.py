"""Opening a published version to learners, and closing it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.common.states import advance
from tessera.enrolment import notices, policies
from tessera.enrolment.enums import Duty, OfferingState
from tessera.enrolment.models import Offering, Staff
from tessera.enrolment.workflow import OFFERING
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


@transaction.atomic
def create_offering(
    *,
    version: Version,
    title: str,
    mode: str,
    language: str = "en",
    place: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    capacity: int | None = None,
    fee: str = "",
    instructors: Iterable[Person] = (),
    assessors: Iterable[Person] = (),
    by: Person,
    at: datetime,
) -> Offering:
    """Prepare an offering with its staff; learners see it once it is opened.

    Refuses: NotPermitted, NotPublished, TitleTaken.
    """
    policies.check_offer(version, title=title, by=by)
    offering = Offering.objects.create(
        version=version,
        title=title,
        mode=mode,
        place=place,
        language=language,
        starts_on=starts_on,
        ends_on=ends_on,
        capacity=capacity,
        fee=fee,
        created_at=at,
        created_by=by,
    )
    record("enrolment.offering.created", subject=offering, by=by, at=at)
    assign_staff(offering=offering, people=instructors, duty=Duty.INSTRUCTOR, by=by, at=at)
    assign_staff(offering=offering, people=assessors, duty=Duty.ASSESSOR, by=by, at=at)
    return offering


@transaction.atomic
def assign_staff(
    *, offering: Offering, people: Iterable[Person], duty: Duty, by: Person, at: datetime
) -> None:
    """Give people a duty on the offering; those who have it keep it. Refuses: NotPermitted."""
    people = list(people)
    policies.check_registrar(offering.version, by=by)
    policies.check_staff(offering, people=people, duty=duty)
    for person in people:
        _row, created = Staff.objects.get_or_create(offering=offering, person=person, duty=duty)
        if created:
            facts = {"person": str(person.uuid), "duty": str(duty)}
            record("enrolment.staff.assigned", subject=offering, by=by, at=at, **facts)
            notices.you_are_staff(offering, person=person, duty=duty, at=at)


@transaction.atomic
def open_offering(*, offering: Offering, by: Person, at: datetime) -> Offering:
    """Let learners enrol, for the first time or again.

    Refuses: NotPermitted, WrongState, NotPublished, NotReady (nobody teaches or assesses).
    """
    offering = Offering.objects.select_for_update(no_key=True).get(pk=offering.pk)
    policies.check_open(offering, by=by)
    again = offering.state == OfferingState.CLOSED
    advance(offering, OFFERING, "reopen" if again else "open")
    offering.save(update_fields=["state"])
    record("enrolment.offering.opened", subject=offering, by=by, at=at)
    return offering


@transaction.atomic
def close_offering(*, offering: Offering, by: Person, at: datetime) -> Offering:
    """Take no new learners; those enrolled go on. Refuses: NotPermitted, WrongState."""
    offering = Offering.objects.select_for_update(no_key=True).get(pk=offering.pk)
    policies.check_close(offering, by=by)
    advance(offering, OFFERING, "close")
    offering.save(update_fields=["state"])
    record("enrolment.offering.closed", subject=offering, by=by, at=at)
    return offering
