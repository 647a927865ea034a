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
    VIEW_ORGANISATIONS = "people.organisation.view", _("see partner organisations and their people")
    MANAGE_ORGANISATIONS = (
        "people.organisation.manage",
        _("add partner organisations, and add and remove their people"),
    )
    INVITE = "people.organisation.invite", _("invite someone to answer for an organisation")
    CHANGE_RULES = "people.rules.change", _("change the rules for endorsements")
    VIEW_TRAIL = "people.trail.view", _("read the audit trail")


class InvitationState(models.TextChoices):
    SENT = "sent", _("sent, not opened yet")
    EXPIRED = "expired", _("the link has expired")
    ACCEPTED = "accepted", _("accepted")
    CANCELLED = "cancelled", _("taken back")


# How a state looks beside its word.
TONES: dict[str, str] = {
    InvitationState.SENT: "info",
    InvitationState.EXPIRED: "attention",
    InvitationState.ACCEPTED: "good",
    InvitationState.CANCELLED: "neutral",
}
# Duties of those who speak for the college: they never speak for a partner too.
INSIDE = (
    Role.DESIGNER,
    Role.REVIEWER,
    Role.CHAIR,
    Role.REGISTRAR,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
)
