"""Who is asked to a meeting, and who gets its minutes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tessera.notifications.operations import deliver

if TYPE_CHECKING:
    from tessera.meetings.models import Meeting


def _when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


# Written only when the message is, in the language of its reader.
when = lazy(_when, str)


def meeting_is_planned(meeting: Meeting, *, at: datetime) -> None:
    for member in meeting.members.select_related("person").exclude(person=meeting.planned_by_id):
        deliver(
            kind="meetings.meeting.planned",
            once=f"meetings.planned:{meeting.uuid}:{member.person_id}",
            to=member.person,
            subject=_("%(meeting)s: %(when)s"),
            text=_(
                "You are asked to “%(meeting)s” on %(when)s. The agenda is ready. Say beforehand when you"
                " can take no part in an item."
            ),
            facts={"meeting": meeting, "when": when(meeting.starts_at)},
            action_url=reverse("meetings:meeting", args=[meeting.uuid]),
            action_label=_("Read the agenda"),
            at=at,
        )


def minutes_are_there(meeting: Meeting, *, at: datetime) -> None:
    for member in meeting.members.select_related("person"):
        deliver(
            kind="meetings.meeting.closed",
            once=f"meetings.closed:{meeting.uuid}:{member.person_id}",
            to=member.person,
            subject=_("The minutes of “%(meeting)s” are there"),
            text=_("“%(meeting)s” is over, and its minutes can be read."),
            facts={"meeting": meeting},
            action_url=reverse("meetings:meeting", args=[meeting.uuid]),
            action_label=_("Read the minutes"),
            at=at,
        )
