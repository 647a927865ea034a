"""What gatherers of credentials read on a public page."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import catalogue

pytestmark = pytest.mark.django_db


def test_a_public_page_carries_its_design_in_ctdl(client: Client) -> None:
    version = catalogue.version(
        state="published",
        title="Lead",
        title_fr="Diriger",
        hours=30,
        validity_months=24,
    )
    address = f"/catalogue/{version.definition.slug}/"
    assert f'title="CTDL" href="{address}?format=ctdl"' in client.get(address).content.decode()
    answer = client.get(f"{address}?format=ctdl")
    assert answer["Content-Type"].startswith("application/ld+json")
    told = answer.json()
    assert told["@type"] == "ceterms:MicroCredential"
    assert told["ceterms:ctid"] == f"ce-{version.definition.uuid}"
    assert told["ceterms:name"] == {"en": "Lead", "fr": "Diriger"}
    assert told["ceterms:estimatedDuration"]["ceterms:exactDuration"] == "PT30H"
    assert told["ceterms:renewalFrequency"] == "P24M"
    assert told["ceterms:requires"]["ceterms:condition"]["en"] == [
        outcome.text for outcome in version.outcomes.all()
    ]
    assert told["ceterms:subjectWebpage"].endswith(f"/catalogue/{version.definition.slug}/")
