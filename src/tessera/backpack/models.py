from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class ShareLink(models.Model):
    """An address that shows one badge to whoever has it, until it ends."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    award = models.ForeignKey("credentials.Award", models.PROTECT, related_name="share_links")
    token = models.CharField(max_length=43, unique=True)
    label = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at")),
                name="share_link_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.award)
