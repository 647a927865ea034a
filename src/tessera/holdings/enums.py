from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    AWARD = "award", _("awarded here")
    IMPORTED = "imported", _("brought from elsewhere")
    FORMAL = "formal", _("formal education")


class State(models.TextChoices):
    HELD = "held", _("held")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
