from datetime import timedelta

from tessera.catalogue import queries as catalogue
from tessera.common import clock
from tessera.common.jobs import job
from tessera.standing import operations, queries


@job("standing.look", every=timedelta(hours=6))
def look() -> None:
    operations.look(at=clock.now())


@job("standing.look_at")
def look_at(version_id: int) -> None:
    """A design that can be earned is looked at now, any other is let be."""
    version = queries.in_the_catalogue().filter(pk=version_id).first()
    if version is not None:
        operations.look_at(version=version, at=clock.now())


@job("standing.follow_retirement")
def follow_retirement(version_id: int) -> None:
    version = catalogue.public().get(pk=version_id)
    operations.follow_retirement(version=version, at=clock.now())
