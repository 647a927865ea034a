"""What every test stands on. `--db postgres` runs the same tests on a real PostgreSQL."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

import environ
import pytest
from asgiref.local import Local
from django.conf import settings as django_settings
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.utils import translation
from hypothesis import settings

from tests import postgres
from tests.browser import axe, browser, chromium, sound  # noqa: F401  (fixtures)

# a busy machine is no fault of the code: properties have no stopwatch
settings.register_profile("tessera", deadline=None)
settings.load_profile("tessera")

SERVER = "TESSERA_TEST_DATABASE_URL"
# What never touches a database is not run again on the second one.
WITHOUT_DATABASE = {"kernel", "architecture"}
NEEDS_DATABASE = {"db", "transactional_db", "live_server", "house"}


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
    # What was connected while the settings were read belongs to the other database.
    connections.__dict__.pop("settings", None)
    connections._connections = Local(connections.thread_critical)
    assert connections["default"].vendor == "postgresql"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.getoption("db") == "postgres" and collection_path.name in WITHOUT_DATABASE:
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # What takes longest begins first: at the end no process waits for another.
    items.sort(key=lambda item: "journeys" not in item.path.parts)
    if config.getoption("db") != "postgres":
        return
    apart = [
        item
        for item in items
        if item.get_closest_marker("looks")
        or (
            item.get_closest_marker("django_db") is None
            and NEEDS_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))
        )
    ]
    config.hook.pytest_deselected(items=apart)
    items[:] = [item for item in items if item not in set(apart)]


class Flush(DatabaseOperations):
    """SQLite empties tables row by row, which the trail refuses; between tests it must let go."""

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trail_event'"
            )
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            super().execute_sql_flush(sql_list)
            for _name, sql in triggers:
                cursor.execute(sql)


DatabaseWrapper.ops_class = Flush


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves this machine: a connection to anywhere but loopback is an error."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and isinstance(address, tuple):
            assert address[0] in {"127.0.0.1", "::1", "localhost"}, f"a test reached for {address}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def english() -> None:
    """A page read in French leaves its language to the thread, and so to the next test."""
    translation.activate("en")


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
