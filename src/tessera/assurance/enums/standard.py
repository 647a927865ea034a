"""What is asked, what may be said of it, and how each looks beside its word."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Principle(models.IntegerChoices):
    VALUE = 1, _("Value-added")
    INDUSTRY = 2, _("Industry endorsed")
    STACK = 3, _("Stackable")
    BRAND = 4, _("Institution branded")
    FLEXIBLE = 5, _("Innovative and flexible")
    QUALITY = 6, _("Quality assured")


class StandardState(models.TextChoices):
    """Follows from the dates of an edition; nothing keeps it."""

    DRAFT = "draft", _("draft")
    COMING = "coming", _("in force later")
    IN_FORCE = "in_force", _("in force")
    PAST = "past", _("replaced")


class RatingValue(models.TextChoices):
    MET = "met", _("Met")
    CONDITION = "condition", _("Met with condition")
    NOT_MET = "not_met", _("Not met")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class FindingState(models.TextChoices):
    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    SETTLED = "settled", _("settled")
    UNSETTLED = "unsettled", _("not settled")


# What a reviewer must explain.
NEEDS_COMMENT = (RatingValue.CONDITION, RatingValue.NOT_MET)
