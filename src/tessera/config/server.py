"""`tessera serve`: prepares the place, then keeps the site and its worker alive until told to stop."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from tessera.config import seeding

logger = logging.getLogger(__name__)
PAUSE, GRACE = 1.0, 20.0
LIMITS = (
    *("--blocking-threads", "4", "--backpressure", "128"),
    *("--workers-kill-timeout", "10", "--respawn-failed-workers", "--log-level", "warning"),
)


class CannotServe(Exception):
    """Said to whoever starts the server, in one line."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep alive. When an `essential` one ends, everything stops with its code.

    One that runs `once` is followed, when it has done its work, by the one to run `then`.
    """

    name: str
    module: str
    words: tuple[str, ...] = ()
    essential: bool = False
    once: bool = False
    then: Child | None = None


WORKER = Child("worker", "tessera.cli", ("worker",))
SEEDING = Child("seeding", "tessera.cli", ("demo",), once=True)


def prepare(*, migrate: bool) -> None:
    """Bring the database and the static files up to date. Raises CannotServe."""
    if not (settings.EMBEDDED or migrate):
        return
    if settings.EMBEDDED and seeding.state() is not None:
        set_aside_unfinished()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except DatabaseError as fault:
        raise CannotServe(f"The database cannot be used: {str(fault).strip()}") from fault
    finally:
        connection.close()
    call_command("collectstatic", verbosity=0, interactive=False)


def set_aside_unfinished() -> None:
    """A demonstration that was cut off while being laid held nothing of anyone's: it begins anew."""
    database = Path(settings.DATABASES["default"]["NAME"])
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(f"{database}{ending}", f"{database}.unfinished{ending}")
    seeding.progress_file().unlink(missing_ok=True)


def serve(
    *, host: str, port: int, workers: int, with_worker: bool, say: Callable[[str], None]
) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code. Raises CannotServe."""
    check_port_is_free(host, port)
    children = [site(host, port, workers)]
    behind = WORKER if with_worker else None
    if settings.DEMO:
        try:
            if seeding.state() is not None:
                raise CannotServe(
                    "The demonstration was cut off while being laid: give it a new database."
                )
            if seeding.is_empty():
                seeding.write({"done": 0, "total": 1, "label": ""})
                # What comes round by the clock would end what is laid with dates long past.
                behind = replace(SEEDING, then=behind)
        except DatabaseError as fault:
            raise CannotServe(f"The database cannot be used: {str(fault).strip()}") from fault
        finally:
            connection.close()

    if behind:
        children.append(behind)

    def announce() -> None:
        if answers(host, port):
            say(f"Tessera is at http://{'[' + host + ']' if ':' in host else host}:{port}")

    threading.Thread(target=announce, daemon=True).start()
    return supervise(children)


def site(host: str, port: int, workers: int) -> Child:
    words = ("--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers))
    return Child(
        "site", "granian", (*words, *LIMITS, "tessera.config.wsgi:application"), essential=True
    )


def check_demonstration_stays_here(host: str) -> None:
    """A demonstration opens every role to whoever reaches it. Raises CannotServe off this machine."""
    if settings.DEMO and host not in {"localhost", "127.0.0.1", "::1"}:
        raise CannotServe(
            "A demonstration is served on this machine only (127.0.0.1), since one click in it is everyone."
        )


def check_port_is_free(host: str, port: int) -> None:
    try:
        family, kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as fault:
        raise CannotServe(
            f"Cannot listen on {host} port {port} ({fault.strerror});"
            " choose another with --port, or PORT=... make run."
        ) from fault


def answers(host: str, port: int, *, patience: float = 60.0) -> bool:
    """Whether someone takes connections there, now or soon."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection((target, port), timeout=1):
            return True
        time.sleep(0.1)
    return False


def supervise(children: Sequence[Child]) -> int:
    """Run the children until a signal comes; start again those that end before it."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    running = [(child, start(child)) for child in children]
    code = 0
    while not stop.wait(PAUSE):
        for place, (child, process) in enumerate(running):
            if process.poll() is None:
                continue
            if child.once and process.returncode == 0:
                if child.then:
                    running[place] = child.then, start(child.then)
                continue
            if child.essential:
                logger.error("the %s ended with code %s", child.name, process.returncode)
                code = process.returncode or 1
                stop.set()
            elif not child.once:
                logger.error(
                    "the %s ended with code %s; another starts", child.name, process.returncode
                )
                running[place] = child, start(child)
    end([process for _child, process in running])
    return code


def start(child: Child) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent alone, which then ends its children in order.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", child.module, *child.words],
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def end_with_parent() -> None:
    """On Linux a child is told to stop when its parent dies, however it dies."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all to stop; kill those that have not within the grace."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
