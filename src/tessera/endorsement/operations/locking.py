"""Versions are locked before requests, everywhere, so that nobody waits in a circle."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tessera.common import jobs
from tessera.endorsement import queries
from tessera.endorsement.models import Request, Statement
from tessera.endorsement.signals import endorsement_lapsed
from tessera.signing import operations as signing

if TYPE_CHECKING:
    from tessera.catalogue.models import Version


def locked_version(version: Version) -> Version:
    versions = type(version)._default_manager.select_for_update(no_key=True, of=("self",))
    return versions.select_related("definition__unit").get(pk=version.pk)


def locked_request(request: Request) -> Request:
    version = locked_version(request.version)
    locked = Request.objects.select_for_update(no_key=True).get(pk=request.pk)
    locked.version = version
    return locked


def end_statement(request: Request, at: datetime, *, revoke: bool) -> Statement | None:
    """The statement that stands no longer does; `revoke` tells verifiers too, through its status."""
    statement = request.statements.filter(ended_at=None).first()
    if statement is None:
        return None
    statement.ended_at = at
    statement.taken_back_at = at if revoke else None
    statement.save(update_fields=["ended_at", "taken_back_at"])
    if revoke and statement.status is not None:
        signing.set_status(entry=statement.status, at=at)
    return statement


def tell_if_lapsed(version: Version, at: datetime) -> None:
    """Once it is committed, whoever is above hears that the version is not endorsed enough any more."""
    if queries.missing_endorsements(version, at):
        transaction.on_commit(
            lambda: endorsement_lapsed.send(sender=Request, version_id=version.pk)
        )


def answer_later(request: Request, at: datetime) -> None:
    """As long again to answer as was given first; the caller saves."""
    allowed = request.answer_by - timezone.localdate(request.asked_at)
    request.answer_by = timezone.localdate(at) + max(allowed, timedelta(days=7))
    jobs.later("endorsement.lapse", request.pk, not_before=day_after(request.answer_by))


def day_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
