"""Who is told when a design moves. Reviews and endorsements tell of themselves."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.models import Version
from tessera.common.languages import local_lazy
from tessera.notifications.operations import deliver

in_full = lazy(date_format, str)


def published(version: Version, *, at: datetime) -> None:
    """Its authors: it can be found and offered now."""
    for author in version.authors.filter(is_active=True):
        deliver(
            kind="catalogue.version.published",
            once=f"catalogue.version.published {version.pk} {author.pk}",
            to=author,
            subject=_("“%(title)s” is published"),
            text=_(
                "“%(title)s” now stands in the public catalogue and can be offered to learners."
            ),
            facts={"title": local_lazy(version, "title")},
            action_url=reverse("catalogue:version", args=[version.uuid]),
            action_label=_("Open the design"),
            at=at,
        )


def retiring(version: Version, *, at: datetime) -> None:
    """Its authors: nobody new begins it, and until when the others may finish."""
    until = version.teach_out_on
    if until is None:
        return
    for author in version.authors.filter(is_active=True):
        deliver(
            kind="catalogue.version.retiring",
            once=f"catalogue.version.retiring {version.pk} {author.pk} {until}",
            to=author,
            subject=_("“%(title)s” is being retired"),
            text=_(
                "Nobody new can begin version %(number)s of “%(title)s”. Those enrolled may finish until"
                " %(until)s. Its pages and badges stay."
            ),
            facts={
                "title": local_lazy(version, "title"),
                "number": version.number,
                "until": in_full(until, "DATE_FORMAT"),
            },
            action_url=reverse("catalogue:version", args=[version.uuid]),
            action_label=_("Open the design"),
            at=at,
        )
