from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models


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
