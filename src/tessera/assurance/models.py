from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.assurance import enums


class QualityStandard(models.Model):
    """One edition of the checklist. Proposals are rated under the edition in force at submission."""

    edition = models.CharField(max_length=40, unique=True)
    in_force_from = models.DateTimeField()

    class Meta:
        ordering = ["-in_force_from"]

    def __str__(self) -> str:
        return self.edition


class Check(models.Model):
    """One line of the standard."""

    standard = models.ForeignKey(QualityStandard, models.PROTECT, related_name="checks")
    code = models.SlugField(max_length=60)
    principle = models.PositiveSmallIntegerField(choices=enums.Principle.choices)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    text_fr = models.CharField(max_length=300)
    mandatory = models.BooleanField(default=True)
    # The kind of definition that it is asked of; of every kind when empty.
    only_for = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["principle", "position"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "code"], name="check_code_is_used_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Proposal(models.Model):
    """One round: what was submitted, frozen, and the standard it is judged by."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="proposals")
    round = models.PositiveSmallIntegerField()
    standard = models.ForeignKey(QualityStandard, models.PROTECT, related_name="+")
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=enums.ProposalState.choices, default=enums.ProposalState.OPEN
    )
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-submitted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "round"], name="proposal_round_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(state__in=enums.UNDER_WAY),
                name="version_has_one_proposal_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, round {self.round}"


class Review(models.Model):
    """One reviewer's ratings; hidden from the other reviewers until their own are in."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    submitted_at = models.DateTimeField(null=True)
    summary = models.TextField(_("in one paragraph"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "reviewer"], name="reviewer_reviews_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} on {self.proposal}"


class Rating(models.Model):
    """One check rated by one reviewer; a draft may hold a comment before it has a value."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="ratings")
    check_line = models.ForeignKey(Check, models.PROTECT, related_name="+")
    value = models.CharField(max_length=20, choices=enums.RatingValue.choices, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "check_line"], name="check_is_rated_once"),
            models.CheckConstraint(
                condition=Q(value__in=["", *enums.RatingValue.values]),
                name="rating_value_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_line}: {self.get_value_display()}"


class Finding(models.Model):
    """What must change before the next round, and the author's answer to it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="findings")
    check_line = models.ForeignKey(Check, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("finding"))
    answer = models.TextField(_("answer"), blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Decision(models.Model):
    """The panel's outcome on one round."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=enums.Outcome.choices)
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_outcome_display()}"


class Condition(models.Model):
    """An approval's string attached: dated and owned."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    check_line = models.ForeignKey(Check, models.PROTECT, related_name="+")
    text = models.TextField(_("what is still to be done"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("by"))
    met_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text
