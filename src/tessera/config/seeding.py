"""Laying the demonstration college, with a page that shows how far it has come.

Progress stands in a small file under `var/` while it lasts. A file that is there at the start tells
that an earlier laying was cut off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from tessera.common.worker import Worker
from tessera.people import queries as people

Progress = Callable[[int, int, str], None]


class NotEmpty(Exception):
    """Demonstration data goes only where nothing else is."""


def progress_file() -> Path:
    return Path(settings.VAR_DIR) / "demo-progress.json"


def is_empty() -> bool:
    return people.institution() is None and not people.demonstration_people().exists()


def seed_visibly(say: Progress) -> None:
    """Seed, telling `say` and the waiting page. Raises NotEmpty."""
    if not is_empty():
        raise NotEmpty("The database is not empty: the demonstration college was not added.")

    def tell(done: int, total: int, label: str) -> None:
        write({"done": done, "total": total, "label": str(label)})
        say(done, total, label)

    tell(0, 1, "")
    try:
        import_string("tessera.demo.operations.seed")(progress=tell)
        # What it set going is done before anyone looks: letters lie in their boxes.
        Worker(interval=0.1, batch=True).run()
    except Exception:  # raised again: the page that waits must not wait for ever
        write({"failed": True})
        raise
    progress_file().unlink(missing_ok=True)


def write(state: dict[str, Any]) -> None:
    """Replace the file whole, so that no reader meets half of one."""
    path = progress_file()
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(state), encoding="utf-8")
    os.replace(draft, path)


def state() -> dict[str, Any] | None:
    """How far the laying is; None when none is under way."""
    try:
        found: dict[str, Any] = json.loads(progress_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


class WhileSeeding:
    """Answers every page of a demonstration with its progress until the college stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = state()
        if now is None:
            return self.get_response(request)
        page = render(request, "config/seeding.html", now, status=503)
        page["Retry-After"] = "2"
        page["Cache-Control"] = "no-store"
        # Django would log each of these waits as an error of the site.
        page._has_been_logged = True  # type: ignore[attr-defined]
        return page
