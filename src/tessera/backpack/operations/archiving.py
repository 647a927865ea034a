"""A copy of everything: asked for, made by a job, kept for a week."""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tessera.backpack import archive, notices, queries
from tessera.backpack.models import Archive
from tessera.common import jobs
from tessera.common.refusal import Refusal
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tessera.people.models import Person


class AlreadyAsked(Refusal):
    code, status = "already-asked", 409
    message = _("Your copy is being made already.")


@transaction.atomic
def ask_for_archive(*, by: Person, at: datetime) -> Archive:
    """Have a copy made of everything that is one's own. Refuses: AlreadyAsked."""
    queries.archives_stuck(at).filter(owner=by).delete()
    asked, is_new = Archive.objects.get_or_create(
        owner=by, ready_at=None, defaults={"asked_at": at}
    )
    if not is_new:
        raise AlreadyAsked
    trail.record("backpack.archive.asked", subject=asked, by=by, at=at)
    jobs.later("backpack.make_archive", asked.pk)
    return asked


def make_archive(*, archive_id: int, at: datetime) -> None:
    """Make the copy, in place of an older one, and tell its owner; once is enough."""
    asked = Archive.objects.filter(pk=archive_id, ready_at=None).select_related("owner").first()
    if asked is None:
        return

    def tell(done: int, total: int) -> None:
        Archive.objects.filter(pk=archive_id).update(done=done, total=total)

    with tempfile.TemporaryFile() as made:
        archive.write(asked.owner, made, at=at, tell=tell)
        made.seek(0)
        with transaction.atomic():
            ready = (
                Archive.objects.select_for_update(no_key=True)
                .filter(pk=archive_id, ready_at=None)
                .first()
            )
            if ready is None:
                return
            _drop(Archive.objects.filter(owner=asked.owner, ready_at__isnull=False))
            ready.ready_at = at
            ready.file.save(f"{ready.uuid}.zip", File(made), save=False)
            ready.save()
            trail.record("backpack.archive.made", subject=ready, by=None, at=at)
            notices.copy_is_ready(ready, until=at + queries.KEPT_FOR, at=at)


@transaction.atomic
def forget_archives(*, at: datetime) -> None:
    """Drop those whose days are over."""
    _drop(queries.archives_over(at))


def _drop(archives: QuerySet[Archive]) -> None:
    for each in archives:
        transaction.on_commit(partial(each.file.storage.delete, str(each.file.name)))
        each.delete()
