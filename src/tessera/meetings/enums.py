from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    VIEW = "meetings.meeting.view", _("read the agenda and minutes of every meeting")
    ATTEND = "meetings.meeting.attend", _("read those of the meetings that they attend")
    LEAD = "meetings.meeting.lead", _("plan, lead and minute meetings")


class State(models.TextChoices):
    PLANNED = "planned", _("planned")
    CLOSED = "closed", _("closed, with minutes")


class Kind(models.TextChoices):
    PROPOSAL = "proposal", _("Proposal")
    REVIEW = "review", _("Periodic review")
    APPEAL = "appeal", _("Appeal")
    CONDITION = "condition", _("Condition")
    OTHER = "other", _("Other business")


class Verdict(models.TextChoices):
    """What a meeting says of a condition."""

    MET = "met", _("It is met")
    NOT_MET = "not_met", _("Not met yet")
    MORE_TIME = "more_time", _("More time")


TONES = {State.PLANNED: "info", State.CLOSED: "good"}
