"""A real Chromium for the tests that need one: the machine's own, found on the path."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Error, Page, sync_playwright

# The shell has no windows to draw, and opens a page in a third of the time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
# A browser that calls home in the background is refused by a closed network, many times a second.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def absent(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        absent("no Chromium on this machine: apt-get install chromium-headless-shell libatomic1")
    try:
        playwright = sync_playwright().start()
    except (Error, OSError) as fault:
        absent(f"the browser's driver does not run (apt-get install libatomic1): {fault}")
    # Playwright's loop runs in this thread from now on; Django would take that for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        launched = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield launched
        launched.close()
    finally:
        # The loop has database connections apart from the thread's; left open they would hold on.
        connections.close_all()
        playwright.stop()


@pytest.fixture
def browser(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens a fresh visitor's page on the live site: `browser(color_scheme="dark")`."""
    visitors = []

    def visit(**how: Any) -> Page:
        visitors.append(chromium.new_context(base_url=live_server.url, **how))
        return visitors[-1].new_page()

    yield visit
    for visitor in visitors:
        visitor.close()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page: rule and place of each fault. The context needs bypass_csp."""

    def faults(page: Page) -> list[str]:
        report = Axe().run(page).response
        assert len(report["passes"]) > 10, "axe looked at nothing"
        return [
            f"{fault['id']}: {node['target']}"
            for fault in report["violations"]
            for node in fault["nodes"]
        ]

    return faults


@pytest.fixture
def sound(axe: Callable[[Page], list[str]]) -> Callable[[Page], list[str]]:
    """What is wrong with an open page in either light, on a desk and on the narrowest phone."""

    def faults(page: Page) -> list[str]:
        found = []
        for scheme, width in (("light", 1280), ("dark", 320)):
            page.set_viewport_size({"width": width, "height": 900})
            # Without motion: a colour halfway to the other scheme is nobody's choice.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found += [f"{scheme}, {width} wide: {fault}" for fault in axe(page)]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{wide} wide on a screen of {width}")
        return found

    return faults
