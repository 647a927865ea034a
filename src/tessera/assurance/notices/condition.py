"""What is owed after an approval: due, late, reported, kept."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tessera.assurance.notices.telling import chairs, in_full, tell

if TYPE_CHECKING:
    from tessera.assurance.models import Condition
    from tessera.people.models import Person


def condition_is_due(condition: Condition, *, at: datetime) -> None:
    """Once for each day that it is due on: a new day is a new reminder."""
    _tell(
        condition.owner,
        condition,
        what=f"due:{condition.due_on}",
        subject=_("Due on %(day)s: a condition of “%(title)s”"),
        text=_("Still to be done for “%(title)s” by %(day)s:\n\n%(text)s"),
        label=_("Say that it is done"),
        at=at,
    )


def condition_is_late(condition: Condition, *, weeks: int, at: datetime) -> None:
    """The owner, and the chairs, once in each week that it is late."""
    subject = _("Overdue since %(day)s: a condition of “%(title)s”")
    _tell(
        condition.owner,
        condition,
        what=f"late:{condition.due_on}:{weeks}",
        subject=subject,
        text=_(
            "This was to be done for “%(title)s” by %(day)s. Until it is, no new version of the"
            " design can be submitted or approved:\n\n%(text)s"
        ),
        label=_("Say that it is done"),
        at=at,
    )
    for chair in chairs(condition.decision.proposal):
        if chair != condition.owner:
            _tell(
                chair,
                condition,
                what=f"late:{condition.due_on}:{weeks}",
                subject=subject,
                text=_("%(owner)s was to do this for “%(title)s” by %(day)s:\n\n%(text)s"),
                label=_("See the condition"),
                at=at,
            )


def chairs_have_condition(condition: Condition, *, at: datetime) -> None:
    for chair in chairs(condition.decision.proposal):
        _tell(
            chair,
            condition,
            what=f"reported:{condition.reported_at}",
            subject=_("A condition of “%(title)s” is reported as met"),
            text=_("%(reporter)s reports:\n\n%(note)s"),
            label=_("Confirm it"),
            at=at,
        )


def owner_hears_met(condition: Condition, *, at: datetime) -> None:
    _tell(
        condition.owner,
        condition,
        what="met",
        subject=_("A condition of “%(title)s” is met"),
        text=_("The panel confirmed that this is done:\n\n%(text)s"),
        label=_("See the condition"),
        at=at,
    )


def owner_hears_reopened(condition: Condition, *, at: datetime) -> None:
    _tell(
        condition.owner,
        condition,
        what=f"reopened:{condition.reported_at}",
        subject=_("A condition of “%(title)s” is not met yet"),
        text=_("Still missing:\n\n%(reply)s"),
        label=_("See the condition"),
        at=at,
    )


def owner_hears_extended(condition: Condition, *, reason: str, at: datetime) -> None:
    _tell(
        condition.owner,
        condition,
        what=f"extended:{condition.due_on}",
        subject=_("More time for a condition of “%(title)s”: until %(day)s"),
        text=_("The panel gives you until %(day)s:\n\n%(text)s\n\nReason: %(reason)s"),
        label=_("See the condition"),
        at=at,
        reason=reason,
    )


def _tell(
    person: Person,
    condition: Condition,
    *,
    what: str,
    subject: Promise,
    text: Promise,
    label: Promise,
    at: datetime,
    **more: str,
) -> None:
    tell(
        person,
        condition.decision.proposal,
        kind=f"assurance.condition.{what.partition(':')[0]}:{condition.pk}:{what}",
        subject=subject,
        text=text,
        facts={
            "text": condition.text,
            "day": in_full(condition.due_on),
            "owner": condition.owner,
            "reporter": condition.reported_by,
            "note": condition.note,
            "reply": condition.reply,
            **more,
        },
        href=reverse("assurance:condition", args=[condition.uuid]),
        label=label,
        at=at,
    )
