"""A round, what was found in it, and the times when it stood still."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from tessera.assurance import enums
from tessera.assurance.models.standard import Check, QualityStandard


class Proposal(models.Model):
    """One round: what was submitted, frozen, and the standard it is judged by."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="proposals")
    round = models.PositiveSmallIntegerField()
    standard = models.ForeignKey(QualityStandard, models.PROTECT, related_name="+")
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10,
        choices=enums.ProposalState.choices,
        default=enums.ProposalState.SCREENING,
    )
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    screened_at = models.DateTimeField(null=True)
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

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
            models.CheckConstraint(
                condition=Q(screened_at=None, screened_by=None)
                | Q(screened_at__isnull=False, screened_by__isnull=False),
                name="screening_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[enums.ProposalState.OPEN, enums.ProposalState.IN_REVIEW])
                | Q(screened_at__isnull=False),
                name="review_follows_a_screening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, round {self.round}"


class Hold(models.Model):
    """A time when a proposal stood still, and every clock with it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="holds")
    reason = models.TextField()
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(resumed_at=None),
                name="proposal_is_held_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(resumed_at=None, resumed_by=None)
                | Q(resumed_at__isnull=False, resumed_by__isnull=False),
                name="resuming_has_its_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.reason}"


class Finding(models.Model):
    """What must change before the next round, and the author's answer to it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="findings")
    check_line = models.ForeignKey(Check, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    answer = models.TextField(blank=True)
    # Of a partner, who proposed it as a change before standing behind the design.
    suggestion = models.OneToOneField(
        "endorsement.Suggestion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
