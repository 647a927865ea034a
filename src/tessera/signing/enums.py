from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyType(models.TextChoices):
    ED25519 = "ed25519", "Ed25519"
    P256 = "p256", "P-256"


class DocumentKind(models.TextChoices):
    CREDENTIAL = "credential", _("badge")
    ENDORSEMENT = "endorsement", _("endorsement")
    STATUS_LIST = "status_list", _("status list")
    RECORD = "record", _("learner record")
