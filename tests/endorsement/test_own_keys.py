"""A key that the organisation holds itself: proven once, then it signs, and nobody else does."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tessera.catalogue import operations as catalogue
from tessera.checking import operations as checking
from tessera.common.outbound_addresses import Target
from tessera.common.outbound_cache import Answer
from tessera.common.refusal import NotReady, Refusal, WrongState
from tessera.credentials import documents
from tessera.endorsement import operations, policies, queries
from tessera.endorsement.enums import KeyState, State
from tessera.endorsement.models import OwnKey, Prepared, Request, Statement
from tessera.endorsement.policies.own_keys import (
    ForeignDomain,
    KeyIsInUse,
    KeyOfTheCollege,
    KeysAreThePartners,
    NoKeyInUse,
    NotADid,
    NotAsGiven,
    NotChecked,
    PreparedAnew,
    SignsItself,
    TooOldToSign,
)
from tessera.kernel.openbadges import did, jwt
from tessera.kernel.openbadges.check import check
from tessera.notifications.models import Message
from tessera.people.enums import INSIDE, Role
from tessera.people.models import Person
from tessera.trail.queries import events_of
from tests.factories import catalogue as make_design
from tests.factories import endorsement as make
from tests.factories import people, signing
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
DAY = timedelta(days=1)
KEY_OF = "did:web:harbour-works.example.org"


def waiting(by: Person | None = None, name: str = "") -> tuple[OwnKey, make.Holder]:
    keeper = make.holder(name)
    organisation = people.organisation()
    by = by or people.partner(at=organisation)
    key = operations.register_key(organisation=organisation, did=keeper.did, by=by, at=NOON)
    return key, keeper


def prove(key: OwnKey, text: str, *, by: Person | None = None, at: datetime = NOON) -> OwnKey:
    return operations.prove_key(key=key, text=text, by=by or key.asked_by, at=at)


def accept(prepared: Prepared, text: str, *, by: Person | None = None, at: datetime = LATER):
    return operations.accept_signed(
        prepared=prepared, text=text, by=by or prepared.prepared_by, at=at
    )


def ready() -> tuple[Prepared, make.Holder]:
    """An endorsement that waits for the signature of its organisation."""
    _key, keeper = make.own_key()
    return make.prepared(request=make.request()), keeper


def given() -> tuple[Statement, make.Holder]:
    prepared, keeper = ready()
    return accept(prepared, keeper.signed(prepared.document)), keeper


def publish(keeper: make.Holder, *, name: str = KEY_OF) -> None:
    """The organisation's website serves its did:web document, as it was fetched a moment ago."""
    method = did.Method(keeper.method, keeper.did, keeper.secret.public)
    body = json.dumps(did.document(keeper.did, [method])).encode()
    kept = Answer(200, {"cache-control": "max-age=60"}, body)
    target = Target.read(did.web_address(name), is_mapped=False)
    checking._FETCHED.keep(target, kept, asked_at=checking._FETCHED.clock())


# -- Naming and proving ----------------------------------------------------------------------------


def test_key_is_in_use_once_its_challenge_came_back_signed_and_all_are_told() -> None:
    key, keeper = waiting()
    colleague = people.partner(at=key.organisation)
    assert queries.own_keys.in_use(key.organisation) is None
    text = keeper.signed(key.challenge)
    proven = prove(key, f"\ufeff{text}\n", by=colleague)
    assert queries.own_keys.in_use(key.organisation) == proven
    assert (proven.proof, proven.proven_by) == (text, colleague)
    kinds = [event.kind for event in reversed(events_of(key.organisation))]
    assert kinds == ["endorsement.key.named", "endorsement.key.proven"]
    told = Message.objects.filter(kind="endorsement.key.proven")
    assert {message.person for message in told} == {colleague, key.asked_by}
    assert keeper.did in told[0].text


def test_challenge_says_who_asks_and_endorses_nothing() -> None:
    people.institution()
    key, _keeper = waiting()
    again, _other = waiting(by=key.asked_by)
    challenge = json.loads(key.challenge)
    assert challenge["credentialSubject"] == {
        "id": "http://localhost:8000/issuers/harbour-works",
        "type": ["EndorsementSubject"],
        "endorsementComment": (
            "Harbour Works signs this to show Rivermouth College that the key is its own. It"
            " endorses nothing else."
        ),
    }
    assert challenge["issuer"]["id"] == key.did
    assert challenge["id"] != json.loads(again.challenge)["id"]
    assert challenge["validUntil"] == "2026-11-30T12:00:00Z"


