from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENT = "sent", _("sent")
    KEPT = "kept", _("kept in the outbox: no mail server is set")
    FAILED = "failed", _("could not be sent")
