"""The demonstration college, served once for all journeys; each leaves the others’ people alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.cast import Town
from tests.journeys.house import House, open_house


@pytest.fixture(scope="session")
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    on_server = request.config.getoption("db") == "postgres"
    with open_house(os.environ["TESSERA_TEST_DATABASE_URL"] if on_server else "") as opened:
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
