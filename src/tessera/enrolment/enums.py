from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    VIEW_OFFERING = "enrolment.offering.view", _("see offerings and who is enrolled")
    OPEN_OFFERING = "enrolment.offering.open", _("open and close offerings")
    RECORD_EDUCATIONAL = "enrolment.educational.record", _("record the educational component")
    ASSESS_EVIDENCE = "enrolment.evidence.assess", _("see what is handed in where they assess")
    VIEW_EVIDENCE = "enrolment.evidence.view", _("see all evidence that was handed in")


class OfferingState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Duty(models.TextChoices):
    INSTRUCTOR = "instructor", _("instructor")
    ASSESSOR = "assessor", _("assessor")


# What one must be allowed before, and as long as, one has a duty on an offering.
DUTY_NEEDS = {
    Duty.INSTRUCTOR: Permission.RECORD_EDUCATIONAL,
    Duty.ASSESSOR: Permission.ASSESS_EVIDENCE,
}


class State(models.TextChoices):
    ENROLLED = "enrolled", _("enrolled")
    IN_PROGRESS = "in_progress", _("in progress")
    CLAIMED = "claimed", _("claimed")
    AWARDED = "awarded", _("awarded")
    SUPPORT_REQUIRED = "support_required", _("to be talked over")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")


ENDED = (State.WITHDRAWN, State.LAPSED)
WORKING = (State.ENROLLED, State.IN_PROGRESS)


class Track(models.TextChoices):
    """How far one component has come."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    SUBMITTED = "submitted", _("handed in")
    MET = "met", _("met")
    NOT_YET_MET = "not_yet_met", _("not yet met")
    MET_BY_RPL = "met_by_rpl", _("met by prior learning")


DONE = (Track.MET, Track.MET_BY_RPL)


class Basis(models.TextChoices):
    COMPLETED = "completed", _("completed")
    RPL = "rpl", _("recognised prior learning")
