"""The checklist, edition by edition, and the days on which nobody works through it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tessera.assurance import enums


class QualityStandard(models.Model):
    """One edition of the checklist; a draft until it is put in force from a moment on.

    Proposals are rated under the edition in force at submission.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    edition = models.CharField(max_length=40, unique=True)
    note = models.TextField(blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    in_force_from = models.DateTimeField(null=True)

    class Meta:
        ordering = [F("in_force_from").desc(nulls_first=True), "-pk"]

    def __str__(self) -> str:
        return self.edition


class Check(models.Model):
    """One line of the standard."""

    standard = models.ForeignKey(QualityStandard, models.CASCADE, related_name="checks")
    code = models.SlugField(max_length=60)
    principle = models.PositiveSmallIntegerField(choices=enums.Principle.choices)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    text_fr = models.CharField(max_length=300)
    guidance = models.TextField(blank=True)
    guidance_fr = models.TextField(blank=True)
    # The names of the fields of a design, as its snapshot has them, in which the answer is sought.
    answered_by = models.JSONField(default=list, blank=True)
    mandatory = models.BooleanField(default=True)
    # The kind of definition that it is asked of; of every kind when empty.
    only_for = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["principle", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "code"], name="check_code_is_used_once"),
            models.CheckConstraint(
                condition=Q(principle__in=enums.Principle.values), name="check_principle_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Closure(models.Model):
    """Days on which the panel does not work: no due date counts them."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100)
    name_fr = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="closure_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name
