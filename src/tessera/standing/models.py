from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.standing import enums


class PeriodicReview(models.Model):
    """One time that a published design was looked at again: since when, why, and what came of it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        "catalogue.Version", models.PROTECT, related_name="standing_reviews"
    )
    opened_at = models.DateTimeField()
    # Nobody when its date came, an endorsement lapsed or a new standard came into force.
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField()
    # The edition of the quality standard that it was held against when it was concluded.
    standard = models.ForeignKey(
        "assurance.QualityStandard", models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=enums.Outcome.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    next_on = models.DateField(_("next review"), null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(closed_at=None),
                name="version_is_under_one_review_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    outcome__in=enums.Outcome.values,
                ),
                name="review_is_closed_with_its_outcome_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)


class Cause(models.Model):
    """Why the review was opened, or what came up while it was open; a complaint is kept in full."""

    review = models.ForeignKey(PeriodicReview, models.PROTECT, related_name="causes")
    kind = models.CharField(max_length=12, choices=enums.Cause.choices)
    text = models.TextField(_("what is said"), blank=True)
    source = models.CharField(
        _("who complains"), max_length=10, choices=enums.Source.choices, blank=True
    )
    sender = models.CharField(_("name and address"), max_length=200, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "kind"],
                condition=Q(kind__in=enums.FOUND),
                name="cause_is_found_once_in_a_review",
            ),
            models.CheckConstraint(condition=Q(kind__in=enums.Cause.values), name="cause_is_known"),
            models.CheckConstraint(
                condition=~Q(kind=enums.Cause.COMPLAINT)
                | ~Q(text="") & ~Q(source="") & Q(noted_by__isnull=False),
                name="complaint_has_its_words_and_source",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Suspension(models.Model):
    """A time in which nobody could begin; what it meant for those enrolled was said, and holds."""

    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="suspensions")
    review = models.OneToOneField(PeriodicReview, models.PROTECT, related_name="suspension")
    # Read by learners, partners and the public.
    reason = models.TextField(_("reason"))
    effect = models.CharField(max_length=10, choices=enums.Effect.choices)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.TextField(_("why it may stand again"), blank=True)

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(ended_at=None),
                name="version_is_suspended_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
                name="suspension_ends_with_its_reason_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(effect__in=enums.Effect.values), name="effect_of_suspension_is_stated"
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)
