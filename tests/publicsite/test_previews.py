"""A design on the pages of those who will see it, before anybody does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tessera.catalogue import operations
from tessera.catalogue.models import Version
from tessera.enrolment.models import Enrolment
from tessera.people.enums import Role
from tessera.publicsite import lifeless
from tests.factories import catalogue, people, signing
from tests.factories.people import NOON

READERS = ["public", "learner", "verifier"]


def test_a_lifeless_page_reads_the_same_and_does_nothing() -> None:
    html = (
        '<head><link rel="alternate" href="/x"></head><a href="/live">nav</a><main id="main">'
        '<p>A &amp; B &#233;</p><a href="/go" class="x">go</a><a href="#part">part</a>'
        '<form method="post" action="/send" hx-post="/send" data-autosave="/send">'
        '<input name="a" value="&lt;1"><button formaction="/other">Send</button></form>'
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></main><a href="/foot">foot</a>'
    )
    assert lifeless.page(html, "<p>Banner</p>") == (
        '<head></head><a href="/live">nav</a><main id="main"><p>Banner</p>'
        '<p>A &amp; B &#233;</p><a class="x" role="link" aria-disabled="true">go</a>'
        '<a href="#part">part</a>'
        '<form><input name="a" value="&lt;1" disabled><button disabled>Send</button></form>'
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></main><a href="/foot">foot</a>'
    )


@pytest.fixture
def designer() -> Client:
    client = Client()
    client.force_login(people.person(Role.DESIGNER))
    return client


def main_of(client: Client, version: Version, reader: str) -> str:
    answer = client.get(reverse(f"publicsite:preview_{reader}", args=[version.uuid]))
    assert answer.status_code == 200
    found = re.search(r"<main.*</main>", answer.content.decode(), re.S)
    assert found is not None
    return found[0]


@pytest.mark.django_db
@pytest.mark.parametrize("reader", READERS)
def test_a_preview_says_that_it_is_one_and_leads_nowhere_but_to_the_others(
    reader: str, designer: Client
) -> None:
    signing.institution_issuer()
    version = catalogue.version(title="Conduct a choir")
    main = main_of(designer, version, reader)
    assert "Preview, not published" in main
    assert "Conduct a choir" in main
    led = {
        href
        for href in re.findall(r'href="([^"]*)"', main)
        if not href.startswith(("#", "/static"))
    }
    tabs = {reverse(f"publicsite:preview_{each}", args=[version.uuid]) for each in READERS}
    assert led == tabs | {reverse("catalogue:version", args=[version.uuid])}
    assert re.findall(r'<[^>]*aria-current="page"[^>]*>', main) == [
        f'<a href="{reverse(f"publicsite:preview_{reader}", args=[version.uuid])}" aria-current="page">'
    ]
    assert not re.search(r"hx-|action=|data-autosave", main)
    assert all(
        "disabled" in tag for tag in re.findall(r"<(?:button|input|textarea|select)[^>]*>", main)
    )


@pytest.mark.django_db
def test_previews_are_drawn_by_the_real_pages(designer: Client) -> None:
    signing.institution_issuer()
    version = catalogue.version(pass_share=80)
    drawn: dict[str, Any] = {}
    for reader in READERS:
        answer = designer.get(reverse(f"publicsite:preview_{reader}", args=[version.uuid]))
        drawn[reader] = answer.templates[0].name
    assert drawn == {
        "public": "publicsite/definition.html",
        "learner": "enrolment/workspace.html",
        "verifier": "publicsite/checked.html",
    }
    assert "at least 80 % of the weight" in main_of(designer, version, "public")
    assert "at least 80 % of the weight" in main_of(designer, version, "learner")
    assert Enrolment.objects.count() == 0


@pytest.mark.django_db
def test_the_verifier_reads_a_good_answer_about_nobodys_badge(designer: Client) -> None:
    signing.institution_issuer()
    main = main_of(designer, catalogue.version(validity_months=12), "verifier")
    assert "It is not signed" in main
    assert "This badge is valid." in main


@pytest.mark.django_db
def test_without_an_issuer_no_badge_can_be_shown(designer: Client) -> None:
    assert "No badge can be made of it yet" in main_of(designer, catalogue.version(), "verifier")


@pytest.mark.django_db
def test_a_design_that_has_only_a_name_has_all_its_previews(designer: Client) -> None:
    signing.institution_issuer()
    author = people.person(Role.DESIGNER)
    bare = operations.create_definition(
        kind="micro", title="Bare", unit=people.unit(), by=author, at=NOON
    )
    assert [bool(main_of(designer, bare, reader)) for reader in READERS] == [True] * 3


@pytest.mark.django_db
def test_nobody_enrols_in_a_stack_so_no_learner_sees_its_workspace(designer: Client) -> None:
    signing.institution_issuer()
    stack = catalogue.version(kind="stack")
    assert "preview/learner/" not in main_of(designer, stack, "public")
    assert main_of(designer, stack, "verifier")
    answer = designer.get(reverse("publicsite:preview_learner", args=[stack.uuid]))
    assert answer.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("reader", READERS)
def test_only_those_who_may_see_a_design_see_its_previews(reader: str) -> None:
    client = Client()
    client.force_login(people.person())
    answer = client.get(reverse(f"publicsite:preview_{reader}", args=[catalogue.version().uuid]))
    assert answer.status_code == 404
