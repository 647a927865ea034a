"""What every test stands on. `--db postgres` runs the same tests on a real PostgreSQL."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import environ
import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from hypothesis import settings

from tests import postgres
from tests.browser import axe, browser, chromium  # noqa: F401  (fixtures)

# a busy machine is no fault of the code: properties have no stopwatch
settings.register_profile("tessera", deadline=None)
settings.load_profile("tessera")

SERVER = "TESSERA_TEST_DATABASE_URL"
# What never touches a database is not run again on the second one.
WITHOUT_DATABASE = {"kernel", "architecture"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help=f"which database; postgres starts one unless {SERVER} names one",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("db") != "postgres":
        return
    if not os.environ.get(SERVER):
        started = ExitStack()
        # The workers of pytest-xdist find the address in their environment.
        os.environ[SERVER] = started.enter_context(postgres.server())
        config.add_cleanup(started.close)
        config.add_cleanup(lambda: os.environ.pop(SERVER))
    django_settings.DATABASES["default"] = environ.Env.db_url_config(os.environ[SERVER])
    connections.__dict__.pop("settings", None)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.getoption("db") == "postgres" and collection_path.name in WITHOUT_DATABASE:
        return True
    return None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """SQLite empties tables row by row, which the trail refuses; the tests may between themselves."""
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            return
    flush = connection.ops.execute_sql_flush

    def flush_trail_too(statements: Iterable[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail_event'"
            )
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(statements)
            for _name, sql in triggers:
                cursor.execute(sql)

    connection.ops.execute_sql_flush = flush_trail_too


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this machine: a connection to anywhere but loopback is an error."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and isinstance(address, tuple):
            assert address[0] in {"127.0.0.1", "::1", "localhost"}, f"a test reached for {address}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def drain() -> Callable[[], int]:
    """Runs the waiting jobs, and those that they enqueue, here and now; a failure is raised."""

    def run_all() -> int:
        from django_tasks.base import TaskResultStatus
        from django_tasks_db.models import DBTaskResult

        from tessera.common.worker import Worker

        done, worker = 0, Worker(batch=True)
        while (row := DBTaskResult.objects.ready().first()) is not None:
            row.claim(worker.worker_id)
            worker.run_task(row)
            row.refresh_from_db()
            assert row.status == TaskResultStatus.SUCCESSFUL, row.traceback
            done += 1
        later = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        assert [(row.args_kwargs, row.run_after) for row in later] == [], "a job failed and waits"
        return done

    return run_all
