from tessera.catalogue import operations
from tessera.catalogue.models import Version
from tessera.catalogue.signals import version_published, version_retiring, version_withdrawn
from tessera.common import clock
from tessera.common.jobs import job


@job("catalogue.tell_published")
def tell_published(version_id: int) -> None:
    version_published.send(sender=Version, version_id=version_id)


@job("catalogue.tell_withdrawn")
def tell_withdrawn(version_id: int) -> None:
    version_withdrawn.send(sender=Version, version_id=version_id)


@job("catalogue.tell_retiring")
def tell_retiring(version_id: int) -> None:
    version_retiring.send(sender=Version, version_id=version_id)


@job("catalogue.finish_retiring")
def finish_retiring(version_id: int) -> None:
    operations.finish_retiring(version=Version.objects.get(pk=version_id), at=clock.now())
