from __future__ import annotations

import json
from uuid import uuid4

import pytest

from tessera.catalogue.enums import State
from tessera.kernel.openbadges.check import check
from tessera.signing import operations
from tests.factories import catalogue, endorsement, people, signing
from tests.factories import credentials as awards
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
PAGE = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_the_colleges_did_document_is_open_to_every_site(client) -> None:
    issuer = signing.institution_issuer()
    answer = client.get("/.well-known/did.json")
    headers = {name: answer[name] for name in ("Content-Type", "Access-Control-Allow-Origin")}
    assert headers == {
        "Content-Type": "application/did+json",
        "Access-Control-Allow-Origin": "*",
    }
    document = answer.json()
    assert (document["id"], len(document["verificationMethod"])) == (issuer.did, 2)


def test_before_set_up_there_is_no_did_document(client) -> None:
    assert client.get("/.well-known/did.json").status_code == 404


def test_a_partner_has_a_did_document_of_its_own(client) -> None:
    partner = operations.issuer_for(people.organisation("harbour-works"), NOON)
    assert client.get("/issuers/harbour-works/did.json").json()["id"] == partner.did


@pytest.mark.parametrize("slug", ["unknown", "college"])
def test_no_did_document_where_no_did_points(client, slug) -> None:
    """The college's own is under /.well-known/ and nowhere else."""
    college = signing.institution_issuer()
    slug = college.slug if slug == "college" else slug
    assert client.get(f"/issuers/{slug}/did.json").status_code == 404


def test_an_issuer_is_a_profile_and_a_page(client) -> None:
    issuer = signing.institution_issuer()
    data = client.get(f"/issuers/{issuer.slug}").json()
    page = client.get(f"/issuers/{issuer.slug}", headers=PAGE)
    assert (data["id"], data["name"]) == (issuer.did, issuer.name)
    assert issuer.did in page.content.decode()
    assert client.get("/issuers/nobody").status_code == 404


def test_an_achievement_is_json_ld_unless_a_page_is_asked_for(client) -> None:
    signing.institution_issuer()
    version = catalogue.version(state=State.PUBLISHED, title="Leading change")
    address = f"/achievements/{version.definition.slug}/v1"
    data, page = client.get(address, headers={"accept": "*/*"}), client.get(address, headers=PAGE)
    assert data["Content-Type"] == "application/ld+json"
    assert data.json()["id"] == f"http://localhost:8000{address}"
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert ["Accept" in answer["Vary"].split(", ") for answer in (data, page)] == [True, True]


@pytest.mark.parametrize("state", [State.SUSPENDED, State.RETIRING, State.RETIRED])
def test_an_achievement_answers_for_ever(client, state) -> None:
    signing.institution_issuer()
    version = catalogue.version(state=state)
    assert client.get(f"/achievements/{version.definition.slug}/v1").status_code == 200


@pytest.mark.parametrize("number", [2, 99])
def test_an_achievement_that_was_never_published_is_404(client, number) -> None:
    version = catalogue.version(state=State.PUBLISHED)
    catalogue.version(state=State.DRAFT, definition=version.definition)
    assert client.get(f"/achievements/{version.definition.slug}/v{number}").status_code == 404


def test_an_older_edition_points_to_the_newer(client) -> None:
    old = catalogue.version(state=State.RETIRING)
    catalogue.version(state=State.PUBLISHED, definition=old.definition)
    text = client.get(f"/achievements/{old.definition.slug}/v1", headers=PAGE).content.decode()
    assert f'href="/catalogue/{old.definition.slug}/"' in text


def test_a_status_list_is_served_as_signed_and_cached(client) -> None:
    award = awards.award()
    signed = award.editions.get().status_entry.list.document
    answer = client.get("/status/1")
    again = client.get("/status/1", headers={"if-none-match": answer["ETag"]})
    assert answer.content.decode() == signed.body
    assert (answer["Cache-Control"], answer["Access-Control-Allow-Origin"]) == (
        "public, max-age=300",
        "*",
    )
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/status/99").status_code == 404


def test_a_status_list_sets_no_cookie_and_does_not_vary_by_reader(client) -> None:
    awards.award()
    client.force_login(people.person())
    answer = client.get("/status/1")
    assert (answer.cookies.output(), "Cookie" in answer.get("Vary", "")) == ("", False)


def test_an_endorsement_is_served_as_signed_or_as_a_page(client) -> None:
    given = endorsement.endorsed(catalogue.version(state=State.PUBLISHED))
    address = f"/endorsements/{given.document.uuid}"
    page = client.get(address, headers=PAGE).content.decode()
    assert client.get(address).content.decode() == given.document.body
    assert given.demand in page


def test_only_endorsements_are_found_among_endorsements(client) -> None:
    award = awards.award()
    credential = award.editions.get().document
    answers = [
        client.get(f"/endorsements/{uuid}").status_code for uuid in (credential.uuid, uuid4())
    ]
    assert answers == [404, 404]


def test_the_documents_let_a_stranger_verify_a_badge(client) -> None:
    """With nothing but what these addresses answer, the kernel finds the badge valid."""
    award = awards.award()
    body = award.editions.get().document.body

    def load(address: str) -> bytes:
        return client.get(address.partition("localhost:8000")[2]).content

    report = check(body, at=NOON.replace(hour=13), load=load)
    assert (report.verdict, report.credential["id"]) == ("valid", json.loads(body)["id"])
