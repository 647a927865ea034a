"""Who is told when a design moves. Reviews and endorsements tell of themselves."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.models import Version
from tessera.common.languages import local_lazy
from tessera.notifications.operations import deliver


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
