"""What a version promises, and what speaks for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import enums
from tessera.catalogue.models.commitments import Commitment
from tessera.catalogue.models.version import Version


class Outcome(models.Model):
    """What the earner can do: one verb each."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="outcomes")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("the earner can …"), max_length=300)
    unaligned_reason = models.CharField(_("why no framework fits"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Alignment(models.Model):
    """An outcome found in a skills framework, an occupation code or a standard."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="alignments")
    framework = models.CharField(_("framework"), max_length=120)
    name = models.CharField(_("skill or occupation"), max_length=200)
    url = models.URLField(_("address"))
    code = models.CharField(_("code"), max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.framework}: {self.name}"


class Need(models.Model):
    """Dated evidence that learners or employers need this."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="needs")
    side = models.CharField(_("from"), max_length=10, choices=enums.Side.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=enums.NeedKind.choices)
    source = models.CharField(_("source"), max_length=200)
    found_on = models.DateField(_("date"))
    finding = models.TextField(_("what it showed"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.source


class Partner(models.Model):
    """An outside organisation's part in the design."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    part = models.CharField(_("its part"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"], name="partner_is_named_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Service(models.Model):
    """A commitment that this version serves, and how."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="services")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="services")
    how = models.TextField(_("how it serves it"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "commitment"], name="commitment_is_cited_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.commitment)
