"""Who is told what about offerings and enrolments."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import local_lazy
from tessera.enrolment.enums import Duty
from tessera.enrolment.models import Enrolment, Offering
from tessera.notifications.operations import deliver

if TYPE_CHECKING:
    from tessera.people.models import Person

STAFF = {
    Duty.INSTRUCTOR: _("You teach “%(offering)s”. You will record who completed the learning."),
    Duty.ASSESSOR: _("You assess “%(offering)s”. We tell you when a learner hands in their work."),
}


def you_are_staff(offering: Offering, *, person: Person, duty: Duty, at: datetime) -> None:
    deliver(
        kind="enrolment.staff.assigned",
        once=f"enrolment.staff:{offering.uuid}:{person.uuid}:{duty}",
        to=person,
        subject=_("You have a duty on “%(offering)s”"),
        text=STAFF[duty],
        facts={"offering": offering},
        action_url=reverse("enrolment:offering", args=[offering.uuid]),
        action_label=_("See the offering"),
        at=at,
    )


def you_are_enrolled(enrolment: Enrolment, *, at: datetime) -> None:
    deliver(
        kind="enrolment.enrolment.made",
        once=f"enrolment.made:{enrolment.uuid}",
        to=enrolment.learner,
        subject=_("You are enrolled in “%(title)s”"),
        text=_(
            "Welcome. Your workspace shows the three components, what each one asks for and how it "
            "is judged. You can begin at once."
        ),
        facts={"title": local_lazy(enrolment.version, "title")},
        action_url=workspace(enrolment),
        action_label=_("Open your workspace"),
        at=at,
    )


def learning_is_recorded(enrolment: Enrolment, *, at: datetime) -> None:
    deliver(
        kind="enrolment.educational.recorded",
        once=f"enrolment.educational:{enrolment.uuid}:{at.isoformat()}",
        to=enrolment.learner,
        subject=_("The Educational component of “%(title)s” is met"),
        text=_("Your learning is recorded. Demonstration and Reflective are in your own hands."),
        facts={"title": local_lazy(enrolment.version, "title")},
        action_url=workspace(enrolment),
        action_label=_("Open your workspace"),
        at=at,
    )


def finish_by(enrolment: Enrolment, *, at: datetime) -> None:
    """Its design retires: until when the learner may finish, and why."""
    version = enrolment.version
    if version.teach_out_on is None:
        return
    deliver(
        kind="enrolment.enrolment.ending",
        once=f"enrolment.ending:{enrolment.uuid}:{version.teach_out_on}",
        to=enrolment.learner,
        subject=_("Finish “%(title)s” by %(day)s"),
        text=_(
            "“%(title)s” is being retired, so nobody new can begin it. You can still earn it: hand in your"
            " work by %(day)s."
        ),
        facts={
            "title": local_lazy(version, "title"),
            "day": lazy(date_format, str)(version.teach_out_on, "DATE_FORMAT"),
        },
        action_url=workspace(enrolment),
        action_label=_("Open your workspace"),
        at=at,
    )


def workspace(enrolment: Enrolment) -> str:
    return reverse("enrolment:workspace", args=[enrolment.uuid])
