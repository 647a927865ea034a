from datetime import timedelta

from django.db.models import QuerySet

from tessera.assurance import operations
from tessera.assurance.models import Proposal
from tessera.common import clock
from tessera.common.jobs import job


@job("assurance.chase", every=timedelta(hours=1))
def chase() -> None:
    operations.chase(at=clock.now())


@job("assurance.close_withdrawn")
def close_withdrawn(version_id: int) -> None:
    for proposal in _one_of(version_id):
        operations.close_withdrawn(version=proposal.version, at=clock.now())


@job("assurance.take_suggestions")
def take_suggestions(version_id: int) -> None:
    for proposal in _one_of(version_id):
        operations.take_suggestions(version=proposal.version, at=clock.now())


def _one_of(version_id: int) -> QuerySet[Proposal]:
    """One round of the design, or none of one that was never sent."""
    return Proposal.objects.filter(version=version_id).select_related("version")[:1]
