"""Many badges at once: nothing is dropped, nothing is believed, nothing is kept."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tessera.backpack import codes
from tessera.backpack import operations as backpack
from tessera.credentials import operations
from tessera.credentials.queries import signed_body
from tessera.publicsite import batch
from tests.factories import credentials as awards
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


@pytest.fixture
def award():
    return awards.award()


def upload(name: str, data: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def packed(**files: bytes | str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return written.getvalue()


def names(*files: SimpleUploadedFile, text: str = "") -> list[tuple[str, str]]:
    return [(item.name, str(item.why_not)) for item in batch.items_of(files, text)]


def table(client, **given) -> str:
    answer = client.post("/check/", given)
    assert answer.status_code == 200, answer.content.decode()
    return b"".join(answer.streaming_content).decode()


def as_file(client, page: str, kind: str = "csv"):
    sealed = page.split('name="rows" value="')[1].split('"')[0]
    return client.post(f"/check/answers.{kind}", {"rows": sealed})


# -- What was handed in -------------------------------------------------------------------------


def test_an_archive_is_opened_once_and_says_what_it_did_not_read() -> None:
    inside = packed(
        **{"a.json": "{}", "deep.zip": packed(b="x"), "empty.json": "", "__MACOSX/a": "x"}
    )
    assert names(upload("all.zip", inside)) == [
        ("a.json", ""),
        ("deep.zip", "An archive in an archive is not opened."),
        ("empty.json", "This file is empty."),
    ]


def test_an_archive_that_swells_is_read_no_further_than_a_badge(monkeypatch) -> None:
    bomb = packed(**{"bomb.json": b"0" * (12 * 1024 * 1024), "b.json": "{}"})
    assert len(bomb) < 100_000
    found = names(upload("bomb.zip", bomb))
    assert found == [("bomb.json", "This is larger than any badge."), ("b.json", "")]
    monkeypatch.setattr(batch, "ALL_LIMIT", 10)
    many = packed(**{f"{n}.json": "12345678" for n in range(3)})
    assert [why for _name, why in names(upload("many.zip", many))] == [
        "",
        "The archive holds more than is read at once.",
        "The archive holds more than is read at once.",
    ]


@pytest.mark.parametrize(
    "data",
    [b"PK", b"PK\x03\x04" + b"\x00" * 30, packed(a="x")[:-30]],
    ids=["two bytes", "a head", "cut"],
)
def test_a_damaged_archive_says_so(data) -> None:
    assert names(upload("all.zip", data)) == [("all.zip", "This archive is damaged, or is none.")]


def test_a_name_leads_nowhere_and_stays_short() -> None:
    told = [
        batch.shown(name) for name in ("../../etc/passwd", "a\nb\x1b", "x" * 300, "C:\\x\\y.json")
    ]
    assert told == ["passwd", "a�b�", "x" * 79 + "…", "y.json"]


def test_a_csv_gives_a_badge_for_each_row_and_tells_of_rows_without_one() -> None:
    code = codes.draw()
    rows = f"Name;Link;Mail\nAna;https://a.example/x;ana@example.org\nBo;{code};\nCy;none;\n"
    found = batch.items_of([upload("list.csv", rows)], "")
    assert [(item.name, item.data, item.recipient, str(item.why_not)) for item in found] == [
        ("Ana", "https://a.example/x", "ana@example.org", ""),
        ("Bo", code, "", ""),
        ("Cy", b"", "", "There is no link and no code in this row."),
    ]


def test_too_many_are_refused_whole(client) -> None:
    rows = "\n".join(f"https://a.example/{n}" for n in range(batch.MOST + 1))
    answer = client.post("/check/", {"text": rows})
    assert (answer.status_code, "more than 200 badges" in answer.content.decode()) == (413, True)


# -- The table ----------------------------------------------------------------------------------


def test_each_gets_a_row_and_what_was_not_read_never_looks_fine(client, award) -> None:
    changed = json.dumps(json.loads(signed_body(award)) | {"name": "Doctor"})
    files = [upload("good.json", signed_body(award)), upload("bad.json", changed)]
    page = table(client, file=[*files, upload("x.json", "rubbish")])
    answers = [row.split("<span>")[1].split("<")[0] for row in page.split("<tr>")[2:]]
    assert answers == ["Valid", "Not genuine", "Could not be checked"]
    assert "Done: 3 answers" in page


def test_a_row_says_whether_it_is_about_the_person_of_that_row(client, award) -> None:
    link = backpack.create_link(award=award, expires_at=None, by=award.learner, at=NOON)
    place = f"http://localhost:8000/s/{link.token}"
    rows = f"A,{place},{award.learner.email}\nB,{place},other@example.org\n"
    page = table(client, file=upload("list.csv", rows))
    assert f"It is about {award.learner.email}." in page
    assert "This badge belongs to somebody else." in page


def test_the_answers_leave_as_a_file_that_calculates_nothing(client, award) -> None:
    page = table(client, file=[upload("=1+1.json", signed_body(award)), upload("b.json", "x")])
    answer = as_file(client, page)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="badges.csv"'
    assert [row[:2] for row in rows] == [
        ["What you handed in", "The answer"],
        ["'=1+1.json", "Valid"],
        ["b.json", "Could not be checked"],
    ]
    assert as_file(client, page, "xlsx").content[:2] == b"PK"


def test_only_what_was_answered_here_leaves_as_a_file(client) -> None:
    assert client.post("/check/answers.csv", {"rows": "W10:forged"}).status_code == 422
    assert client.post("/check/answers.exe", {"rows": ""}).status_code == 404


def test_a_table_stores_nothing(client, award) -> None:
    files = [upload(f"{n}.json", signed_body(award)) for n in range(2)]
    with CaptureQueriesContext(connection) as queries:
        table(client, file=files)
    writes = [each["sql"] for each in queries if each["sql"].split()[0] in {"INSERT", "UPDATE"}]
    assert writes == []


def test_what_there_was_no_time_for_says_so(client, award, monkeypatch) -> None:
    monkeypatch.setattr("tessera.publicsite.views.check.SECONDS", -1)
    page = table(client, file=[upload(f"{n}.json", signed_body(award)) for n in range(2)])
    assert page.count("There was no time left for this one.") == 2


def test_tables_are_asked_for_now_and_then(client, award) -> None:
    def ask() -> int:
        files = [upload(f"{n}.json", "x") for n in range(2)]
        return client.post("/check/", {"file": files}).status_code

    assert [ask() for _ in range(5)] == [200, 200, 200, 200, 429]


# -- Links and codes ----------------------------------------------------------------------------


def said(client, text: str):
    return client.post("/check/", {"text": text})


def test_an_address_or_code_of_this_site_is_checked_where_it_leads(client, award) -> None:
    operations.set_visibility(award=award, visibility="public", by=award.learner, at=NOON)
    link = backpack.create_link(award=award, expires_at=None, by=award.learner, at=NOON)
    code = codes.shown(backpack.create_code(award=award, by=award.learner, at=NOON).code or "")
    places = [
        f"http://localhost:8000/credentials/{award.uuid}",
        f"http://testserver/credentials/{award.uuid}.json",
        f"http://localhost:8000/s/{link.token}",
        f"http://localhost:8000/c/{code}",
        f"  {code.lower()} ",
    ]
    kinds = [said(client, place).context["answer"].kind for place in places]
    assert kinds == ["valid"] * len(places)


def test_a_private_badge_or_an_ended_link_is_not_shown_by_checking_it(client, award) -> None:
    link = backpack.create_link(award=award, expires_at=None, by=award.learner, at=NOON)
    backpack.withdraw_link(link=link, by=award.learner, at=NOON)
    for place in (f"/credentials/{award.uuid}", f"/s/{link.token}", "/nothing", "/credentials/x"):
        answer = said(client, f"http://localhost:8000{place}")
        assert answer.status_code == 422
        assert "No badge is shown at this address" in answer.content.decode()


def test_a_code_with_a_slip_is_told_apart_from_a_text(client) -> None:
    answer = said(client, "7KQ2-M9TX-4HVC-AAAB")
    assert (answer.status_code, "No badge has this code." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("place", ["http://a.example/x", "https://127.0.0.1/x", "https://[::1]/x"])
def test_an_address_that_is_not_public_is_refused_with_the_reason(client, place) -> None:
    text = said(client, place).content.decode()
    assert "only https addresses of the public internet are read" in text
