from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessera.kernel.errors import InvalidFacts
from tessera.kernel.openbadges import build, model, status

VECTORS = Path(os.environ.get("TESSERA_VECTORS") or Path(__file__).parents[3] / "shared/vectors")
needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="TESSERA_VECTORS names no folder of vectors"
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE = "https://badges.college.example"
BADGE = f"{HERE}/achievements/active-listening/v1"
LIST = f"{HERE}/status/1"

COLLEGE = model.Profile(
    "did:web:badges.college.example",
    "The College",
    url="https://college.example/",
    description="A college",
    image=model.Image(f"{HERE}/logo.png", "The College's mark"),
    email="badges@college.example",
)
PARTNER = model.Profile("did:web:partner.example", "Partner Inc.")
ENDORSEMENT = model.EndorsementCredential(
    id=f"{HERE}/endorsements/7f0c",
    name="Endorsement of Active Listening",
    issuer=PARTNER,
    endorsed=BADGE,
    comment="The skill is in demand.\n\nThe assessment reflects the job.",
    valid_from=NOON,
    valid_until=NOON + timedelta(days=365),
    awarded_at=NOON,
    description="What Partner Inc. says of it",
    status=model.StatusEntry(LIST, 17),
)
SIGNED_ENDORSEMENT = build.endorsement(ENDORSEMENT) | {
    "proof": [
        {
            "type": "DataIntegrityProof",
            "created": "2026-11-23T12:00:00Z",
            "verificationMethod": "did:web:partner.example#k1",
            "cryptosuite": "eddsa-rdfc-2022",
            "proofPurpose": "assertionMethod",
            "proofValue": "z3",
        }
    ]
}
LEVELS = tuple(
    model.RubricCriterionLevel(f"{BADGE}#clarity-{n}", name, description="as seen", level=str(n))
    for n, name in enumerate(["Not yet", "Met"])
)
ACHIEVEMENT = model.Achievement(
    id=BADGE,
    name="Active Listening",
    description="Listens so that the other feels heard",
    criteria=model.Criteria(f"{BADGE}/criteria", "Three components, each met"),
    achievement_type="MicroCredential",
    alignments=(
        model.Alignment(
            f"{BADGE}#outcome-1",
            "use active listening",
            "http://data.europa.eu/esco/skill/1d2a",
            target_code="1d2a",
            target_description="Gives attention",
            target_framework="ESCO",
            target_type="ext:ESCOSkill",
        ),
    ),
    creator=COLLEGE,
    endorsements=(SIGNED_ENDORSEMENT,),
    field_of_study="09.0101",
    human_code="AL-1",
    image=model.Image(f"{BADGE}/artwork.png", "A tile"),
    language="en-CA",
    related=(model.Related(f"{HERE}/achievements/ecoute/v1", "fr-CA", "1"),),
    result_descriptions=(
        model.ResultDescription(
            f"{BADGE}#clarity",
            "Clarity",
            "RubricCriterionLevel",
            levels=LEVELS,
            required_level=LEVELS[1].id,
        ),
        model.ResultDescription(
            f"{BADGE}#overall",
            "Overall",
            "Status",
            allowed_values=("low", "high"),
            required_value="high",
            value_max="9",
            value_min="1",
        ),
    ),
    specialization="Leadership",
    tags=("listening",),
    version="1",
)
SUBJECT = model.AchievementSubject(
    id="urn:uuid:5a3c37a2-5b1a-4bb5-9a0a-000000000001",
    achievement=ACHIEVEMENT,
    identifiers=(build.hashed_identity("a@example.com", salt="Kosher"),),
    started_at=NOON - timedelta(days=60),
    ended_at=NOON - timedelta(days=3),
    image=model.Image(f"{HERE}/credentials/1.png"),
    narrative="Over two terms",
    results=(
        model.Result("urn:uuid:r-1", f"{BADGE}#clarity", achieved_level=LEVELS[1].id),
        model.Result("urn:uuid:r-2", f"{BADGE}#overall", status="Completed", value="high"),
    ),
)
AWARD = model.OpenBadgeCredential(
    id=f"{HERE}/credentials/5a3c37a2",
    name="Active Listening",
    issuer=COLLEGE,
    subject=SUBJECT,
    valid_from=NOON,
    valid_until=NOON + timedelta(days=730),
    awarded_at=NOON - timedelta(days=1),
    description="Earned at The College",
    image=model.Image(f"{BADGE}/artwork.png", "A tile"),
    evidence=(
        model.Evidence(
            "urn:uuid:e-1",
            name="Recorded conversation",
            description="Observed by the assessor",
            narrative="Met",
            genre="Demonstration",
            audience="Assessors",
        ),
    ),
    status=model.StatusEntry(LIST, 94567),
)
STATUS_LIST = model.BitstringStatusListCredential(
    id=LIST,
    issuer=COLLEGE.id,
    bits=status.new(),
    valid_from=NOON,
    valid_until=NOON + timedelta(days=1),
    ttl=300_000,
)


