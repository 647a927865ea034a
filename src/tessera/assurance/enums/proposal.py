"""Who may, and the states of what is on its way through the panel."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums.standard import FindingState, RatingValue, StandardState


class Permission(models.TextChoices):
    VIEW = "assurance.proposal.view", _("see proposals")
    ASSIGN = "assurance.proposal.assign", _("screen proposals and assign reviewers")
    DECIDE = "assurance.proposal.decide", _("decide proposals")
    REVIEW = "assurance.review.submit", _("review proposals")
    EDIT_STANDARD = "assurance.standard.edit", _("edit the quality standard and its calendar")


class ProposalState(models.TextChoices):
    SCREENING = "screening", _("being screened")
    OPEN = "open", _("waiting for reviewers")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned with findings")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


UNDER_WAY = (ProposalState.SCREENING, ProposalState.OPEN, ProposalState.IN_REVIEW)


class Outcome(models.TextChoices):
    APPROVE = "approve", _("Approve")
    RETURN = "return", _("Return with findings")
    DECLINE = "decline", _("Decline")


class ReviewEnd(models.TextChoices):
    """How a review ended that was never handed in."""

    CONFLICT = "conflict", _("handed back: conflict of interest")
    NO_TIME = "no_time", _("handed back: no time")
    REMOVED = "removed", _("taken back by the chair")


class ConditionState(models.TextChoices):
    OPEN = "open", _("to be met")
    REPORTED = "reported", _("reported as met")
    MET = "met", _("met")


class Ground(models.TextChoices):
    MERIT = "merit", _("the merits were misread")
    BIAS = "bias", _("somebody was biased")
    PROCESS = "process", _("the process was not followed")
    NEW = "new", _("something new that the panel could not know")


class AppealState(models.TextChoices):
    OPEN = "open", _("waiting for a decision")
    UPHELD = "upheld", _("upheld: reviewed anew")
    DISMISSED = "dismissed", _("dismissed")


# A decision needs this many independent reviews.
QUORUM = 2
# Working days: for a review, and for appealing after a decline.
REVIEW_DAYS, APPEAL_DAYS = 10, 20
# How a state or a rating looks beside its word.
TONES: dict[str, str] = {
    ProposalState.SCREENING: "attention",
    ProposalState.OPEN: "attention",
    ProposalState.IN_REVIEW: "info",
    ProposalState.RETURNED: "attention",
    ProposalState.APPROVED: "good",
    ProposalState.DECLINED: "bad",
    ProposalState.WITHDRAWN: "neutral",
    RatingValue.MET: "good",
    RatingValue.CONDITION: "attention",
    RatingValue.NOT_MET: "bad",
    RatingValue.NOT_APPLICABLE: "neutral",
    FindingState.ANSWERED: "info",
    FindingState.SETTLED: "good",
    FindingState.UNSETTLED: "bad",
    StandardState.DRAFT: "attention",
    StandardState.COMING: "info",
    StandardState.IN_FORCE: "good",
    StandardState.PAST: "neutral",
    ConditionState.REPORTED: "info",
    AppealState.UPHELD: "good",
    AppealState.DISMISSED: "neutral",
}
