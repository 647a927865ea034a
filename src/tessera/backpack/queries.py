from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tessera.backpack.models import ShareLink

if TYPE_CHECKING:
    from tessera.credentials.models import Award
    from tessera.people.models import Person


def links_of(award: Award) -> QuerySet[ShareLink]:
    """Every link to a badge, the newest first, ended ones too."""
    return ShareLink.objects.filter(award=award)


def visible_to(person: Person) -> QuerySet[ShareLink]:
    """Links are their maker's alone: no duty covers them."""
    return ShareLink.objects.filter(award__learner=person).select_related("award")


def is_open(link: ShareLink, at: datetime) -> bool:
    """Whether it still shows anything."""
    return link.withdrawn_at is None and (link.expires_at is None or at < link.expires_at)


def open_links_of(award: Award, at: datetime) -> QuerySet[ShareLink]:
    standing = Q(expires_at=None) | Q(expires_at__gt=at)
    return links_of(award).filter(standing, withdrawn_at=None)


def link_with(token: str) -> ShareLink | None:
    return (
        ShareLink.objects.select_related("award__version__definition", "award__learner")
        .filter(token=token)
        .first()
    )
