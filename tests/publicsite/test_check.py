from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tessera.catalogue.enums import State as Published
from tessera.common import clock
from tessera.credentials import operations
from tessera.credentials.enums import Visibility
from tessera.endorsement.models import Statement
from tessera.people.enums import Role
from tests.factories import catalogue, endorsement, people
from tests.factories import credentials as awards
from tests.factories.catalogue import PIXEL
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
SENTENCES = {
    "valid": "This badge is valid.",
    "revoked": "This badge was withdrawn by its issuer.",
    "suspended": "This badge is suspended by its issuer.",
    "tampered": "This badge was changed after it was issued, or was never issued.",
}
SENTENCES_OF_REFUSAL = [
    "This is not a badge, nor a picture or file with one inside.",
    "This picture has no badge inside.",
    "This picture ends too soon",
]


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def award():
    return awards.award()


def body_of(award) -> str:
    return award.editions.last().document.body


def ask(client, **given):
    return client.post("/check/", given)


def said(answer) -> str:
    return answer.context["answer"].sentence


def test_the_page_asks_for_a_badge(client) -> None:
    assert "Is this badge real?" in client.get("/check/").content.decode()


def test_a_pasted_badge_is_valid_with_each_check_by_itself(client, award) -> None:
    answer = ask(client, text=body_of(award))
    results = {check.name: check.result for check in answer.context["checks"]}
    assert said(answer) == SENTENCES["valid"]
    assert results == {
        "form": "passed",
        "signature": "passed",
        "issuer": "passed",
        "status": "passed",
        "dates": "passed",
        "subject": "passed",
        "achievement": "passed",
        "shape": "passed",
        "recipient": "skipped",
        "endorsements": "skipped",
    }
    assert answer.context["trust"].result == "passed"


@pytest.mark.parametrize("form", ["json", "png"])
def test_a_file_from_the_backpack_is_valid(client, award, form) -> None:
    client.force_login(award.learner)
    content = client.get(f"/credentials/{award.uuid}.{form}").content
    client.logout()
    answer = ask(client, file=SimpleUploadedFile(f"badge.{form}", content))
    assert said(answer) == SENTENCES["valid"]


def test_the_recipient_is_compared(client, award) -> None:
    kinds = [
        ask(client, text=body_of(award), recipient=email).context["answer"].kind
        for email in (award.learner.email, "someone@example.org")
    ]
    assert kinds == ["valid", "wrong-person"]


def test_a_changed_badge_is_told_apart(client, award) -> None:
    changed = json.loads(body_of(award)) | {"name": "Doctor of Everything"}
    assert said(ask(client, text=json.dumps(changed))) == SENTENCES["tampered"]


def test_a_revoked_badge_says_so(client, award) -> None:
    operations.revoke(
        award=award,
        reason="error",
        explanation="A mistake.",
        by=people.person(Role.REGISTRAR),
        at=NOON,
    )
    assert said(ask(client, text=body_of(award))) == SENTENCES["revoked"]


def test_a_suspended_badge_of_ours_is_not_called_revoked(client, award) -> None:
    operations.suspend(
        award=award, explanation="A doubt.", by=people.person(Role.REGISTRAR), at=NOON
    )
    assert said(ask(client, text=body_of(award))) == SENTENCES["suspended"]


def test_a_visible_badge_is_linked_to_nobody_by_being_checked(client, award) -> None:
    operations.set_visibility(award=award, visibility=Visibility.PRIVATE, by=award.learner, at=NOON)
    text = ask(client, text=body_of(award)).content.decode()
    assert (award.learner.name in text, award.learner.email in text) == (False, False)


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\x00\xff\xfe" * 9,
        b"{}",
        b"[1, 2]",
        b'{"type": "Person"}',
        b"[" * 100_000,
        PIXEL,
        PIXEL[:40],
        b"not json at all",
    ],
    ids=["binary", "empty", "list", "other", "deep", "plain png", "cut png", "words"],
)
def test_rubbish_gets_a_sentence_and_no_trace(client, rubbish) -> None:
    answer = ask(client, file=SimpleUploadedFile("thing", rubbish))
    text = answer.content.decode()
    told = [line for line in SENTENCES_OF_REFUSAL if line in text]
    assert (answer.status_code, len(told), "Traceback" in text) == (422, 1, False)


def test_a_token_that_nobody_signed_is_not_called_valid(client, award) -> None:
    badge = json.loads(body_of(award))
    start = datetime.fromisoformat(badge["validFrom"])
    claims = {
        "iss": badge["issuer"]["id"],
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": int(start.timestamp()),
    }
    del badge["proof"]
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, badge | claims))
    token = ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    assert ask(client, text=f"{token}.").context["answer"].kind == "unsigned"


