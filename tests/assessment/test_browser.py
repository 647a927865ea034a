"""The pages of learners, assessors and instructors, as a browser computes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tessera.people.models import Person
from tests.factories import learning, people

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]
Browse = Callable[..., Page]


@pytest.fixture
def browse(browser: Callable[..., Page], live_server: Any) -> Browse:
    """A page for a person who is signed in."""

    def open_for(person: Person, **how: Any) -> Page:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = browser(**how)
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return page

    return open_for


def pages() -> list[tuple[str, Person, str]]:
    """Every page of the two features, with something on it."""
    place = learning.place()
    fresh, full = learning.enrolled(place), learning.ready(place)
    failed = learning.confirmed(
        place, learning.claimed(place), unmet=("demonstration", "reflective")
    )
    waiting, judging = learning.claimed(place), learning.claimed(place)
    learning.begun(place, judging)
    decided = learning.recommended(place, learning.claimed(place), unmet=("reflective",))
    offering = place.offering.uuid
    found = [
        ("enrol", people.person(), "enrolment:enrol", offering),
        ("home", failed.enrolment.learner, "enrolment:home", None),
        ("workspace-new", fresh.learner, "enrolment:workspace", fresh.uuid),
        ("workspace-full", full.learner, "enrolment:workspace", full.uuid),
        (
            "workspace-again",
            failed.enrolment.learner,
            "enrolment:workspace",
            failed.enrolment.uuid,
        ),
        ("claim-missing", fresh.learner, "assessment:claim", fresh.uuid),
        ("claim", full.learner, "assessment:claim", full.uuid),
        ("claim-again", failed.enrolment.learner, "assessment:claim", failed.enrolment.uuid),
        ("feedback", failed.enrolment.learner, "assessment:feedback", failed.uuid),
        ("offerings", place.registrar, "enrolment:offerings", None),
        ("offering-new", place.registrar, "enrolment:offering_new", None),
        ("offering", place.instructor, "enrolment:offering", offering),
        ("offering-registrar", place.registrar, "enrolment:offering", offering),
        ("queue", place.assessor, "assessment:queue", None),
        ("begin", place.assessor, "assessment:attempt", waiting.uuid),
        ("judge", place.assessor, "assessment:attempt", judging.uuid),
        ("decided", place.registrar, "assessment:attempt", decided.uuid),
    ]
    return [
        (name, person, reverse(view, args=[uuid] if uuid else []))
        for name, person, view, uuid in found
    ]


def test_pages_are_accessible_and_fit_any_screen(
    browse: Browse, sound: Callable[[Page], list[str]]
) -> None:
    faults = {}
    shown = pages()
    for name, person, address in shown:
        page = browse(person, bypass_csp=True)
        page.goto(address)
        faults[name] = sound(page)
        page.context.close()
    assert faults == {name: [] for name, *_rest in shown}


def test_browser_s_rules_let_every_page_through(browse: Browse) -> None:
    said = []
    for name, person, address in pages():
        page = browse(person)
        page.on("console", lambda message, name=name: said.append((name, message.text)))
        page.goto(address)
        page.wait_for_load_state("networkidle")
    assert said == []


def test_reflection_is_saved_by_itself(browse: Browse) -> None:
    made = learning.enrolled(learning.place())
    page = browse(made.learner)
    page.goto(reverse("enrolment:workspace", args=[made.uuid]))
    page.get_by_label("What changed for you?").fill("I listen first.")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.reload()
    expect(page.get_by_label("What changed for you?")).to_have_value("I listen first.")
