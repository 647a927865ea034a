"""The partner's pages for a key of its own: take a text, sign it elsewhere, hand it in."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tessera.common import clock
from tessera.endorsement import operations, queries
from tessera.endorsement.enums import State
from tessera.endorsement.models import OwnKey, Prepared, Request, Statement
from tessera.people.enums import Role
from tests.endorsement.test_views import signed_in, words
from tests.factories import endorsement as make
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return clock.now()


@pytest.fixture
def asked(now: datetime) -> Request:
    return make.request(at=now, answer_by=timezone.localdate(now) + timedelta(days=9))


def file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("signed.json", text.encode())


def page_of(uuid: UUID, part: str = "") -> str:
    return f"/endorsement/key/{uuid}/{part}"


def test_partner_shows_that_a_key_is_its_own(now: datetime) -> None:
    petra, keeper = people.partner(), make.holder()
    organisation = people.organisation()
    client, address = signed_in(petra), page_of(organisation.uuid)
    assert "A key that is kept here for you" in client.get(address).content.decode()
    assert client.post(address, {"did": f" {keeper.did} "}).url == address
    answer = client.get(page_of(organisation.uuid, "text.json"))
    assert answer["Content-Disposition"] == 'attachment; filename="tessera-key-harbour-works.json"'
    text = keeper.signed(answer.content.decode(), at=now)
    refused = client.post(page_of(organisation.uuid, "prove/"), {"text": answer.content.decode()})
    assert refused.status_code == 422
    assert "there is no proof in it" in refused.content.decode()
    done = client.post(page_of(organisation.uuid, "prove/"), {"file": file(text)}, follow=True)
    assert "Only you sign" in done.content.decode()
    assert queries.own_keys.in_use(organisation).proof == text
    assert client.get(page_of(organisation.uuid, "text.json")).status_code == 404
    assert client.post(page_of(organisation.uuid, "prove/"), {"text": text}).status_code == 404


def test_name_that_is_refused_stays_in_the_field() -> None:
    petra = people.partner()
    answer = signed_in(petra).post(
        page_of(people.organisation().uuid), {"did": "did:web:x.example"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "x.example is not the domain of Harbour Works" in page
    assert 'value="did:web:x.example"' in page


def test_partner_endorses_with_the_own_key(asked: Request, now: datetime) -> None:
    _key, keeper = make.own_key(at=now)
    client = signed_in(asked.contact)
    assert "Get the text to sign" in client.get(f"/endorsement/{asked.uuid}/").content.decode()
    answer = client.post(f"/endorsement/{asked.uuid}/", words(asked))
    assert answer.url == f"/endorsement/{asked.uuid}/sign/"
    page = client.get(answer.url).content.decode()
    assert "We hire ten a year." in page
    assert Request.objects.get().state == State.REQUESTED
    waits = client.get(f"/endorsement/{asked.uuid}/").content.decode()
    assert "Waiting for your signature" in waits
    colleague = signed_in(people.partner(at=asked.organisation))
    for page in (waits, colleague.get(f"/endorsement/{asked.uuid}/").content.decode()):
        assert "We hire ten a year." in page
    taken = client.get(f"/endorsement/{asked.uuid}/sign/text.json")
    assert taken["Content-Disposition"].endswith(
        f'"endorsement-{asked.version.definition.slug}.json"'
    )
    text = keeper.signed(taken.content.decode(), at=now)
    changed = json.dumps(json.loads(text) | {"name": "Else"})
    refused = client.post(answer.url, {"text": changed})
    assert refused.status_code == 422
    assert "This is not the text that you were given: name." in refused.content.decode()
    assert json.loads(changed)["name"] in refused.content.decode()
    done = client.post(answer.url, {"file": file(text)}, follow=True).content.decode()
    assert "one that only the organisation holds" in done
    statement = Statement.objects.get()
    served = Client().get(
        f"/endorsements/{statement.document.uuid}", headers={"accept": "application/json"}
    )
    assert served.content.decode() == text
    assert (
        "one that only the organisation holds"
        in Client()
        .get(f"/endorsements/{statement.document.uuid}", headers={"accept": "text/html"})
        .content.decode()
    )
    again = client.post(answer.url, {"text": text})
    assert again.url == f"/endorsement/{asked.uuid}/"


@pytest.mark.parametrize("sent", [{}, {"text": "x" * 200_001}, {"file": "x" * 200_001}])
def test_nothing_or_far_too_much_is_said_at_the_field(
    asked: Request, now: datetime, sent: dict[str, str]
) -> None:
    make.own_key(at=now)
    make.prepared(request=asked, at=now)
    client = signed_in(asked.contact)
    facts = {name: file(text) if name == "file" else text for name, text in sent.items()}
    assert client.post(f"/endorsement/{asked.uuid}/sign/", facts).status_code == 422


def test_text_to_sign_is_nobody_elses(asked: Request, now: datetime) -> None:
    make.own_key(at=now)
    make.prepared(request=asked, at=now)
    others = [people.partner(at=people.organisation("far-away")), asked.asked_by]
    for person in [*others, people.person(Role.ADMINISTRATOR)]:
        client = signed_in(person)
        for address in ("sign/", "sign/text.json"):
            assert client.get(f"/endorsement/{asked.uuid}/{address}").status_code == 404
        for part in ("", "text.json", "end/"):
            assert client.get(page_of(asked.organisation.uuid, part)).status_code == 404
        page = client.get(f"/endorsement/{asked.uuid}/")
        assert "Waiting for your signature" not in page.content.decode()


def test_page_to_sign_leads_back_when_nothing_waits(asked: Request) -> None:
    client = signed_in(asked.contact)
    assert client.get(f"/endorsement/{asked.uuid}/sign/").url == f"/endorsement/{asked.uuid}/"
    assert client.get(f"/endorsement/{asked.uuid}/sign/text.json").status_code == 404


def test_renewing_with_the_own_key_begins_with_the_text(now: datetime) -> None:
    then = now - timedelta(days=700)
    _key, keeper = make.own_key(at=then)
    asked = make.request(at=then, answer_by=timezone.localdate(then) + timedelta(days=9))
    prepared = make.prepared(request=asked, at=then)
    text = keeper.signed(prepared.document, at=then)
    operations.accept_signed(prepared=prepared, text=text, by=asked.contact, at=then)
    client = signed_in(asked.contact)
    page = client.get(f"/endorsement/{asked.uuid}/").content.decode()
    assert "Get the text to sign for another term" in page
    answer = client.post(f"/endorsement/{asked.uuid}/renew/", {"seen": asked.digest})
    assert answer.url == f"/endorsement/{asked.uuid}/sign/"
    assert "The same words for another term." in client.get(answer.url).content.decode()
    signed = keeper.signed(Prepared.objects.get().document, at=now)
    done = client.post(answer.url, {"text": signed})
    assert done.url == f"/endorsement/{asked.renewed_by.uuid}/"


def test_partner_takes_the_key_out_of_use(asked: Request, now: datetime) -> None:
    key, keeper = make.own_key(at=now)
    prepared = make.prepared(request=asked, at=now)
    text = keeper.signed(prepared.document, at=now)
    operations.accept_signed(prepared=prepared, text=text, by=asked.contact, at=clock.now())
    client, address = signed_in(asked.contact), page_of(key.organisation.uuid, "end/")
    assert asked.version.title in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    done = client.post(address, {"takes_back": "yes"}, follow=True).content.decode()
    assert "No longer in use" in done
    assert OwnKey.objects.get().ended_by == asked.contact
    assert Request.objects.get().state == State.WITHDRAWN
    listed = Client().get(f"/revocations/{key.uuid}").json()["revokedCredential"]
    assert [each["id"] for each in listed] == [Statement.objects.get().document.iri]
    assert Client().get(f"/revocations/{asked.uuid}").status_code == 404
