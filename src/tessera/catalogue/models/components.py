"""How a version is earned: three components, their tasks and questions, and the rubric."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import ComponentKind, PromptKind
from tessera.catalogue.models.reasons import Outcome
from tessera.catalogue.models.version import Version, empty_list


class Component(models.Model):
    """One of the three; made with the version, never added or removed."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="components")
    kind = models.CharField(max_length=20, choices=ComponentKind.choices)
    instructions = models.TextField(_("what the learner does"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], name="component_stands_once_in_a_version"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ComponentKind.values), name="component_kind_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Task(models.Model):
    """An activity of the Educational component or a task of the Demonstration."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    instructions = models.TextField(_("what to do"))
    accepts = models.JSONField(_("evidence accepted"), default=empty_list, blank=True)
    minimum_items = models.PositiveSmallIntegerField(_("items at least"), default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Prompt(models.Model):
    """A question of the Reflective component. The two core ones are made with the version."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="prompts")
    kind = models.CharField(max_length=10, choices=PromptKind.choices, default=PromptKind.OWN)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("question"), max_length=300)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["component", "kind"],
                condition=~Q(kind=PromptKind.OWN),
                name="core_prompt_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Criterion(models.Model):
    """A judged statement in one component, with the level that is needed."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="criteria")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    statement = models.CharField(_("criterion"), max_length=300)
    essential = models.BooleanField(_("essential"), default=False)
    required_rank = models.PositiveSmallIntegerField(_("level needed"), default=3)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    outcomes = models.ManyToManyField(Outcome, related_name="criteria", verbose_name=_("judges"))

    class Meta:
        ordering = ["component_id", "position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1), name="criterion_weighs_something"),
        ]

    def __str__(self) -> str:
        return self.statement


class Level(models.Model):
    """A step on a criterion's scale, rank 1 being the lowest."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(_("level"), max_length=60)
    description = models.CharField(_("what it looks like"), max_length=300, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "rank"], name="level_rank_is_used_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="level_rank_starts_at_one"),
        ]

    def __str__(self) -> str:
        return self.name
