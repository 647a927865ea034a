"""Second clicks, two at once, wrong files, rubbish and sudden death: one effect, a sentence, nothing lost."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.journeys.cast import (
    Assessor,
    Chair,
    Colin,
    Designer,
    Joy,
    Member,
    Partner,
    Priya,
    Registrar,
    Tomas,
    Town,
    Visitor,
    Wren,
)
from tests.journeys.house import House, open_house, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Sends the form of a button at once, as often as asked, and waits for every answer.
SEND = """async ([button, times]) => {
  const data = () => new FormData(button.form, button)
  const sent = Array.from({length: times}, () =>
    fetch(button.form.action, {method: 'POST', body: data()}))
  return (await Promise.all(sent)).map(answer => answer.status)
}"""


def twice(person: Visitor, button: str) -> list[int]:
    """Two clicks before the first is answered: what the site says to each."""
    pressed = person.main.get_by_role("button", name=button).first.element_handle()
    answers: list[int] = person.page.evaluate(SEND, [pressed, 2])
    return answers


def mails(person: Member, subject: str) -> int:
    person.page.goto("/demonstration/mail/")
    return person.main.get_by_text(f"{subject} · {person.address}").count()


def test_second_click_endorses_once(college: Town) -> None:
    dana, petra = Designer(college), Partner(college)
    dana.opens("AI-Assisted Research")
    dana.asks("Harbour Works")
    petra.open_mail("Would Harbour Works endorse “AI-Assisted Research”?")
    petra.writes_an_answer("We hire for it.", "It does.")
    assert twice(petra, "Sign what I say") == [200, 200]
    assert mails(dana, "Harbour Works endorses “AI-Assisted Research”") == 1


def test_second_click_decides_once(college: Town) -> None:
    dana, chidi, wren = Designer(college), Chair(college), Wren(college)
    chidi.opens("Sustainable Procurement")
    chidi.assigns("Wren Castellanos")
    wren.opens("Sustainable Procurement")
    wren.rates("Small and honest.")
    chidi.goes_to_the_decision("Sustainable Procurement")
    assert twice(chidi, "Approve") == [200, 200]
    assert mails(dana, "“Sustainable Procurement” is approved") == 1


def test_second_click_claims_once_and_two_registrars_make_one_award(college: Town) -> None:
    joy, amara = Joy(college), Assessor(college)
    joy.returns_to("Data Storytelling")
    joy.links("https://charts.example.org/again", "The report, told anew")
    joy.reflects("I found the question first this time.")
    joy.goes_to_claim()
    assert twice(joy, "Hand in and claim") == [200, 200]
    joy.page.reload()
    expect(joy.main.get_by_role("table", name="Your attempts").get_by_role("row")).to_have_count(3)

    amara.takes_up("Data Storytelling", "Joy Adeyemi")
    amara.judges("Proficient", "It is a story now.")
    both = Registrar(college), Colin(college)
    for registrar in both:
        registrar.goes_to_confirm("Data Storytelling", "Joy Adeyemi")
        registrar.page.evaluate(
            "send => { const form = document.querySelector('main form');"
            " window.sent = () => fetch(form.action, {method: 'POST', body: new FormData(form)}) }",
        )
    for registrar in both:
        registrar.page.evaluate("() => { window.answer = window.sent().then(told => told.status) }")
    answers = sorted(registrar.page.evaluate("() => window.answer") for registrar in both)
    assert answers in ([200, 200], [200, 409])
    wait_until(lambda: joy.has_mail("Your badge “Data Storytelling” is ready"))
    assert mails(joy, "Your badge “Data Storytelling” is ready") == 1
    ruth = both[0]
    ruth.page.goto("/awards/register/")
    expect(ruth.row("Joy Adeyemi", "Data Storytelling")).to_have_count(1)


def test_wrong_file_is_refused_and_no_word_is_lost(college: Town, tmp_path: Path) -> None:
    tomas = Tomas(college)
    tomas.enrols("Data Storytelling", "Autumn 2026", "My reports stay unread.")
    for size, sentence in (
        (64, "This kind of file is not accepted here."),
        (101 * 1024**2, "This file is larger than 100 MB. Nothing was stored."),
    ):
        program = tmp_path / "report.pdf"
        program.write_bytes(b"MZ\x90\x00\x03")
        os.truncate(program, size)
        form = tomas.picks(program, "The story of our library")
        tomas.press("Add a file", form)
        expect(tomas.page.get_by_role("alert")).to_contain_text(sentence)
        expect(tomas.file_form().get_by_label("Title")).to_have_value("The story of our library")
        tomas.does_not_read("is added.")


def test_rubbish_on_the_check_page_gets_a_sentence(college: Town, tmp_path: Path) -> None:
    anyone = Visitor(college)
    Image.new("RGB", (64, 64), "#A03E1B").save(tmp_path / "holiday.png")
    (tmp_path / "list.json").write_text(json.dumps({"bread": 2, "milk": 1}))
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, this is no badge.")
    (tmp_path / "film.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    os.truncate(tmp_path / "film.png", 50 * 1024**2)
    said = {}
    for name in ("holiday.png", "list.json", "letter.txt", "film.png"):
        begun = time.monotonic()
        assert anyone.checks(tmp_path / name) == "Is this badge real?"
        assert time.monotonic() - begun < 20
        said[name] = anyone.page.get_by_role("alert").get_by_role("listitem").inner_text()
    assert said == {
        "holiday.png": "This picture has no badge inside. Phones and websites often strip it when a"
        " picture is saved or sent: ask for the original file, or for the badge as a JSON file.",
        "list.json": "This is not a badge, nor a picture or file with one inside.",
        "letter.txt": "This is not a badge, nor a picture or file with one inside.",
        "film.png": "This file is larger than 10 MB. Nothing was stored.",
    }
    assert anyone.complaints == []


@pytest.fixture
def own_house(request: pytest.FixtureRequest) -> Iterator[House]:
    if request.config.getoption("db") == "postgres":
        pytest.skip("looks into the SQLite file; a server's workers are raced elsewhere")
    with open_house(like=request.getfixturevalue("laid")) as opened:
        yield opened


def test_badge_is_issued_once_though_site_and_worker_die_before_it_is_signed(
    own_house: House, chromium: Browser
) -> None:
    town = Town(chromium, own_house.url)
    # Held still, the worker cannot be quicker than the sudden death of everything.
    own_house.hold_the_worker()
    Registrar(town).confirms("Corporate Leadership", "Priya Nair", "Confirm the award")
    assert award_in(own_house) == "confirmed"
    own_house.kill()
    own_house.open()
    priya = Priya(town)
    wait_until(lambda: priya.has_mail("Your badge “Corporate Leadership” is ready"))
    wait_until(lambda: priya.has_mail("Your badge “Leadership” is ready"))
    assert [
        mails(priya, f"Your badge “{title}” is ready")
        for title in ("Corporate Leadership", "Leadership")
    ] == [1, 1]
    town.leave()


def award_in(house: House) -> str:
    """The state of the newest award, as the file of the database has it."""
    with sqlite3.connect(house.folder / "tessera.sqlite3") as link:
        newest = "SELECT state FROM credentials_award ORDER BY id DESC LIMIT 1"
        return str(link.execute(newest).fetchone()[0])
