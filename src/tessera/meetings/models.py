from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tessera.meetings import enums


class Meeting(models.Model):
    """One sitting of the quality committee."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=enums.State.choices, default=enums.State.PLANNED
    )
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=enums.State.PLANNED, closed_at=None, closed_by=None)
                | Q(state=enums.State.CLOSED, closed_at__isnull=False, closed_by__isnull=False),
                name="meeting_is_closed_with_its_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """Someone who is asked to a meeting, and whether they came."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_present = models.BooleanField(default=False)

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="member_is_asked_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)


# The kinds of item that are about something of another room, in the field of that name.
THINGS = [kind for kind in enums.Kind if kind != enums.Kind.OTHER]


def _is_about(kind: enums.Kind) -> Q:
    """Filled is the field of this kind and no other; other business has a title instead."""
    found = Q(kind=kind) & (Q() if kind in THINGS else ~Q(title=""))
    for each in THINGS:
        found &= Q(**{f"{each}__isnull": each != kind})
    return found


class Item(models.Model):
    """One point of the agenda: a proposal, a review of a published design, an appeal of a decline, a
    condition of an approval, or other business."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=enums.Kind.choices)
    proposal = models.ForeignKey(
        "assurance.Proposal", models.PROTECT, null=True, related_name="agenda_items"
    )
    review = models.ForeignKey(
        "standing.PeriodicReview", models.PROTECT, null=True, related_name="agenda_items"
    )
    appeal = models.ForeignKey(
        "assurance.Appeal", models.PROTECT, null=True, related_name="agenda_items"
    )
    condition = models.ForeignKey(
        "assurance.Condition", models.PROTECT, null=True, related_name="agenda_items"
    )
    title = models.CharField(_("what it is about"), max_length=200, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    # When its decision was taken here; a decision taken elsewhere leaves it empty.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # What was said here of a condition, which goes on changing; the rest keep their own decisions.
    verdict = models.CharField(max_length=10, choices=enums.Verdict.choices, blank=True)
    reason = models.TextField(blank=True)
    until = models.DateField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["meeting", kind.value], name=f"{kind}_is_on_an_agenda_once"
                )
                for kind in THINGS
            ),
            models.CheckConstraint(
                condition=reduce(or_, map(_is_about, enums.Kind)),
                name="item_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="item_is_settled_with_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", reason="")
                | Q(kind=enums.Kind.CONDITION, settled_at__isnull=False) & ~Q(verdict=""),
                name="verdict_is_of_a_condition_that_was_settled",
            ),
            models.CheckConstraint(
                condition=Q(verdict=enums.Verdict.MORE_TIME, until__isnull=False)
                | ~Q(verdict=enums.Verdict.MORE_TIME) & Q(until=None),
                name="more_time_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.thing)

    @property
    def thing(self) -> Any:
        """The proposal, review, appeal or condition that it is about; None for other business."""
        return getattr(self, self.kind) if self.kind in THINGS else None


class Recusal(models.Model):
    """A member who takes no part in an item: by their own word, or since they wrote or endorsed it."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="recusal_is_noted_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)
