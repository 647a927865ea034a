"""Who may do what to an offering, an enrolment and its evidence, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import ComponentKind, EvidenceKind
from tessera.common.languages import local
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.common.states import check_advance
from tessera.enrolment import queries
from tessera.enrolment.enums import (
    DONE,
    DUTY_NEEDS,
    WORKING,
    Basis,
    Duty,
    OfferingState,
    Permission,
    Track,
)
from tessera.enrolment.models import Enrolment, Evidence, Offering
from tessera.enrolment.workflow import ENROLMENT, OFFERING
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.catalogue.models import Task, Version
    from tessera.people.models import Person


class NotPublished(Refusal):
    code = "not-published"
    message = _("“%(title)s” is not published, so nobody can enrol in it.")


class TitleTaken(Refusal):
    code, status = "title-taken", 422
    message = _(
        "“%(title)s” already exists for this micro-credential. Give this one another title."
    )


class NotOpen(Refusal):
    code = "not-open"
    message = _("“%(offering)s” does not take new learners now.")


class Full(Refusal):
    code = "full"
    message = _("All places are taken.")


class AlreadyEnrolled(Refusal):
    code = "already-enrolled"
    message = _("You are enrolled already.")


class EarnFirst(Refusal):
    code = "earn-first"
    message = _("To enrol here, first earn: %(missing)s.")


class MotiveMissing(Refusal):
    code, status = "motive-missing", 422
    message = _("Say in your own words why you want this.")


class AlreadyRecorded(Refusal):
    code = "already-recorded"
    message = _("The educational component of %(learner)s is recorded already.")


class NotYet(Refusal):
    code, status = "not-yet", 422
    message = _("This day has not come yet.")


class NotAccepted(Refusal):
    code, status = "not-accepted", 422
    message = _("“%(task)s” does not take this kind of evidence.")


class AlreadyMet(Refusal):
    code = "already-met"
    message = _("This component is met: nothing more is needed.")


class HandedIn(Refusal):
    code = "handed-in"
    message = _("“%(title)s” was handed in and can no longer be removed.")


# -- Offerings ----------------------------------------------------------------------------------


def check_offer(version: Version, *, title: str, by: Person) -> None:
    """Refuses: NotPermitted, NotPublished, TitleTaken."""
    check_registrar(version, by=by)
    if version.state not in queries.OFFERED:
        raise NotPublished(title=local(version, "title"))
    if Offering.objects.filter(version=version, title=title).exists():
        raise TitleTaken(title=title)


def check_registrar(version: Version, *, by: Person) -> None:
    """Refuses: NotPermitted."""
    if not can(by, Permission.OPEN_OFFERING, unit=version.definition.unit_id):
        raise NotPermitted(reason=_("only the registrar opens and closes offerings."))


def check_staff(offering: Offering, *, people: Iterable[Person], duty: Duty) -> None:
    """Everyone named may do the duty there. Refuses: NotPermitted."""
    unit = offering.version.definition.unit_id
    for person in people:
        if not can(person, DUTY_NEEDS[duty], unit=unit):
            raise NotPermitted(reason=_("%(person)s does not have this duty.") % {"person": person})


def check_open(offering: Offering, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState, NotPublished, NotReady."""
    check_registrar(offering.version, by=by)
    verb = "reopen" if offering.state == OfferingState.CLOSED else "open"
    check_advance(offering, OFFERING, verb)
    if offering.version.state not in queries.OFFERED:
        raise NotPublished(title=local(offering.version, "title"))
    present = set(offering.staff.values_list("duty", flat=True))
    missing = [duty.label for duty in Duty if duty not in present]
    if missing:
        raise NotReady(missing=missing)


def check_close(offering: Offering, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState."""
    check_registrar(offering.version, by=by)
    check_advance(offering, OFFERING, "close")


# -- Enrolling ----------------------------------------------------------------------------------


def check_enrol(offering: Offering, *, learner: Person, at: datetime) -> None:
    """Refuses: AlreadyEnrolled, NotOpen, EarnFirst, Full."""
    if queries.standing_enrolment(learner, offering):
        raise AlreadyEnrolled
    over = offering.ends_on is not None and offering.ends_on < timezone.localdate(at)
    if (
        offering.state != OfferingState.OPEN
        or offering.version.state not in queries.OFFERED
        or over
    ):
        raise NotOpen(offering=offering)
    missing = queries.prerequisites_missing(offering.version, learner, at)
    if missing:
        raise EarnFirst(missing=missing)
    if queries.places_left(offering) == 0:
        raise Full


def check_withdraw(enrolment: Enrolment, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState."""
    check_own(enrolment, by=by)
    check_advance(enrolment, ENROLMENT, "withdraw")


def check_own(enrolment: Enrolment, *, by: Person) -> None:
    """Refuses: NotPermitted."""
    if enrolment.learner_id != by.pk:
        raise NotPermitted(reason=_("this is another learner’s work."))


# -- The three components -----------------------------------------------------------------------


def check_record(
    enrolment: Enrolment, *, basis: Basis, completed_on: date, by: Person, at: datetime
) -> None:
    """Instructors record completion, assessors prior learning; never one's own.

    Refuses: NotPermitted, WrongState, AlreadyRecorded, NotYet.
    """
    duty = Duty.ASSESSOR if basis == Basis.RPL else Duty.INSTRUCTOR
    if enrolment.learner_id == by.pk:
        raise NotPermitted(reason=_("nobody records their own learning."))
    if not queries.is_staff_of(by, enrolment.offering, duty):
        raise NotPermitted(reason=_("you do not have this duty on this offering."))
    check_working(enrolment)
    if enrolment.educational in DONE:
        raise AlreadyRecorded(learner=enrolment.learner)
    if completed_on > timezone.localdate(at):
        raise NotYet


def check_working(enrolment: Enrolment) -> None:
    """Refuses: WrongState."""
    if enrolment.state not in WORKING:
        raise WrongState(state=enrolment.get_state_display())


def check_work(enrolment: Enrolment, *, component: ComponentKind, by: Person) -> None:
    """Whether the learner may still work on a component. Refuses: NotPermitted, WrongState, AlreadyMet."""
    check_own(enrolment, by=by)
    check_working(enrolment)
    if getattr(enrolment, component) == Track.MET:
        raise AlreadyMet


def check_add(enrolment: Enrolment, *, task: Task, kind: EvidenceKind, by: Person) -> None:
    """Refuses: NotPermitted, WrongState, AlreadyMet, NotAccepted."""
    check_work(enrolment, component=ComponentKind.DEMONSTRATION, by=by)
    component = task.component
    here = (
        component.version_id == enrolment.version_id
        and component.kind == ComponentKind.DEMONSTRATION
    )
    if not here or kind not in queries.accepted_by(task):
        raise NotAccepted(task=task)


def check_remove(evidence: Evidence, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState, AlreadyMet, HandedIn."""
    check_work(evidence.enrolment, component=ComponentKind.DEMONSTRATION, by=by)
    if evidence.frozen_at:
        raise HandedIn(title=evidence.title)
