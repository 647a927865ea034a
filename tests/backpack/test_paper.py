"""Certificates and the codes on them."""

from __future__ import annotations

import subprocess
from shutil import which

import pytest
from django.core.cache import cache

from tessera.backpack import codes, operations, queries
from tessera.backpack.models import ShareLink
from tessera.checking import operations as checking
from tessera.checking import wording
from tessera.common import clock
from tessera.common.refusal import NotPermitted
from tessera.credentials.queries import signed_body
from tessera.kernel.openbadges.pdf import attached
from tests.factories import credentials as awards
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
needs_poppler = pytest.mark.skipif(not which("pdftotext"), reason="needs poppler-utils")


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def award():
    return awards.award()


def code_of(award, at=NOON) -> ShareLink:
    return operations.create_code(award=award, by=award.learner, at=at)


def printed(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def test_a_badge_has_one_code_until_it_is_withdrawn(award) -> None:
    first, again = code_of(award), code_of(award)
    operations.withdraw_link(link=first, by=award.learner, at=NOON)
    assert (first == again, code_of(award) == first, queries.code_of(award) == first) == (
        True,
        False,
        False,
    )


def test_only_the_holder_makes_a_code(award) -> None:
    with pytest.raises(NotPermitted):
        operations.create_code(award=award, by=people.person(), at=NOON)


def test_a_code_opens_a_private_badge_however_it_is_typed(client, award) -> None:
    code = code_of(award).code or ""
    answers = [client.get(f"/c/{way}") for way in (codes.shown(code), code.lower())]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert award.version.title in answers[0].content.decode()
    assert answers[0]["Cache-Control"] == "private, no-store"


def test_a_wrong_code_is_404_with_what_to_do_and_a_withdrawn_one_410(client, award) -> None:
    link = code_of(award)
    wrong = client.get("/c/0000-0000-0000-0001")
    operations.withdraw_link(link=link, by=award.learner, at=NOON)
    gone = client.get(f"/c/{link.code}")
    assert (wrong.status_code, "one wrong sign" in wrong.content.decode()) == (404, True)
    assert gone.status_code == 410


def test_codes_cannot_be_tried_out(client, monkeypatch) -> None:
    monkeypatch.setattr("tessera.common.throttle.check_rate.__kwdefaults__", {"limit": 3})
    tried = [client.get("/c/0000-0000-0000-0001").status_code for _ in range(5)]
    assert tried == [404, 404, 404, 429, 429]


def test_the_holder_makes_a_code_by_a_click(client, award) -> None:
    client.force_login(award.learner)
    client.post(f"/backpack/{award.uuid}/code/")
    link = ShareLink.objects.get()
    page = client.get(f"/backpack/{award.uuid}/").content.decode()
    assert (codes.shown(link.code) in page, "The code on your certificate" in page) == (True, True)


def test_the_certificate_of_its_holder_carries_the_badge_and_checks(client, award) -> None:
    client.force_login(award.learner)
    answer = client.get(f"/backpack/{award.uuid}/certificate.pdf")
    report = checking.check(answer.content, at=clock.now())
    assert answer["Content-Type"] == "application/pdf"
    assert attached(answer.content).decode() == signed_body(award)
    assert wording.kind_of(report) == "valid"


@needs_poppler
def test_a_certificate_names_its_holder_only_when_its_holder_prints_it(client, award) -> None:
    code = codes.shown(code_of(award).code or "")
    client.force_login(award.learner)
    own = printed(client.get(f"/backpack/{award.uuid}/certificate.pdf").content)
    client.logout()
    others = printed(client.get(f"/c/{code}.pdf").content)
    assert (award.learner.name in own, award.learner.name in others) == (True, False)
    assert [code in text for text in (own, others)] == [True, True]


@needs_poppler
@pytest.mark.parametrize("name", ["Zoë Łukasiewicz", "Ωρίων Νικολάου", "Дмитрий Ђорђевић"])
def test_names_in_many_letters_are_printed(client, award, name) -> None:
    type(award.learner).objects.filter(pk=award.learner_id).update(name=name)
    client.force_login(award.learner)
    assert name in printed(client.get(f"/backpack/{award.uuid}/certificate.pdf").content)


def test_a_name_that_no_font_draws_is_refused_and_never_left_blank(client, award) -> None:
    type(award.learner).objects.filter(pk=award.learner_id).update(name="𒀭 Enheduanna")
    client.force_login(award.learner)
    answer = client.get(f"/backpack/{award.uuid}/certificate.pdf")
    assert (answer.status_code, "𒀭" in answer.content.decode()) == (422, True)


def test_a_certificate_is_its_holders_alone(client, award) -> None:
    client.force_login(people.person())
    assert client.get(f"/backpack/{award.uuid}/certificate.pdf").status_code == 404


def test_a_badge_that_is_being_signed_is_not_printed_yet(client) -> None:
    award = awards.award(issued=False)
    client.force_login(award.learner)
    assert client.get(f"/backpack/{award.uuid}/certificate.pdf").status_code == 404