def awarded(**subject: Any) -> model.OpenBadgeCredential:
    return replace(AWARD, subject=replace(SUBJECT, **subject))


def achieved(**achievement: Any) -> model.OpenBadgeCredential:
    return awarded(achievement=replace(ACHIEVEMENT, **achievement))


def resulting(**result: Any) -> model.OpenBadgeCredential:
    return awarded(results=(replace(SUBJECT.results[1], **result),))


def described(**description: Any) -> model.OpenBadgeCredential:
    first = replace(ACHIEVEMENT.result_descriptions[0], **description)
    return awarded(achievement=replace(ACHIEVEMENT, result_descriptions=(first,)), results=())


def parts_of(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value, *(part for member in value.values() for part in parts_of(member))]
    if isinstance(value, list):
        return [value, *(part for member in value for part in parts_of(member))]
    return [value]


def test_the_smallest_badge_is_exactly_what_the_specification_asks():
    achievement = model.Achievement(BADGE, "A", "B", model.Criteria(narrative="C"))
    subject = model.AchievementSubject("urn:uuid:1", achievement)
    document = build.open_badge(
        model.OpenBadgeCredential("urn:uuid:2", "A", PARTNER, subject, NOON)
    )
    assert document == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:2",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "A",
        "credentialSubject": {
            "id": "urn:uuid:1",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": BADGE,
                "type": ["Achievement"],
                "criteria": {"narrative": "C"},
                "description": "B",
                "name": "A",
            },
        },
        "issuer": {"id": "did:web:partner.example", "type": ["Profile"], "name": "Partner Inc."},
        "validFrom": "2026-11-23T12:00:00Z",
    }


def test_members_stand_in_the_order_of_the_specification():
    document = build.open_badge(AWARD)
    assert " ".join(document) == (
        "@context id type name description image awardedDate credentialSubject evidence issuer"
        " validFrom validUntil credentialStatus"
    )


def test_the_status_entry_is_one_object_whose_index_is_text():
    assert build.open_badge(AWARD)["credentialStatus"] == {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
    }


def test_a_hashed_identity_has_the_check_value_of_the_specification():
    assert build.open_badge(AWARD)["credentialSubject"]["identifier"] == [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": "sha256$"
            "b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
            "identityType": "emailAddress",
            "salt": "Kosher",
        }
    ]


def test_an_endorsement_is_a_credential_about_the_achievement():
    document = build.endorsement(ENDORSEMENT)
    assert document["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert document["credentialSubject"] == {
        "id": BADGE,
        "type": ["EndorsementSubject"],
        "endorsementComment": "The skill is in demand.\n\nThe assessment reflects the job.",
    }


def test_a_signed_endorsement_is_embedded_as_it_is():
    embedded = build.open_badge(AWARD)["credentialSubject"]["achievement"]["endorsement"]
    assert embedded == [SIGNED_ENDORSEMENT]
    assert embedded[0] is not SIGNED_ENDORSEMENT


