"""Every page of every duty: nothing that a machine finds wrong with it, in English on a desk and in
French on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.journeys.cast import Town
from tests.journeys.kinds import kind_of

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.slow]

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Whom to follow, and how many kinds of page they are led to at the least.
CAST = {
    "": 7,
    "Priya Nair": 9,
    "Joy Adeyemi": 9,
    "Dana Whitfield": 20,
    "Petra Novak": 6,
    "Rui Okafor": 6,
    "Chidi Halvorsen": 6,
    "Ines Moreau": 6,
    "Amara Diallo": 6,
    "Ruth Mbeki": 12,
    "Greta Lindgren": 6,
    "Otto Fairweather": 6,
}
# Everybody's mail leads to pages of other people.
OTHERS_MAIL = ("/demonstration/mail/", "/desk/outbox/")
# Looked at by the stranger.
PUBLIC = re.compile(r"^/$|^/(catalogue|stacks|check|demonstration)/")
# Not pages: files, data and what leads back out.
NO_PAGE = re.compile(
    r"\.(png|svg|pdf|json|jwt|txt|xml|csv|xlsx|zip)$|^/learning/files/|^/account/|^/endorsements/|^/issuers/.+/"
)


def walk(
    page: Page, start: str, look: Callable[[str], None], apart_from: re.Pattern[str]
) -> set[str]:
    """Follow the links of a person's pages to one page of each kind; `look` goes to each."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in seen or apart_from.search(path):
            continue
        seen.add(kind)
        look(path)
        if path in OTHERS_MAIL:
            continue
        links = page.locator("a[href]").evaluate_all("all => all.map(a => a.href)")
        here = urlsplit(page.url).netloc
        waiting += [link.path for link in map(urlsplit, links) if link.netloc == here]
    return seen


@pytest.mark.parametrize("name", CAST)
def test_every_page_that_one_is_led_to_is_sound(
    name: str, college: Town, visitor: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = visitor(viewport=DESK, bypass_csp=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda fault: said.append(f"{page.url}: {fault}"))
    if name:
        college.sign_in(name, page)
    faults: list[str] = []

    def look(path: str) -> None:
        for width, language, scheme in ((DESK, "en", "light"), (PHONE, "fr", "dark")):
            page.context.add_cookies(
                [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": college.url}]
            )
            page.set_viewport_size(width)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.goto(path)
            if (spoken := page.locator("html").get_attribute("lang")) != language:
                faults.append(f"{path}: in {spoken}, not in {language}")
            if (titles := page.get_by_role("heading", level=1).count()) != 1:
                faults.append(f"{path}: {titles} headings of the first level")
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width["width"]:
                faults.append(f"{path}: {wide} wide on a screen of {width['width']}")
            faults.extend(f"{path} at {width['width']}: {fault}" for fault in axe(page))

    start, known = (
        ("/desk/", f"{NO_PAGE.pattern}|{PUBLIC.pattern}") if name else ("/", NO_PAGE.pattern)
    )
    kinds = walk(page, start, look, re.compile(known))
    assert (faults, said) == ([], [])
    assert len(kinds) >= CAST[name]
