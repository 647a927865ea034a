from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    VIEW = "credentials.award.view", _("see everything that was awarded")
    CONFIRM = "credentials.award.confirm", _("confirm awards")
    REVOKE = "credentials.award.revoke", _("revoke awards")


class State(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed, being signed")
    SIGNED = "signed", _("signed, being delivered")
    ISSUED = "issued", _("issued")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")


BEING_ISSUED = (State.CONFIRMED, State.SIGNED)
REVOCABLE = (State.ISSUED, State.SUSPENDED)
STANDING = (State.CONFIRMED, State.SIGNED, State.ISSUED, State.SUSPENDED)


class Outcome(models.TextChoices):
    """What became of a row of a run."""

    WAITING = "waiting", _("not looked at yet")
    AWARDED = "awarded", _("awarded")
    REFUSED = "refused", _("not awarded")
    STOPPED = "stopped", _("not looked at: the run was stopped")


class Visibility(models.TextChoices):
    PRIVATE = "private", _("only I can see it")
    PUBLIC = "public", _("anyone with the address can see it")


class RevocationReason(models.TextChoices):
    ERROR = "error", _("awarded by mistake")
    INTEGRITY = "integrity", _("the work was not the learner's own")
    REQUEST = "request", _("the learner asked for it")
    PART = "part", _("a part that it rests on was revoked")
