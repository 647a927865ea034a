from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tessera.catalogue.enums import State as VersionState
from tessera.checking import operations, wording
from tessera.checking.operations import NotACredential, check
from tessera.common.outbound_addresses import Target
from tessera.common.outbound_cache import Answer
from tessera.credentials import operations as credentials_operations
from tessera.credentials.files import baked
from tessera.credentials.queries import latest_edition, signed_body
from tessera.kernel.errors import Unreachable
from tessera.kernel.openbadges import build, model, proof
from tessera.kernel.openbadges.did import from_key
from tessera.kernel.openbadges.report import Result, Verdict
from tessera.signing.keystore import draw
from tessera.signing.models import StatusList
from tessera.signing.operations import issuer_for, sign_document
from tessera.signing.queries import profile
from tests.credentials.test_documents import endorsed_version
from tests.factories import catalogue, credentials, people
from tests.factories.catalogue import PIXEL
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def kind(data: bytes | str, at=LATER, recipient=None) -> str:
    return wording.kind_of(check(data, at=at, recipient=recipient))


def test_a_badge_of_ours_is_valid_without_any_http():
    report = check(signed_body(credentials.award()), at=LATER)
    results = {step.name: step.result for step in report.steps}
    assert report.verdict is Verdict.VALID
    assert results == {
        "form": Result.PASSED,
        "signature": Result.PASSED,
        "issuer": Result.PASSED,
        "status": Result.PASSED,
        "dates": Result.PASSED,
        "subject": Result.PASSED,
        "achievement": Result.PASSED,
        "shape": Result.PASSED,
        "recipient": Result.SKIPPED,
        "endorsements": Result.SKIPPED,
        "trust": Result.PASSED,
    }


def test_a_baked_badge_is_valid_like_the_text_in_it():
    assert kind(baked(credentials.award())) == "valid"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"name":"Micro', '"name":"Macro'),
        ('-level-3"', '-level-4"'),
        ('"awardedDate":"2026', '"awardedDate":"2025'),
    ],
)
def test_a_tampered_copy_is_told(old, new):
    body = signed_body(credentials.award())
    tampered = body.replace(old, new)
    assert tampered != body
    assert kind(tampered) == "tampered"


def test_a_member_added_after_signing_is_told():
    document = json.loads(signed_body(credentials.award()))
    assert kind(json.dumps({**document, "honours": "summa cum laude"})) == "tampered"


def test_a_badge_whose_proof_was_taken_off_is_unsigned():
    document = json.loads(signed_body(credentials.award()))
    del document["proof"]
    assert kind(json.dumps(document)) == "unsigned"


def test_a_revoked_badge_is_told():
    award = credentials.award()
    credentials_operations.revoke(
        award=award,
        reason="error",
        explanation="By mistake.",
        by=people.person("registrar"),
        at=LATER,
    )
    assert kind(signed_body(award), at=LATER + timedelta(minutes=1)) == "revoked"


def test_the_new_copy_after_a_suspension_is_valid_and_the_old_one_is_not():
    award = credentials.award()
    old = signed_body(award)
    credentials_operations.suspend(award=award, explanation="Looked into.", by=None, at=LATER)
    credentials_operations.lift(award=award, by=people.person("registrar"), at=LATER)
    after = LATER + timedelta(minutes=1)
    assert (kind(old, at=after), kind(signed_body(award), at=after)) == ("revoked", "valid")


def test_an_expired_and_a_premature_badge_are_told():
    version = catalogue.version(state=VersionState.PUBLISHED, validity_months=1)
    body = signed_body(credentials.award(version=version))
    assert kind(body, at=NOON + timedelta(days=40)) == "expired"
    assert kind(body, at=NOON - timedelta(days=1)) == "not-yet-valid"


def test_a_status_list_that_cannot_be_read_leaves_it_open():
    award = credentials.award()
    edition = latest_edition(award)
    assert edition is not None
    StatusList.objects.filter(pk=edition.status_entry.list_id).update(number=99)
    report = check(signed_body(award), at=LATER)
    assert (report.verdict, report.step("status").result) == (Verdict.UNDECIDED, Result.UNKNOWN)
    assert wording.answer(report).kind == "undecided"


def test_a_badge_is_about_the_address_that_it_was_given_for():
    award = credentials.award()
    body = signed_body(award)
    assert kind(body, recipient=award.learner.email) == "valid"
    assert kind(body, recipient="somebody@else.example.org") == "wrong-person"


