"""The pictures in the documents are of the pages as they are: `make pictures` takes them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.journeys.cast import Town

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.slow]


def home(town: Town, page: Page) -> None:
    page.goto("/")


def badge_page(town: Town, page: Page) -> None:
    town.sign_in("Tomas Lindqvist", page)
    page.goto("/backpack/")
    page.get_by_role("main").get_by_role("link", name="Educational Leadership").first.click()
    page.get_by_role("link", name="See it as others would").click()


def workspace(town: Town, page: Page) -> None:
    town.sign_in("Ana Ferreira", page)
    page.goto("/learning/")
    page.get_by_role("main").get_by_role("link", name="Corporate Leadership").first.click()
    page.wait_for_url("**/learning/*-*/**")
    page.evaluate("scrollTo(0, 0)")


def mosaic(town: Town, page: Page) -> None:
    town.sign_in("Tomas Lindqvist", page)
    page.goto("/backpack/")


PICTURES: dict[str, Callable[[Town, Page], None]] = {
    "home": home,
    "badge-page": badge_page,
    "workspace": workspace,
    "backpack": mosaic,
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_taken(name: str, college: Town, tmp_path: Path) -> None:
    page = college.page(viewport={"width": 1200, "height": 860}, color_scheme="light")
    PICTURES[name](college, page)
    page.wait_for_load_state("networkidle")
    file = Path(os.environ.get("TESSERA_PICTURES", tmp_path)) / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        # A blank page would have one colour; a page that failed, a handful.
        colours = picture.convert("RGB").getcolors(picture.width * picture.height)
    assert (picture.size, len(colours or []) > 200) == ((1200, 860), True)
