"""A round and what was found in it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
