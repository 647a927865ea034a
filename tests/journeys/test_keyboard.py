"""A learner without a mouse: signs in, reflects and claims with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.slow]

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
