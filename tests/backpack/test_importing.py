"""Badges from elsewhere: what comes in, how it is told, and whose it stays."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from tessera.backpack import operations, policies, queries
from tessera.backpack.models import Imported
from tessera.checking.models import KnownIssuer
from tessera.common import clock, jobs
from tessera.common.refusal import NotPermitted, Refusal
from tessera.common.worker import Worker
from tessera.credentials.queries import signed_body
from tessera.trail.models import Event
from tests.factories import credentials as awards
from tests.factories import elsewhere, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
LATER, WEEK = NOON + timedelta(hours=2), timedelta(days=7)


@pytest.fixture
def ana():
    return people.person(name="Ana")


def brought(by, data=None, **how) -> Imported:
    data = elsewhere.badge() if data is None else data
    return operations.import_badge(data=data, source="", by=by, at=how.get("at", LATER))


def refusal(act, *args, **how) -> str:
    with pytest.raises(Refusal) as refused:
        act(*args, **how)
    return refused.value.code


def test_badge_from_elsewhere_is_kept_as_it_came_with_what_was_found(ana) -> None:
    body = elsewhere.badge(email=ana.email)
    kept = brought(ana, body)
    assert (kept.body, kept.title, kept.issuer) == (body, "Juggling", "Circus School")
    assert (kept.answer, kept.is_own, kept.checked_at) == ("unknown-issuer", True, LATER)
    assert Event.objects.get(kind="backpack.imported.added").by == ana


@pytest.mark.parametrize(
    ("email", "is_own"), [("ana@work.example.org", False), ("", None)], ids=["another's", "untold"]
)
def test_whose_it_is_is_told_and_decides_nothing(ana, email, is_own) -> None:
    kept = brought(ana, elsewhere.badge(email=email))
    assert (kept.answer, kept.is_own) == ("unknown-issuer", is_own)


def test_same_badge_is_kept_once_for_each_who_brings_it(ana) -> None:
    body = elsewhere.badge()
    brought(ana, body)
    brought(people.person(), body)
    assert (refusal(brought, ana, body), Imported.objects.count()) == ("already-here", 2)


def test_badge_of_this_college_is_in_the_backpack_already() -> None:
    award = awards.award()
    assert refusal(brought, award.learner, signed_body(award)) == "already-here"
    assert Imported.objects.count() == 0


def test_what_is_no_badge_or_not_genuine_is_refused(ana) -> None:
    document = json.loads(elsewhere.badge())
    forged = json.dumps({**document, "name": "Fire eating"})
    unsigned = json.dumps({name: said for name, said in document.items() if name != "proof"})
    assert [refusal(brought, ana, data) for data in (b"%PNG", forged, unsigned)] == [
        "not-a-credential",
        "not-genuine",
        "not-genuine",
    ]
    assert Imported.objects.count() == 0


def test_badge_that_has_expired_or_was_taken_back_is_still_its_owner_s(ana) -> None:
    over = elsewhere.badge(valid_until=NOON + timedelta(hours=1))
    assert brought(ana, over).answer == "expired"
    award = awards.award()
    awards.operations.revoke(
        award=award, reason="error", explanation="-", by=people.person("registrar"), at=NOON
    )
    assert brought(ana, signed_body(award)).answer == "revoked"


def test_backpack_holds_a_bounded_number(ana, monkeypatch) -> None:
    monkeypatch.setattr(policies, "MOST_IMPORTED", 1)
    brought(ana)
    assert refusal(brought, ana) == "too-many-imported"


def test_badge_is_checked_again_each_week_and_tells_since_when(ana) -> None:
    kept = brought(ana, elsewhere.badge(valid_until=LATER + timedelta(days=8)))
    checked = []
    for weeks in (0, 1, 2):
        for _twice in range(2):
            operations.check_if_due(imported_id=kept.pk, at=LATER + WEEK * weeks)
        kept.refresh_from_db()
        checked.append((kept.answer, kept.answered_since, kept.checked_at))
    assert checked == [
        ("unknown-issuer", LATER, LATER),
        ("unknown-issuer", LATER, LATER + WEEK),
        ("expired", LATER + WEEK * 2, LATER + WEEK * 2),
    ]


def test_a_badge_that_cannot_be_checked_holds_up_no_other(ana, monkeypatch) -> None:
    broken, sound = brought(ana), brought(ana)
    Imported.objects.filter(pk=broken.pk).update(body="no longer a badge")
    monkeypatch.setattr(clock, "now", lambda: LATER + WEEK)
    jobs.run.func("backpack.check_imported", [], 0)
    worker = Worker(batch=True)
    for job in DBTaskResult.objects.ready():
        job.claim(worker.worker_id)
        worker.run_task(job)
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.checked_at, sound.checked_at) == (LATER, LATER + WEEK)


def test_check_that_was_overtaken_changes_nothing(ana) -> None:
    kept = brought(ana, elsewhere.badge(valid_until=LATER + timedelta(days=8)))
    operations.check_again(imported=kept, at=LATER + WEEK * 2)
    operations.check_again(imported=kept, at=LATER + WEEK)
    assert (kept.answer, kept.checked_at) == ("expired", LATER + WEEK * 2)


def test_only_its_owner_removes_it(ana) -> None:
    kept = brought(ana)
    with pytest.raises(NotPermitted):
        operations.remove_imported(imported=kept, by=people.person(), at=LATER)
    operations.remove_imported(imported=kept, by=ana, at=LATER)
    assert list(queries.imported_by(ana)) == []


# -- On the page --------------------------------------------------------------------------------


@pytest.fixture
def backpack(client, ana):
    client.force_login(ana)
    return client


def test_learner_adds_a_file_and_reads_what_it_is_worth(backpack) -> None:
    file = SimpleUploadedFile("badge.json", elsewhere.badge().encode())
    page = backpack.post("/backpack/add/", {"file": file}, follow=True)
    assert page.redirect_chain == [(f"/backpack/elsewhere/{Imported.objects.get().uuid}/", 302)]
    text = page.content.decode()
    assert ("Juggling" in text, "Issuer not known" in text) == (True, True)
    assert "Circus School" in backpack.get("/backpack/").content.decode()


def test_what_is_refused_says_why_and_what_was_typed_stays(backpack) -> None:
    answer = backpack.post("/backpack/add/", {"text": "my badge, honestly"})
    page = answer.content.decode()
    assert (answer.status_code, "This is not a badge" in page) == (422, True)
    assert "my badge, honestly" in page
    assert backpack.post("/backpack/add/", {}).status_code == 422


@pytest.mark.parametrize("address", ["http://10.0.0.1/badge.json", "https://localhost/badge"])
def test_address_inside_is_not_read(backpack, address) -> None:
    answer = backpack.post("/backpack/add/", {"text": address})
    assert "only https addresses of the public internet are read" in answer.content.decode()


def test_learner_checks_it_again_takes_it_along_and_removes_it(backpack, ana) -> None:
    body = elsewhere.badge()
    kept = brought(ana, body)
    KnownIssuer.objects.create(
        identity=json.loads(body)["issuer"]["id"],
        name="Circus School",
        reason="They wrote.",
        added_by=people.person(),
        added_at=NOON,
    )
    place = f"/backpack/elsewhere/{kept.uuid}/"
    assert "This badge is valid." in backpack.post(f"{place}check/").content.decode()
    file = backpack.get(f"{place[:-1]}.json")
    assert (file.content.decode(), file["Content-Type"]) == (body, "application/vc+ld+json")
    assert backpack.get(f"{place[:-1]}.jwt").status_code == 404
    backpack.post(f"{place}remove/")
    assert backpack.get(place).status_code == 404


def test_nobody_else_comes_to_it(client, ana) -> None:
    place = f"/backpack/elsewhere/{brought(ana).uuid}/"
    client.force_login(people.person("administrator"))
    got = [client.get(place), client.get(f"{place[:-1]}.json")]
    got += [client.post(f"{place}check/"), client.post(f"{place}remove/")]
    assert [answer.status_code for answer in got] == [404] * 4
    assert Imported.objects.count() == 1


def test_backpack_costs_the_same_for_one_and_for_three(backpack, ana) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            backpack.get("/backpack/")
        return len(asked)

    brought(ana)
    once = cost()
    brought(ana)
    brought(ana)
    assert cost() == once
