from __future__ import annotations

from uuid import uuid4

import pytest

from tessera.credentials import documents, queries
from tessera.credentials.enums import State
from tests.factories import credentials as awards

pytestmark = pytest.mark.django_db


def test_state_of_is_found_by_the_id_in_the_document() -> None:
    award = awards.award()
    assert queries.state_of(documents.credential_iri(award)) == State.ISSUED


@pytest.mark.parametrize(
    "iri",
    [
        "",
        "http://localhost:8000/credentials/nonsense",
        f"http://localhost:8000/credentials/{uuid4()}",
        "https://elsewhere.example.org/credentials/{uuid}",
    ],
)
def test_state_of_what_is_not_ours_is_none(iri) -> None:
    award = awards.award()
    assert queries.state_of(iri.format(uuid=award.uuid)) is None


def test_award_finds_what_a_signal_names() -> None:
    award = awards.award()
    assert queries.award(award.pk) == award
