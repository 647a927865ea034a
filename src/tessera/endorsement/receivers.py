from datetime import datetime
from typing import Any

from django.dispatch import receiver

from tessera.catalogue.signals import endorsers_asked, version_changed
from tessera.common import jobs
from tessera.endorsement import queries


@receiver(version_changed)
def follow(sender: Any, version_id: int, **_facts: Any) -> None:
    if queries.are_left_behind(version_id):
        jobs.later("endorsement.follow_version", version_id)


@receiver(endorsers_asked)
def endorsers(sender: Any, version_id: int, at: datetime, **_facts: Any) -> list[str]:
    return queries.names_in_force(version_id, at)