def test_a_status_list_carries_its_bits_under_the_one_context():
    assert build.status_list(STATUS_LIST) == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:badges.college.example",
        "validFrom": "2026-11-23T12:00:00Z",
        "validUntil": "2026-11-24T12:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": status.encode(status.new()),
            "ttl": 300_000,
        },
    }


def test_an_achievement_and_a_profile_stand_alone_as_they_stand_in_a_badge():
    document = build.open_badge(AWARD)
    assert build.achievement(ACHIEVEMENT) == document["credentialSubject"]["achievement"]
    assert build.profile(COLLEGE) == document["issuer"]


def test_times_are_written_in_whole_seconds_and_with_z():
    toronto = timezone(-timedelta(hours=5))
    late = datetime(2026, 11, 23, 7, 0, 0, 999_999, tzinfo=toronto)
    assert build.open_badge(replace(AWARD, valid_from=late))["validFrom"] == "2026-11-23T12:00:00Z"


def test_text_loses_control_characters_and_keeps_its_lines():
    pasted = " Line\r\none\rtwo\x0b\x00\x85\x7f\tthree\u2028 "
    document = build.open_badge(awarded(narrative=pasted))
    assert document["credentialSubject"]["narrative"] == "Line\none\ntwo\tthree"


@pytest.mark.parametrize("document", [build.open_badge(AWARD), build.endorsement(ENDORSEMENT)])
def test_nothing_in_a_document_is_null_or_empty(document):
    assert [part for part in parts_of(document) if part is None or part in ("", [], {})] == []


