"""`tessera check`: whether this set-up works, each finding in one line that says what to do."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tessera.common import clock, worker
from tessera.config import env
from tessera.signing import operations as signing

TOLERANCE = timedelta(seconds=5)


class Fault(Exception):
    """What is wrong, for whoever runs the deployment."""


@dataclass(frozen=True, slots=True)
class Finding:
    about: str
    well: bool
    detail: str


def examine() -> list[Finding]:
    """Every check, in the order in which faults follow from each other."""
    return [look(about, check) for about, check in CHECKS.items()]


def look(about: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(about, True, check())
    except Exception as fault:
        return Finding(about, False, f"{fault}".strip() or type(fault).__name__)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return f"{connection.vendor} answers"


def migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Fault(f"{len(missing)} migrations are not applied: run tessera serve --migrate")
    return "all applied"


def keys() -> str:
    """Every secret opens with this deployment's KEY_ENCRYPTION_KEY."""
    return f"{signing.open_every_key()} keys open"


def mail() -> str:
    if not settings.EMAIL_URL:
        return "no server is set: messages wait in the outbox"
    with get_connection(fail_silently=False):
        return "the server answers"


def storage() -> str:
    name = default_storage.save(f".check-{secrets.token_hex(4)}", ContentFile(b"tessera"))
    try:
        with default_storage.open(name) as stored:
            if stored.read() != b"tessera":
                raise Fault("what is written is not what is read")
    finally:
        default_storage.delete(name)
    return "can be written and read"


def background() -> str:
    if not worker.is_alive():
        raise Fault("no worker is running: start tessera serve, or tessera worker")
    waiting = worker.oldest_waiting()
    return f"alive; the oldest job waits {waiting.seconds} s" if waiting else "alive; nothing waits"


def time() -> str:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return "the database keeps this machine's time"
        cursor.execute("SELECT clock_timestamp()")
        drift = abs(clock.now() - cursor.fetchone()[0])
    if drift > TOLERANCE:
        raise Fault(f"this machine and the database differ by {drift.total_seconds():.0f} s")
    return "agrees with the database"


def public_address() -> str:
    parts = urlsplit(settings.PUBLIC_URL)
    if not parts.hostname or parts.path or parts.query or parts.fragment:
        raise Fault(f"PUBLIC_URL must be a scheme and a host, not {settings.PUBLIC_URL}")
    if parts.scheme != "https" and not env.is_loopback(settings.PUBLIC_URL):
        raise Fault("PUBLIC_URL must begin with https:// (it is part of every badge for ever)")
    return str(settings.PUBLIC_URL)


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "signing keys": keys,
    "mail": mail,
    "storage": storage,
    "worker": background,
    "clock": time,
    "public address": public_address,
}
