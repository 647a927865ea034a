"""Every member of Open Badges 3.0 and CLR 2.0 that can be built, and what of it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import jsonschema
import pytest

from tessera.kernel.errors import InvalidFacts
from tessera.kernel.openbadges import build, contexts, model
from tessera.kernel.openbadges.check import check

from . import published
from . import test_build as facts
from . import test_whole_badge as whole
from .badges import web

HERE, NOON = facts.HERE, facts.NOON
TOKEN = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"
MORE = facts.ACHIEVEMENT.alignments[0]
SECOND = model.Achievement(f"{HERE}/achievements/two/v1", "Two", "B", model.Criteria(narrative="C"))

COLLEGE = replace(
    facts.COLLEGE,
    phone="+1 613 555 0100",
    address=model.Address(
        "Canada", "CA", "Ontario", "Ottawa", "1 Main Street", "PO 2", "K1A 0A1", (45.5, -75.25)
    ),
    official="The Registrar",
    parent_org=model.Profile("did:web:system.example", "The System"),
    other_identifiers=(model.IdentifierEntry("identifier", "C-17"),),
)
TEACHER = model.Profile(
    "did:web:teacher.example",
    "Ada",
    person=model.PersonName(
        "King", "Ada", "Augusta", "Byron", "Dr", "Ph.D.", "of", date(1815, 12, 10)
    ),
)
LEVELS = tuple(
    replace(each, alignments=(replace(MORE, id=f"{each.id}-a"),)) for each in facts.LEVELS
)
ACHIEVEMENT = replace(
    facts.ACHIEVEMENT,
    creator=None,
    credits_available=3.5,
    other_identifiers=(model.IdentifierEntry("ext:courseCode", "LEAD-101"),),
    endorsements=(),
    result_descriptions=(
        replace(
            facts.ACHIEVEMENT.result_descriptions[0],
            levels=LEVELS,
            alignments=(replace(MORE, id=f"{HERE}/alignments/description"),),
        ),
        facts.ACHIEVEMENT.result_descriptions[1],
    ),
)
SUBJECT = replace(
    facts.SUBJECT,
    achievement=ACHIEVEMENT,
    results=tuple(
        replace(each, alignments=(replace(MORE, id=f"{HERE}/alignments/{number}"),))
        for number, each in enumerate(facts.SUBJECT.results)
    ),
    credits_earned=3.0,
    license_number="L-1",
    role="Team lead",
    source=TEACHER,
    term="Winter 2026",
)
AWARD = replace(
    facts.AWARD,
    issuer=COLLEGE,
    subject=SUBJECT,
    status=None,
    schemas=(f"{HERE}/schema.json",),
    refresh=f"{HERE}/refresh/6f1d",
    terms=(model.TermsOfUse("http://www.w3.org/ns/odrl/2/Policy", f"{HERE}/terms/1"),),
)
BADGE = whole.signed(build.open_badge(AWARD), facts.COLLEGE.id, whole.COLLEGE)
RECORD = model.ClrCredential(
    id=f"{HERE}/records/1",
    name="Record of a learner",
    issuer=facts.COLLEGE,
    subject=model.ClrSubject(
        id="urn:uuid:5a3c37a2-5b1a-4bb5-9a0a-000000000009",
        credentials=(BADGE,),
        identifiers=SUBJECT.identifiers,
        achievements=(SECOND,),
        associations=(model.Association("precedes", facts.BADGE, SECOND.id),),
    ),
    valid_from=NOON,
    valid_until=NOON + timedelta(days=30),
    awarded_at=NOON,
    description="All of it",
    image=model.Image(f"{HERE}/record.png"),
    partial=False,
)
ENDORSEMENT = replace(
    facts.ENDORSEMENT,
    schemas=(f"{HERE}/endorsement.json",),
    refresh=f"{HERE}/refresh/7a2b",
    terms=AWARD.terms,
)


def recorded(**subject: Any) -> model.ClrCredential:
    return replace(RECORD, subject=replace(RECORD.subject, **subject))


def test_every_member_that_the_schema_of_a_badge_names_can_be_built():
    schema = published.document(
        "schemas/published-2026/open-badges/v3_0/ob_v3p0_achievementcredential_schema.json"
    )
    parts = {
        "Achievement": ["credentialSubject", "achievement"],
        "AchievementSubject": ["credentialSubject"],
        "Profile": ["issuer"],
    }
    document = build.open_badge(
        replace(
            AWARD,
            subject=replace(
                SUBJECT,
                achievement=replace(
                    ACHIEVEMENT,
                    creator=TEACHER,
                    endorsements=(facts.SIGNED_ENDORSEMENT,),
                    endorsement_tokens=(TOKEN,),
                ),
            ),
        ),
        for_token=True,
    )
    # an award is revoked by one list, and endorsed by way of its achievement
    assert set(schema["properties"]) - set(document) == {
        "endorsement", "endorsementJwt", "proof", "credentialStatus",
    }  # fmt: skip
    missing = {}
    for name, path in parts.items():
        found: Any = document
        for step in path:
            found = found[step]
        missing[name] = set(schema["$defs"][name]["properties"]) - set(found)
    assert missing == {
        "Achievement": set(),
        "AchievementSubject": set(),
        # an endorsement of a profile needs another document; the rest are of people
        "Profile": {"endorsement", "endorsementJwt", *_PERSONAL},
    }
    person = document["credentialSubject"]["source"]
    assert set(_PERSONAL) <= set(person)


_PERSONAL = (
    "familyName", "givenName", "additionalName", "patronymicName", "honorificPrefix",
    "honorificSuffix", "familyNamePrefix", "dateOfBirth",
)  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        ("open-badges/v3_0/ob_v3p0_achievementcredential_schema.json", BADGE),
        (
            "clr/v2_0/clr_v2p0_clrcredential_schema.json",
            whole.signed(build.learner_record(RECORD), facts.COLLEGE.id, whole.COLLEGE),
        ),
        (
            "open-badges/v3_0/ob_v3p0_endorsementcredential_schema.json",
            whole.signed(build.endorsement(ENDORSEMENT), facts.PARTNER.id, whole.PARTNER),
        ),
    ],
    ids=["badge", "record", "endorsement"],
)
def test_everything_fits_the_published_schema(schema, document):
    checker = jsonschema.Draft201909Validator(
        published.document(f"schemas/published-2026/{schema}"),
        format_checker=jsonschema.Draft201909Validator.FORMAT_CHECKER,
    )
    assert [(each.json_path, each.message) for each in checker.iter_errors(document)] == []


def test_a_record_is_exactly_what_the_specification_asks():
    document = build.learner_record(RECORD)
    assert list(document) == [
        "@context", "type", "id", "name", "description", "image", "partial", "credentialSubject",
        "awardedDate", "issuer", "validFrom", "validUntil",
    ]  # fmt: skip
    assert (document["@context"], document["type"], document["partial"]) == (
        [contexts.CREDENTIALS_V2, contexts.CLR, contexts.OPEN_BADGES],
        ["VerifiableCredential", "ClrCredential"],
        False,
    )
    assert document["credentialSubject"]["association"] == [
        {
            "type": "Association",
            "associationType": "precedes",
            "sourceId": facts.BADGE,
            "targetId": SECOND.id,
        }
    ]
    assert document["credentialSubject"]["verifiableCredential"] == [BADGE]


def test_a_record_that_we_sign_is_valid():
    document = whole.signed(build.learner_record(RECORD), facts.COLLEGE.id, whole.COLLEGE)
    found = whole.home(facts.COLLEGE.id, whole.COLLEGE)
    report = check(document, at=NOON, load=web(found))
    assert (report.verdict.value, [inside.verdict.value for inside in report.inside]) == (
        "valid",
        ["valid"],
    )


def test_a_profile_carries_endorsements_of_itself_alone():
    statement = build.endorsement(replace(facts.ENDORSEMENT, endorsed=facts.COLLEGE.id))
    signed = whole.signed(statement, facts.PARTNER.id, whole.PARTNER)
    assert build.profile(replace(COLLEGE, endorsements=(signed,)))["endorsement"] == [signed]
    assert build.profile(replace(COLLEGE, endorsement_tokens=(TOKEN,)))["endorsementJwt"] == [TOKEN]
    with pytest.raises(InvalidFacts) as refused:
        build.profile(replace(COLLEGE, endorsements=(facts.SIGNED_ENDORSEMENT,)))
    assert refused.value.field == "profile.endorsements[0].credentialSubject.id"


def test_endorsements_as_tokens_are_for_credentials_that_are_tokens():
    award = facts.achieved(endorsement_tokens=(TOKEN,))
    document = build.open_badge(award, for_token=True)
    assert document["credentialSubject"]["achievement"]["endorsementJwt"] == [TOKEN]
    with pytest.raises(InvalidFacts) as refused:
        build.open_badge(award)
    assert refused.value.field == "credentialSubject.achievement.endorsementJwt"


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: build.learner_record(recorded(credentials=())), "subject.credentials"),
        (
            lambda: build.learner_record(recorded(credentials=({"type": ["Profile"]},))),
            "subject.credentials[0].type",
        ),
        (
            lambda: build.learner_record(recorded(credentials=(build.open_badge(AWARD),))),
            "subject.credentials[0].proof",
        ),
        (lambda: build.learner_record(recorded(identifiers=())), "subject.credentials"),
        (
            lambda: build.learner_record(
                recorded(associations=(model.Association("precedes", facts.BADGE, "urn:x:1"),))
            ),
            "subject.associations",
        ),
        (
            lambda: build.learner_record(
                recorded(associations=(model.Association("likes", facts.BADGE, SECOND.id),))
            ),
            "subject.associations[0].association_type",
        ),
        (lambda: build.profile(replace(COLLEGE, address=model.Address())), "profile.address"),
        (
            lambda: build.profile(replace(COLLEGE, address=model.Address(position=(91.0, 0.0)))),
            "profile.address.position",
        ),
        (
            lambda: build.profile(
                replace(COLLEGE, other_identifiers=(model.IdentifierEntry("email", "x"),))
            ),
            "profile.other_identifiers[0].identifier_type",
        ),
        (
            lambda: build.achievement(replace(ACHIEVEMENT, credits_available=-1.0)),
            "achievement.credits_available",
        ),
        (
            lambda: build.open_badge(replace(AWARD, schemas=("urn:x:schema",))),
            "schemas[0]",
        ),
        (lambda: build.open_badge(replace(AWARD, refresh="ftp://a.example/")), "refresh"),
        (
            lambda: build.open_badge(facts.achieved(endorsement_tokens=("no token",))),
            "subject.achievement.endorsement_tokens[0]",
        ),
    ],
)
def test_facts_that_a_verifier_would_refuse_are_named(make, field):
    with pytest.raises(InvalidFacts) as refused:
        make()
    assert refused.value.field == field


def test_a_count_is_written_as_every_implementation_reads_it():
    written = build.open_badge(AWARD)["credentialSubject"]
    assert (
        repr((written["creditsEarned"], written["achievement"]["creditsAvailable"])) == "(3, 3.5)"
    )