def test_key_of_the_own_domain_is_looked_up_there() -> None:
    key, keeper = waiting(name=KEY_OF)
    with pytest.raises(NotChecked) as refusal:
        prove(key, keeper.signed(key.challenge))
    assert "keys could not be read" in str(refusal.value)
    publish(keeper)
    assert prove(key, keeper.signed(key.challenge)).proven_at == NOON


def test_key_that_the_domain_does_not_list_is_refused() -> None:
    key, keeper = waiting(name=KEY_OF)
    publish(make.holder(KEY_OF))
    with pytest.raises(NotAsGiven) as refusal:
        prove(key, keeper.signed(key.challenge))
    assert "does not vouch" in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("harbour-works.example.org", NotADid),
        ("did:key:zNone", NotADid),
        ("did:jwk:eyJrdHkiOiJPS1AifQ", NotADid),
        ("did:web:harbour-works.example.org:..:x", NotADid),
        ("did:web:else.example.org", ForeignDomain),
        ("did:web:localhost%3A8000:issuers:harbour-works", KeyOfTheCollege),
        ("did:web:rivermouth.example.org", KeyOfTheCollege),
        ("did:web:keys.rivermouth.example.org:harbour-works", KeyOfTheCollege),
    ],
)
def test_name_that_is_no_key_of_the_organisations_own_is_refused(
    name: str, refusal: type[Refusal]
) -> None:
    people.institution()
    with pytest.raises(refusal):
        waiting(name=name)
    assert OwnKey.objects.count() == 0


def test_key_below_the_own_domain_may_be_named() -> None:
    assert waiting(name="did:web:keys.harbour-works.example.org:2026")[0].proven_at is None


@pytest.mark.parametrize("role", INSIDE)
def test_college_has_no_hand_in_a_partners_key(role: Role) -> None:
    key, keeper = waiting()
    insider = people.partner(at=key.organisation)
    insider.memberships.create(role=role, granted_at=NOON)
    with pytest.raises(KeysAreThePartners):
        waiting(by=insider)
    with pytest.raises(KeysAreThePartners):
        prove(key, keeper.signed(key.challenge), by=insider)
    used = prove(key, keeper.signed(key.challenge))
    with pytest.raises(KeysAreThePartners):
        operations.end_key(key=used, takes_back=False, by=insider, at=NOON)
    request = make.request()
    with pytest.raises(policies.EndorsedSide):
        operations.prepare_endorsement(
            request=request, words={"demand": "Yes."}, by=insider, at=NOON
        )
    prepared = make.prepared(request=request)
    with pytest.raises(KeysAreThePartners):
        accept(prepared, keeper.signed(prepared.document), by=insider)
    assert Statement.objects.count() == 0


def test_another_organisation_has_no_hand_in_it_either() -> None:
    key, keeper = waiting()
    stranger = people.partner(at=people.organisation("far-away"))
    with pytest.raises(policies.NotAnswering):
        waiting(by=stranger)
    with pytest.raises(policies.NotAnswering):
        prove(key, keeper.signed(key.challenge), by=stranger)


def test_college_member_who_wrote_the_design_accepts_nothing() -> None:
    prepared, keeper = ready()
    prepared.request.version.authors.add(prepared.prepared_by)
    with pytest.raises(policies.EndorsedSide):
        accept(prepared, keeper.signed(prepared.document))


def test_challenge_is_proven_once_and_in_time() -> None:
    key, keeper = waiting()
    text = keeper.signed(key.challenge)
    with pytest.raises(WrongState):
        prove(key, text, at=NOON + 7 * DAY)
    assert queries.own_keys.state_of(key, NOON + 7 * DAY) == KeyState.MISSED
    used = prove(key, text)
    with pytest.raises(WrongState):
        prove(used, text)


def test_proof_of_an_earlier_challenge_is_refused() -> None:
    first, keeper = waiting()
    again = operations.register_key(
        organisation=first.organisation, did=keeper.did, by=first.asked_by, at=NOON
    )
    with pytest.raises(NotAsGiven) as refusal:
        prove(again, keeper.signed(first.challenge))
    assert str(refusal.value).startswith("This is not the text that you were given: id.")
    first.refresh_from_db()
    with pytest.raises(WrongState):
        prove(first, keeper.signed(first.challenge))


def test_key_in_use_is_not_named_again_nor_by_another_organisation() -> None:
    key, keeper = make.own_key()
    with pytest.raises(KeyIsInUse):
        operations.register_key(
            organisation=key.organisation, did=keeper.did, by=key.proven_by, at=NOON
        )
    other = people.organisation("far-away")
    stranger = people.partner(at=other)
    with pytest.raises(KeyIsInUse):
        operations.register_key(organisation=other, did=keeper.did, by=stranger, at=NOON)


