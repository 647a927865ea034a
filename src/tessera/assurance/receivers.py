"""What quality assurance hears from below; each becomes a job, so that a fault is tried again."""

from typing import Any

from django.dispatch import receiver

from tessera.catalogue.signals import version_withdrawn
from tessera.common import jobs
from tessera.endorsement.signals import changes_proposed, suggestions_answered


@receiver(version_withdrawn)
def a_version_was_withdrawn(sender: Any, version_id: int, **_rest: Any) -> None:
    jobs.later("assurance.close_withdrawn", version_id)


@receiver([changes_proposed, suggestions_answered])
def a_partner_wants_changes(sender: Any, version_id: int, **_rest: Any) -> None:
    jobs.later("assurance.take_suggestions", version_id)
