"""Who may, and the states of a proposal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums.standard import RatingValue


class Permission(models.TextChoices):
    VIEW = "assurance.proposal.view", _("see proposals")
    ASSIGN = "assurance.proposal.assign", _("assign reviewers")
    DECIDE = "assurance.proposal.decide", _("decide proposals")
    REVIEW = "assurance.review.submit", _("review proposals")


class ProposalState(models.TextChoices):
    OPEN = "open", _("waiting for reviewers")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned with findings")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")


UNDER_WAY = (ProposalState.OPEN, ProposalState.IN_REVIEW)


class Outcome(models.TextChoices):
    APPROVE = "approve", _("Approve")
    RETURN = "return", _("Return with findings")
    DECLINE = "decline", _("Decline")


# A decision needs this many independent reviews.
QUORUM = 2


# How a state or a rating looks beside its word.
TONES: dict[str, str] = {
    ProposalState.OPEN: "attention",
    ProposalState.IN_REVIEW: "info",
    ProposalState.RETURNED: "attention",
    ProposalState.APPROVED: "good",
    ProposalState.DECLINED: "bad",
    RatingValue.MET: "good",
    RatingValue.CONDITION: "attention",
    RatingValue.NOT_MET: "bad",
    RatingValue.NOT_APPLICABLE: "neutral",
}
