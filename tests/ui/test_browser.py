"""What only a browser can tell: accessibility as computed, no sideways scrolling, the small scripts."""

import pytest
from playwright.sync_api import expect

from tessera.ui.views import SHAPES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]
PAGES = [
    "/gallery/",
    "/gallery/?refused",
    *(f"/gallery/{shape}/" for shape in SHAPES),
    "/account/login/",
    "/account/signup/",
    "/no-such-page/",
]
WORKSPACE = "/gallery/workspace/"


def test_pages_are_accessible_and_fit_any_screen(browser, sound):
    page = browser(bypass_csp=True)
    faults = {}
    for address in PAGES:
        page.goto(address)
        faults[address] = sound(page)
    assert faults == {address: [] for address in PAGES}


def test_browser_s_rules_let_every_page_through(browser):
    page = browser()
    said = []
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    for address in PAGES[:-1]:
        page.goto(address)
    assert said == []


def test_chosen_theme_stays(browser):
    page = browser(color_scheme="light")
    page.goto("/gallery/")
    page.get_by_role("button", name="Dark theme").click()
    page.goto(WORKSPACE)
    expect(page.get_by_role("button", name="Dark theme")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")


def test_refused_form_takes_the_focus_to_its_summary(browser):
    page = browser()
    page.goto("/gallery/?refused")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="E-mail address").click()
    expect(page.get_by_label("E-mail address")).to_be_focused()


def test_writing_is_saved_by_itself(browser):
    page = browser()
    page.goto(WORKSPACE)
    page.get_by_label("Why you want this").fill("To lead better.")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    assert page.evaluate("localStorage.length") == 0


def test_what_could_not_be_saved_says_so_and_comes_back(browser):
    page = browser()
    page.goto(WORKSPACE)
    page.route("**/workspace/?", lambda route: route.abort())
    page.get_by_label("Why you want this").fill("To lead better.")
    expect(page.locator("[data-saved]")).to_contain_text("Not saved")
    page.unroute("**/workspace/?")
    page.goto(WORKSPACE)
    expect(page.get_by_label("Why you want this")).to_have_value("To lead better.")


def test_form_is_sent_once_however_often_it_is_pressed(browser):
    page = browser()
    page.goto("/gallery/")
    stopped = page.evaluate(
        """() => {
            const stopped = [];
            addEventListener("submit", (event) => {
                stopped.push(event.defaultPrevented);
                event.preventDefault();
            });
            const form = document.querySelector("form[enctype]");
            const button = form.querySelector("button.button");
            form.requestSubmit(button);
            form.requestSubmit(button);
            return stopped;
        }"""
    )
    assert stopped == [False, True]
    save = page.get_by_role("button", name="Save", exact=True)
    expect(save).to_have_attribute("aria-disabled", "true")


def test_dialog_asks_before_it_destroys_and_leads_to_a_page_without_scripts(browser):
    page = browser()
    page.goto("/gallery/")
    page.get_by_role("link", name="Withdraw…").click()
    dialog = page.get_by_role("dialog", name="Withdraw this proposal?")
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="Keep it as it is").click()
    expect(dialog).to_be_hidden()


def test_what_needs_scripts_is_not_shown_without_them(browser):
    page = browser(java_script_enabled=False)
    page.goto("/gallery/")
    shown = page.locator("[data-needs-scripts]").filter(visible=True).count()
    assert (page.locator("[data-needs-scripts]").count() > 2, shown) == (True, 0)
