from django.db import models
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import State


class Permission(models.TextChoices):
    VIEW = "standing.review.view", _("see when published designs are reviewed, and why")
    COMPLAIN = "standing.complaint.record", _("record a complaint about a published design")
    DECIDE = "standing.review.decide", _("review, suspend and reinstate published designs")


class Cause(models.TextChoices):
    """Why a published design is looked at again."""

    DUE = "due", _("the date of its review has come")
    ENDORSEMENT = "endorsement", _("no outside organisation’s endorsement is in force")
    STANDARD = "standard", _("a new edition of the quality standard is in force")
    COMPLAINT = "complaint", _("a complaint is being looked into")
    WISH = "wish", _("the quality panel wants to look at it again")


# Found by the job that looks at every design; at most one of each in a review.
FOUND = (Cause.DUE, Cause.ENDORSEMENT, Cause.STANDARD)


class Source(models.TextChoices):
    """Who complains."""

    LEARNER = "learner", _("a learner")
    EMPLOYER = "employer", _("an employer")
    PARTNER = "partner", _("a partner organisation")
    STAFF = "staff", _("someone of the institution")
    PUBLIC = "public", _("someone else")


class Outcome(models.TextChoices):
    KEEP = "keep", _("Keep it as it is")
    AMEND = "amend", _("Keep it until a next version replaces it")
    RETIRE = "retire", _("Retire it")
    SUSPEND = "suspend", _("Suspend it")
    REPLACED = "replaced", _("A newer version took its place")


# What the panel chooses from; the rest follows by itself.
CHOICES = (Outcome.KEEP, Outcome.AMEND, Outcome.SUSPEND, Outcome.RETIRE)


class Effect(models.TextChoices):
    """What a suspension means for those who are enrolled."""

    CARRY_ON = "carry_on", _("They carry on")
    WAIT = "wait", _("Their claims wait")


# The same in a sentence that learners, partners and the public read.
EFFECTS = {
    Effect.CARRY_ON: _(
        "Nobody new can begin. Those who are enrolled carry on: what they hand in is judged and"
        " awarded as before."
    ),
    Effect.WAIT: _(
        "Nobody new can begin. Those who are enrolled can go on working and lose nothing, but nothing"
        " is claimed or awarded until the suspension ends."
    ),
}
# Working days in which the panel means to conclude a review.
REVIEW_DAYS = 20
# Days ahead of a review date on which its owner and the chairs are reminded.
REMINDERS = (60, 14)
# Years ahead at most for the next review.
WITHIN_YEARS = 3
# How a state of a version looks beside its word.
TONES = {
    State.PUBLISHED: "good",
    State.UNDER_REVIEW: "attention",
    State.SUSPENDED: "bad",
    State.RETIRING: "neutral",
}
# What is looked after: designs that can be earned now, or could be again.
LOOKED_AFTER = (State.PUBLISHED, State.UNDER_REVIEW, State.SUSPENDED)
