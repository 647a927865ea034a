"""Background jobs: `later("credentials.issue", award.pk)` writes a row in the caller's transaction.

A job is registered by name in a feature's `tasks.py`, so operations enqueue without importing it.
Jobs run at least once and must be idempotent. One that raises is tried again, later each time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django_tasks import task

from tessera.common import clock

logger = logging.getLogger(__name__)
PAUSES = [timedelta(seconds=2), timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1)]
_registered: dict[str, Callable[..., None]] = {}


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as the job `<feature>.<verb>`."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        if _registered.setdefault(name, function) is not function:
            raise RuntimeError(f"two jobs are called {name}")
        return function

    return register


def later(name: str, *args: Any, not_before: datetime | None = None) -> None:
    """Enqueue with JSON-able arguments; runs only if the surrounding transaction commits."""
    if name not in _registered:
        raise KeyError(f"no job is called {name}")
    waiting = run.using(run_after=not_before) if not_before else run
    waiting.enqueue(name, list(args), 0)


@task()  # type: ignore[untyped-decorator]  # the library has no types
def run(name: str, args: list[Any], attempt: int) -> None:
    try:
        _registered[name](*args)
    except Exception:
        if attempt >= len(PAUSES):
            raise
        logger.exception(
            "job %s%s failed, attempt %s; it will be tried again", name, args, attempt + 1
        )
        run.using(run_after=clock.now() + PAUSES[attempt]).enqueue(name, args, attempt + 1)
