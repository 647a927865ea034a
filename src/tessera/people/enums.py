from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Duties beyond those that everyone signed in has as a learner."""

    DESIGNER = "designer", _("designer")
    REVIEWER = "reviewer", _("reviewer")
    CHAIR = "chair", _("quality chair")
    PARTNER = "partner", _("industry partner")
    INSTRUCTOR = "instructor", _("instructor")
    ASSESSOR = "assessor", _("assessor")
    REGISTRAR = "registrar", _("registrar")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")


class Permission(models.TextChoices):
    VIEW_OUTBOX = "people.outbox.view", _("read every message that was sent")
    SEND_AGAIN = "people.outbox.send", _("send a message again that did not arrive")
    VIEW_TRAIL = "people.trail.view", _("read the audit trail")
