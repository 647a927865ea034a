"""What each reviewer says alone, and what they say to one another afterwards."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from tessera.assurance import enums
from tessera.assurance.models.proposal import Finding, Proposal
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
    summary = models.TextField(blank=True)
    # Handed back or taken back before it was in: who, when, why.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    end = models.CharField(max_length=10, choices=enums.ReviewEnd.choices, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "reviewer"],
                condition=Q(ended_at=None),
                name="reviewer_reviews_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end="")
                | Q(
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    end__in=enums.ReviewEnd.values,
                    submitted_at=None,
                ),
                name="review_is_in_or_given_up_never_both",
            ),
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


class Settlement(models.Model):
    """Whether a finding of the round before is settled, as one reviewer sees it: part of the review."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="settlements")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="settlements")
    settled = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "finding"], name="finding_is_settled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.settled}"


class Remark(models.Model):
    """Said between reviewers and chair once every review is in; it changes no rating."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="remarks")
    check_line = models.ForeignKey(Check, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
