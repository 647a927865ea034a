"""Who is told what about an attempt."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tessera.assessment.enums import Permission
from tessera.assessment.models import Attempt
from tessera.assessment.queries import Line
from tessera.common.languages import labelled, local_lazy
from tessera.enrolment.enums import Duty
from tessera.enrolment.queries import offering_staff
from tessera.notifications.operations import deliver
from tessera.people.access import can
from tessera.people.queries import people_who_may

if TYPE_CHECKING:
    from tessera.people.models import Person

AGAIN = _("Not yet met:\n\n%(unmet)s\n\nWork on it and hand in again; what is met stays met.")
NO_MORE = _("Not yet met:\n\n%(unmet)s\n\nAll attempts are used. Your instructor will talk to you.")


def work_is_handed_in(attempt: Attempt, *, at: datetime) -> None:
    """The offering's assessors have work; the learner has a receipt."""
    for assessor in offering_staff(attempt.enrolment.offering, Duty.ASSESSOR):
        _tell(
            attempt,
            "claimed",
            to=assessor,
            subject=_("%(learner)s handed in “%(title)s”"),
            text=_(
                "The result is due on %(due)s. Say first whether you have a conflict of interest."
            ),
            url=reverse("assessment:attempt", args=[attempt.uuid]),
            label=_("See the attempt"),
            at=at,
        )
    _tell(
        attempt,
        "received",
        to=attempt.enrolment.learner,
        subject=_("We have your work for “%(title)s”"),
        text=_("It stays as you handed it in. You will have a result by %(due)s."),
        url=reverse("assessment:claim", args=[attempt.enrolment.uuid]),
        label=_("See what you handed in"),
        at=at,
    )


def assessor_is_missing(attempt: Attempt, *, at: datetime) -> None:
    """A conflict was declared: the registrar sees to it that somebody else judges."""
    for person in _authority(attempt):
        _tell(
            attempt,
            "conflict",
            to=person,
            subject=_("A conflict of interest was declared on %(learner)s’s work"),
            text=_("“%(title)s”: make sure that another assessor judges it by %(due)s."),
            url=reverse("enrolment:offering", args=[attempt.enrolment.offering.uuid]),
            label=_("See the offering"),
            at=at,
        )


def result_waits(attempt: Attempt, *, at: datetime) -> None:
    """The award authority has something to confirm."""
    for person in _authority(attempt):
        _tell(
            attempt,
            f"recommended:{at.isoformat()}",
            to=person,
            subject=_("%(learner)s’s result for “%(title)s” waits for you"),
            text=_("It has been judged. Look at the chain of decisions, then confirm it."),
            url=reverse("assessment:attempt", args=[attempt.uuid]),
            label=_("See the decisions"),
            at=at,
        )


def work_is_incomplete(attempt: Attempt, *, at: datetime) -> None:
    _tell(
        attempt,
        "returned",
        to=attempt.enrolment.learner,
        subject=_("Something is missing in your work for “%(title)s”"),
        text=_("%(reason)s\n\nThis does not use up an attempt: add it and hand it in again."),
        url=reverse("enrolment:workspace", args=[attempt.enrolment.uuid]),
        label=_("Open your workspace"),
        at=at,
        reason=attempt.return_reason,
    )


def judge_again(attempt: Attempt, *, assessor: Person, reason: str, at: datetime) -> None:
    _tell(
        attempt,
        f"reopened:{at.isoformat()}",
        to=assessor,
        subject=_("Please look again at %(learner)s’s work for “%(title)s”"),
        text=_("%(reason)s"),
        url=reverse("assessment:attempt", args=[attempt.uuid]),
        label=_("Open the attempt"),
        at=at,
        reason=reason,
    )


def not_yet_met(attempt: Attempt, *, unmet: tuple[Line, ...], left: int, at: datetime) -> None:
    """The learner reads which criteria are open and what was said of each."""
    lines = ["– " + labelled(line.criterion.statement, line.feedback) for line in unmet]
    _tell(
        attempt,
        "not_yet_met",
        to=attempt.enrolment.learner,
        subject=_("Your result for “%(title)s”: not yet met"),
        text=AGAIN if left else NO_MORE,
        url=reverse("assessment:feedback", args=[attempt.uuid]),
        label=_("Read the feedback"),
        at=at,
        unmet="\n".join(lines),
    )


def _authority(attempt: Attempt) -> list[Person]:
    unit = attempt.enrolment.version.definition.unit_id
    people = people_who_may(Permission.CONFIRM).prefetch_related("memberships")
    return [person for person in people if can(person, Permission.CONFIRM, unit=unit)]


def _tell(
    attempt: Attempt, what: str, *, to: Person, url: str, label: Any, at: datetime, **words: Any
) -> None:
    enrolment = attempt.enrolment
    deliver(
        kind=f"assessment.attempt.{what.partition(':')[0]}",
        once=f"assessment.{what}:{attempt.uuid}:{to.uuid}",
        to=to,
        subject=words.pop("subject"),
        text=words.pop("text"),
        facts={
            "learner": enrolment.learner,
            "title": local_lazy(enrolment.version, "title"),
            "due": date_format(attempt.due_on),
            **words,
        },
        action_url=url,
        action_label=label,
        at=at,
    )
