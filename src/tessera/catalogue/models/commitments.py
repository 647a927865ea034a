from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

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


class Edition(models.Model):
    """The values, a strategic plan or the digital learning strategy, from one day to another."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=enums.CommitmentKind.choices)
    name = models.CharField(_("name of the edition"), max_length=60)
    name_fr = models.CharField(_("name in French"), max_length=60)
    url = models.URLField(_("where it can be read"), blank=True)
    in_force_from = models.DateField(_("first day"))
    in_force_until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "-in_force_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="edition_name_is_used_once"),
            models.CheckConstraint(
                condition=Q(kind__in=enums.CommitmentKind.values), name="edition_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
                name="edition_ends_once_it_has_begun",
            ),
        ]

    def __str__(self) -> str:
        return local(self, "name")

    def is_in_force(self, on: date) -> bool:
        return self.in_force_from <= on and (
            self.in_force_until is None or on <= self.in_force_until
        )


class Commitment(models.Model):
    """A value, or an objective of a plan or strategy, in the words of one edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="commitments")
    title = models.CharField(_("in a few words"), max_length=200)
    title_fr = models.CharField(_("the same in French"), max_length=200)
    text = models.TextField(_("in full"), blank=True)

    class Meta:
        ordering = ["edition__kind", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "title"], name="commitment_stands_once_in_an_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"{local(self, 'title')} ({self.edition})"


class OthersName(models.Model):
    """A name that belongs to somebody else, which a title should not carry unasked."""

    name = models.CharField(_("name"), max_length=80)
    owner = models.CharField(_("whose it is"), max_length=120)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="others_name_is_listed_once"),
            models.CheckConstraint(condition=~Q(name=""), name="others_name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.owner})"
