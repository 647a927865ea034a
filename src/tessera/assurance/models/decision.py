"""The outcome of a round, and the strings attached."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tessera.assurance import enums
from tessera.assurance.models.proposal import Proposal
from tessera.assurance.models.standard import Check


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
