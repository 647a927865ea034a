"""Without a mouse: a learner reflects and claims; a design goes from the blank form to its publication."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.by_keyboard import ByKeyboard
from tests.journeys.cast import (
    Chair,
    Designer,
    Partner,
    Registrar,
    Reviewer,
    Rui,
    Town,
    Wren,
    every,
)
from tests.journeys.test_whole_journey import draft

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.slow]

TITLE = "Leading Calm Kitchens"
NAMED = """() => {
  const here = document.activeElement
  // Past the last field the focus leaves the page, then comes in at its top.
  if (here === document.body) return ['', true]
  const words = here.labels?.length ? here.labels[0].innerText : here.ariaLabel || here.innerText
  const seen = getComputedStyle(here)
  return [words || '', seen.outlineStyle !== 'none' || seen.boxShadow !== 'none']
}"""


def tab_to(page: Page, words: str) -> None:
    """Goes on until what bears these words has the focus; what has it can always be seen."""
    passed = []
    for _step in range(150):
        page.keyboard.press("Tab")
        name, is_seen = page.evaluate(NAMED)
        passed.append(name)
        assert is_seen, f"nothing shows that “{name}” has the focus"
        if words in name:
            return
    pytest.fail(f"never came to “{words}”, only to {passed}")


def press(page: Page, words: str, key: str = "Enter") -> None:
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_learner_reflects_and_claims_by_keyboard(visitor: Callable[..., Page]) -> None:
    page = visitor()
    page.goto("/demonstration/")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    press(page, "Ana Ferreira")
    press(page, "Corporate Leadership")
    tab_to(page, "What has changed")
    page.keyboard.type("I ask before I answer.")
    page.keyboard.press("Tab")
    page.keyboard.type("I no longer guess.")
    press(page, "Save the draft")
    expect(page.get_by_role("main")).to_contain_text("Your reflection is saved.")
    press(page, "Claim your badge")
    tab_to(page, "This is my own work")
    page.keyboard.press("Space")
    tab_to(page, "How I used artificial intelligence")
    page.keyboard.type("not used")
    press(page, "Hand in and claim")
    expect(page.get_by_role("main")).to_contain_text("Your work is handed in")


class DesignerByKeyboard(ByKeyboard, Designer):
    pass


class PartnerByKeyboard(ByKeyboard, Partner):
    def writes_an_answer(self, demand: str, reflects: str) -> None:
        self.fill(
            {"Is the skill in demand?": ["Yes"], "Does the assessment reflect the job?": ["Yes"]}
        )
        self.fill({"Do you gain from this": ["No"]})
        for field, words in (("demand", demand), ("reflects", reflects)):
            self.hands.give(self.main.locator(f"textarea[name={field}]"), words)


class ChairByKeyboard(ByKeyboard, Chair):
    def assigns(self, *reviewers: str) -> None:
        asked = self.main.get_by_role("group", name="Whom to ask").get_by_role("checkbox")
        for box in every(asked):
            self.hands.give(box, given=False)
        self.fill({"Whom to ask": list(reviewers)})
        self.press("Ask them")


class ReviewerByKeyboard(ByKeyboard, Reviewer):
    def rates(self, summary: str, doubt: str = "", comment: str = "") -> None:
        for radio in every(self.main.get_by_role("radio", name="Met", exact=True)):
            self.hands.give(radio, given=True)
        self.fill({"In one paragraph": summary})
        self.press("Hand in the review")
        self.reads("The reviewers say the same on")


class RuiByKeyboard(ReviewerByKeyboard):
    name = Rui.name


class WrenByKeyboard(ReviewerByKeyboard):
    name = Wren.name


class RegistrarByKeyboard(ByKeyboard, Registrar):
    pass


def test_design_goes_from_blank_to_published_by_keyboard(college: Town) -> None:
    dana = DesignerByKeyboard(college)
    dana.begins(TITLE, "School of Leadership")
    dana.tries_to_submit()  # refused: the focus is on what is missing
    draft(dana)
    dana.asks("Harbour Works")
    petra = PartnerByKeyboard(college)
    petra.open_mail(f"Would Harbour Works endorse “{TITLE}”?")
    petra.answers("We look for such people every month.", "It is what a first month asks for.")
    petra.reads("What the organisation says")
    dana.submits()
    chidi = ChairByKeyboard(college)
    chidi.opens(TITLE)
    chidi.screens()
    chidi.assigns("Rui Okafor", "Wren Castellanos")
    for reviewer in (RuiByKeyboard(college), WrenByKeyboard(college)):
        reviewer.opens(TITLE)
        reviewer.rates("Clear and small.")
    chidi.goes_to_the_decision(TITLE)
    chidi.press("Approve")
    chidi.reads("approved")
    RegistrarByKeyboard(college).publishes(TITLE)
