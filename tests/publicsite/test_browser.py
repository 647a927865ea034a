"""The public pages and the backpack in a real browser: accessible, and whole on the smallest phone."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tessera.backpack.operations import ask_holder, create_code, create_link, withdraw_link
from tessera.catalogue.enums import State
from tessera.common import clock
from tessera.credentials import operations as credentials
from tessera.people.enums import Role
from tests.factories import catalogue, endorsement, people
from tests.factories import credentials as awards
from tests.factories.jobs import work
from tests.factories.people import NOON
from tests.factories.stacks import stack

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]


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
    code = create_code(award=earned[0], by=learner, at=clock.now()).code
    asked = ask_holder(award=earned[0], at=clock.now())
    credentials.set_visibility(award=earned[0], visibility="public", by=learner, at=clock.now())
    credentials.revoke(
        award=earned[1], reason="error", explanation="Two were mixed up.", by=registrar, at=NOON
    )
    work()
    slug = parts[0].definition.slug
    return {
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
            f"/c/{code}",
            "/c/0000-0000-0000-0001",
            f"/holder/{asked.token}",
            f"/credentials/{earned[0].uuid}",
            f"/credentials/{earned[0].uuid}/embed",
        ],
        learner: [
            "/backpack/",
            "/backpack/prove/",
            f"/backpack/{earned[0].uuid}/",
            f"/backpack/{earned[1].uuid}/",
            f"/backpack/{earned[0].uuid}/preview/",
            f"/stacks/{leadership.definition.slug}/",
        ],
        registrar: [
            "/stacks-desk/",
            f"/stacks-desk/{leadership.awards.get().part_suspensions.get().uuid}/",
        ],
    }


@pytest.fixture
def visit(browser, live_server):
    """Opens each page of the college as whoever may see it, and asks `look` about it."""

    def visited(pages, look, **how):
        found = {}
        for who, addresses in pages.items():
            page = browser(**how)
            if who != "anyone":
                page.context.add_cookies([signed_in(who) | {"url": live_server.url}])
            for address in addresses:
                page.goto(address)
                found[address] = look(page)
        return found

    return visited


def signed_in(person):
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def test_pages_are_accessible_and_fit_any_screen(college, visit, sound):
    found = visit(college, sound, bypass_csp=True)
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_a_badge_is_checked_by_pasting_it(visit):
    body = awards.award().editions.get().document.body

    def check(page):
        page.fill("textarea", body)
        page.get_by_role("button", name="Check it").click()
        return page.get_by_role("heading", level=1).inner_text()

    assert visit({"anyone": ["/check/"]}, check) == {"/check/": "This badge is valid."}
