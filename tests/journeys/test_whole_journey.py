"""The nine steps of a micro-credential, from the first idea to an employer's check, in one go."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.cast import (
    Assessor,
    Chair,
    Designer,
    Instructor,
    Learner,
    Partner,
    Priya,
    Registrar,
    Rui,
    Town,
    Visitor,
    Wren,
)
from tests.journeys.house import House, free_port, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Leading Safe Kitchens"
MOTIVE = "Two colleagues were burnt last year, and I want that to end on my shift."
ESSENTIAL = "A risk is found before it hurts anyone"
DOUBT = "The evidence asked for is sufficient"
FINDING = "Who says when a risk is mended?"


def test_nine_steps_from_idea_to_check(college: Town, house: House, tmp_path: Path) -> None:
    dana, petra = Designer(college), Partner(college)
    everyone: list[Visitor] = [dana, petra]

    # 1 The designer drafts it. Half a design is refused, with the list of what is missing.
    dana.begins(TITLE, "School of Leadership")
    dana.tries_to_submit()
    refusal = dana.page.get_by_role("alert")
    expect(refusal).to_contain_text("It was not submitted")
    expect(refusal).to_contain_text("the value statement")
    expect(refusal).to_contain_text("a partner from industry")
    draft(dana)

    # 2 The partner answers from the e-mail, and its endorsement is signed.
    dana.asks("Harbour Works")
    petra.open_mail(f"Would Harbour Works endorse “{TITLE}”?")
    petra.answers("We look for such people every month.", "It is what a first month asks for.")
    petra.reads("What the organisation says")
    signed = petra.main.get_by_role("link", name="/endorsements/").inner_text()
    statement = document(college, signed)
    assert statement["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert statement["proof"]["cryptosuite"] == "eddsa-rdfc-2022"

    # 3 Two reviewers rate blind. Without a quorum nothing is approved; then a finding is answered.
    dana.submits()
    chidi, rui, wren = Chair(college), Rui(college), Wren(college)
    everyone += [chidi, rui, wren]
    chidi.opens(TITLE)
    chidi.screens()
    chidi.assigns("Rui Okafor", "Wren Castellanos")
    rui.opens(TITLE)
    rui.rates("Not quite.", doubt=DOUBT, comment=FINDING)
    chidi.goes_to_the_decision(TITLE)
    chidi.cannot_approve("independent review")
    wren.opens(TITLE)
    wren.does_not_read(FINDING)
    wren.rates("Clear and small.")
    wren.reads(FINDING)
    chidi.goes_to_the_decision(TITLE)
    chidi.press("Return with findings")

    chidi.reads("returned with findings")

    # The answer changes what was endorsed: the partner is asked again, and without it nothing is approved.
    dana.room("Home")
    dana.follow(TITLE)
    dana.changes_the_task("Show one risk that you found and mended, and who says so.")
    dana.answers_the_finding("The task now asks who says so.")
    dana.reads("being screened")
    chidi.opens(TITLE)
    chidi.screens()
    chidi.press("Ask them")  # those who know it are ticked
    for again in (rui, wren):
        again.opens(TITLE)
        again.rates("Answered.")
    chidi.goes_to_the_decision(TITLE)
    chidi.cannot_approve("No endorsement in force")
    petra.open_mail(f"“{TITLE}” has changed: do you still endorse it?")
    petra.answers("We hire for it still.", "Saying who vouches for it is what the job asks.")
    petra.reads("What the organisation says")
    chidi.goes_to_the_decision(TITLE)
    chidi.press("Approve")
    chidi.reads("approved")

    # 4 The registrar publishes it, and anyone finds it; an offering opens.
    ruth, stranger = Registrar(college), Visitor(college)
    everyone += [ruth, stranger]
    ruth.publishes(TITLE)
    stranger.page.goto("/catalogue/")
    stranger.follow(TITLE)
    stranger.reads("It is not offered at the moment.")
    ruth.opens_an_offering(TITLE, "Winter 2027")
    stranger.page.reload()
    stranger.reads("Winter 2027")

    # 5 The learner enrols, works, and claims; too early is told what is missing.
    ana, ines = Learner(college), Instructor(college)
    everyone += [ana, ines]
    ana.enrols(TITLE, "Winter 2027", MOTIVE)
    ana.claims()
    refused = ana.page.get_by_role("alert")
    for component in ("educational", "demonstration", "reflective"):
        expect(refused).to_contain_text(re.compile(component, re.IGNORECASE))
    ines.records(TITLE, "Ana Ferreira")
    ana.uploads(photo(tmp_path), "The wet floor, before and after")
    ana.links("https://kitchen.example.org/safe", "The plan that hangs in our kitchen")
    ana.reads(MOTIVE)
    ana.reflects("I look at the floor first now.")
    ana.claims()
    ana.reads("Your work is handed in")

    # 6 Not yet met goes back; the assessor judges and cannot confirm; the registrar confirms.
    amara = Assessor(college)
    everyone.append(amara)
    amara.takes_up(TITLE, "Ana Ferreira")
    amara.judges("Proficient", "Say who was at risk.", apart_from={ESSENTIAL: "Developing"})
    assert amara.status_of("/awards/") == 404
    ruth.confirms(TITLE, "Ana Ferreira", "Confirm: not yet met")
    ana.open_mail(f"Your result for “{TITLE}”: not yet met")
    ana.reads("Say who was at risk.")
    ana.uploads(photo(tmp_path), "Who was at risk, and what I changed")
    ana.claims()
    amara.takes_up(TITLE, "Ana Ferreira")
    amara.judges("Proficient", "Now I see it.")
    ruth.confirms(TITLE, "Ana Ferreira", "Confirm the award")

    # 7 The badge is signed and sent by the worker. It is Ana's alone until she shares it.
    wait_until(lambda: ana.has_mail(f"Your badge “{TITLE}” is ready"))
    ana.open_mail(f"Your badge “{TITLE}” is ready")
    picture, data = ana.downloads("PNG", tmp_path), ana.downloads("JSON", tmp_path)
    badge = json.loads(data.read_text())
    assert badge["issuer"]["id"] == "did:web:localhost%3A8000"
    assert badge["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert badge["credentialStatus"]["type"] == "BitstringStatusListEntry"
    assert badge["credentialSubject"]["achievement"]["endorsement"] or badge["endorsement"]
    assert MOTIVE not in data.read_text()
    address = urlsplit(badge["id"]).path
    assert stranger.status_of(address) == 404
    ana.shares()
    assert stranger.status_of(address) == 200

    # 8 Priya's second badge completes the stack, and the macro-badge comes by itself.
    ruth.confirms("Corporate Leadership", "Priya Nair", "Confirm the award")
    priya = Priya(college)
    everyone.append(priya)
    wait_until(lambda: priya.has_mail("Your badge “Leadership” is ready"))
    priya.open_mail("Your badge “Leadership” is ready")
    priya.reads("Educational Leadership")
    priya.reads("Corporate Leadership")

    # 9 Anyone checks: valid, then revoked; a changed copy, and a list that cannot be reached.
    for file in (picture, data):
        assert stranger.checks(file) == "This badge is valid."
        assert house.verify(file)[0] == 0
    silent = f"http://localhost:8000/status=http://localhost:{free_port()}/status"
    assert house.verify(data, silent)[0] == 2
    badge["credentialSubject"]["achievement"]["name"] = "Chief of all kitchens"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(badge))
    assert stranger.checks(changed).startswith("This badge was changed after it was issued")
    assert house.verify(changed)[0] == 1
    ruth.revokes("Ana Ferreira", TITLE, "The photo showed another kitchen.")
    for file in (picture, data):
        assert stranger.checks(file) == "This badge was withdrawn by its issuer."
        assert house.verify(file)[0] == 1

    assert [window.complaints for window in everyone] == [[] for _window in everyone]


def draft(dana: Designer) -> None:
    """The whole form, section by section."""
    dana.writes(
        0,
        {
            "Name in French": "Des cuisines sûres",
            "What the earner can do": "Leads a kitchen team so that nobody is hurt.",
            "The same sentence in French": "Dirige une équipe de cuisine sans que personne se blesse.",
        },
    )
    dana.writes(
        1,
        {
            "Who it is for": "Cooks who lead a shift.",
            "Value to the learner": "stands alone",
            "Value statement": "Proof that one can keep a team safe.",
            "Notional hours": "12",
        },
    )
    dana.adds("Outcomes", "Add an outcome", {"The earner can": "find and mend risks in a kitchen"})
    dana.page.goto(f"{dana.design}2/")
    for side in ("learners", "employers"):
        dana.adds(
            "Evidence of need",
            "Add evidence of need",
            {
                "From": side,
                "Kind": "survey",
                "Source": f"Survey of {side}",
                "Date": "2026-05-04",
                "What it showed": "Burns are the first reason for sick leave.",
            },
        )
    dana.adds(
        "Partners",
        "Add a partner",
        {"Organisation": "Harbour Works", "Its part": "Wrote the cases."},
    )
    dana.adds(
        "Where frameworks name it",
        "Add an alignment",
        {
            "Outcome": "find and mend risks in a kitchen",
            "Framework": "Rivermouth Skills Framework",
            "Skill or occupation": "Work safely",
            "Address": "https://skills.rivermouth.example.org/RSF-S01",
        },
    )
    dana.writes(
        3,
        {
            "Place among other micro-credentials": "It stands alone.",
            "Recognition of prior learning": "An interview with an assessor.",
        },
    )
    dana.writes(
        4,
        {
            "What the badge says": "The earner keeps a kitchen team safe.",
            "What the badge says, in French": "La personne veille à la sécurité en cuisine.",
            "Equity and Indigenous considerations": "Cases come from many kitchens.",
        },
    )
    dana.draws_the_badge(Shape="square tile", Colours=["green with sand"], Icon=["leaf"])
    for words in ("Curiosity", "Learning for every stage of life", "Flexible by design"):
        dana.adds(
            "Commitments that it serves",
            "Add a commitment",
            {"Commitment": words, "How it serves it": "By doing it."},
        )
    dana.writes(
        5,
        {
            "Delivery": ["at the workplace"],
            "Ways to demonstrate": "A walk through your kitchen\nA filmed shift",
            "Technology and its accessibility": "A phone is enough.",
            "Accessibility of the materials": "Films have captions.",
            "Essential requirements": "What the criteria name.",
            "Adjustable requirements": "Time, place and form.",
            "Barriers": "Shifts: every session has a second date.",
        },
    )
    dana.writes(
        6,
        {
            "What the learner does: Educational": "Three short sessions.",
            "What the learner does: Demonstration": "Show your own kitchen.",
            "What the learner does: Reflective": "Write a page.",
            "When the learning is complete": "All three sessions were attended.",
            "Supervision": "observed while it was done",
            "How we know who did it": "signed in with a college account",
            "Assessors": "Five years in a kitchen.",
            "Moderation plan": "One in ten.",
            "Integrity": "Own work.",
            "Privacy": "To judge the claim.",
            "Privacy assessment": "PIA 2026-12",
            "Next review": "2028-09-01",
        },
    )
    task = {"Title": "Sessions", "What to do": "Take part.", "Component": "Educational"}
    dana.adds("Activities and tasks", "Add an activity or task", task)
    dana.adds(
        "Activities and tasks",
        "Add an activity or task",
        {
            "Component": "Demonstration",
            "Title": "A safer kitchen",
            "What to do": "Show one risk that you found and mended.",
            "Evidence accepted": ["a file", "a link"],
        },
    )
    for component, statement in (
        ("Educational", "Takes part in each session"),
        ("Demonstration", ESSENTIAL),
        ("Reflective", "Says what changed on the shift"),
    ):
        dana.adds_a_criterion(
            {
                "Component": component,
                "Criterion": statement,
                "Essential": statement == ESSENTIAL,
                "Judges": ["find and mend risks in a kitchen"],
            }
        )


def document(college: Town, address: str) -> dict[str, Any]:
    """What stands at one of our addresses, as data."""
    answer = urllib3.request(
        "GET", college.url + urlsplit(address).path, headers={"Accept": "application/json"}
    )
    assert answer.status == 200
    found: dict[str, Any] = answer.json()
    return found


def photo(folder: Path) -> Path:
    Image.new("RGB", (64, 48), "#A03E1B").save(folder / "floor.jpg")
    return folder / "floor.jpg"
