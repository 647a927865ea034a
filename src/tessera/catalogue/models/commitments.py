from __future__ import annotations

from django.db import models

from tessera.catalogue import enums
from tessera.common.languages import local


class FormalProgramme(models.Model):
    """A degree, diploma or certificate, here or elsewhere, that micro-credentials may add to."""

    name = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200)
    institution = models.CharField(max_length=200)
    url = models.URLField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return local(self, "name")


class Commitment(models.Model):
    """A value, an objective of a strategic plan, or the digital learning strategy, in one dated edition."""

    kind = models.CharField(max_length=10, choices=enums.CommitmentKind.choices)
    edition = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "title"]

    def __str__(self) -> str:
        return f"{local(self, 'title')} ({self.edition})"
