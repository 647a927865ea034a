from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from tessera.catalogue.enums import State as VersionState
from tessera.credentials import documents, operations, queries
from tessera.credentials.enums import State, Visibility
from tessera.people.enums import Role
from tests.factories import catalogue, credentials, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def test_everyone_sees_their_own_and_duty_shows_the_rest():
    award = credentials.award()
    others = people.person(Role.REGISTRAR, unit=people.unit("nursing"))
    same = people.person(Role.REGISTRAR, unit=award.definition.unit)
    seen = [
        list(queries.visible_to(person))
        for person in (award.learner, people.person(Role.AUDITOR), same, others, people.person())
    ]
    assert seen == [[award], [award], [award], [], []]


def test_awards_of_a_person_are_theirs_whatever_became_of_them():
    award = credentials.award()
    credentials.award()
    operations.suspend(award=award, explanation="Looked into.", by=None, at=NOON)
    assert list(queries.awards_of(award.learner)) == [award]


def test_a_public_badge_is_found_by_anyone_and_a_private_one_by_its_owner():
    award = credentials.award()
    nobody, learner = AnonymousUser(), award.learner
    assert queries.public_award(award.uuid, nobody) is None
    assert queries.public_award(award.uuid, learner) == award
    operations.set_visibility(award=award, visibility=Visibility.PUBLIC, by=learner, at=NOON)
    assert queries.public_award(award.uuid, nobody) == award
    assert queries.public_award(uuid4(), nobody) is None


def test_what_is_not_signed_has_no_edition_and_no_text():
    award = credentials.award(issued=False)
    assert (queries.latest_edition(award), queries.signed_body(award)) == (None, "")


def test_macro_badges_that_rest_on_a_badge_are_named():
    part = credentials.award()
    stack = catalogue.version(state=VersionState.PUBLISHED, kind="stack", title="Leadership")
    evaluation = stack.evaluations.create(
        learner=part.learner, rule={}, outcome={}, evaluated_at=NOON
    )
    evaluation.used.add(part)
    assert queries.resting_on(part) == []
    operations.award_stack(evaluation=evaluation, learner=part.learner, version=stack, at=NOON)
    assert queries.resting_on(part) == ["Leadership"]


def test_state_of_is_found_by_the_id_in_the_document():
    award = credentials.award()
    assert queries.state_of(documents.credential_iri(award)) == State.ISSUED


@pytest.mark.parametrize(
    "iri",
    [
        "",
        "http://localhost:8000/credentials/nonsense",
        "http://localhost:8000/credentials/0b8f6f1e-3f53-4b1e-9a53-6d5f0f0a8c11",
        "https://elsewhere.example.org/credentials/{uuid}",
    ],
)
def test_state_of_what_is_not_ours_is_none(iri):
    award = credentials.award()
    assert queries.state_of(iri.format(uuid=award.uuid)) is None


def test_award_finds_what_a_signal_names():
    award = credentials.award()
    assert queries.award(award.pk) == award
