"""The checklist, edition by edition."""

from __future__ import annotations

from django.db import models

from tessera.assurance import enums


class QualityStandard(models.Model):
    """One edition of the checklist. Proposals are rated under the edition in force at submission."""

    edition = models.CharField(max_length=40, unique=True)
    in_force_from = models.DateTimeField()

    class Meta:
        ordering = ["-in_force_from"]

    def __str__(self) -> str:
        return self.edition


class Check(models.Model):
    """One line of the standard."""

    standard = models.ForeignKey(QualityStandard, models.PROTECT, related_name="checks")
    code = models.SlugField(max_length=60)
    principle = models.PositiveSmallIntegerField(choices=enums.Principle.choices)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    text_fr = models.CharField(max_length=300)
    mandatory = models.BooleanField(default=True)
    # The kind of definition that it is asked of; of every kind when empty.
    only_for = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["principle", "position"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "code"], name="check_code_is_used_once"),
        ]

    def __str__(self) -> str:
        return self.text
