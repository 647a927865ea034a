"""The pages of endorsing and reviewing in a real browser: accessible, on a desk and on a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from tessera.assurance.policies import NewFinding
from tessera.common import clock
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import assurance as make
from tests.factories import catalogue as make_design
from tests.factories import endorsement as make_endorsement
from tests.factories import people

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]


def opened(browser: Any, site: str, person: Person, address: str) -> Page:
    """The address, opened by this person."""
    page = browser(bypass_csp=True)
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page.goto(address)
    return page


def pages() -> list[tuple[str, Person, str]]:
    """A name, who opens it, and its address; together, every page of the two features."""
    now = clock.now()
    chair, author = people.person(Role.CHAIR), people.person(Role.DESIGNER, name="Ada Author")
    make_endorsement.endorsed(make_design.version(), at=now)
    version = make_design.version(author=author, title="Leading a team through change")
    asked = make_endorsement.request(
        version=version, at=now, answer_by=timezone.localdate(now) + timedelta(days=9)
    )
    proposal = make.submitted(version=version, author=author)
    make.reviewed(
        proposal,
        small_enough=("not_met", "It is a whole programme."),
        privacy_referenced=("condition", "Name the assessment."),
    )
    make.reviewed(proposal)
    review = make.assigned(proposal)
    back = make.submitted()
    make.decided(back, "return", findings=[NewFinding("Halve it."), NewFinding("Mend the typo.")])
    writer = back.version.authors.get()
    draft = make_design.version(author=author, privacy="")
    done = proposal.reviews.first()
    return [
        ("partner-list", asked.contact, "/endorsement/"),
        ("partner-request", asked.contact, f"/endorsement/{asked.uuid}/"),
        ("ask", author, f"/endorsement/ask/{version.uuid}/"),
        ("submit", author, f"/quality/submit/{draft.uuid}/"),
        ("findings", writer, f"/quality/proposals/{back.uuid}/"),
        ("desk", chair, "/quality/"),
        ("proposal", chair, f"/quality/proposals/{proposal.uuid}/"),
        ("decide", chair, f"/quality/proposals/{proposal.uuid}/decision/"),
        ("review", review.reviewer, f"/quality/reviews/{review.uuid}/"),
        ("review-done", done.reviewer, f"/quality/reviews/{done.uuid}/"),
    ]


def test_pages_are_accessible_and_fit_any_screen(
    browser: Any, sound: Any, live_server: Any
) -> None:
    faults = {}
    for name, person, address in pages():
        page = opened(browser, live_server.url, person, address)
        faults[name] = sound(page)
        page.context.close()
    assert faults == {name: [] for name in faults}
