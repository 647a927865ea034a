from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.endorsement.enums import State


class Request(models.Model):
    """One organisation asked to stand behind one version.

    `snapshot` is the design as it is shown and `digest` that of its endorsed part; `previous` is
    what was shown before, while there is something to tell apart.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        "catalogue.Version", models.PROTECT, related_name="endorsement_requests"
    )
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    message = models.TextField(_("message to the partner"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    digest = models.CharField(max_length=64)
    snapshot = models.JSONField()
    previous = models.JSONField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer_by = models.DateField(_("answer by"))
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("reason, or what should change"), blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"],
                condition=Q(state__in=[State.REQUESTED, State.GIVEN]),
                name="organisation_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="request_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=models.F("asked_by")), name="endorser_is_not_the_asker"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="request_answer_has_time_and_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.version}"


class Statement(models.Model):
    """What the organisation said: two separate statements, and how it supports and recognises the badge."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="statements")
    demand = models.TextField(_("the skill is in demand"))
    reflects = models.TextField(_("the assessment reflects the job"))
    support = models.TextField(_("how we support it"), blank=True)
    recognition = models.TextField(_("how we recognise it"), blank=True)
    digest = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    in_force_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    document = models.OneToOneField("signing.SignedDocument", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(ended_at=None),
                name="request_has_one_standing_statement",
            ),
            models.CheckConstraint(
                condition=~Q(demand="") & ~Q(reflects=""), name="endorsement_makes_both_statements"
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)
