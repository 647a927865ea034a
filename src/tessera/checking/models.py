from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q


class KnownIssuer(models.Model):
    """An institution outside that this one knows to be who it says it is, and why."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    identity = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    reason = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity"], condition=Q(removed_at=None), name="issuer_is_known_once"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="known_issuer_is_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name
