"""What is written besides the design itself: the log of amendments, and who is at it just now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import enums
from tessera.catalogue.models.version import Version


class Amendment(models.Model):
    """A minor change of a published version. `changes` maps a field to what it was and what it is."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="amendments")
    section = models.PositiveSmallIntegerField(choices=enums.Section.choices)
    reason = models.TextField(_("why it is changed"))
    changes = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.reason}"


class Presence(models.Model):
    """Someone who has a section open since a time, and was last heard of at another."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="presences")
    section = models.PositiveSmallIntegerField(choices=enums.Section.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "section", "person"], name="person_is_present_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.version}, {self.get_section_display()}"
