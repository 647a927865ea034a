from tessera.common import clock
from tessera.common.jobs import job
from tessera.notifications import operations
from tessera.notifications.models import Message


@job("notifications.send")
def send(message_id: int) -> None:
    operations.send(message=Message.objects.get(pk=message_id), at=clock.now())
