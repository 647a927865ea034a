from datetime import timedelta

from tessera.backpack import operations, queries
from tessera.common import clock, jobs
from tessera.common.jobs import job


@job("backpack.forget_challenges", every=timedelta(hours=1))
def forget_challenges() -> None:
    operations.forget_challenges(at=clock.now())


@job("backpack.check_imported", every=timedelta(hours=1))
def check_imported() -> None:
    """A job each: one that cannot be read, or whose issuer is slow, holds up no other."""
    for key in queries.imported_due(clock.now()).values_list("pk", flat=True):
        jobs.later("backpack.check_one_imported", key)


@job("backpack.check_one_imported")
def check_one_imported(imported_id: int) -> None:
    operations.check_if_due(imported_id=imported_id, at=clock.now())


@job("backpack.make_archive")
def make_archive(archive_id: int) -> None:
    operations.make_archive(archive_id=archive_id, at=clock.now())


@job("backpack.forget_archives", every=timedelta(hours=1))
def forget_archives() -> None:
    operations.forget_archives(at=clock.now())
