from datetime import timedelta

from tessera.common import clock
from tessera.common.jobs import job
from tessera.endorsement import operations
from tessera.endorsement.models import Request


@job("endorsement.follow_version")
def follow_version(version_id: int) -> None:
    request = Request.objects.filter(version=version_id).select_related("version").first()
    if request is not None:
        operations.follow_version(version=request.version, at=clock.now())


@job("endorsement.lapse")
def lapse(request_id: int) -> None:
    operations.lapse(request=Request.objects.get(pk=request_id), at=clock.now())


@job("endorsement.look_up_keys", every=timedelta(days=1))
def look_up_keys() -> None:
    operations.look_up_keys(at=clock.now())


@job("endorsement.keep_time", every=timedelta(hours=1))
def keep_time() -> None:
    operations.keep_time(at=clock.now())
