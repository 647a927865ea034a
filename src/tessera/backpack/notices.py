"""What a learner is told about what is theirs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tessera.notifications.operations import deliver

if TYPE_CHECKING:
    from tessera.backpack.models import Archive


def copy_is_ready(archive: Archive, *, until: datetime, at: datetime) -> None:
    deliver(
        kind="backpack.archive.made",
        once=f"backpack.archive:{archive.uuid}",
        to=archive.owner,
        subject=_("The copy of everything that is yours is ready"),
        text=_(
            "You asked for a copy of your badges, your work and its results. You can download it"
            " until %(day)s, signed in as yourself; then it is deleted, and you can ask again."
        ),
        facts={"day": lazy(date_format, str)(until, "DATE_FORMAT")},
        action_url=reverse("backpack:archive"),
        action_label=_("Download it"),
        at=at,
    )
