"""Signing in as someone really does: the code comes by e-mail, which stands in the outbox."""

import re

import pytest
from playwright.sync_api import expect

from tessera.notifications.models import Message
from tessera.people.operations import add_person
from tests.factories.people import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_code_from_the_outbox_signs_in(browser, axe, drain):
    person = add_person(email="ana@example.org", name="Ana Learner", by=None, at=NOON)
    page = browser(bypass_csp=True)
    page.goto("/account/login/")
    assert axe(page) == []
    page.get_by_role("link", name="Send me a code").click()
    page.get_by_label("Email").fill(person.email)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("/account/login/code/confirm/"))
    assert drain() == 1
    code = re.search(r"^[A-Z0-9-]{6,9}$", Message.objects.get().text, re.MULTILINE)
    page.get_by_label("Code").fill(code.group())
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.locator(".menu-name")).to_have_text("Ana Learner")
