"""The background worker: the database backend's own, with a heartbeat and a reaper.

A worker killed in mid-job leaves its row RUNNING for ever; here any living worker finds that the
owner fell silent and puts the row back, so that `kill -9` loses nothing.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import close_old_connections, connection, transaction
from django.db.models import Min
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from tessera.common import clock, jobs
from tessera.common.models import WorkerBeat

logger = logging.getLogger(__name__)
BEAT, SILENCE, TRIES = timedelta(seconds=2), timedelta(seconds=6), 3


class Worker(DatabaseWorker):  # type: ignore[misc]  # the library has no types
    def __init__(self, *, interval: float = 0.5, batch: bool = False) -> None:
        super().__init__(
            queue_names=["default"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.stopped = threading.Event()

    def run(self) -> None:
        beat(self.worker_id)
        heart = threading.Thread(target=self.keep_beating, daemon=True)
        heart.start()
        try:
            super().run()
        finally:
            self.stopped.set()
            heart.join(timeout=5)
            WorkerBeat.objects.filter(worker=self.worker_id).delete()

    def keep_beating(self) -> None:
        while not self.stopped.wait(BEAT.total_seconds()):
            try:
                close_old_connections()
                beat(self.worker_id)
                reap()
                jobs.enqueue_due(at=clock.now())
            except Exception:  # a beat that fails may not end those to come
                logger.exception("the heartbeat of %s was missed", self.worker_id)
        connection.close()


def beat(worker: str) -> None:
    WorkerBeat.objects.update_or_create(worker=worker, defaults={"at": clock.now()})


@transaction.atomic
def reap() -> int:
    """Requeue the running jobs of workers that fell silent; returns how many.

    A job that took down its worker three times is marked failed instead.
    """
    horizon = clock.now() - SILENCE
    alive = set(WorkerBeat.objects.filter(at__gte=horizon).values_list("worker", flat=True))
    running = DBTaskResult.objects.running().filter(started_at__lt=horizon)
    requeued = 0
    for row in running.select_for_update(skip_locked=True):
        if row.worker_ids and row.worker_ids[-1] in alive:
            continue
        if len(row.worker_ids) >= TRIES:
            row.set_failed(RuntimeError("the worker died three times while running this job"))
            continue
        row.status, row.started_at = TaskResultStatus.READY, None
        row.save(update_fields=["status", "started_at"])
        requeued += 1
    WorkerBeat.objects.filter(at__lt=horizon - timedelta(minutes=10)).delete()
    return requeued


def is_alive() -> bool:
    return WorkerBeat.objects.filter(at__gte=clock.now() - SILENCE).exists()


def oldest_waiting() -> timedelta | None:
    """How long the oldest due job has waited; None when none waits."""
    since = DBTaskResult.objects.ready().aggregate(since=Min("enqueued_at"))["since"]
    return clock.now() - since if since else None
