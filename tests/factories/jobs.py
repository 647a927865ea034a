"""Running what was enqueued, as the worker would."""

from __future__ import annotations

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tessera.common import jobs


def work() -> list[str]:
    """Run every waiting job, and those that they enqueue; returns their names in order."""
    done: list[str] = []
    while waiting := DBTaskResult.objects.ready().order_by("enqueued_at", "pk").first():
        name, args, _attempt = waiting.args_kwargs["args"]
        jobs._registered[name](*args)
        waiting.status = TaskResultStatus.SUCCESSFUL
        waiting.save(update_fields=["status"])
        done.append(name)
    return done
