"""What the organisation that was asked hears."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.endorsement.notices.writing import to_organisation, to_partner

if TYPE_CHECKING:
    from tessera.endorsement.models import OwnKey, Request


def asked(request: Request, *, at: datetime) -> None:
    to_partner(
        request,
        kind="endorsement.request.sent",
        subject=_("Would %(organisation)s endorse “%(title)s”?"),
        text=_(
            "%(asker)s asks whether %(organisation)s stands behind the micro-credential “%(title)s”:"
            " is the skill in demand, and does the way it is assessed reflect the job?\n\n"
            "%(message)sEverything is on one page: the design, how it is judged, and two questions."
            " Please answer by %(day)s."
        ),
        at=at,
    )


def asked_again(request: Request, *, at: datetime) -> None:
    to_partner(
        request,
        kind="endorsement.request.asked_again",
        subject=_("“%(title)s” has changed: do you still endorse it?"),
        text=_(
            "The design that %(organisation)s endorsed has changed, so that your endorsement no longer"
            " stands for it. The page shows what changed, with your earlier words ready to be used"
            " again. Please answer by %(day)s."
        ),
        at=at,
    )


def reminded(request: Request, *, at: datetime) -> None:
    to_partner(
        request,
        kind="endorsement.request.reminded",
        subject=_("“%(title)s” waits for your answer until %(day)s"),
        text=_(
            "%(asker)s would still like to hear what %(organisation)s says of it. What you have typed"
            " so far is kept."
        ),
        at=at,
    )


def suggestions_answered(request: Request, *, at: datetime) -> None:
    to_partner(
        request,
        kind="endorsement.suggestion.answered",
        subject=_("The designers answered what you proposed for “%(title)s”"),
        text=_("Each proposal has its answer on the page. Please answer by %(day)s."),
        once=str(request.suggestions.count()),
        at=at,
    )


def may_renew(request: Request, *, until: datetime, days: int, at: datetime) -> None:
    to_partner(
        request,
        kind="endorsement.statement.ending",
        subject=_("Your endorsement of “%(title)s” ends on %(until)s"),
        text=_(
            "Does %(organisation)s still stand behind it? One click renews it for another term; the"
            " page shows what has changed since you gave it."
        ),
        once=str(days),
        until=until,
        at=at,
    )


def expired(request: Request, *, at: datetime) -> None:
    to_partner(
        request,
        kind="endorsement.statement.expired",
        subject=_("Your endorsement of “%(title)s” has ended"),
        text=_(
            "Badges that people hold keep it, with its dates; new ones do not carry it. If"
            " %(organisation)s still stands behind it, one click renews it."
        ),
        at=at,
    )


def disowned(request: Request, *, at: datetime) -> None:
    to_partner(
        request,
        kind="endorsement.statement.disowned",
        subject=_("Your endorsement of “%(title)s” no longer checks"),
        text=_(
            "Your website no longer publishes the key that it was signed with, so that badges that"
            " carry it are called invalid. Please publish the key again, even if you use another one"
            " now. New badges do not carry the endorsement until you renew it."
        ),
        at=at,
    )


def key_proven(key: OwnKey, *, at: datetime) -> None:
    to_organisation(
        key,
        kind="endorsement.key.proven",
        subject=_("%(organisation)s now signs its endorsements itself"),
        text=_(
            "%(person)s has shown that this key belongs to %(organisation)s:\n\n%(did)s\n\nFrom now on"
            " nothing is signed for you at the college. If this is not your key, take it out of use at"
            " once."
        ),
        person=key.proven_by,
        at=at,
    )


def key_ended(key: OwnKey, *, at: datetime) -> None:
    to_organisation(
        key,
        kind="endorsement.key.ended",
        subject=_("A key of %(organisation)s is no longer in use"),
        text=_("%(person)s has taken this key out of use:\n\n%(did)s"),
        person=key.ended_by,
        at=at,
    )
