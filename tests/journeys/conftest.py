"""The demonstration college, served once for all journeys; each leaves the others’ people alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.cast import Town
from tests.journeys.house import House, lay, open_house


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a college laid once on SQLite, by whichever process needs one first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "college"
    lay(folder)
    return folder


@pytest.fixture(scope="session")
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    if request.config.getoption("db") == "postgres":
        opening = open_house(os.environ["TESSERA_TEST_DATABASE_URL"])
    else:
        opening = open_house(like=request.getfixturevalue("laid"))
    with opening as opened:
        yield opened


@pytest.fixture
def college(house: House, chromium: Browser) -> Iterator[Town]:
    town = Town(chromium, house.url)
    yield town
    town.leave()


@pytest.fixture
def visitor(college: Town) -> Callable[..., Page]:
    """A stranger's page on the college's site."""

    def visit(**how: Any) -> Page:
        return college.page(**how)

    return visit
