"""Issuers that are known here: said by an administrator, with a reason, and never decisive."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tessera.checking import known, queries
from tessera.checking.forms import IDENTITY
from tessera.checking.models import KnownIssuer
from tessera.checking.policies import AlreadyKnown
from tessera.common.refusal import NotPermitted
from tessera.people.enums import Role
from tessera.signing import queries as signing
from tessera.trail.queries import events_of
from tests.factories import people
from tests.factories import signing as issuers
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
OTHER = "did:web:college.example.org"
FACTS = {"identity": OTHER, "name": "Other College", "reason": "Their registrar wrote to us."}


@pytest.fixture
def administrator():
    return people.person(Role.ADMINISTRATOR)


@pytest.fixture
def desk(administrator) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def add(by) -> KnownIssuer:
    return known.add_issuer(**FACTS, by=by, at=NOON)


def test_an_issuer_is_known_until_it_is_taken_off(administrator) -> None:
    issuer = add(administrator)
    before = OTHER in queries.known_identities()
    for _ in range(2):
        known.remove_issuer(issuer=issuer, by=administrator, at=NOON)
    kinds = sorted(event.kind for event in events_of(issuer))
    assert (before, OTHER in queries.known_identities()) == (True, False)
    assert kinds == ["checking.issuer.added", "checking.issuer.removed"]


def test_own_issuers_and_those_of_the_settings_are_known(settings) -> None:
    issuers.institution_issuer()
    settings.TRUSTED_ISSUERS = [OTHER]
    assert queries.known_identities() == signing.own_dids() | {OTHER}


def test_an_issuer_is_added_once_and_may_come_back(administrator) -> None:
    issuer = add(administrator)
    with pytest.raises(AlreadyKnown):
        add(administrator)
    known.remove_issuer(issuer=issuer, by=administrator, at=NOON)
    assert add(administrator) != issuer


def test_nobody_but_an_administrator_says_who_is_known(administrator) -> None:
    issuer = add(administrator)
    for role in (Role.REGISTRAR, Role.AUDITOR):
        other = people.person(role)
        with pytest.raises(NotPermitted):
            known.add_issuer(**FACTS | {"identity": "did:web:x.example"}, by=other, at=NOON)
        with pytest.raises(NotPermitted):
            known.remove_issuer(issuer=issuer, by=other, at=NOON)
        assert not queries.visible_to(other).exists()


@pytest.mark.parametrize(
    ("identity", "fits"),
    [
        (OTHER, True),
        ("did:key:z6Mk", True),
        ("https://a.example/issuer", True),
        ("http://a.example", False),
        ("Other College", False),
        ("did:web:a b", False),
    ],
)
def test_an_identity_is_a_did_or_a_guarded_address(identity, fits) -> None:
    assert bool(IDENTITY.fullmatch(identity)) is fits


def test_the_page_adds_lists_and_takes_off(desk, settings) -> None:
    settings.TRUSTED_ISSUERS = ["did:web:settings.example.org"]
    address = reverse("checking:issuers")
    assert desk.post(address, FACTS).status_code == 302
    page = desk.get(address).content.decode()
    again = desk.post(address, FACTS)
    issuer = KnownIssuer.objects.get()
    assert (OTHER in page, "did:web:settings.example.org" in page) == (True, True)
    assert (again.status_code, "is known here already" in again.content.decode()) == (409, True)
    assert desk.post(reverse("checking:remove", args=[issuer.uuid])).status_code == 302
    assert OTHER not in desk.get(address).content.decode()


def test_the_page_refuses_a_name_in_place_of_an_identity_and_keeps_it(desk) -> None:
    answer = desk.post(reverse("checking:issuers"), FACTS | {"identity": "Other College"})
    assert (answer.status_code, 'value="Other College"' in answer.content.decode()) == (422, True)


def test_the_page_teaches_while_nobody_is_known(desk) -> None:
    text = desk.get(reverse("checking:issuers")).content.decode()
    assert "Only your own issuers are known so far" in text


def test_the_page_costs_the_same_for_one_issuer_and_for_three(desk, administrator) -> None:
    costs = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            facts = FACTS | {"identity": f"{OTHER}:{number}"}
            known.add_issuer(**facts, by=administrator, at=NOON)
        with CaptureQueriesContext(connection) as cost:
            desk.get(reverse("checking:issuers"))
        costs.append(len(cost))
    assert costs[0] == costs[1]
