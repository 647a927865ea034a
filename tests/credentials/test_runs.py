"""Confirming many at once: each row is awarded, or refused with a reason, exactly once."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tessera.catalogue.enums import State as VersionState
from tessera.checking.operations import check
from tessera.common.refusal import NotPermitted
from tessera.credentials import documents, operations, policies, queries
from tessera.credentials.enums import Outcome, State
from tessera.credentials.models import Award, Edition, Row, Run
from tessera.credentials.operations import award as awarding
from tessera.credentials.operations import run as running
from tessera.holdings.models import Holding
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.signing import queries as signing_queries
from tessera.signing.models import SignedDocument, StatusEntry
from tessera.trail.models import Event
from tests.factories import catalogue, credentials, people, signing
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def issuer():
    return signing.institution_issuer()


@pytest.fixture
def registrar():
    return people.person(Role.REGISTRAR, name="Rae Registrar")


@pytest.fixture
def desk(registrar) -> Client:
    client = Client()
    client.force_login(registrar)
    return client


@pytest.fixture
def version():
    return catalogue.version(state=VersionState.PUBLISHED)


def attempts(version, count: int) -> list:
    return [
        credentials.attempt(learner=people.person(name=f"Learner {number}"), version=version)
        for number in range(count)
    ]


def asked(registrar, **named) -> Run:
    return operations.ask_run(by=registrar, at=NOON, **named)


def whole(run: Run) -> Run:
    while run.finished_at is None:
        run = operations.go_on(run=run, at=NOON)
    return run


# -- The run ------------------------------------------------------------------------------------


def test_run_awards_what_qualifies_and_refuses_the_rest_with_a_reason(registrar, version):
    good = attempts(version, 3)
    held = catalogue.version(state=VersionState.SUSPENDED, title="Held back")
    bad = credentials.attempt(version=held)
    credentials.attempt(version=version, outcome="not_yet_met")
    run = whole(asked(registrar))
    assert [row.attempt for row in run.rows.filter(outcome=Outcome.AWARDED)] == good
    assert [award.attempt for award in Award.objects.order_by("pk")] == good
    [refused] = run.rows.filter(outcome=Outcome.REFUSED)
    assert (refused.attempt, "Held back" in refused.reason) == (bad, True)
    assert queries.counts(run) == {"waiting": 0, "awarded": 3, "refused": 1, "stopped": 0}
    kinds = Event.objects.filter(kind__startswith="credentials.run.").order_by("pk")
    assert [event.kind for event in kinds] == ["credentials.run.asked", "credentials.run.finished"]


def test_run_of_one_version_leaves_others_alone(registrar, version):
    [one] = attempts(version, 1)
    credentials.attempt()
    run = whole(asked(registrar, version=version))
    assert [row.attempt for row in run.rows.all()] == [one]


def test_run_goes_on_in_chunks_and_twice_does_what_once_does(registrar, version, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    attempts(version, 3)
    run = asked(registrar)
    run = operations.go_on(run=run, at=NOON)
    assert (Award.objects.count(), run.finished_at) == (2, None)
    run = operations.go_on(run=run, at=NOON)
    assert operations.go_on(run=run, at=NOON) == run
    assert (Award.objects.count(), run.finished_at) == (3, NOON)


def test_chunk_that_is_cut_short_leaves_nothing_behind(registrar, version, monkeypatch):
    attempts(version, 2)
    run = asked(registrar)

    def cut(*_args, **_named):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(running, "_finish", cut)
        with pytest.raises(SystemExit):
            operations.go_on(run=run, at=NOON)
    assert (Award.objects.count(), run.rows.filter(outcome=Outcome.WAITING).count()) == (0, 2)
    assert whole(run).rows.filter(outcome=Outcome.AWARDED).count() == 2


def test_judged_again_after_the_run_was_asked_for_is_refused(registrar, version):
    [one] = attempts(version, 1)
    run = asked(registrar)
    judgement = one.judgements.get()
    type(judgement).objects.filter(pk=judgement.pk).update(submitted_at=NOON.replace(minute=1))
    [row] = whole(run).rows.all()
    assert (row.outcome, Award.objects.count()) == (Outcome.REFUSED, 0)


def test_asking_twice_gives_the_run_that_is_under_way(registrar, version):
    attempts(version, 1)
    run = asked(registrar)
    assert asked(registrar) == run
    assert Run.objects.count() == 1
    with pytest.raises(IntegrityError):
        Run.objects.create(asked_by=registrar, asked_at=NOON, size=1)


def test_who_confirms_nothing_asks_for_no_run(version):
    attempts(version, 1)
    with pytest.raises(NotPermitted):
        asked(people.person(Role.ASSESSOR))


def test_run_about_nothing_is_refused(registrar):
    with pytest.raises(policies.NothingQualifies):
        asked(registrar)


def test_stopped_run_leaves_what_was_not_looked_at(registrar, version, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 1)
    attempts(version, 3)
    run = operations.go_on(run=asked(registrar), at=NOON)
    run = operations.stop_run(run=run, by=registrar, at=NOON)
    assert queries.counts(run) == {"waiting": 0, "awarded": 1, "refused": 0, "stopped": 2}
    assert operations.go_on(run=run, at=NOON).finished_at == NOON
    assert Award.objects.count() == 1
    with pytest.raises(policies.RunIsOver):
        operations.stop_run(run=run, by=registrar, at=NOON)
    assert len(queries.plan(registrar)) == 2


def test_nobody_else_stops_a_run(registrar, version):
    attempts(version, 1)
    with pytest.raises(NotPermitted):
        operations.stop_run(run=asked(registrar), by=people.person(Role.REGISTRAR), at=NOON)


def test_row_without_its_award_is_not_awarded(registrar, version):
    attempts(version, 1)
    row = asked(registrar).rows.get()
    row.outcome = Outcome.AWARDED
    with pytest.raises(IntegrityError):
        row.save()


# -- Issuing together ---------------------------------------------------------------------------


def issued(registrar, version, count: int) -> list[Award]:
    attempts(version, count)
    run = whole(asked(registrar))
    made = list(Award.objects.order_by("pk"))
    operations.issue_run(run=run, awards=[award.pk for award in made], at=NOON)
    return list(Award.objects.order_by("pk"))


def test_awards_issued_together_are_as_awards_issued_alone(registrar, version):
    awards = issued(registrar, version, 4)
    assert {award.state for award in awards} == {State.ISSUED}
    assert Holding.objects.count() == Message.objects.filter(kind="credentials.issued").count() == 4
    kinds = list(
        Event.objects.filter(subject_type="credentials.award", subject_id=str(awards[0].pk))
        .order_by("pk")
        .values_list("kind", flat=True)
    )
    assert kinds == [
        "credentials.award.confirmed",
        "credentials.award.signed",
        "credentials.award.issued",
    ]
    run = Run.objects.get()
    assert (run.by_template, run.by_general) == (2, 2)
    for award in awards:
        edition = queries.latest_edition(award)
        again = documents.credential_document(
            award,
            issuer=signing_queries.institution_issuer(),
            entry=edition.status_entry,
            valid_from=NOON,
        )
        body = json.loads(edition.document.body)
        proof = body.pop("proof")
        assert json.dumps(body) == json.dumps(again)
        assert proof["cryptosuite"] == "eddsa-rdfc-2022"
        assert check(edition.document.body, at=NOON).verdict == "valid"
        assert check(edition.document.token, at=NOON).verdict == "valid"


def test_issuing_together_twice_does_what_once_does(registrar, version):
    awards = issued(registrar, version, 2)
    operations.issue_many(awards=[award.pk for award in awards], at=NOON)
    assert Edition.objects.count() == Holding.objects.count() == 2
    assert SignedDocument.objects.filter(kind="credential").count() == 2
    assert StatusEntry.objects.count() == 2


def test_what_cannot_be_issued_together_is_left_to_jobs_of_their_own(
    registrar, version, monkeypatch
):
    attempts(version, 2)
    whole(asked(registrar))
    pks = list(Award.objects.order_by("pk").values_list("pk", flat=True))
    asked_for = []
    monkeypatch.setattr(awarding.jobs, "later", lambda *args: asked_for.append(args))

    def fails(**_named):
        raise RuntimeError("one of them is at fault")

    monkeypatch.setattr(awarding, "sign_many", fails)
    figures = operations.issue_many(awards=pks, at=NOON)
    assert asked_for == [("credentials.issue", pk) for pk in pks]
    assert (figures.by_template, figures.by_general) == (0, 0)


# -- By screen ----------------------------------------------------------------------------------


def test_dry_run_tells_what_would_become_of_each_and_changes_nothing(desk, version):
    attempts(version, 2)
    credentials.attempt(version=catalogue.version(state=VersionState.SUSPENDED, title="Held back"))
    page = desk.get(reverse("credentials:confirm_all")).content.decode()
    assert "2 badges would be awarded" in page
    assert "Held back" in page
    assert not Run.objects.exists()


def test_dry_run_reads_the_same_for_few_and_many(desk, version):
    def asked_of() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(reverse("credentials:confirm_all")).status_code == 200
        return len(seen)

    attempts(version, 1)
    few = asked_of()
    attempts(version, 3)
    assert asked_of() == few


def test_run_is_asked_for_followed_stopped_and_read_as_a_file(desk, registrar, version):
    attempts(version, 2)
    answer = desk.post(reverse("credentials:confirm_all"), {"version": version.pk})
    run = Run.objects.get()
    place = reverse("credentials:run", args=[run.uuid])
    assert answer.url == place
    assert "Stop it" in desk.get(place).content.decode()
    part = desk.get(place, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="run"')
    whole(run)
    assert "All were looked at" in desk.get(place).content.decode()
    file = desk.get(reverse("credentials:run_file", args=[run.uuid]))
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == ["awarded", "awarded"]
    assert rows[1][6] == documents.credential_iri(Row.objects.first().award)
    assert desk.post(reverse("credentials:stop_run", args=[run.uuid])).status_code == 409


def test_run_is_stopped_by_a_button(desk, registrar, version):
    attempts(version, 1)
    run = asked(registrar)
    desk.post(reverse("credentials:stop_run", args=[run.uuid]))
    page = desk.get(reverse("credentials:run", args=[run.uuid])).content.decode()
    assert "You stopped it" in page


def test_run_about_nothing_says_so(desk):
    assert "Nothing qualifies yet" in desk.get(reverse("credentials:confirm_all")).content.decode()
    answer = desk.post(reverse("credentials:confirm_all"))
    assert (answer.status_code, "Nothing was started" in answer.content.decode()) == (409, True)


def test_run_of_somebody_else_is_not_found(desk, version):
    attempts(version, 1)
    run = asked(people.person(Role.REGISTRAR))
    for name in ("run", "run_file"):
        assert desk.get(reverse(f"credentials:{name}", args=[run.uuid])).status_code == 404
    assert desk.post(reverse("credentials:stop_run", args=[run.uuid])).status_code == 404


def test_status_indexes_drawn_together_fill_a_list_and_open_the_next(monkeypatch):
    from tessera.signing import operations as signing_operations

    monkeypatch.setattr(signing_operations, "LIST_FULL", 3)
    issuer = signing_queries.institution_issuer()
    entries = signing_operations.allocate_statuses(issuer=issuer, count=7, at=NOON)
    assert sorted(entry.list.number for entry in entries) == [1, 1, 1, 2, 2, 2, 3]
    assert len({(entry.list_id, entry.index) for entry in entries}) == 7
