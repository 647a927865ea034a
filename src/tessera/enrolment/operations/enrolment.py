"""A learner's way through an offering; assessment moves it on by the doors at the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.common.states import advance
from tessera.enrolment import notices, policies
from tessera.enrolment.enums import DONE, Basis, State, Track
from tessera.enrolment.models import EducationalRecord, Enrolment, Evidence, Offering
from tessera.enrolment.workflow import ENROLMENT
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def enrol(*, offering: Offering, learner: Person, motive: str, at: datetime) -> Enrolment:
    """Give the learner a place, pinned to the offering's version, with the notice seen and a motive.

    Refuses: MotiveMissing, AlreadyEnrolled, NotOpen, EarnFirst, Full.
    """
    if not motive.strip():
        raise policies.MotiveMissing
    offering = Offering.objects.select_for_update(no_key=True).get(pk=offering.pk)
    policies.check_enrol(offering, learner=learner, at=at)
    enrolment = Enrolment.objects.create(
        offering=offering,
        version=offering.version,
        learner=learner,
        motive=motive.strip(),
        notice_seen_at=at,
        enrolled_at=at,
    )
    record("enrolment.enrolment.made", subject=enrolment, by=learner, at=at)
    notices.you_are_enrolled(enrolment, at=at)
    return enrolment


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: Person, at: datetime) -> Enrolment:
    """Give up the place. Refuses: NotPermitted, WrongState."""
    enrolment = lock(enrolment=enrolment)
    policies.check_withdraw(enrolment, by=by)
    advance(enrolment, ENROLMENT, "withdraw")
    enrolment.save(update_fields=["state"])
    record("enrolment.enrolment.withdrawn", subject=enrolment, by=by, at=at)
    return enrolment


@transaction.atomic
def record_educational(
    *,
    enrolment: Enrolment,
    completed_on: date,
    basis: Basis = Basis.COMPLETED,
    note: str = "",
    by: Person,
    at: datetime,
) -> Enrolment:
    """Say that the learning took place, or was recognised as prior learning.

    Refuses: NotPermitted, WrongState, AlreadyRecorded, NotYet.
    """
    enrolment = lock(enrolment=enrolment)
    policies.check_record(enrolment, basis=basis, completed_on=completed_on, by=by, at=at)
    begin(enrolment)
    enrolment.educational = Track.MET_BY_RPL if basis == Basis.RPL else Track.MET
    enrolment.save(update_fields=["state", "educational"])
    EducationalRecord.objects.update_or_create(
        enrolment=enrolment,
        defaults={
            "basis": basis,
            "completed_on": completed_on,
            "note": note,
            "recorded_at": at,
            "recorded_by": by,
        },
    )
    record("enrolment.educational.recorded", subject=enrolment, by=by, at=at, basis=str(basis))
    notices.learning_is_recorded(enrolment, at=at)
    return enrolment


@transaction.atomic
def record_educational_of(
    *,
    enrolments: Iterable[Enrolment],
    completed_on: date,
    basis: Basis = Basis.COMPLETED,
    note: str = "",
    by: Person,
    at: datetime,
) -> None:
    """The same for several learners: all of them, or none when one is refused."""
    for enrolment in enrolments:
        record_educational(
            enrolment=enrolment, completed_on=completed_on, basis=basis, note=note, by=by, at=at
        )


# -- For assessment and credentials -------------------------------------------------------------


@transaction.atomic
def freeze_evidence(*, enrolment: Enrolment, at: datetime) -> list[Evidence]:
    """All of the learner's evidence, which can no longer be changed or removed from now on."""
    enrolment.evidence.filter(frozen_at=None).update(frozen_at=at)
    return list(enrolment.evidence.all())


@transaction.atomic
def mark_claimed(*, enrolment: Enrolment, at: datetime) -> Enrolment:
    """The learner's own two components are handed in. Refuses: WrongState."""
    enrolment = lock(enrolment=enrolment)
    advance(enrolment, ENROLMENT, "claim")
    if enrolment.demonstration not in DONE:
        enrolment.demonstration = Track.SUBMITTED
    if enrolment.reflective not in DONE:
        enrolment.reflective = Track.SUBMITTED
    enrolment.save(update_fields=["state", "demonstration", "reflective"])
    return enrolment


@transaction.atomic
def mark_returned(*, enrolment: Enrolment, exhausted: bool = False, at: datetime) -> Enrolment:
    """Back to the learner, or to a talk when no attempt is left. Refuses: WrongState."""
    enrolment = lock(enrolment=enrolment)
    advance(enrolment, ENROLMENT, "exhaust" if exhausted else "return")
    enrolment.save(update_fields=["state"])
    if exhausted:
        record("enrolment.enrolment.needs_support", subject=enrolment, by=None, at=at)
    return enrolment


@transaction.atomic
def set_tracks(
    *,
    enrolment: Enrolment,
    educational: Track | None = None,
    demonstration: Track,
    reflective: Track,
    at: datetime,
) -> Enrolment:
    """How far each component has come, as assessment found; without `educational` that one stays."""
    enrolment = lock(enrolment=enrolment)
    enrolment.educational = educational or enrolment.educational
    enrolment.demonstration = demonstration
    enrolment.reflective = reflective
    enrolment.save(update_fields=["educational", "demonstration", "reflective"])
    return enrolment


@transaction.atomic
def mark_awarded(*, enrolment: Enrolment, at: datetime) -> Enrolment:
    """Refuses: WrongState. The database refuses unless all three components are met."""
    enrolment = lock(enrolment=enrolment)
    advance(enrolment, ENROLMENT, "award")
    enrolment.save(update_fields=["state"])
    record("enrolment.enrolment.awarded", subject=enrolment, by=None, at=at)
    return enrolment


def lock(*, enrolment: Enrolment) -> Enrolment:
    """The enrolment as it is now, held until the transaction ends."""
    return Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)


def begin(enrolment: Enrolment) -> None:
    """The first thing that happens to an enrolment puts it under way; the caller saves."""
    if enrolment.state == State.ENROLLED:
        advance(enrolment, ENROLMENT, "begin")
