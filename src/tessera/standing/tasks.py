from datetime import timedelta

from tessera.catalogue import queries as catalogue
from tessera.common import clock
from tessera.common.jobs import job
from tessera.standing import operations


@job("standing.look", every=timedelta(hours=6))
def look() -> None:
    operations.look(at=clock.now())


@job("standing.look_at")
def look_at(version_id: int) -> None:
    operations.look_at(version=catalogue.public().get(pk=version_id), at=clock.now())


@job("standing.follow_publication")
def follow_publication(version_id: int) -> None:
    version = catalogue.public().get(pk=version_id)
    operations.follow_publication(version=version, at=clock.now())
