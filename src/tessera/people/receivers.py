from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from tessera.notifications.letters import opened_by
from tessera.people import operations
from tessera.people.notices import INVITED

if TYPE_CHECKING:
    from tessera.notifications.models import Message


@opened_by(INVITED)
def link_of_invitation(message: Message, at: datetime) -> str:
    invitation = UUID(message.once.split(":")[1])
    return reverse("people:invited", args=[operations.draw_token(invitation_uuid=invitation)])
