from __future__ import annotations

import json
from uuid import uuid4

import pytest

from tessera.catalogue.enums import State
from tessera.credentials import operations as credentials
from tessera.credentials.enums import Visibility
from tessera.kernel.errors import Unreachable
from tessera.kernel.openbadges.check import check
from tessera.people.enums import Role
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


def test_the_keys_of_tokens_are_where_open_badges_looks_for_them(client) -> None:
    issuer = signing.institution_issuer()
    answer = client.get("/.well-known/jwks.json")
    assert answer["Content-Type"] == "application/jwk-set+json"
    assert [(key["iss"], key["crv"]) for key in answer.json()["keys"]] == [(issuer.did, "P-256")]


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


def hosted_check(client, award, **asked):
    """What the kernel says of a badge as Open Badges 2.0 has it, with what these addresses answer."""

    def load(address: str) -> bytes:
        answer = client.get(address.partition("localhost:8000")[2])
        if answer.status_code != 200:
            raise Unreachable(f"answered {answer.status_code}", code="status")
        return answer.content

    address = f"http://localhost:8000/credentials/{award.uuid}.ob2.json"
    report = check(address, at=NOON.replace(hour=13), load=load, **asked)
    return report.verdict.value, report.reason


def test_old_displayers_verify_a_public_badge_from_three_addresses(client) -> None:
    award = awards.award()
    assert client.get(f"/credentials/{award.uuid}.ob2.json").status_code == 404
    award.visibility = Visibility.PUBLIC
    award.save()
    assert hosted_check(client, award) == ("valid", "")
    assert hosted_check(client, award, recipient=award.learner.email) == ("valid", "")
    assert hosted_check(client, award, recipient="b@example.org") == ("invalid", "recipient")
    answer = client.get(f"/credentials/{award.uuid}.ob2.json")
    assert {name: answer[name] for name in ("Content-Type", "Cache-Control", "X-Robots-Tag")} == {
        "Content-Type": "application/ld+json",
        "Cache-Control": "no-cache",
        "X-Robots-Tag": "noindex",
    }
    assert award.learner.email not in answer.content.decode()


def test_old_displayers_are_told_of_a_revocation_and_not_of_its_reason(client) -> None:
    award = awards.award()
    award.visibility = Visibility.PUBLIC
    award.save()
    credentials.revoke(
        award=award,
        reason="error",
        explanation="Mixed up.",
        by=people.person(Role.REGISTRAR),
        at=NOON,
    )
    assert hosted_check(client, award) == ("invalid", "revoked")
    body = client.get(f"/credentials/{award.uuid}.ob2.json").json()
    assert (body["revoked"], body["revocationReason"]) == (True, "Withdrawn by its issuer.")


def test_site_checks_a_badge_of_open_badges_2_of_its_own_without_any_http(client) -> None:
    award = awards.award()
    answers = []
    body = b""
    for visibility in (Visibility.PUBLIC, Visibility.PRIVATE):
        award.visibility = visibility
        award.save()
        body = body or client.get(f"/credentials/{award.uuid}.ob2.json").content
        answers.append(client.post("/api/check", body, content_type="application/json").json())
    assert [answer["verdict"] for answer in answers] == ["valid", "undecided"]


@pytest.mark.parametrize(
    "path",
    [
        "/credentials/00000000-0000-4000-8000-000000000000.ob2.json",
        "/achievements/nothing/v1.ob2.json",
        "/achievements/educational-leadership/v999999.ob2.json",
        "/issuers/nobody.ob2.json",
    ],
)
def test_no_old_document_where_there_is_nothing(client, path) -> None:
    signing.institution_issuer()
    assert client.get(path).status_code == 404
