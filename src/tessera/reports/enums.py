from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    SCRUTINY = "reports.scrutiny.view", _("see how equally proposals are looked at")
