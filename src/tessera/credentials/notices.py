"""What the learner is told about a badge, once each."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import local_lazy
from tessera.notifications.operations import deliver

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from tessera.credentials.models import Award


def badge_is_ready(award: Award, *, at: datetime) -> None:
    _tell(
        award,
        "credentials.issued",
        subject=_("Your badge “%(title)s” is ready"),
        text=_(
            "Well done, %(name)s. Your badge “%(title)s” has been issued and is in your backpack."
            " Only you can see it until you decide to share it."
        ),
        at=at,
    )


def badge_is_suspended(award: Award, *, explanation: str, at: datetime) -> None:
    _tell(
        award,
        "credentials.suspended",
        subject=_("Your badge “%(title)s” is suspended"),
        text=_(
            "Your badge “%(title)s” is suspended while a person looks into it: %(explanation)s\n"
            "Until that is decided, anyone who checks it is told that it is not valid."
        ),
        explanation=explanation,
        at=at,
    )


def badge_stands_again(award: Award, *, at: datetime) -> None:
    _tell(
        award,
        "credentials.lifted",
        subject=_("Your badge “%(title)s” is valid again"),
        text=_(
            "The suspension of your badge “%(title)s” is over. Please take the new copy from your"
            " backpack: copies from before the suspension no longer check as valid."
        ),
        at=at,
    )


def badge_is_revoked(award: Award, *, explanation: str, at: datetime) -> None:
    _tell(
        award,
        "credentials.revoked",
        subject=_("Your badge “%(title)s” was revoked"),
        text=_(
            "Your badge “%(title)s” was revoked: %(explanation)s\n"
            "You still see it in your backpack. Anyone who checks it is told that it was revoked."
        ),
        explanation=explanation,
        at=at,
    )


def _tell(
    award: Award,
    kind: str,
    *,
    subject: Promise,
    text: Promise,
    explanation: str = "",
    at: datetime,
) -> None:
    # A suspension may come twice: the number of editions tells one from the next.
    edition = award.editions.count()
    deliver(
        kind=kind,
        once=f"{kind}:{award.uuid}:{edition}",
        to=award.learner,
        subject=subject,
        text=text,
        facts={
            "title": local_lazy(award.version, "title"),
            "name": award.learner.name,
            "explanation": explanation,
        },
        action_url=reverse("backpack:badge", args=[award.uuid]),
        action_label=_("Open the badge"),
        at=at,
    )
