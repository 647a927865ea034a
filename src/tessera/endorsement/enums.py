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


class KeyState(models.TextChoices):
    """Where an organisation's own key stands; read off its dates (`queries.key_state`)."""

    ASKED = "asked", _("waiting for its proof")
    MISSED = "missed", _("not proven in time")
    IN_USE = "in_use", _("in use")
    ENDED = "ended", _("no longer in use")


# What an endorsement may still be asked for: a design under way, one that learners can take, or one that
# is suspended, which nobody could reinstate otherwise once its endorsement has ended.
ASKABLE_VERSIONS = (
    VersionState.DRAFT,
    VersionState.SUBMITTED,
    VersionState.IN_REVIEW,
    VersionState.RETURNED,
    VersionState.APPROVED,
    VersionState.PUBLISHED,
    VersionState.UNDER_REVIEW,
    VersionState.SUSPENDED,
)


class Interest(models.TextChoices):
    """What the partner declares of an interest of its own."""

    UNASKED = "unasked", _("not asked")
    NONE = "none", _("nothing to declare")
    SOME = "some", _("an interest to declare")


class Support(models.TextChoices):
    CO_DESIGN = "co_design", _("co-design")
    PLACEMENTS = "placements", _("placements")
    ASSESSORS = "assessors", _("assessors")
    FUNDING = "funding", _("funding")


class Recognition(models.TextChoices):
    INTERVIEW = "interview", _("an interview")
    HIRING = "hiring", _("hiring")
    PAY = "pay", _("pay")
    ADVANCEMENT = "advancement", _("advancement")


class About(models.TextChoices):
    OUTCOMES = "outcomes", _("what the earner can do")
    ASSESSMENT = "assessment", _("how it is judged")
    OTHER = "other", _("something else")


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
