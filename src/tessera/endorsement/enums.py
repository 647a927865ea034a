from django.db import models
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import State as VersionState


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


# What an endorsement may still be asked for: a design under way, or one that learners can take.
ASKABLE_VERSIONS = (
    VersionState.DRAFT,
    VersionState.SUBMITTED,
    VersionState.IN_REVIEW,
    VersionState.RETURNED,
    VersionState.APPROVED,
    VersionState.PUBLISHED,
    VersionState.UNDER_REVIEW,
)
# An endorsement is in force for this long, then it is asked for anew.
MONTHS_IN_FORCE = 24
# How a state looks beside its word.
TONES: dict[str, str] = {
    State.REQUESTED: "info",
    State.GIVEN: "good",
    State.DECLINED: "bad",
    State.LAPSED: "attention",
    State.WITHDRAWN: "bad",
    State.EXPIRED: "attention",
    State.RENEWED: "neutral",
}