def test_every_object_but_the_closed_identity_has_an_id():
    document = build.open_badge(awarded(achievement=replace(ACHIEVEMENT, endorsements=())))
    nameless = [part for part in parts_of(document) if isinstance(part, dict) and "id" not in part]
    assert [each["type"] for each in nameless] == ["IdentityObject"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(AWARD, id="credentials/1"), "id"),
        (replace(AWARD, id="https://a.example/a b"), "id"),
        (replace(AWARD, id="https://a.example/é"), "id"),
        (replace(AWARD, name=" \x07"), "name"),
        (replace(AWARD, name="\ud800"), "name"),
        (replace(AWARD, issuer=replace(COLLEGE, name="")), "issuer.name"),
        (replace(AWARD, issuer=replace(COLLEGE, id="college")), "issuer.id"),
        (replace(AWARD, issuer=replace(COLLEGE, url="college.example")), "issuer.url"),
        (replace(AWARD, image=model.Image("artwork.png")), "image.id"),
        (replace(AWARD, valid_from=datetime(2026, 1, 1)), "valid_from"),  # noqa: DTZ001
        (replace(AWARD, valid_until=NOON - timedelta(seconds=1)), "valid_until"),
        (replace(AWARD, evidence=(model.Evidence("data:text/plain,x"),)), "evidence[0].id"),
        (replace(AWARD, evidence=(model.Evidence(""),)), "evidence[0].id"),
        (replace(AWARD, status=model.StatusEntry(LIST, -1)), "status.index"),
        (replace(AWARD, status=model.StatusEntry("urn:list", 1)), "status.status_list"),
        (replace(AWARD, status=model.StatusEntry(f"{LIST}#1", 1)), "status.status_list"),
        (replace(AWARD, status=model.StatusEntry(LIST, 1, "messages")), "status.purpose"),
        (replace(AWARD, status=model.StatusEntry(LIST, 1, size=2)), "status.size"),
        (replace(AWARD, status=model.StatusEntry(LIST, 1, "message")), "status.messages"),
        (replace(AWARD, status=model.StatusEntry(LIST, 1, "message", 9)), "status.size"),
        (
            replace(AWARD, status=model.StatusEntry(LIST, 1, "message", 1, ("", "b"))),
            "status.messages[0]",
        ),
        (replace(AWARD, terms=(model.TermsOfUse("Policy"),)), "terms[0].kind"),
        (replace(AWARD, terms=(model.TermsOfUse("urn:x:p", "terms"),)), "terms[0].id"),
        (replace(AWARD, status=model.StatusEntry(LIST, 1, "")), "status.purpose"),
        (awarded(id=""), "subject.id"),
        (awarded(ended_at=NOON - timedelta(days=61)), "subject.ended_at"),
        (
            awarded(identifiers=(model.IdentityObject("email", "a@example.com"),)),
            "subject.identifiers[0].identity_type",
        ),
        (
            awarded(identifiers=(model.IdentityObject("emailAddress", "a@example.com", salt="s"),)),
            "subject.identifiers[0].salt",
        ),
        (
            awarded(identifiers=(model.IdentityObject("emailAddress", "h", True, "s\t "),)),
            "subject.identifiers[0].salt",
        ),
        (resulting(result_description="urn:x"), "subject.results[0].result_description"),
        (resulting(status=""), "subject.results[0].status"),
        (resulting(status="Passed"), "subject.results[0].status"),
        (resulting(value="middling"), "subject.results[0].value"),
        (resulting(achieved_level="urn:x"), "subject.results[0].achieved_level"),
        (
            resulting(result_description=f"{BADGE}#clarity", status="", value=""),
            "subject.results[0]",
        ),
        (achieved(id="v1"), "subject.achievement.id"),
        (achieved(description=""), "subject.achievement.description"),
        (achieved(criteria=model.Criteria()), "subject.achievement.criteria"),
        (achieved(achievement_type="Nanobadge"), "subject.achievement.achievement_type"),
        (achieved(language="english"), "subject.achievement.language"),
        (achieved(tags=("listening", "")), "subject.achievement.tags[1]"),
        (
            achieved(related=(model.Related("urn:a", "FR"),)),
            "subject.achievement.related[0].language",
        ),
        (
            achieved(alignments=(model.Alignment("urn:a", "x", "not an address"),)),
            "subject.achievement.alignments[0].target_url",
        ),
        (
            achieved(alignments=(model.Alignment("urn:a", "x", "urn:b", target_type="ESCO"),)),
            "subject.achievement.alignments[0].target_type",
        ),
        (
            described(result_type=""),
            "subject.achievement.result_descriptions[0].result_type",
        ),
        (
            described(required_level="urn:x"),
            "subject.achievement.result_descriptions[0].required_level",
        ),
        (
            described(allowed_values=("a",), required_value="b"),
            "subject.achievement.result_descriptions[0].required_value",
        ),
        (
            achieved(endorsements=(build.endorsement(ENDORSEMENT),)),
            "subject.achievement.endorsements[0].proof",
        ),
        (
            achieved(endorsements=(SIGNED_ENDORSEMENT | {"type": ["VerifiableCredential"]},)),
            "subject.achievement.endorsements[0].type",
        ),
        (
            achieved(endorsements=(SIGNED_ENDORSEMENT | {"credentialSubject": {"id": "urn:x"}},)),
            "subject.achievement.endorsements[0].credentialSubject.id",
        ),
    ],
)
def test_facts_that_a_verifier_would_refuse_are_refused_by_name(facts, field):
    with pytest.raises(InvalidFacts) as refused:
        build.open_badge(facts)
    assert (refused.value.field, refused.value.code) == (field, "invalid-facts")


