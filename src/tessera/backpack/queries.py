from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tessera.backpack.models import Archive, Challenge, Imported, ShareLink

if TYPE_CHECKING:
    from tessera.credentials.models import Award
    from tessera.people.models import Person


# A number is answered while both sit together; the answer stays in sight for the rest of the day.
ANSWERED_WITHIN = timedelta(minutes=15)
SEEN_FOR = timedelta(hours=12)
# How long the answer about a badge from elsewhere holds.
CHECKED_EVERY = timedelta(days=7)
# How long a copy of everything is kept; one that is not there by the next day never will be.
KEPT_FOR, MADE_WITHIN = timedelta(days=7), timedelta(days=1)


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
    return _opened().filter(token=token).first()


def link_printed(code: str) -> ShareLink | None:
    """The link behind a code as `codes.read` gives it."""
    return _opened().filter(code=code).first() if code else None


def code_of(award: Award) -> ShareLink | None:
    """The code on paper that stands."""
    return ShareLink.objects.filter(award=award, code__isnull=False, withdrawn_at=None).first()


def challenge_with(token: str, at: datetime) -> Challenge | None:
    """What somebody asked with this token, as long as it is kept."""
    asked = Challenge.objects.select_related("award__version__definition", "award__learner")
    return asked.filter(token=token, asked_at__gt=at - SEEN_FOR).first()


def challenges_to(person: Person, at: datetime) -> QuerySet[Challenge]:
    """What somebody waits to hear about this person's badges."""
    waiting = Challenge.objects.filter(award__learner=person, answered_at=None)
    return waiting.filter(asked_at__gt=at - ANSWERED_WITHIN)


def is_waiting(challenge: Challenge, at: datetime) -> bool:
    return challenge.answered_at is None and at < challenge.asked_at + ANSWERED_WITHIN


def imported_by(person: Person) -> QuerySet[Imported]:
    """Badges from elsewhere are their owner's alone: no duty covers them."""
    return Imported.objects.filter(owner=person)


def imported_due(at: datetime) -> QuerySet[Imported]:
    """Those whose answer is a week old, the oldest first."""
    return Imported.objects.filter(checked_at__lte=at - CHECKED_EVERY).order_by("checked_at", "pk")


def archives_of(person: Person) -> QuerySet[Archive]:
    """Copies of everything are their owner's alone: no duty covers them."""
    return Archive.objects.filter(owner=person)


def archives_stuck(at: datetime) -> QuerySet[Archive]:
    """Those whose job was lost or failed for good."""
    return Archive.objects.filter(ready_at=None, asked_at__lte=at - MADE_WITHIN)


def archives_over(at: datetime) -> QuerySet[Archive]:
    return Archive.objects.filter(ready_at__lte=at - KEPT_FOR)


def kept_until(archive: Archive) -> datetime | None:
    """The end of the days that it is kept; None while it is being made."""
    return archive.ready_at + KEPT_FOR if archive.ready_at else None


def _opened() -> QuerySet[ShareLink]:
    return ShareLink.objects.select_related("award__version__definition", "award__learner")
