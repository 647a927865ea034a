"""Going through pages without a mouse: Tab, arrows, Space, Enter and typing; the focus is always seen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.cast import Given, Member, Town

# Notes whatever has the focus without showing it; of a card that is a link, the card has the ring.
WATCH = """
  window.unseen = []
  addEventListener('focusin', ({target}) => {
    const shown = getComputedStyle(target).outlineStyle !== 'none' || target.closest('.card, main:focus')
    if (!shown) unseen.push(target.outerHTML.slice(0, 80))
  })
"""
# Whether the focus is on what is wanted (of a group of radios, on any), and else how often Tab leads there;
# past the last field the focus leaves the page, and comes in at its top.
LEFT = """wanted => {
  if (!wanted.isConnected) return 'gone'
  const here = document.activeElement
  const alike = wanted.type === 'radio' && wanted.name === here.name && wanted.form === here.form
  if (here === wanted || alike) return 0
  const group = thing => thing.type === 'radio' ? `${thing.form?.action} ${thing.name}` : thing
  const every = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
  const stops = [...new Set([...document.querySelectorAll(every)]
    .filter(thing => thing.checkVisibility() && !thing.disabled && thing.tabIndex === 0).map(group))]
  const from = stops.indexOf(group(here))
  const away = from < 0 ? 1 : Math.abs(stops.indexOf(group(wanted)) - from)
  const back = here !== document.body && here.compareDocumentPosition(wanted) & 2
  return back ? -away : away
}"""


class Hands:
    """The hands of somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, thing: Locator) -> None:
        """Tab, or Shift and Tab, until it has the focus; of a group of radios any one will do."""
        wanted = thing.element_handle()
        for _try in range(60):
            left = self.page.evaluate(LEFT, wanted)
            if left == 0:
                assert self.page.evaluate("unseen") == []
                return
            if left == "gone":  # the page has drawn it anew
                wanted = thing.element_handle()
                continue
            for _step in range(abs(left)):
                self.page.keyboard.press("Tab" if left > 0 else "Shift+Tab")
        pytest.fail(f"{thing} is never reached")

    def enter(self, thing: Locator) -> None:
        """Presses a link or a button, and waits for the page that it leads to."""
        self.reach(thing)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def give(self, field: Locator, given: str | bool) -> None:
        kind = field.evaluate("field => field.tagName === 'INPUT' ? field.type : field.tagName")
        self.reach(field)
        if kind == "radio":
            self._choose(field)
        elif kind == "checkbox":
            if field.is_checked() != given:
                self.page.keyboard.press("Space")
        elif kind == "SELECT":
            texts = field.locator("option").all_inner_texts()
            place = next(number for number, text in enumerate(texts) if str(given) in text)
            self.page.keyboard.press("Home")
            for _option in range(place):
                self.page.keyboard.press("ArrowDown")
        elif kind == "date":
            year, month, day = str(given).split("-")
            self.page.keyboard.type(f"{month}{day}{year}")
        else:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(str(given))

    def _choose(self, radio: Locator) -> None:
        """Space takes the radio on which one is, an arrow the next one."""
        for _radio in range(12):
            if radio.evaluate("radio => radio === document.activeElement"):
                if not radio.is_checked():
                    self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"{radio} is never reached by the arrows")


class ByKeyboard(Member):
    """Does what the cast does, without a mouse; and looks where the focus is after each step."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.page.add_init_script(WATCH)
        self.page.reload()
        self.hands = Hands(self.page)

    def room(self, name: str) -> None:
        navigation = self.page.get_by_role("navigation", name="Main")
        self.hands.enter(navigation.get_by_role("link", name=name))

    def follow(self, name: str, within: Locator | None = None) -> None:
        self.hands.enter((within or self.main).get_by_role("link", name=name).first)

    def press(self, name: str, within: Locator | None = None) -> None:
        self.hands.enter((within or self.main).get_by_role("button", name=name).first)
        self.is_told()

    def is_told(self) -> None:
        """The focus is on what went wrong, or on what came of the step."""
        told = self.page.locator("[data-focus], #messages:has(*)")
        if told.count() and "#" not in self.page.url:
            expect(told.first).to_be_focused()

    def unfold(self, words: str, within: Locator | None = None) -> None:
        fold = (within or self.main).locator("details").filter(has_text=words).first
        if fold.get_attribute("open") is None:
            self.hands.reach(fold.locator("summary"))
            self.page.keyboard.press("Enter")

    def fill(self, answers: dict[str, Given], within: Locator | None = None) -> None:
        place = within or self.main
        for label, given in answers.items():
            named = re.compile(rf"^\s*{re.escape(label)}", re.IGNORECASE)
            if isinstance(given, list):
                group = place.get_by_role("group", name=named)
                for choice in given:
                    field = group.get_by_label(re.compile(rf"^\s*{re.escape(choice)}")).first
                    self.hands.give(field, given=True)
                continue
            field = place.get_by_label(named).and_(self.page.locator("input, select, textarea"))
            self.hands.give(field.first, given)

    def open_mail(self, subject: str) -> None:
        self.page.goto("/demonstration/mail/")
        mine = self.main.locator("details").filter(has_text=f"{subject} · {self.address}").first
        self.hands.reach(mine.locator("summary"))
        self.page.keyboard.press("Enter")
        self.hands.enter(mine.get_by_role("link").first)
