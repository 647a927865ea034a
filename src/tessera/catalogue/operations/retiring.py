"""The end of a version: those enrolled may finish until a day; its pages and badges stay for ever."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tessera.catalogue import notices, policies
from tessera.catalogue.enums import State
from tessera.catalogue.models import Version
from tessera.catalogue.operations.locks import locked
from tessera.catalogue.workflow import VERSION
from tessera.common import jobs
from tessera.common.states import advance
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def retire_version(
    *, version: Version, teach_out_on: date, reason: str, by: Person, at: datetime
) -> Version:
    """Nobody new may begin; those enrolled may finish until the day.

    Refuses: NotPermitted, WrongState, NoReason, LastDayHasPassed.
    """
    policies.check_retire(locked(version), by=by)
    return retire_reviewed(version=version, teach_out_on=teach_out_on, reason=reason, by=by, at=at)


@transaction.atomic
def retire_reviewed(
    *, version: Version, teach_out_on: date, reason: str, by: Person, at: datetime
) -> Version:
    """The same as the outcome of a review; who may conclude one is for that to say.

    Refuses: WrongState, NoReason, LastDayHasPassed.
    """
    version = locked(version)
    policies.check_teach_out(teach_out_on, reason=reason, on=timezone.localdate(at))
    advance(version, VERSION, "retire")
    version.retire_reason = reason.strip()
    return _end_on(version, teach_out_on, by=by, at=at)


@transaction.atomic
def extend_teach_out(
    *, version: Version, teach_out_on: date, reason: str, by: Person, at: datetime
) -> Version:
    """Give those enrolled another day. Refuses: NotPermitted, WrongState, NoReason, LastDayHasPassed."""
    version = locked(version)
    policies.check_extend(version, by=by)
    policies.check_teach_out(teach_out_on, reason=reason, on=timezone.localdate(at))
    version.retire_reason = reason.strip()
    return _end_on(version, teach_out_on, by=by, at=at)


def supersede(version: Version, *, by: Person, at: datetime) -> Version:
    """A newer version is published: this one retires, with a year to finish."""
    version = locked(version)
    advance(version, VERSION, "retire")
    return _end_on(
        version, timezone.localdate(at) + timedelta(days=policies.TEACH_OUT_DAYS), by=by, at=at
    )


@transaction.atomic
def finish_retiring(*, version: Version, at: datetime) -> Version:
    """Once its last day is over, a version is retired; before that nothing happens. A job calls this."""
    version = locked(version)
    if not _is_over(version, on=timezone.localdate(at)):
        return version
    advance(version, VERSION, "finish")
    version.save(update_fields=["state"])
    trail.record("catalogue.version.retired", subject=version, by=None, at=at)
    return version


def _is_over(version: Version, *, on: date) -> bool:
    last = version.teach_out_on
    return version.state == State.RETIRING and last is not None and last < on


def _end_on(version: Version, day: date, *, by: Person, at: datetime) -> Version:
    version.teach_out_on = day
    version.save(update_fields=["state", "teach_out_on", "retire_reason"])
    trail.record(
        "catalogue.version.retiring",
        subject=version,
        by=by,
        at=at,
        until=day.isoformat(),
        reason=version.retire_reason,
    )
    notices.retiring(version, at=at)
    jobs.later("catalogue.tell_retiring", version.pk)
    after = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    jobs.later("catalogue.finish_retiring", version.pk, not_before=after)
    return version