def test_nothing_given_is_asked_for_again(client) -> None:
    answer = ask(client)
    assert answer.status_code == 422
    assert (
        "Choose a file, or paste a link, a code or the text of a badge." in answer.content.decode()
    )


def test_text_that_was_refused_is_not_lost(client) -> None:
    answer = ask(client, text="my badge")
    assert (answer.status_code, "my badge</textarea>" in answer.content.decode()) == (422, True)


def test_a_file_of_50_mb_is_refused_with_a_sentence(client) -> None:
    answer = ask(client, file=SimpleUploadedFile("huge.json", b" " * (50 * 1024 * 1024)))
    assert answer.status_code == 413
    assert "larger than 10 MB" in answer.content.decode()


def test_many_questions_are_asked_to_wait(client, monkeypatch) -> None:
    monkeypatch.setattr("tessera.common.throttle.check_rate.__kwdefaults__", {"limit": 3})
    codes = [ask(client, text="x").status_code for _ in range(5)]
    assert codes == [422, 422, 422, 429, 429]
    other = client.post("/check/", {"text": "x"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 422


def test_nothing_is_stored_about_a_check(client, award) -> None:
    with CaptureQueriesContext(connection) as queries:
        ask(client, text=body_of(award))
    writes = [each["sql"] for each in queries if each["sql"].split()[0] in {"INSERT", "UPDATE"}]
    assert writes == []


# -- The same for machines ----------------------------------------------------------------------


def post(client, data, kind="application/json", **extra):
    return client.post("/api/check", data, content_type=kind, **extra)


def test_api_answers_as_the_command_does(client, award) -> None:
    report = post(client, body_of(award)).json()
    assert (report["source"], report["verdict"], report["reason"]) == ("request", "valid", "")
    assert set(report["steps"][0]) == {"name", "result", "code", "detail"}
    assert report["credential"]["id"] == json.loads(body_of(award))["id"]


def test_api_takes_a_file(client, award) -> None:
    file = SimpleUploadedFile("badge.json", body_of(award).encode())
    report = client.post("/api/check", {"file": file}).json()
    assert (report["source"], report["verdict"]) == ("badge.json", "valid")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_date_at_the_end_of_time_is_left_out(client, award, moment) -> None:
    changed = json.loads(body_of(award)) | {"awardedDate": moment}
    answer = ask(client, text=json.dumps(changed))
    assert (answer.status_code, said(answer)) == (200, SENTENCES["tampered"])
    assert "Awarded" not in [str(label) for label, _words in answer.context["claims"]]


def test_a_question_now_and_then_is_never_too_many(client, monkeypatch) -> None:
    codes = set()
    for minute in range(40):
        moment = NOON + timedelta(minutes=minute)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        codes.add(ask(client, text="x").status_code)
    assert codes == {422}


def test_api_compares_the_recipient(client, award) -> None:
    report = client.post(
        "/api/check?recipient=someone@example.org",
        body_of(award),
        content_type="application/json",
    ).json()
    assert (report["verdict"], report["reason"]) == ("invalid", "recipient")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty-file"),
        (b"rubbish", 422, "not-a-credential"),
        (b"{}", 422, "not-a-credential"),
        (b" " * (11 * 1024 * 1024), 413, "too-large"),
    ],
    ids=["nothing", "rubbish", "no credential", "too large"],
)
def test_api_refuses_with_a_problem(client, data, status, code) -> None:
    answer = post(client, data)
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"], answer.json()["code"]) == (
        status,
        status,
        code,
    )


def test_api_form_without_a_file_is_a_problem(client) -> None:
    assert client.post("/api/check", {"other": "x"}).json()["code"] == "empty-file"


def test_api_is_for_posting(client) -> None:
    assert client.get("/api/check").status_code == 405


def test_api_needs_no_token_of_ours(award) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, body_of(award)).json()["verdict"] == "valid"


# -- Apart from what the badge says -------------------------------------------------------------


def test_an_endorsement_that_ended_is_told_beside_a_badge_that_keeps_its_value(client) -> None:
    version = catalogue.version(state=Published.PUBLISHED)
    statement = endorsement.endorsed(version)
    award = awards.award(version=version)
    before = {each.name: each.result for each in ask(client, text=body_of(award)).context["checks"]}
    Statement.objects.filter(pk=statement.pk).update(ended_at=NOON + timedelta(minutes=2))
    answer = ask(client, text=body_of(award))
    after = {each.name: each.result for each in answer.context["checks"]}
    assert (before["endorsers-now"], after["endorsers-now"]) == ("passed", "ended")
    assert (said(answer), "No longer" in answer.content.decode()) == (SENTENCES["valid"], True)


def test_whose_badge_it_is_can_be_asked_from_the_result(client, award) -> None:
    text = ask(client, text=body_of(award)).content.decode()
    assert f"/holder/ask/{award.uuid}" in text
