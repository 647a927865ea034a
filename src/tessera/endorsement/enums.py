from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    VIEW = "endorsement.request.view", _("see endorsement requests")
    SEND = "endorsement.request.send", _("ask an organisation to endorse a design")
    ANSWER = "endorsement.request.answer", _("answer for an organisation")


class State(models.TextChoices):
    REQUESTED = "requested", _("waiting for an answer")
    GIVEN = "given", _("endorsed")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("not answered in time")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")
    RENEWED = "renewed", _("renewed")
