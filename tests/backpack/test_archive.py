"""A copy of everything: what is in it, whose it is, and how long it lies here."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from lxml import html

from tessera.backpack import archive, operations, queries
from tessera.backpack.models import Archive
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.credentials.queries import signed_body
from tessera.enrolment.models import Artefact
from tessera.kernel.openbadges.bake import unbake
from tessera.notifications.models import Message
from tests.factories import credentials as awards
from tests.factories import elsewhere, learning, people
from tests.factories.jobs import work
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
ADDRESS = "/backpack/archive/"


@pytest.fixture
def ana():
    return people.person(name="Ana")


def packed(person) -> ZipFile:
    file = io.BytesIO()
    archive.write(person, file, at=NOON, tell=lambda done, total: None)
    return ZipFile(file)


def made(person, at=NOON) -> Archive:
    asked = operations.ask_for_archive(by=person, at=at)
    operations.make_archive(archive_id=asked.pk, at=at)
    return Archive.objects.get(pk=asked.pk)


# -- What is in it ------------------------------------------------------------------------------


def test_badge_is_in_it_in_every_form_to_the_byte(ana) -> None:
    award = awards.award(learner=ana)
    with packed(ana) as copy:
        told = json.loads(copy.read("data.json"))["badges"]
        slug = award.version.definition.slug
        assert [each["files"] for each in told] == [
            [f"badges/{slug}.{ending}" for ending in ("json", "jwt", "png", "svg", "pdf")]
        ]
        body = signed_body(award)
        assert copy.read(f"badges/{slug}.json").decode() == body
        assert unbake(copy.read(f"badges/{slug}.png")) == body
        assert copy.read(f"badges/{slug}.pdf")[:5] == b"%PDF-"


def test_work_results_and_words_are_in_it(ana) -> None:
    place = learning.place()
    attempt = learning.claimed(place, ana)
    learning.confirmed(place, attempt, unmet=("reflective",))
    with packed(ana) as copy:
        (told,) = json.loads(copy.read("data.json"))["learning"]
        assert (told["motive"], told["learned"]["completed_on"]) == ("To lead well.", "2026-11-20")
        (path,) = told["evidence"][0]["files"]
        assert copy.read(path) == learning.PDF
        assert {each["answer"] for each in told["reflections"]} == {"I listen first now."}
        (judged,) = told["attempts"]
    assert (judged["feedback"], [line["is_met"] for line in judged["criteria"]]) == (
        "Well begun.",
        [True, True, False],
    )


def test_judgement_that_is_not_confirmed_is_not_in_it(ana) -> None:
    place = learning.place()
    learning.recommended(place, learning.claimed(place, ana))
    with packed(ana) as copy:
        (told,) = json.loads(copy.read("data.json"))["learning"]
        whole = b"".join(copy.read(name) for name in copy.namelist()).decode(errors="replace")
    assert (told["attempts"][0]["criteria"], "Well begun." in whole) == ([], False)


def test_badge_from_elsewhere_is_in_it_as_it_came(ana) -> None:
    body = elsewhere.badge()
    operations.import_badge(data=body, source="", by=ana, at=NOON + timedelta(hours=2))
    with packed(ana) as copy:
        (told,) = json.loads(copy.read("data.json"))["from_elsewhere"]
        assert copy.read(told["files"][0]).decode() == body


def test_nothing_of_anybody_else_is_in_it(ana) -> None:
    awards.award()
    learning.ready(learning.place())
    with packed(ana) as copy:
        told = json.loads(copy.read("data.json"))
        assert copy.namelist() == ["data.json", "index.html", "style.css"]
    assert (told["badges"], told["from_elsewhere"], told["learning"]) == ([], [], [])


def test_every_link_of_its_page_leads_to_a_file_in_it(ana) -> None:
    place = learning.place()
    learning.claimed(place, ana)
    awards.award(learner=ana)
    with packed(ana) as copy:
        page = html.fromstring(copy.read("index.html").decode())
        links = {link for link in page.xpath("//@href") if "://" not in link}
        assert links == set(copy.namelist()) - {"index.html"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "plan.pdf", ".hidden", "a/b\\c", ""])
def test_hostile_file_name_stays_in_its_folder(name, ana) -> None:
    learning.ready(learning.place(), ana)
    Artefact.objects.update(name=name)
    with packed(ana) as copy:
        inside = [each for each in copy.namelist() if each.startswith("work/")]
        (told,) = json.loads(copy.read("data.json"))["learning"]
    assert inside == told["evidence"][0]["files"]
    folder, _slash, rest = inside[0].rpartition("/")
    assert (folder.count("/"), rest.startswith("."), "\\" in rest) == (1, False, False)


def test_two_files_of_one_name_are_both_in_it(ana) -> None:
    enrolled = learning.ready(learning.place(), ana)
    learning.demonstrated(enrolled, more=b"second")
    with packed(ana) as copy:
        inside = [copy.read(each) for each in copy.namelist() if each.startswith("work/")]
    assert inside == [learning.PDF, learning.PDF + b"second"]


def test_file_that_is_gone_is_named_and_holds_up_nothing(ana) -> None:
    learning.ready(learning.place(), ana)
    artefact = Artefact.objects.get()
    artefact.file.storage.delete(artefact.file.name)
    with packed(ana) as copy:
        (told,) = json.loads(copy.read("data.json"))["learning"]
    assert told["evidence"][0]["missing"] == ["plan.pdf could not be read"]


def test_it_speaks_its_owner_s_language(ana) -> None:
    ana.language = "fr"
    ana.save()
    with packed(ana) as copy:
        page = html.fromstring(copy.read("index.html").decode())
    assert (page.get("lang"), page.xpath("string(//h2)")) == ("fr", "Insignes")


# -- Asking, making, forgetting -----------------------------------------------------------------


def test_asked_for_it_is_made_by_a_job_and_told_once(ana) -> None:
    asked = operations.ask_for_archive(by=ana, at=NOON)
    assert work().count("backpack.make_archive") == 1
    operations.make_archive(archive_id=asked.pk, at=clock.now())
    held = queries.archives_of(ana).get()
    with held.file.open("rb") as file, ZipFile(file) as copy:
        assert copy.testzip() is None
    assert Message.objects.filter(kind="backpack.archive.made", person=ana).count() == 1


def test_second_wish_waits_for_the_first(ana) -> None:
    operations.ask_for_archive(by=ana, at=NOON)
    with pytest.raises(Refusal) as refused:
        operations.ask_for_archive(by=ana, at=NOON)
    assert (refused.value.code, Archive.objects.count()) == ("already-asked", 1)


def test_wish_that_was_lost_is_in_nobody_s_way(ana) -> None:
    lost = operations.ask_for_archive(by=ana, at=NOON)
    again = operations.ask_for_archive(by=ana, at=NOON + queries.MADE_WITHIN)
    assert list(Archive.objects.values_list("pk", flat=True)) == [again.pk]
    operations.make_archive(archive_id=lost.pk, at=NOON)
    assert Archive.objects.get().ready_at is None


def test_new_copy_takes_the_place_of_the_old(ana, django_capture_on_commit_callbacks) -> None:
    first = made(ana)
    with django_capture_on_commit_callbacks(execute=True):
        second = made(ana, NOON + timedelta(days=1))
    assert list(Archive.objects.all()) == [second]
    assert not first.file.storage.exists(first.file.name)


def test_copy_is_deleted_when_its_days_are_over(ana, django_capture_on_commit_callbacks) -> None:
    held = made(ana)
    kept = []
    for at in (NOON + queries.KEPT_FOR - timedelta(seconds=1), NOON + queries.KEPT_FOR):
        with django_capture_on_commit_callbacks(execute=True):
            operations.forget_archives(at=at)
        kept.append((Archive.objects.count(), held.file.storage.exists(held.file.name)))
    assert kept == [(1, True), (0, False)]


def test_two_that_are_being_made_cannot_be_written_down(ana) -> None:
    Archive.objects.create(owner=ana, asked_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Archive.objects.create(owner=ana, asked_at=NOON)


# -- The page -----------------------------------------------------------------------------------


def test_page_goes_from_the_wish_to_the_file(client, ana) -> None:
    client.force_login(ana)
    assert "Make my copy" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS)["Location"] == ADDRESS
    assert "Putting your copy together" in client.get(ADDRESS).content.decode()
    work()
    page = client.get(ADDRESS, headers={"HX-Request": "true"})
    (link,) = html.fromstring(page.content.decode()).xpath("//a/@href")
    answer = client.get(link)
    with ZipFile(io.BytesIO(answer.getvalue())) as copy:
        assert "index.html" in copy.namelist()
    assert (answer["Content-Disposition"], answer["Cache-Control"]) == (
        'attachment; filename="tessera.zip"',
        "private, no-store",
    )


def test_page_says_that_a_copy_could_not_be_made(client, ana) -> None:
    client.force_login(ana)
    operations.ask_for_archive(by=ana, at=clock.now() - queries.MADE_WITHIN)
    page = client.get(ADDRESS).content.decode()
    assert ("could not be made" in page, "Make my copy" in page) == (True, True)


def test_copy_is_its_owner_s_alone(client, ana) -> None:
    held = made(ana, clock.now())
    client.force_login(people.person("administrator"))
    assert client.get(f"{ADDRESS}{held.uuid}.zip").status_code == 404
