from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    KNOW = "checking.issuer.manage", _("say which issuers are known here")
