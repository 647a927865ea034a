"""Jobs exist exactly when their cause was committed, and survive whoever runs them."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tessera.common import clock, jobs, worker
from tessera.common.models import WorkerBeat

ROOT = Path(__file__).parents[2]
ran: list[str] = []


@jobs.job("common.test.note")
def note(word: str) -> None:
    ran.append(word)


@jobs.job("common.test.fail")
def fail() -> None:
    raise RuntimeError("on purpose")


@jobs.job("common.test.daily", every=timedelta(days=1))
def daily() -> None:
    ran.append("daily")


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()


@pytest.mark.django_db(transaction=True)
def test_job_of_a_transaction_that_is_rolled_back_never_was(drain):
    with transaction.atomic():
        jobs.later("common.test.note", "undone")
        transaction.set_rollback(True)
    with transaction.atomic():
        jobs.later("common.test.note", "done")
    assert (drain(), ran) == (1, ["done"])


@pytest.mark.django_db
def test_job_that_nobody_knows_is_refused_at_once():
    with pytest.raises(KeyError, match="no job is called"):
        jobs.later("common.test.unknown")
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_failing_job_is_tried_again_later_and_at_last_given_up():
    jobs.later("common.test.fail")
    pauses, runner = [], worker.Worker(batch=True)
    for _attempt in range(len(jobs.PAUSES)):
        row = DBTaskResult.objects.get(status=TaskResultStatus.READY)
        row.claim(runner.worker_id)
        runner.run_task(row)
        again = DBTaskResult.objects.get(status=TaskResultStatus.READY)
        pauses.append(round((again.run_after - clock.now()).total_seconds()))
    assert pauses == [round(pause.total_seconds()) for pause in jobs.PAUSES]
    again.claim(runner.worker_id)
    runner.run_task(again)
    left = DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()
    again.refresh_from_db()
    assert (left, again.status) == (0, TaskResultStatus.FAILED)


@pytest.mark.django_db
def test_job_comes_round_once_in_each_period_whoever_asks(drain):
    begun = clock.now()

    def due(hours: int) -> int:
        return jobs.enqueue_due(at=begun + timedelta(hours=hours)).count("common.test.daily")

    assert [due(hours) for hours in (0, 0, 23, 24, 25)] == [1, 0, 0, 1, 0]
    drain()
    assert ran == ["daily", "daily"]


@pytest.mark.django_db
def test_rounds_that_nobody_was_there_for_are_made_up_for_once():
    begun = clock.now()
    jobs.enqueue_due(at=begun)
    late = begun + timedelta(days=10)
    assert jobs.enqueue_due(at=late).count("common.test.daily") == 1
    assert jobs.enqueue_due(at=late + timedelta(hours=1)).count("common.test.daily") == 0


def running(*, by: list[str], for_seconds: int) -> DBTaskResult:
    """A job that its worker took and has not given back."""
    jobs.later("common.test.note", "half done")
    row = DBTaskResult.objects.get()
    row.status, row.worker_ids = TaskResultStatus.RUNNING, by
    row.started_at = clock.now() - timedelta(seconds=for_seconds)
    row.save()
    return row


@pytest.mark.django_db
def test_job_of_a_silent_worker_is_put_back():
    row = running(by=["dead"], for_seconds=60)
    assert worker.reap() == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY


@pytest.mark.django_db
def test_long_job_of_a_living_worker_is_left_alone():
    row = running(by=["alive"], for_seconds=3600)
    WorkerBeat.objects.create(worker="alive", at=clock.now())
    assert worker.reap() == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_job_that_took_down_three_workers_is_given_up():
    row = running(by=["one", "two", "three"], for_seconds=60)
    assert worker.reap() == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED


SLEEPER = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "tessera.config.settings"
import django; django.setup()
from pathlib import Path
from tessera.common import jobs, worker
marks = Path(sys.argv[2])
@jobs.job("common.test.slow")
def slow():
    with marks.open("a") as file: file.write("begun\\n")
    time.sleep(0 if sys.argv[1] == "quick" else 60)
    with marks.open("a") as file: file.write("done\\n")
if sys.argv[1] == "enqueue":
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    jobs.later("common.test.slow")
else:
    worker.Worker(interval=0.1).run()
"""


@pytest.mark.slow
def test_worker_killed_in_mid_job_loses_nothing(tmp_path):
    marks = tmp_path / "marks"
    surroundings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "TESSERA_VAR_DIR": str(tmp_path),
    }

    def start(how: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-c", SLEEPER, how, str(marks)]
        return subprocess.Popen(words, env=surroundings, stderr=subprocess.DEVNULL)

    assert start("enqueue").wait(120) == 0
    doomed = start("slow")
    try:
        wait_for(lambda: marks.exists())
    finally:
        doomed.send_signal(signal.SIGKILL)
        doomed.wait()
    heir = start("quick")
    try:
        wait_for(lambda: marks.read_text() == "begun\nbegun\ndone\n")
        with closing(sqlite3.connect(tmp_path / "tessera.sqlite3")) as database:
            table = DBTaskResult._meta.db_table
            query = f"SELECT status FROM {table} WHERE args_kwargs LIKE '%common.test.slow%'"
            wait_for(lambda: database.execute(query).fetchall() == [("SUCCESSFUL",)])
    finally:
        heir.kill()
        heir.wait()


def wait_for(condition, *, patience: float = 60.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
