"""Background jobs: `later("credentials.issue", award.pk)` writes a row in the caller's transaction.

A job is registered by name in a feature's `tasks.py`, so operations enqueue without importing it.
Jobs run at least once and must be idempotent. One that raises is tried again, later each time.
A job registered with `every` comes round by itself, as long as any worker lives.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks import task

from tessera.common import clock
from tessera.common.models import Schedule

logger = logging.getLogger(__name__)
PAUSES = [timedelta(seconds=2), timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1)]
_registered: dict[str, Callable[..., None]] = {}
_periods: dict[str, timedelta] = {}


def job(
    name: str, *, every: timedelta | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as the job `<feature>.<verb>`; with `every` it takes no arguments."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if _registered.setdefault(name, function) is not function:
            raise RuntimeError(f"two jobs are called {name}")
        if every is not None:
            _periods[name] = every
        return function

    return register


def later(name: str, *args: Any, not_before: datetime | None = None) -> None:
    """Enqueue with JSON-able arguments; runs only if the surrounding transaction commits."""
    if name not in _registered:
        raise KeyError(f"no job is called {name}")
    waiting = run.using(run_after=not_before) if not_before else run
    waiting.enqueue(name, list(args), 0)


@transaction.atomic
def enqueue_due(*, at: datetime) -> list[str]:
    """Enqueue the jobs whose time has come round, each once however many workers ask; their names.

    A round that nobody was there for is made up for once, not once for each period missed.
    """
    known = set(Schedule.objects.values_list("job", flat=True))
    if fresh := [name for name in _periods if name not in known]:
        Schedule.objects.bulk_create(
            [Schedule(job=name, due_at=at) for name in fresh], ignore_conflicts=True
        )
    due = Schedule.objects.filter(job__in=_periods, due_at__lte=at).order_by("job")
    enqueued = []
    for schedule in due.select_for_update(skip_locked=True):
        later(schedule.job)
        schedule.due_at = at + _periods[schedule.job]
        schedule.save(update_fields=["due_at"])
        enqueued.append(schedule.job)
    return enqueued


@task()  # type: ignore[untyped-decorator]  # the library has no types
def run(name: str, args: list[Any], attempt: int) -> None:
    try:
        _registered[name](*args)
    except Exception:  # whatever it is that a job failed of: it is logged, and tried again
        if attempt >= len(PAUSES):
            raise
        logger.exception(
            "job %s%s failed, attempt %s; it will be tried again", name, args, attempt + 1
        )
        run.using(run_after=clock.now() + PAUSES[attempt]).enqueue(name, args, attempt + 1)
