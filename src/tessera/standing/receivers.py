from typing import Any

from django.dispatch import receiver

from tessera.catalogue.signals import version_retiring
from tessera.common.jobs import later
from tessera.endorsement.signals import endorsement_lapsed


@receiver(version_retiring)
def follow_retirement(*, version_id: int, **_rest: Any) -> None:
    later("standing.follow_retirement", version_id)


@receiver(endorsement_lapsed)
def look_at_once(*, version_id: int, **_rest: Any) -> None:
    later("standing.look_at", version_id)
