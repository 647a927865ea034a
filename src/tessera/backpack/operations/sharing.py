"""Links that show a badge to whoever has them, until they end."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from tessera.backpack import codes, policies, queries
from tessera.backpack.models import ShareLink
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.credentials.models import Award
    from tessera.people.models import Person

TWO_CLICKS = timedelta(seconds=5)


@transaction.atomic
def create_link(
    *, award: Award, label: str = "", expires_at: datetime | None, by: Person, at: datetime
) -> ShareLink:
    """An address nobody can guess. Without `expires_at` it lasts until it is withdrawn.

    Two clicks on the button are one wish. Refuses: NotPermitted, WrongState.
    """
    award = type(award).objects.select_for_update(no_key=True).get(pk=award.pk)
    policies.check_share(award, by=by)
    clicked = queries.open_links_of(award, at).filter(
        code=None, label=label, created_at__gt=at - TWO_CLICKS
    )
    if twin := clicked.first():
        return twin
    link = ShareLink.objects.create(
        award=award,
        token=secrets.token_urlsafe(32),
        label=label,
        created_at=at,
        expires_at=expires_at,
    )
    trail.record("backpack.link.created", subject=award, by=by, at=at, until=expires_at)
    return link


@transaction.atomic
def create_code(*, award: Award, by: Person, at: datetime) -> ShareLink:
    """A code to print, which works until it is withdrawn; the one that stands, if there is one.

    Refuses: NotPermitted, WrongState.
    """
    award = type(award).objects.select_for_update(no_key=True).get(pk=award.pk)
    policies.check_share(award, by=by)
    if standing := queries.code_of(award):
        return standing
    link = ShareLink.objects.create(
        award=award, token=secrets.token_urlsafe(32), code=codes.draw(), created_at=at
    )
    trail.record("backpack.code.created", subject=award, by=by, at=at)
    return link


@transaction.atomic
def withdraw_link(*, link: ShareLink, by: Person, at: datetime) -> ShareLink:
    """End a link at once, for good. Twice does what once does. Refuses: NotPermitted."""
    link = (
        ShareLink.objects.select_for_update(no_key=True, of=("self",))
        .select_related("award")
        .get(pk=link.pk)
    )
    policies.check_withdraw(link, by=by)
    if link.withdrawn_at is None:
        link.withdrawn_at = at
        link.save(update_fields=["withdrawn_at"])
        trail.record("backpack.link.withdrawn", subject=link.award, by=by, at=at)
    return link


def count_view(*, link: ShareLink) -> None:
    """That it was opened, never by whom."""
    ShareLink.objects.filter(pk=link.pk).update(views=F("views") + 1)
