"""Writing the trail: one call in every operation, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from tessera.trail.models import Event

if TYPE_CHECKING:
    from tessera.people.models import Person


def record(kind: str, *, subject: Model, by: Person | None, at: datetime, **facts: Any) -> None:
    """Note that `kind` ("feature.noun.verbed") happened to `subject`; `facts` must be JSON-able."""
    event(kind, subject=subject, by=by, at=at, **facts).save(force_insert=True)


def record_many(
    kind: str, *, subjects: Iterable[Model], by: Person | None, at: datetime, **facts: Any
) -> None:
    """The same for a set, in one statement; each with the same facts."""
    events = [event(kind, subject=subject, by=by, at=at, **facts) for subject in subjects]
    Event.objects.bulk_create(events, batch_size=500)


def event(kind: str, *, subject: Model, by: Person | None, at: datetime, **facts: Any) -> Event:
    return Event(
        kind=kind,
        at=at,
        by=by,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:300],
        facts=facts,
    )
