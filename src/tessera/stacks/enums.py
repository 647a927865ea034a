from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    VIEW = "stacks.evaluation.view", _("see how stacks were evaluated")
