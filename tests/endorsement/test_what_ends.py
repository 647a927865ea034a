"""An edit that would end an endorsement says so, and to whom, before anything is kept."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tessera.catalogue import operations as catalogue
from tessera.catalogue.forms import section_form
from tessera.common import clock
from tessera.endorsement.models import Request
from tests.endorsement.test_operations import draft
from tests.factories import endorsement as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def endorsed() -> Request:
    now = clock.now()
    request = make.request(version=draft(), at=now, answer_by=now.date())
    return make.statement(request=request, at=now).request


def test_edit_that_ends_an_endorsement_is_refused_until_it_is_meant() -> None:
    request = endorsed()
    version = request.version
    facts = {
        "version": version,
        "row": version.outcomes.get(),
        "values": {"text": "lead two teams"},
        "by": version.authors.get(),
        "at": clock.now(),
    }
    with pytest.raises(catalogue.EndsEndorsements) as refusal:
        catalogue.edit_row(**facts, spare=True)
    assert refusal.value.facts == {"organisations": ["Harbour Works"]}
    assert version.outcomes.get().text != "lead two teams"
    catalogue.edit_row(**facts)
    assert version.outcomes.get().text == "lead two teams"


def test_edit_beside_what_was_endorsed_goes_through() -> None:
    version = endorsed().version
    catalogue.save_section(
        version=version,
        section=0,
        values={"summary": "Otherwise said."},
        spare=True,
        by=version.authors.get(),
        at=clock.now(),
    )
    version.refresh_from_db()
    assert version.summary == "Otherwise said."


def test_editor_reads_whose_endorsement_ends_and_sends_it_once_more() -> None:
    version = endorsed().version
    outcome = version.outcomes.get()
    client = Client()
    client.force_login(version.authors.get())
    address = reverse("catalogue:remove", args=[version.uuid, "outcome", outcome.pk])
    told = client.post(address)
    page = told.content.decode()
    assert (told.status_code, version.outcomes.count()) == (409, 1)
    assert "Harbour Works" in page
    assert client.post(address, {"ends_endorsements": "yes"}).status_code == 302
    assert version.outcomes.count() == 0


def test_autosave_that_would_end_an_endorsement_keeps_nothing() -> None:
    version = endorsed().version
    client = Client()
    client.force_login(version.authors.get())
    form = section_form(version, 6)
    data = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in data.items() if value is not None}
    sent["instructions_educational"] = "Something else entirely."
    address = reverse("catalogue:section", args=[version.uuid, 6])
    answer = client.post(address, sent, headers={"X-Requested-With": "autosave"})
    assert answer.status_code == 409
    assert answer.json() == {"errors": {"code": "ends-endorsements"}}
    assert people.organisation().name in client.post(address, sent).content.decode()


def test_designer_is_told_of_evidence_of_need_that_has_grown_old() -> None:
    version = draft()
    client = Client()
    client.force_login(version.authors.get())
    address = reverse("catalogue:section", args=[version.uuid, 2])
    said = "Evidence of need that has grown old"
    version.needs.update(found_on=clock.now().date())
    assert said not in client.get(address).content.decode()
    version.needs.update(found_on="2020-01-01")
    assert said in client.get(address).content.decode()
