"""What a version is: its duties, states and sections."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    VIEW = "catalogue.version.view", _("see designs in progress")
    DRAFT = "catalogue.version.draft", _("draft and amend designs")
    SUBMIT = "catalogue.version.submit", _("send a design to the quality panel")
    PUBLISH = "catalogue.version.publish", _("publish an approved design")
    COMMIT = "catalogue.commitment.add", _("record values, plans and strategies")


class Kind(models.TextChoices):
    MICRO = "micro", _("micro-credential")
    STACK = "stack", _("stack")


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned with findings")
    DECLINED = "declined", _("declined")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    UNDER_REVIEW = "under_review", _("published, under review")
    SUSPENDED = "suspended", _("suspended")
    RETIRING = "retiring", _("being retired")
    RETIRED = "retired", _("retired")
    WITHDRAWN = "withdrawn", _("withdrawn")


EDITABLE = (State.DRAFT, State.RETURNED)
# Anyone may look these up: a published design, whatever became of it, keeps its pages.
PUBLIC = (
    State.PUBLISHED,
    State.UNDER_REVIEW,
    State.SUSPENDED,
    State.RETIRING,
    State.RETIRED,
)


class Section(models.IntegerChoices):
    """The proposal form: identity first, then one section per principle."""

    IDENTITY = 0, _("Name and purpose")
    VALUE = 1, _("Value")
    INDUSTRY = 2, _("Industry")
    STACK = 3, _("Stacking")
    BRAND = 4, _("Brand")
    FLEXIBLE = 5, _("Flexibility")
    QUALITY = 6, _("Quality")
