"""Moving a published version as its reviews turn out. The room `standing` says when and why."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.catalogue.operations.locks import locked
from tessera.catalogue.operations.moving import _moved
from tessera.common import jobs
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


@transaction.atomic
def open_review(*, version: Version, by: Person | None, at: datetime) -> Version:
    """It is looked at again, and can be earned meanwhile. Refuses: WrongState."""
    return _moved(version, "open_review", "catalogue.version.review_opened", by=by, at=at)


@transaction.atomic
def close_review(*, version: Version, by: Person, at: datetime) -> Version:
    """It was looked at, and stands. Refuses: WrongState."""
    return _moved(version, "close_review", "catalogue.version.review_closed", by=by, at=at)


@transaction.atomic
def suspend_version(*, version: Version, by: Person, at: datetime) -> Version:
    """Nobody new may begin; badges that were earned keep their value. Refuses: WrongState."""
    return _moved(version, "suspend", "catalogue.version.suspended", by=by, at=at)


@transaction.atomic
def reinstate_version(*, version: Version, by: Person, at: datetime) -> Version:
    """It can be earned again. Refuses: WrongState."""
    version = _moved(version, "reinstate", "catalogue.version.reinstated", by=by, at=at)
    # Who completed a stack while it was suspended has it now.
    jobs.later("catalogue.tell_published", version.pk)
    return version


@transaction.atomic
def set_review_day(*, version: Version, review_on: date, by: Person, at: datetime) -> Version:
    """When it is looked at next; no part of what was endorsed or approved."""
    version = locked(version)
    before, version.review_on = version.review_on, review_on
    version.save(update_fields=["review_on"])
    trail.record(
        "catalogue.version.review_scheduled",
        subject=version,
        by=by,
        at=at,
        before=str(before or ""),
        review_on=str(review_on),
    )
    return version
