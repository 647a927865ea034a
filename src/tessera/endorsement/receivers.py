from typing import Any

from django.dispatch import receiver

from tessera.catalogue.signals import version_changed
from tessera.common import jobs


@receiver(version_changed)
def follow(sender: Any, version_id: int, **_facts: Any) -> None:
    jobs.later("endorsement.follow_version", version_id)
