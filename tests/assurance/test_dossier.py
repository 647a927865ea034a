"""A proposal as paper: the page of its reader, and nothing more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from tessera.assurance import operations
from tessera.assurance.models import Proposal
from tessera.assurance.views.dossier import facts_of
from tessera.assurance.views.proposal import proposal_page
from tessera.common import clock
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import assurance as make
from tests.factories import people

pytestmark = pytest.mark.django_db
SECRET = "Only those who decide may read this for now."


def told(proposal: Proposal, person: Person) -> str:
    request: Any = RequestFactory().get("/")
    request.user = person
    page = proposal_page(request, proposal)
    return json.dumps(facts_of(proposal, page, reader=str(person), at=clock.now()))


def test_a_dossier_is_as_blind_as_the_page() -> None:
    proposal = make.submitted()
    mine, theirs = make.assigned(proposal), make.assigned(proposal)
    make.rate_all(theirs, privacy_referenced=("met", SECRET))
    operations.submit_review(review=theirs, by=theirs.reviewer, at=clock.now())
    assert SECRET not in told(proposal, mine.reviewer)
    make.rate_all(mine)
    operations.submit_review(review=mine, by=mine.reviewer, at=clock.now())
    assert SECRET in told(proposal, mine.reviewer)


def test_a_dossier_is_a_pdf_for_those_who_see_the_proposal() -> None:
    proposal = make.ready(at=clock.now())
    address = reverse("assurance:dossier", args=[proposal.uuid])
    client = Client()
    client.force_login(people.person(Role.CHAIR))
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    client.force_login(people.person())
    assert client.get(address).status_code == 404
