"""The public pages and the backpack in a real browser: accessible, and whole on the smallest phone."""

from __future__ import annotations

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

from tessera.backpack.operations import create_link, withdraw_link
from tessera.catalogue.enums import State
from tessera.common import clock
from tessera.credentials import operations as credentials
from tessera.people.enums import Role
from tests.factories import catalogue, endorsement, people
from tests.factories import credentials as awards
from tests.factories.jobs import work
from tests.factories.people import NOON
from tests.factories.stacks import stack

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def college():
    """A learner with a macro-badge that fell, a stack begun, and links open and ended."""
    titles = ("Educational Leadership", "Corporate Leadership", "Coaching")
    parts = [catalogue.version(state=State.PUBLISHED, title=title) for title in titles]
    leadership = stack(*parts[:2], title="Leadership")
    stack(parts[0], parts[2], title="Coaching Leader")
    endorsement.endorsed(parts[0])
    learner, registrar = people.person(name="Ana Learner"), people.person(Role.REGISTRAR)
    earned = [awards.award(learner=learner, version=part) for part in parts[:2]]
    work()
    open_link, ended = (
        create_link(award=earned[0], label=label, expires_at=None, by=learner, at=clock.now())
        for label in ("Harbour Works", "")
    )
    withdraw_link(link=ended, by=learner, at=clock.now())
    credentials.revoke(
        award=earned[1], reason="error", explanation="Two were mixed up.", by=registrar, at=NOON
    )
    work()
    slug = parts[0].definition.slug
    return {
        "award": earned[0],
        "anyone": [
            "/",
            "/catalogue/?q=lead",
            "/catalogue/?q=zzz",
            f"/catalogue/{slug}/",
            f"/stacks/{leadership.definition.slug}/",
            f"/achievements/{slug}/v1",
            "/issuers/rivermouth",
            "/check/",
            f"/s/{open_link.token}",
            f"/s/{ended.token}",
        ],
        learner: [
            "/backpack/",
            f"/backpack/{earned[0].uuid}/",
            f"/backpack/{earned[1].uuid}/",
            f"/backpack/{earned[0].uuid}/preview/",
            f"/stacks/{leadership.definition.slug}/",
        ],
        registrar: ["/stacks-desk/", f"/stacks-desk/{leadership.awards.get().part_suspensions.get().uuid}/"],
    }


@pytest.fixture
def visit(live_server):
    """Opens each page of the college as whoever may see it, and asks `look` about it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )

        def visited(college, look, **kwargs):
            found = {}
            for who, addresses in list(college.items())[1:]:
                context = chromium.new_context(base_url=live_server.url, **kwargs)
                if who != "anyone":
                    signed_in = Client()
                    signed_in.force_login(who)
                    cookie = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
                    name = settings.SESSION_COOKIE_NAME
                    context.add_cookies(
                        [{"name": name, "value": cookie, "url": live_server.url}]
                    )
                page = context.new_page()
                for address in addresses:
                    page.goto(address)
                    found[address] = look(page)
                context.close()
            return found

        yield visited
        chromium.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_accessibility_fault_that_a_machine_finds(college, visit, scheme):
    def faults(page):
        report = Axe().run(page).response
        return [
            (fault["id"], node["html"][:200])
            for fault in report["violations"]
            for node in fault["nodes"]
        ]

    found = visit(college, faults, color_scheme=scheme, bypass_csp=True)
    assert {address: said for address, said in found.items() if said} == {}


def test_no_page_scrolls_sideways_on_the_narrowest_phone(college, visit):
    widths = visit(
        college,
        lambda page: page.evaluate("document.documentElement.scrollWidth"),
        viewport={"width": 320, "height": 640},
    )
    assert {address: width for address, width in widths.items() if width != 320} == {}


def test_a_badge_is_checked_by_pasting_it(college, visit):
    body = college["award"].editions.get().document.body

    def check(page):
        page.fill("textarea", body)
        page.click("main form button")
        return page.inner_text("h1")

    asked = {"award": college["award"], "anyone": ["/check/"]}
    assert visit(asked, check) == {"/check/": "This badge is valid."}
