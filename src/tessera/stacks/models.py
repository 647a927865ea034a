from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from tessera.stacks import enums


class Evaluation(models.Model):
    """That a learner met a stack's rule: which version of the rule, and exactly which awards met it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="evaluations")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rule = models.JSONField(help_text="The rule as it was judged, in the kernel's versioned form.")
    outcome = models.JSONField(help_text="The outcome tree: what was met, and by which holding.")
    used = models.ManyToManyField("credentials.Award", related_name="counted_in")
    evaluated_at = models.DateTimeField()

    class Meta:
        ordering = ["-evaluated_at"]

    def __str__(self) -> str:
        return f"{self.version}: {self.learner}"


class Suspension(models.Model):
    """A macro-badge held because a part of it fell, until the part stands again or a person decides."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    award = models.ForeignKey("credentials.Award", models.PROTECT, related_name="part_suspensions")
    part = models.ForeignKey("credentials.Award", models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=enums.Cause.choices)
    suspended_at = models.DateTimeField()
    ending = models.CharField(max_length=10, choices=enums.Ending.choices, blank=True)
    reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty where it followed by itself.",
    )

    class Meta:
        ordering = ["suspended_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "part"],
                condition=Q(settled_at=None),
                name="part_suspends_a_macro_badge_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, ending="", settled_by=None)
                | Q(settled_at__isnull=False, ending__in=enums.Ending.values),
                name="suspension_is_settled_in_some_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award}, {self.part.version.title} {self.get_cause_display()}"
