from tessera.catalogue.models import Version
from tessera.catalogue.signals import version_published, version_withdrawn
from tessera.common.jobs import job


@job("catalogue.tell_published")
def tell_published(version_id: int) -> None:
    version_published.send(sender=Version, version_id=version_id)


@job("catalogue.tell_withdrawn")
def tell_withdrawn(version_id: int) -> None:
    version_withdrawn.send(sender=Version, version_id=version_id)
