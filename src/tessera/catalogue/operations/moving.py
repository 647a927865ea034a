"""Moving a version through its states. Assurance calls these once its reviews allow it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tessera.catalogue import notices, policies
from tessera.catalogue.enums import State
from tessera.catalogue.models import Version
from tessera.catalogue.operations.locks import locked
from tessera.catalogue.operations.retiring import supersede
from tessera.catalogue.workflow import VERSION
from tessera.common import jobs
from tessera.common.states import advance
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def submit_version(*, version: Version, by: Person, at: datetime) -> Version:
    """Send a complete design to the quality panel. Refuses: NotPermitted, WrongState, NotReady."""
    version = locked(version)
    policies.check_submit(version, by=by, on=timezone.localdate(at))
    advance(version, VERSION, "submit")
    version.submitted_at, version.submitted_by = at, by
    version.save(update_fields=["state", "submitted_at", "submitted_by"])
    trail.record("catalogue.version.submitted", subject=version, by=by, at=at)
    return version


@transaction.atomic
def begin_review(*, version: Version, by: Person, at: datetime) -> Version:
    """Reviewers are at work on it. Refuses: WrongState."""
    return _moved(version, "begin_review", "catalogue.version.review_begun", by=by, at=at)


@transaction.atomic
def return_version(*, version: Version, by: Person, at: datetime) -> Version:
    """Give it back to its designers, who may change it again. Refuses: WrongState."""
    return _moved(version, "return", "catalogue.version.returned", by=by, at=at)


@transaction.atomic
def approve_version(*, version: Version, by: Person, at: datetime) -> Version:
    """The panel's yes. Refuses: NotPermitted when `by` wrote it, WrongState."""
    version = locked(version)
    policies.check_approve(version, by=by)
    advance(version, VERSION, "approve")
    version.approved_at, version.approved_by = at, by
    version.save(update_fields=["state", "approved_at", "approved_by"])
    trail.record("catalogue.version.approved", subject=version, by=by, at=at)
    return version


@transaction.atomic
def decline_version(*, version: Version, by: Person, at: datetime) -> Version:
    """The panel's no. Refuses: WrongState."""
    return _moved(version, "decline", "catalogue.version.declined", by=by, at=at)


@transaction.atomic
def uphold_appeal(*, version: Version, by: Person, at: datetime) -> Version:
    """A declined design is reviewed anew. Refuses: WrongState."""
    return _moved(version, "uphold_appeal", "catalogue.version.appeal_upheld", by=by, at=at)


@transaction.atomic
def publish_version(*, version: Version, by: Person, at: datetime) -> Version:
    """Put it in the public catalogue; an older version in force begins to retire.

    Refuses: NotPermitted, WrongState, NotReady.
    """
    version = locked(version)
    policies.check_publish(version, by=by)
    older = Version.objects.select_for_update(no_key=True).filter(
        definition=version.definition,
        state__in=[State.PUBLISHED, State.UNDER_REVIEW, State.SUSPENDED],
    )
    for each in older:
        supersede(each, by=by, at=at)
    advance(version, VERSION, "publish")
    version.published_at, version.published_by = at, by
    version.save(update_fields=["state", "published_at", "published_by"])
    trail.record("catalogue.version.published", subject=version, by=by, at=at)
    notices.published(version, at=at)
    jobs.later("catalogue.tell_published", version.pk)
    return version


@transaction.atomic
def withdraw_version(*, version: Version, by: Person, at: datetime) -> Version:
    """Its designers give it up before it was approved. Refuses: NotPermitted, WrongState."""
    version = locked(version)
    policies.check_withdraw(version, by=by)
    jobs.later("catalogue.tell_withdrawn", version.pk)
    return _moved(version, "withdraw", "catalogue.version.withdrawn", by=by, at=at)


def _moved(version: Version, verb: str, kind: str, *, by: Person | None, at: datetime) -> Version:
    version = locked(version)
    advance(version, VERSION, verb)
    version.save(update_fields=["state"])
    trail.record(kind, subject=version, by=by, at=at)
    return version