def of_a_stranger(**more):
    """Who they are, and a badge that they signed."""
    secret = draw("ed25519")
    did = from_key(secret.public)
    facts = model.OpenBadgeCredential(
        id="urn:uuid:6f1f0d9c-55d5-4fb5-9a55-0e5a3c1f8f10",
        name="Juggling",
        issuer=model.Profile(did, "Circus School"),
        subject=model.AchievementSubject(
            id="urn:uuid:6f1f0d9c-55d5-4fb5-9a55-0e5a3c1f8f11",
            achievement=model.Achievement(
                id="https://circus.example.org/juggling",
                name="Juggling",
                description="Three balls.",
                criteria=model.Criteria(narrative="Keep three balls in the air."),
            ),
        ),
        valid_from=NOON,
        **more,
    )
    method = f"{did}#{secret.public.multibase}"
    document = proof.secure(
        build.open_badge(facts), key=secret, verification_method=method, created=NOON
    )
    return did, json.dumps(document)


def test_a_badge_by_a_stranger_is_genuine_but_of_an_unknown_issuer(settings):
    did, body = of_a_stranger()
    said = wording.answer(check(body, at=LATER))
    assert (said.kind, said.tone) == ("unknown-issuer", "attention")
    assert "Circus School" in said.advice
    settings.TRUSTED_ISSUERS = [did]
    assert kind(body) == "valid"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ({"required": ["name"]}, ("unknown-issuer", "passed", "")),
        ({"required": ["image"]}, ("invalid", "failed", "schema")),
        (None, ("unknown-issuer", "unknown", "private")),
    ],
)
def test_a_badge_is_held_to_the_schema_that_it_names(page, expected):
    address = f"https://10.0.0.1/{expected[1]}.json"
    if page:
        kept = Answer(200, {"cache-control": "max-age=60"}, json.dumps(page).encode())
        target = Target.read(address, is_mapped=False)
        operations._FETCHED.keep(target, kept, asked_at=operations._FETCHED.clock())
    _did, body = of_a_stranger(schemas=(address,))
    report = check(body, at=LATER)
    step = report.step("schema")
    assert (wording.kind_of(report), step.result.value, step.code) == expected


def test_an_endorsement_by_a_partner_hosted_here_is_checked_too():
    issuer = issuer_for(people.organisation(), NOON)
    document = build.endorsement(
        model.EndorsementCredential(
            id="http://localhost:8000/endorsements/one",
            name="Endorsement",
            issuer=profile(issuer),
            endorsed="http://localhost:8000/achievements/x/v1",
            comment="In demand.",
            valid_from=NOON,
        )
    )
    signed = sign_document(
        kind="endorsement",
        iri="http://localhost:8000/endorsements/one",
        document=document,
        issuer=issuer,
        at=NOON,
    )
    assert kind(signed.body) == "valid"


def test_a_badge_outlives_the_endorsement_that_it_was_issued_with():
    version, statement = endorsed_version()
    body = signed_body(credentials.award(version=version))
    after = statement.in_force_until + timedelta(days=1)
    report = check(body, at=after)
    assert wording.kind_of(report) == "valid"
    assert report.step("endorsements").result is Result.PASSED


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "nothing here"),
        (b"   ", "nothing here"),
        (b"{", "not a badge"),
        (b'{"a": 1}', "not a badge"),
        (b"[1, 2]", "not a badge"),
        (b"hello", "not a badge"),
        (PIXEL, "no badge inside"),
        (PIXEL[:40], "ends too soon"),
        (b"%PDF-1.7", "no badge attached"),
        (b"{" + b" " * 11 * 1024 * 1024, "larger than any badge"),
        ("\ud800", "not a badge"),
    ],
)
def test_what_is_no_badge_is_refused_in_a_sentence(data, why):
    with pytest.raises(NotACredential) as refusal:
        check(data, at=NOON)
    assert why in str(refusal.value)


def test_addresses_here_are_answered_from_the_database_and_others_are_not_ours():
    credentials.award()
    load = operations.loader(at=LATER)
    did = json.loads(load("https://localhost:8000/.well-known/did.json"))
    assert did["id"] == "did:web:localhost%3A8000"
    assert json.loads(load("http://localhost:8000/status/1"))["type"][1] == (
        "BitstringStatusListCredential"
    )
    for missing in ("/status/77", "/issuers/nobody/did.json", "/admin/"):
        with pytest.raises(Unreachable):
            load(f"http://localhost:8000{missing}")
    with pytest.raises(Unreachable):
        load("http://localhost:8000.evil.example.org/status/1")


def test_all_that_a_badge_names_is_looked_up_in_a_bounded_time(monkeypatch):
    monkeypatch.setattr(operations, "ALTOGETHER", 0.0)
    load = operations.loader(at=LATER)
    with pytest.raises(Unreachable) as fault:
        load("https://slow.example/did.json")
    assert fault.value.code == "slow"
