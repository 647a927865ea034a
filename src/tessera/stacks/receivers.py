"""What stacks hears from below; each becomes a job, so that a fault is tried again."""

from typing import Any

from django.dispatch import receiver

from tessera.catalogue.signals import version_published
from tessera.common import jobs
from tessera.credentials.signals import (
    award_issued,
    award_lifted,
    award_revoked,
    award_suspended,
)


@receiver([award_issued, award_lifted, award_revoked, award_suspended])
def an_award_changed(sender: Any, award_id: int, **_rest: Any) -> None:
    jobs.later("stacks.follow", award_id)


@receiver(version_published)
def a_version_was_published(sender: Any, version_id: int, **_rest: Any) -> None:
    jobs.later("stacks.evaluate_holders", version_id)