def test_two_parts_with_one_id_are_refused_since_signing_would_melt_them():
    with pytest.raises(InvalidFacts) as refused:
        build.open_badge(achieved(criteria=model.Criteria(BADGE)))
    assert refused.value.field == "credentialSubject.achievement.criteria.id"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(ENDORSEMENT, name=""), "name"),
        (replace(ENDORSEMENT, comment=" "), "comment"),
        (replace(ENDORSEMENT, endorsed="v1"), "endorsed"),
        (replace(ENDORSEMENT, endorsed=PARTNER.id), "issuer.id"),
    ],
    ids=["no name", "no statement", "of nothing", "of itself"],
)
def test_an_endorsement_that_says_nothing_of_another_is_refused(facts, field):
    with pytest.raises(InvalidFacts) as refused:
        build.endorsement(facts)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(STATUS_LIST, bits=bytes(16_383)), "bits"),
        (replace(STATUS_LIST, id="urn:list"), "id"),
        (replace(STATUS_LIST, issuer="The College"), "issuer"),
        (replace(STATUS_LIST, purpose=""), "purpose"),
        (replace(STATUS_LIST, ttl=0), "ttl"),
    ],
)
def test_a_status_list_that_nobody_could_read_is_refused(facts, field):
    with pytest.raises(InvalidFacts) as refused:
        build.status_list(facts)
    assert refused.value.field == field


@pytest.mark.parametrize(("identifier", "salt"), [("", "salt"), ("a@example.com", "")])
def test_an_identity_is_not_hashed_without_a_salt_or_a_self(identifier, salt):
    with pytest.raises(InvalidFacts):
        build.hashed_identity(identifier, salt=salt)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_becomes_clean_text(name):
    written = build.profile(replace(PARTNER, name=f"{name}x"))["name"]
    assert [each for each in written if unicodedata.category(each) == "Cc"] == [
        each for each in written if each in "\n\t"
    ]
    assert build.profile(replace(PARTNER, name=written))["name"] == written


SCHEMAS = {
    "ob30-2024": "schemas/ob30-2024/schema/{}credential.json",
    "published-2026": "schemas/published-2026/open-badges/v3_0/ob_v3p0_{}credential_schema.json",
}


@needs_vectors
@pytest.mark.parametrize("edition", SCHEMAS)
@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("achievement", build.open_badge(AWARD)),
        ("endorsement", build.endorsement(ENDORSEMENT)),
        ("endorsement", SIGNED_ENDORSEMENT),
    ],
    ids=["badge", "endorsement", "signed endorsement"],
)
def test_documents_fit_the_published_schemas(edition, kind, document):
    schema = json.loads((VECTORS / SCHEMAS[edition].format(kind)).read_text())
    checker = jsonschema.Draft201909Validator(
        schema, format_checker=jsonschema.Draft201909Validator.FORMAT_CHECKER
    )
    assert [(each.json_path, each.message) for each in checker.iter_errors(document)] == []


def published_context(url: str, _options: Any) -> dict[str, Any]:
    files = {
        build.VC_CONTEXT: "contexts/1edtech-validator/credentials-v2.jsonld",
        build.OB_CONTEXT: "contexts/1edtech-validator/ob-v3p0-3.0.3.json",
    }
    document = json.loads((VECTORS / files[url]).read_text())
    return {"documentUrl": url, "document": document, "contextUrl": None}


@needs_vectors
@pytest.mark.parametrize(
    ("document", "blank"),
    [
        (build.open_badge(achieved(endorsements=())), ["_:c14n0", "_:c14n1", "_:c14n2"]),
        (build.endorsement(ENDORSEMENT), []),
        (build.status_list(STATUS_LIST), []),
    ],
    ids=["badge", "endorsement", "status list"],
)
def test_every_member_is_signed_and_blank_nodes_are_but_the_identity_and_a_list(document, blank):
    from pyld import jsonld

    dropped: list[str] = []
    options = {"documentLoader": published_context}
    jsonld.expand(document, options | {"on_property_dropped": dropped.append})
    quads = jsonld.normalize(
        document,
        options | {"algorithm": "URDNA2015", "format": "application/n-quads"},
    )
    subjects = {line.split(" ")[0] for line in quads.splitlines()}
    assert (dropped, sorted(name for name in subjects if name.startswith("_:"))) == ([], blank)
    assert "example.org/base" not in quads