def test_of_two_who_named_one_key_the_first_to_prove_it_has_it() -> None:
    keeper, keys = make.holder(), []
    for slug in ("harbour-works", "far-away"):
        organisation = people.organisation(slug)
        by = people.partner(at=organisation)
        keys.append(
            operations.register_key(organisation=organisation, did=keeper.did, by=by, at=NOON)
        )
    prove(keys[0], keeper.signed(keys[0].challenge))
    with pytest.raises(KeyIsInUse):
        prove(keys[1], keeper.signed(keys[1].challenge))


def test_another_key_takes_the_place_of_the_first_and_what_is_signed_stands() -> None:
    statement, keeper = given()
    second, _keeper = make.own_key(by=statement.given_by, at=LATER)
    first = OwnKey.objects.get(did=keeper.did)
    assert (first.ended_at, queries.own_keys.in_use(first.organisation)) == (LATER, second)
    assert queries.in_force(statement.request.version, LATER) == [statement]
    assert list(queries.own_keys.ever_used(first.organisation)) == [second, first]


@pytest.mark.parametrize(
    "changes",
    [
        {"proof": ""},
        {"proven_at": None, "proven_by": None},
        {"ended_at": NOON},
    ],
)
def test_database_knows_that_a_key_is_used_by_its_proof_and_ended_by_somebody(
    changes: dict[str, object],
) -> None:
    key, _keeper = make.own_key()
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnKey.objects.filter(pk=key.pk).update(**changes)


# -- Endorsing -------------------------------------------------------------------------------------


def test_endorsement_is_kept_as_it_was_signed_and_carried_in_badges() -> None:
    prepared, keeper = ready()
    text = keeper.signed(prepared.document)
    statement = accept(prepared, f"{text}\n")
    version = statement.request.version
    assert statement.document.body == text
    assert (statement.document.key, statement.status) == (None, None)
    assert statement.document.iri == f"http://localhost:8000/endorsements/{prepared.uuid}"
    assert (statement.given_by, statement.given_at) == (prepared.prepared_by, LATER)
    assert queries.in_force(version, LATER) == [statement]
    assert Request.objects.get().state == State.GIVEN
    assert Prepared.objects.count() == 0
    achievement = documents.achievement(version, issuer=signing.institution_issuer(), at=LATER)
    assert list(achievement.endorsements) == [json.loads(text)]


def test_prepared_text_is_the_endorsement_that_tessera_would_have_signed() -> None:
    prepared, keeper = ready()
    document = json.loads(prepared.document)
    version = prepared.request.version
    assert document["credentialSubject"] == {
        "id": f"http://localhost:8000/achievements/{version.definition.slug}/v{version.number}",
        "type": ["EndorsementSubject"],
        "endorsementComment": queries.own_keys.comment_in(prepared),
    }
    assert document["issuer"] == {
        "id": keeper.did,
        "type": ["Profile"],
        "name": "Harbour Works",
        "url": "https://harbour-works.example.org",
    }
    assert document["validFrom"] == "2026-11-23T12:00:00Z"
    assert not {"proof", "validUntil"} & set(document)
    assert queries.in_force(version, LATER) == []


def test_with_a_key_of_its_own_nothing_is_signed_here() -> None:
    make.own_key()
    request = make.request()
    with pytest.raises(SignsItself):
        make.statement(request=request)
    assert Request.objects.get().state == State.REQUESTED


def test_without_a_key_in_use_nothing_is_prepared() -> None:
    with pytest.raises(NoKeyInUse):
        make.prepared(request=make.request())


def test_endorsement_that_says_nothing_is_not_prepared() -> None:
    make.own_key()
    with pytest.raises(NotReady):
        make.prepared(request=make.request(), demand=" ", reflects="")


CHANGES = [
    ({"name": "Another"}, "name"),
    ({"validUntil": "2027-01-01T00:00:00Z"}, "validUntil"),
    ({"validFrom": "2026-01-01T00:00:00Z"}, "validFrom"),
    ({"credentialStatus": {"id": "https://x.example/1", "type": "1EdTechRevocationList"}},
     "credentialStatus.id"),
    ({"credentialSubject": {"id": "http://localhost:8000/achievements/else/v1",
                            "type": ["EndorsementSubject"], "endorsementComment": "Yes."}},
     "credentialSubject.id, credentialSubject.endorsementComment"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "where"), CHANGES)
