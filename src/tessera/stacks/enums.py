from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    VIEW = "stacks.evaluation.view", _("see how stacks were evaluated")


class Cause(models.TextChoices):
    """What happened to the part."""

    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


class Ending(models.TextChoices):
    """How a suspension was settled."""

    RESTORED = "restored", _("the part stands again")
    KEPT = "kept", _("the macro-badge stands without it")
    REVOKED = "revoked", _("the macro-badge was revoked")
