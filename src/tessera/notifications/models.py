from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from tessera.notifications.enums import State


class Message(models.Model):
    """One message to one address: worded, in the reader's language, with one action at most."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=80)
    once = models.CharField(
        max_length=200, help_text="Sending the same thing again finds this row."
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="messages"
    )
    address = models.EmailField()
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    action_url = models.CharField(max_length=500, blank=True)
    action_label = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "-created_at"], name="inbox_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["once"], name="message_is_written_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="message_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"
