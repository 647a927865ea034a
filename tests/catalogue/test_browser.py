"""Writing a section, as a browser does it: signed out on the way, and beside somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tessera.catalogue import operations
from tessera.common import clock
from tessera.people.enums import Role
from tests.factories import catalogue, people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, person: Any, address: str) -> None:
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}]
    )


def test_words_outlive_a_session_and_merge_with_those_of_others(
    browser: Callable[..., Page], live_server: Any
) -> None:
    version, writer, other = (
        catalogue.version(fee="$5", pacing="Slow."),
        people.person(Role.DESIGNER),
        people.person(Role.DESIGNER),
    )
    section = live_server.url + reverse("catalogue:section", args=[version.uuid, 5])
    operations.be_present(version=version, section=5, by=other, at=clock.now())
    page = browser()
    sign_in(page, writer, live_server.url)
    page.goto(section)
    expect(page.locator("#presence")).to_contain_text("has been writing in this section since")

    Session.objects.all().delete()
    page.get_by_label("Pacing").fill("Fast.")
    line = page.locator("[data-saved]")
    expect(line).to_contain_text("You are signed out.")
    expect(line.get_by_role("link", name="Sign in again in a new tab")).to_be_visible()

    operations.save_section(
        version=version, section=5, values={"fee": "$7"}, by=other, at=clock.now()
    )
    sign_in(page, writer, live_server.url)
    page.goto(section)
    expect(page.get_by_label("Pacing")).to_have_value("Fast.")
    expect(page.get_by_label("Fee")).to_have_value("$7")
    expect(line).to_contain_text("Saved")
    version.refresh_from_db()
    assert (version.pacing, version.fee) == ("Fast.", "$7")

    page.get_by_label("Pacing").fill("Faster.")
    operations.save_section(
        version=version, section=5, values={"pacing": "Slower."}, by=other, at=clock.now()
    )
    expect(line).to_contain_text("Press Save to see both")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Meanwhile someone else wrote here: “Slower.”").first).to_be_visible()
    expect(page.get_by_label("Pacing")).to_have_value("Faster.")
