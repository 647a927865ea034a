from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import local
from tessera.frameworks.enums import Format, Kind, Phase, State


def empty_list() -> list[str]:
    return []


class Framework(models.Model):
    """One edition of a framework. Editions of the same `code` stand beside each other."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(_("short name"), max_length=40)
    edition = models.CharField(_("edition"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200)
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    source = models.URLField(_("where it is published"), max_length=500)
    node_address = models.CharField(_("address of one entry"), max_length=300, blank=True)
    languages = models.JSONField(default=empty_list)
    target_type = models.CharField(max_length=60, blank=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.LOADING)
    is_offered = models.BooleanField(default=True)
    digest = models.CharField(max_length=64, blank=True)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["name", "-imported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "edition"],
                condition=Q(phase=Phase.READY),
                name="framework_edition_is_ready_once",
            ),
            models.CheckConstraint(
                condition=Q(phase__in=Phase.values), name="framework_phase_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{local(self, 'name')} {self.edition}"


class Node(models.Model):
    """One entry. `key` tells it from the others of its edition; `parent_key` is the broader entry's.

    `words` holds all that it can be found by, folded; `head` and `head_fr` its folded names.
    """

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="nodes")
    key = models.CharField(max_length=255)
    code = models.CharField(max_length=80, blank=True)
    uri = models.CharField(max_length=500)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent_key = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=300, blank=True)
    name_fr = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    description_fr = models.TextField(blank=True)
    also = models.TextField(blank=True)
    also_fr = models.TextField(blank=True)
    words = models.TextField()
    head = models.CharField(max_length=300)
    head_fr = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "key"], name="node_key_is_used_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="node_kind_is_known"),
        ]
        indexes = [models.Index(fields=["framework", "parent_key"], name="node_by_parent")]

    def __str__(self) -> str:
        return local(self, "name") or self.name_fr


class Import(models.Model):
    """One wish to bring an edition in, with what came of it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    framework = models.ForeignKey(Framework, models.SET_NULL, null=True, related_name="imports")
    file = models.FileField(upload_to="frameworks/")
    file_name = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    format = models.CharField(max_length=10, choices=Format.choices)
    is_trial = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)
    size = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=empty_list)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="import_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