def test_any_difference_is_named_and_nothing_is_lost(
    changes: dict[str, object], where: str
) -> None:
    prepared, keeper = ready()
    with pytest.raises(NotAsGiven) as refusal:
        accept(prepared, keeper.signed(prepared.document, **changes))
    assert str(refusal.value) == (
        f"This is not the text that you were given: {where}. Nothing was lost: sign the text again,"
        " and hand it in."
    )
    assert Prepared.objects.get() == prepared
    assert accept(prepared, keeper.signed(prepared.document)).pk


def test_what_is_not_signed_by_the_proven_key_is_refused_with_its_reason() -> None:
    prepared, keeper = ready()
    text = prepared.document
    signed = json.loads(keeper.signed(text))
    proof = signed["proof"]
    token = jwt.secure(json.loads(text), key=keeper.secret, verification_method=keeper.method)
    cases = {
        "not a document": "it cannot be read as JSON",
        text: "there is no proof in it",
        token: "This is a token.",
        make.holder().signed(text): "The issuer does not vouch for this signature.",
        json.dumps(signed | {"proof": [proof, proof]}): "more than one proof",
        json.dumps(signed | {"proof": proof | {"expires": "2030-01-01T00:00:00Z"}}): "an end of its own",
        keeper.signed(text, at=NOON - DAY): "dated before you were given the text",
        keeper.signed(text, at=NOON + DAY): "or in the future",
        json.dumps(signed | {"proof": proof | {"created": "2026-11-23T12:00:05Z"}}): "as it was signed",
        json.dumps(signed | {"proof": proof | {"created": "soon"}}): "cannot be read as the signed",
    }  # fmt: skip
    for back, told in cases.items():
        with pytest.raises(NotAsGiven) as refusal:
            accept(prepared, back)
        assert told in str(refusal.value)
    assert Statement.objects.count() == 0


def test_key_that_needs_its_domain_is_checked_once_it_answers() -> None:
    key, keeper = waiting(name=KEY_OF)
    publish(keeper)
    prove(key, keeper.signed(key.challenge))
    prepared = make.prepared(request=make.request())
    checking._FETCHED._kept.clear()
    with pytest.raises(NotChecked):
        accept(prepared, keeper.signed(prepared.document))
    publish(keeper)
    assert accept(prepared, keeper.signed(prepared.document)).own_key == key


def test_design_that_changed_meanwhile_is_not_endorsed_by_what_was_signed() -> None:
    prepared, keeper = ready()
    version = prepared.request.version
    version.authors.add(author := people.person(Role.DESIGNER))
    catalogue.edit_row(
        version=version,
        row=version.outcomes.get(),
        values={"text": "lead two teams"},
        by=author,
        at=NOON,
    )
    operations.follow_version(version=version, at=NOON)
    prepared.request.refresh_from_db()
    with pytest.raises(policies.DesignChanged):
        accept(prepared, keeper.signed(prepared.document))


def test_text_that_was_prepared_again_has_to_be_signed_again() -> None:
    first, keeper = ready()
    second = make.prepared(request=first.request, demand="We hire twenty.")
    with pytest.raises(PreparedAnew):
        accept(first, keeper.signed(first.document))
    assert accept(second, keeper.signed(second.document)).demand == "We hire twenty."


def test_text_is_signed_within_thirty_days() -> None:
    prepared, keeper = ready()
    text = keeper.signed(prepared.document)
    with pytest.raises(TooOldToSign):
        accept(prepared, text, at=NOON + 31 * DAY)


def test_answer_after_its_day_is_refused_here_too() -> None:
    prepared, keeper = ready()
    with pytest.raises(WrongState):
        accept(prepared, keeper.signed(prepared.document), at=NOON + 25 * DAY)


def test_handing_in_twice_endorses_once() -> None:
    prepared, keeper = ready()
    text = keeper.signed(prepared.document)
    accept(prepared, text)
    with pytest.raises(WrongState):
        accept(prepared, text)
    assert Statement.objects.count() == 1


def test_text_for_a_key_that_is_no_longer_in_use_is_refused() -> None:
    prepared, keeper = ready()
    key = OwnKey.objects.get()
    operations.end_key(key=key, takes_back=False, by=key.proven_by, at=NOON)
    prepared.own_key.refresh_from_db()
    with pytest.raises(NoKeyInUse):
        accept(prepared, keeper.signed(prepared.document))
    with pytest.raises(WrongState):
        operations.end_key(key=key, takes_back=False, by=key.proven_by, at=NOON)
    assert make.statement(request=prepared.request).own_key is None


def test_declining_forgets_what_was_prepared() -> None:
    prepared, _keeper = ready()
    operations.decline_endorsement(
        request=prepared.request, reason="No.", by=prepared.prepared_by, at=NOON
    )
    assert Prepared.objects.count() == 0


