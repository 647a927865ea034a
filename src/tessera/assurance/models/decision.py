"""The outcome of a round, the strings attached to it, and the appeal against it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tessera.assurance import enums
from tessera.assurance.models.proposal import Proposal
from tessera.assurance.models.standard import Check


class Decision(models.Model):
    """The panel's outcome on one round; with an override, one that the ratings did not support."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=enums.Outcome.choices)
    reason = models.TextField(blank=True)
    override = models.TextField(blank=True)
    # What stood against it, in the language of who decided.
    overridden = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(override="", overridden="") | ~Q(override="") & ~Q(overridden=""),
                name="override_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_outcome_display()}"


class Condition(models.Model):
    """An approval's string attached: dated and owned, reported as met, and confirmed by a chair."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    check_line = models.ForeignKey(Check, models.PROTECT, related_name="+")
    text = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    # The day first agreed, which more time never moves: it is what lateness is counted from.
    promised_on = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=enums.ConditionState.choices,
        default=enums.ConditionState.OPEN,
    )
    note = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # What the chair still misses, when a report was sent back.
    reply = models.TextField(blank=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=enums.ConditionState.MET)
                & Q(met_at__isnull=False, met_by__isnull=False)
                | ~Q(state=enums.ConditionState.MET) & Q(met_at=None, met_by=None),
                name="condition_is_met_with_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(state=enums.ConditionState.OPEN)
                | Q(reported_at__isnull=False, reported_by__isnull=False),
                name="condition_is_reported_before_it_is_met",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("promised_on")), name="condition_is_never_due_sooner"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Appeal(models.Model):
    """Against a decline, by its designers; decided by people who had no part in the round."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="appeal")
    ground = models.CharField(max_length=10, choices=enums.Ground.choices)
    text = models.TextField()
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=enums.AppealState.choices, default=enums.AppealState.OPEN
    )
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # The round that an upheld appeal opened, on the same words and under the same standard.
    opened = models.OneToOneField(
        Proposal, models.PROTECT, null=True, related_name="opened_by_appeal"
    )

    class Meta:
        ordering = ["lodged_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=enums.AppealState.OPEN, decided_at=None, decided_by=None)
                | ~Q(state=enums.AppealState.OPEN)
                & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="appeal_is_decided_with_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(state=enums.AppealState.UPHELD, opened__isnull=False)
                | ~Q(state=enums.AppealState.UPHELD) & Q(opened=None),
                name="upheld_appeal_opens_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_ground_display()}"
