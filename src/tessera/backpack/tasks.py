from datetime import timedelta

from tessera.backpack import operations
from tessera.common import clock
from tessera.common.jobs import job


@job("backpack.forget_challenges", every=timedelta(hours=1))
def forget_challenges() -> None:
    operations.forget_challenges(at=clock.now())


@job("backpack.check_imported", every=timedelta(hours=1))
def check_imported() -> None:
    operations.check_those_due(at=clock.now())
