from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    VIEW = "assessment.attempt.view", _("see attempts and judgements")
    JUDGE = "assessment.attempt.judge", _("judge attempts")
    CONFIRM = "assessment.attempt.confirm", _("confirm results")


class State(models.TextChoices):
    SUBMITTED = "submitted", _("waiting for an assessor")
    RETURNED_INCOMPLETE = "returned_incomplete", _("returned: incomplete")
    IN_ASSESSMENT = "in_assessment", _("being assessed")
    RECOMMENDED = "recommended", _("waiting for confirmation")
    CONFIRMED_MET = "confirmed_met", _("met")
    CONFIRMED_NOT_YET_MET = "confirmed_not_yet_met", _("not yet met")


UNDER_WAY = (State.SUBMITTED, State.IN_ASSESSMENT, State.RECOMMENDED)
CONFIRMED = (State.CONFIRMED_MET, State.CONFIRMED_NOT_YET_MET)


class Outcome(models.TextChoices):
    MET = "met", _("met")
    NOT_YET_MET = "not_yet_met", _("not yet met")
