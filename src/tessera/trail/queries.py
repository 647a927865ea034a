from __future__ import annotations

from django.db.models import Model, QuerySet

from tessera.trail.models import Event


def events_of(*subjects: Model) -> QuerySet[Event]:
    """What happened to these things, newest first."""
    found = Event.objects.none()
    for subject in subjects:
        found |= Event.objects.filter(
            subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
        )
    return found.select_related("by")


def latest() -> QuerySet[Event]:
    return Event.objects.select_related("by")
