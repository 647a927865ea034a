from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tessera.holdings.enums import Source, State


class Holding(models.Model):
    """Something that counts: what it is, from when, until when, and whether it still stands.

    `reference` is the uuid of the award or import behind it; `spent_on` the uuid of the evaluation that
    used it up, for what counts towards one stack only. `hours`, `credits` and `category` (the unit that
    answers for it) are what stack rules count; `issuer` is empty for ourselves.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="holdings")
    source = models.CharField(max_length=10, choices=Source.choices)
    reference = models.UUIDField(unique=True)
    definition = models.ForeignKey(
        "catalogue.Definition", models.PROTECT, null=True, related_name="holdings"
    )
    version_number = models.PositiveIntegerField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    hours = models.PositiveIntegerField(default=0)
    credits = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    category = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=200)
    held_from = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    spent_on = models.UUIDField(null=True)

    class Meta:
        ordering = ["held_from", "pk"]
        indexes = [models.Index(fields=["person", "definition"], name="holdings_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="holding_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(held_until=None) | Q(held_until__gt=F("held_from")),
                name="holding_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title
