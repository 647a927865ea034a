from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tessera.catalogue.enums import State as VersionState
from tessera.catalogue.models import Version
from tessera.credentials import documents, operations, queries
from tessera.credentials.models import Award
from tessera.endorsement.models import Statement
from tessera.kernel.openbadges import build, proof
from tessera.kernel.openbadges.keys import PublicKey
from tessera.kernel.rules import codec, terms
from tessera.people.enums import Role
from tessera.stacks.models import Evaluation
from tests.factories import catalogue, credentials, endorsement, people, signing
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def document_of(award: Award) -> dict:
    return json.loads(queries.signed_body(award))


def endorsed_version() -> tuple[Version, Statement]:
    """Endorsed as a draft, published since."""
    version = catalogue.version()
    statement = endorsement.endorsed(version)
    chair, registrar = people.person(Role.CHAIR), people.person(Role.REGISTRAR)
    Version.objects.filter(pk=version.pk).update(
        state=VersionState.PUBLISHED,
        approved_at=NOON,
        approved_by=chair,
        published_at=NOON,
        published_by=registrar,
    )
    version.refresh_from_db()
    return version, statement


def test_the_signed_badge_verifies_under_the_institutions_key():
    award = credentials.award()
    edition = queries.latest_edition(award)
    assert edition is not None
    document = document_of(award)
    key = PublicKey.from_multibase(edition.document.key.multibase)
    proof.verify_proof(document, document["proof"], key=key, at=LATER)
    assert document["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert document["id"] == f"http://localhost:8000/credentials/{award.uuid}"
    assert document["issuer"]["id"] == "did:web:localhost%3A8000"
    assert document["credentialStatus"] == {
        "id": f"http://localhost:8000/status/1#{edition.status_entry.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(edition.status_entry.index),
        "statusListCredential": "http://localhost:8000/status/1",
    }


def test_the_badge_is_about_a_random_id_and_a_hashed_address():
    award = credentials.award()
    subject = document_of(award)["credentialSubject"]
    assert subject["id"] == f"urn:uuid:{award.subject}"
    identity = build.hashed_identity(award.learner.email, salt=award.salt)
    assert [each["identityHash"] for each in subject["identifier"]] == [identity.identity_hash]


def test_the_badge_leaks_neither_the_learner_nor_their_evidence():
    award = credentials.award()
    body = queries.signed_body(award)
    learner = award.learner
    secrets = [
        learner.name,
        learner.email,
        str(learner.uuid),
        credentials.SECRET_NAME,
        credentials.SECRET_URL,
        credentials.SECRET_TEXT,
        "My page",
        "To lead better.",
        "Convincing.",
    ]
    assert [secret for secret in secrets if secret in body] == []


def test_the_badge_describes_its_evidence_by_kind_task_criterion_and_digest():
    evidence = document_of(credentials.award())["evidence"]
    assert [(each["genre"], each["name"]) for each in evidence] == [
        ("completed", "Educational component"),
        ("a file", "Demonstration task"),
        ("a link", "Demonstration task"),
        ("written text", "Reflection"),
    ]
    assert "SHA-256: " + "ab" * 32 in evidence[1]["description"]
    assert "Demonstration is convincing" in evidence[1]["description"]
    assert all(each["id"].startswith("urn:uuid:") for each in evidence)


def test_the_badge_has_the_level_reached_for_every_criterion():
    award = credentials.award()
    subject = document_of(award)["credentialSubject"]
    described = {each["id"]: each for each in subject["achievement"]["resultDescription"]}
    reached = {
        described[result["resultDescription"]]["name"]: next(
            level["name"]
            for level in described[result["resultDescription"]]["rubricCriterionLevel"]
            if level["id"] == result["achievedLevel"]
        )
        for result in subject["result"]
    }
    assert reached == {
        "Educational is convincing": "Proficient",
        "Demonstration is convincing": "Proficient",
        "Reflective is convincing": "Proficient",
    }


def test_a_level_carried_over_from_an_earlier_attempt_counts():
    attempt = credentials.attempt()
    mark = attempt.judgements.get().marks.first()
    attempt.carried = {str(mark.criterion.uuid): 4}
    attempt.save()
    mark.delete()
    signing.institution_issuer()
    award = operations.confirm_award(attempt=attempt, by=people.person("registrar"), at=NOON)
    assert award is not None
    results = document_of(operations.issue(award=award, at=LATER))["credentialSubject"]["result"]
    described = f"{documents.achievement_iri(award.version)}#criterion-{mark.criterion.uuid}"
    reached = {each["resultDescription"]: each["achievedLevel"] for each in results}
    assert reached[described] == f"{described}-level-4"


def test_the_achievement_has_one_id_for_every_learner_and_says_how_it_is_earned():
    version = catalogue.version(state=VersionState.PUBLISHED)
    one, two = credentials.award(version=version), credentials.award(version=version)
    achievements = [document_of(each)["credentialSubject"]["achievement"] for each in (one, two)]
    assert achievements[0] == achievements[1]
    achievement = achievements[0]
    assert achievement["id"] == (
        f"http://localhost:8000/achievements/{version.definition.slug}/v{version.number}"
    )
    assert achievement["achievementType"] == "MicroCredential"
    assert achievement["criteria"]["id"] == (
        f"http://localhost:8000/catalogue/{version.definition.slug}/"
    )
    assert "- lead a team through a change" in achievement["criteria"]["narrative"]
    assert (
        "- Demonstration is convincing (needed: Proficient)"
        in (achievement["criteria"]["narrative"])
    )
    assert [each["targetName"] for each in achievement["alignment"]] == ["lead a team"]
    assert achievement["tag"] == ["lead a team"]
    assert achievement["image"]["id"] == f"http://localhost:8000/artwork/{version.uuid}.png"


def test_the_badge_carries_the_endorsements_in_force_as_signed():
    version, statement = endorsed_version()
    award = credentials.award(version=version)
    achievement = document_of(award)["credentialSubject"]["achievement"]
    assert achievement["endorsement"] == [json.loads(statement.document.body)]


def test_an_endorsement_of_an_earlier_design_is_left_out():
    version, statement = endorsed_version()
    Statement.objects.filter(pk=statement.pk).update(digest="0" * 64)
    achievement = document_of(credentials.award(version=version))["credentialSubject"][
        "achievement"
    ]
    assert "endorsement" not in achievement


def test_a_badge_in_a_french_session_is_the_same(settings):
    from django.utils import translation

    award = credentials.award()
    edition = queries.latest_edition(award)
    assert edition is not None
    facts = {
        "issuer": edition.document.issuer,
        "entry": edition.status_entry,
        "valid_from": edition.valid_from,
    }
    english = documents.credential_document(award, **facts)
    with translation.override("fr"):
        french = documents.credential_document(award, **facts)
    assert french == english


def test_the_achievement_at_its_own_address_is_what_the_badge_carries():
    award = credentials.award()
    alone = documents.achievement_document(award.version, at=NOON)
    inside = document_of(award)["credentialSubject"]["achievement"]
    assert alone == {"@context": [build.VC_CONTEXT, build.OB_CONTEXT], **inside}


def test_a_macro_badge_names_the_parts_that_satisfied_it():
    learner = people.person()
    parts = [credentials.award(learner=learner) for _ in range(2)]
    rule = terms.all_of(*(terms.Holds(str(part.definition.uuid)) for part in parts))
    stack = catalogue.version(
        state=VersionState.PUBLISHED, kind="stack", title="Leadership", rule=codec.encode(rule)
    )
    evaluation = Evaluation.objects.create(
        version=stack, learner=learner, rule=stack.rule, outcome={}, evaluated_at=NOON
    )
    evaluation.used.set(parts)
    award = operations.award_stack(evaluation=evaluation, learner=learner, version=stack, at=NOON)
    document = document_of(operations.issue(award=award, at=LATER))
    achievement = document["credentialSubject"]["achievement"]
    iris = [documents.achievement_iri(part.version) for part in parts]
    assert [each["narrative"] for each in document["evidence"]] == [
        f"Achievement: {iri}" for iri in iris
    ]
    credential = [
        each["targetUrl"]
        for each in achievement["alignment"]
        if each.get("targetType") == "ceterms:Credential"
    ]
    assert sorted(credential) == sorted(iris)
    assert (achievement["achievementType"], document["credentialSubject"].get("result")) == (
        "Badge",
        None,
    )
    for part in parts:
        assert part.version.title in achievement["criteria"]["narrative"]