# -- Afterwards ------------------------------------------------------------------------------------


def verdict(statement: Statement, at: datetime = LATER) -> tuple[str, str]:
    report = check(statement.document.body, at=at, load=checking.loader(at=at))
    return report.verdict.value, report.reason


def test_verifiers_see_that_it_was_withdrawn() -> None:
    statement, _keeper = given()
    assert verdict(statement) == ("valid", "")
    operations.withdraw_endorsement(
        request=statement.request, reason="We left.", by=statement.given_by, at=LATER
    )
    assert verdict(statement) == ("invalid", "revoked")
    assert queries.own_keys.revocations(statement.own_key.uuid) == {
        "id": f"http://localhost:8000/revocations/{statement.own_key.uuid}",
        "issuer": statement.own_key.did,
        "revokedCredential": [{"id": statement.document.iri, "revoked": True}],
    }


def test_key_taken_out_of_use_leaves_what_it_signed_unless_that_is_taken_back() -> None:
    statement, _keeper = given()
    key = OwnKey.objects.get()
    operations.end_key(key=key, takes_back=False, by=key.proven_by, at=LATER)
    assert queries.in_force(statement.request.version, LATER) == [statement]
    assert verdict(statement) == ("valid", "")
    assert events_of(key.organisation)[0].kind == "endorsement.key.ended"


def test_lost_key_takes_back_all_that_it_signed() -> None:
    statement, keeper = given()
    other = make.request(version=make_design.version())
    prepared = make.prepared(request=other)
    kept = accept(prepared, keeper.signed(prepared.document))
    key = OwnKey.objects.get()
    operations.end_key(key=key, takes_back=True, by=key.proven_by, at=LATER)
    assert {request.state for request in Request.objects.all()} == {State.WITHDRAWN}
    assert verdict(statement) == verdict(kept) == ("invalid", "revoked")
    assert queries.own_keys.in_use(key.organisation) is None


def test_endorsement_whose_key_is_no_longer_published_is_closed_and_may_be_signed_again() -> None:
    key, keeper = waiting(name=KEY_OF)
    publish(keeper)
    prove(key, keeper.signed(key.challenge))
    prepared = make.prepared(request=make.request())
    statement = accept(prepared, keeper.signed(prepared.document))
    request, version = statement.request, statement.request.version
    operations.look_up_keys(at=LATER)
    assert queries.in_force(version, LATER) == [statement]
    checking._FETCHED._kept.clear()
    operations.look_up_keys(at=LATER)
    assert queries.in_force(version, LATER) == [statement]
    publish(make.holder(KEY_OF))
    operations.look_up_keys(at=LATER)
    operations.disown(request=request, at=LATER)
    request.refresh_from_db()
    assert (request.state, queries.in_force(version, LATER)) == (State.EXPIRED, [])
    told = Message.objects.filter(kind="endorsement.statement.disowned")
    assert {message.person for message in told} == {
        request.contact,
        request.asked_by,
        *version.authors.all(),
    }
    publish(keeper)
    again = operations.prepare_renewal(request=request, by=request.contact, at=LATER)
    renewed = accept(again, keeper.signed(again.document, at=LATER))
    assert queries.in_force(version, LATER) == [renewed]


def test_key_that_is_its_own_name_is_looked_up_nowhere() -> None:
    statement, _keeper = given()
    with CaptureQueriesContext(connection) as run:
        operations.look_up_keys(at=LATER)
    assert len(run) == 1
    assert queries.in_force(statement.request.version, LATER) == [statement]


def test_renewal_is_signed_with_the_own_key_too() -> None:
    statement, keeper = given()
    late = statement.in_force_until - 30 * DAY
    with pytest.raises(SignsItself):
        operations.renew_endorsement(request=statement.request, by=statement.given_by, at=late)
    prepared = operations.prepare_renewal(request=statement.request, by=statement.given_by, at=late)
    assert statement.request.state == State.GIVEN
    renewed = accept(prepared, keeper.signed(prepared.document, at=late), at=late)
    assert (renewed.request.renews, renewed.demand) == (statement.request, statement.demand)
    assert renewed.document.iri != statement.document.iri
    assert queries.in_force(renewed.request.version, late) == [renewed]
    assert verdict(statement, late) == ("valid", "")


def test_renewal_long_before_the_end_is_not_prepared() -> None:
    statement, _keeper = given()
    with pytest.raises(policies.TooSoon):
        operations.prepare_renewal(request=statement.request, by=statement.given_by, at=LATER)


def test_list_of_no_key_is_nowhere() -> None:
    assert queries.own_keys.revocations(uuid4()) is None
