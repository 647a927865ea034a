from datetime import timedelta

from tessera.assurance import operations
from tessera.assurance.models import Proposal
from tessera.common import clock
from tessera.common.jobs import job


@job("assurance.chase", every=timedelta(hours=1))
def chase() -> None:
    operations.chase(at=clock.now())


@job("assurance.close_withdrawn")
def close_withdrawn(version_id: int) -> None:
    proposal = Proposal.objects.filter(version=version_id).select_related("version").first()
    if proposal is not None:
        operations.close_withdrawn(version=proposal.version, at=clock.now())
