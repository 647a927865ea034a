"""What each reviewer says."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.assurance import enums
from tessera.assurance.models.proposal import Proposal
from tessera.assurance.models.standard import Check


class Review(models.Model):
    """One reviewer's ratings; hidden from the other reviewers until their own are in."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    submitted_at = models.DateTimeField(null=True)
    summary = models.TextField(_("in one paragraph"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "reviewer"], name="reviewer_reviews_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} on {self.proposal}"


class Rating(models.Model):
    """One check rated by one reviewer; a draft may hold a comment before it has a value."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="ratings")
    check_line = models.ForeignKey(Check, models.PROTECT, related_name="+")
    value = models.CharField(max_length=20, choices=enums.RatingValue.choices, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "check_line"], name="check_is_rated_once"),
            models.CheckConstraint(
                condition=Q(value__in=["", *enums.RatingValue.values]),
                name="rating_value_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_line}: {self.get_value_display()}"
