"""The demonstration college as anyone runs it: `tessera serve --demo`, its worker beside it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import urllib3

PATIENCE = 240.0


class House:
    """A running Tessera: where it stands, and what its processes are."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://localhost:{self.port}"
        self.env = os.environ | {
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "DJANGO_SETTINGS_MODULE": "tessera.config.settings",
            "TESSERA_VAR_DIR": str(folder),
            "TESSERA_PUBLIC_URL": "http://localhost:8000",
        }
        if database:
            secrets = {
                "TESSERA_SECRET_KEY": "tests only",
                "TESSERA_KEY_ENCRYPTION_KEY": "tests too",
            }
            self.env |= secrets | {"TESSERA_DATABASE_URL": database}
        self.process: subprocess.Popen[bytes] | None = None

    def open(self, *words: str) -> None:
        """Serve, and wait until the college stands."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command("serve", "--demo", "--migrate", "--port", str(self.port), *words),
                env=self.env,
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )
        wait_until(self.is_open, self.log)

    def close(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(timeout=60) == 0, self.log()
            self.process = None

    def hold_the_worker(self) -> None:
        """The worker stands still, as if its turn never came; never while it holds the database."""
        wait_until(lambda: len(self.workers()) == 1, self.log)
        workers = self.workers()
        while True:
            os.kill(workers[0], signal.SIGSTOP)
            with closing(sqlite3.connect(self.folder / "tessera.sqlite3", timeout=1)) as link:
                try:
                    link.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError:
                    os.kill(workers[0], signal.SIGCONT)
                    time.sleep(0.1)
                else:
                    return

    def workers(self) -> list[int]:
        assert self.process is not None
        return [
            child
            for child in children_of(self.process.pid)
            if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        ]

    def kill(self) -> None:
        """Sudden death of every process at once: no goodbye, no clean-up."""
        assert self.process is not None
        families = [self.process.pid, *children_of(self.process.pid)]
        for process in [*families, *(each for one in families[1:] for each in children_of(one))]:
            os.kill(process, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def is_open(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log()
        try:
            answer = urllib3.request("GET", f"{self.url}/demonstration/", retries=False, timeout=5)
        except urllib3.exceptions.HTTPError:
            return False
        return answer.status == 200

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-4000:]

    @staticmethod
    def command(*words: str) -> list[str]:
        return [sys.executable, "-m", "tessera.cli", *words]

    def verify(self, file: Path, *maps: str) -> tuple[int, dict[str, Any]]:
        """`tessera verify`, told where this house stands: the exit code, and the report."""
        words = ["--json", str(file)]
        for prefix in ("https://localhost:8000", "http://localhost:8000"):
            words += ["--map", f"{prefix}={self.url}"]
        for each in maps:
            words += ["--map", each]
        done = subprocess.run(
            self.command("verify", *words),
            env=self.env,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)


def lay(folder: Path) -> None:
    """A college on SQLite as it stands after its first start, to be copied by whoever needs one."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            rising = folder.with_suffix(".rising")
            rising.mkdir()
            house = House(rising)
            house.open()
            house.close()
            rising.rename(folder)


@contextmanager
def open_house(server: str = "", like: Path | None = None) -> Iterator[House]:
    """A seeded college on SQLite, or in a database of its own on the PostgreSQL `server`.

    `like` names the folder of one that was laid before.
    """
    with (
        tempfile.TemporaryDirectory(prefix="tessera-house-") as folder,
        database_on(server) as address,
    ):
        if like is not None:
            shutil.copytree(like, folder, dirs_exist_ok=True)
        house = House(Path(folder), address)
        try:
            house.open()
            yield house
        finally:
            house.close()


@contextmanager
def database_on(server: str) -> Iterator[str]:
    if not server:
        yield ""
        return
    name = f"house_{os.getpid()}_{free_port()}"
    start, _slash, default = server.rpartition("/")
    host, user = start.partition("@/")[2], start.partition("://")[2].partition("@")[0]
    with psycopg.connect(host=host, user=user, dbname=default, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
        yield f"{start}/{name}"
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def wait_until(
    is_so: Callable[[], bool], why: Callable[[], str] = str, patience: float = PATIENCE
) -> None:
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline, why()
        time.sleep(0.2)


def children_of(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(word) for word in listed.read_text().split()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
