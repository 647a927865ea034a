"""Who takes part in a journey, and what each does with the pages: by role and label, as people do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

# What a field is given: words, or some of those of a choice; a tick; or ticks in a group by their labels.
Given = str | bool | list[str]


def every(thing: Locator) -> list[Locator]:
    """All of them, once the page that has them is there: `all` itself waits for nothing."""
    thing.first.wait_for()
    return thing.all()


class Town:
    """The college's site, and the browser in which everyone has a window of their own."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.pages: list[Page] = []

    def page(self, **how: Any) -> Page:
        context = self.browser.new_context(base_url=self.url, reduced_motion="reduce", **how)
        context.set_default_timeout(15_000)
        self.pages.append(context.new_page())
        return self.pages[-1]

    def leave(self) -> None:
        for page in self.pages:
            page.context.close()

    def sign_in(self, name: str, page: Page) -> None:
        """One click on the demonstration's page."""
        page.goto("/demonstration/")
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        page.wait_for_url("**/desk/")


class Visitor:
    """Anyone at a window of their own; `complaints` is what the browser said of our pages."""

    name = ""

    def __init__(self, town: Town) -> None:
        self.page = town.page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("console", self._hear)
        if self.name:
            town.sign_in(self.name, self.page)

    def _hear(self, message: Any) -> None:
        # What is refused or hidden on purpose is reported too; that is no fault of the page.
        if "status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def room(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        (within or self.main).get_by_role("link", name=name).first.click()

    def press(self, name: str, within: Locator | None = None) -> None:
        """Sends a form, and waits for the answer: what was pressed is done."""
        with self.page.expect_navigation():
            (within or self.main).get_by_role("button", name=name).first.click()

    def unfold(self, words: str, within: Locator | None = None) -> None:
        (within or self.main).locator("summary").filter(has_text=words).first.click()

    def part(self, heading: str) -> Locator:
        """The part of the page under a heading."""
        return self.main.get_by_role("region", name=heading)

    def row(self, *words: str) -> Locator:
        """The row of a table that says all of these."""
        found = self.main.get_by_role("row")
        for each in words:
            found = found.filter(has_text=each)
        return found

    def fill(self, answers: dict[str, Given], within: Locator | None = None) -> None:
        place = within or self.main
        for label, given in answers.items():
            named = re.compile(rf"^\s*{re.escape(label)}", re.IGNORECASE)
            if isinstance(given, list):
                for choice in given:
                    starts = re.compile(rf"^\s*{re.escape(choice)}")
                    place.get_by_role("group", name=named).get_by_label(starts).first.check()
                continue
            # A part of the page may bear the same name as the field in it.
            field = (
                place.get_by_label(named).and_(self.page.locator("input, select, textarea")).first
            )
            if isinstance(given, bool):
                field.set_checked(given)
            elif field.evaluate("field => field.tagName") == "SELECT":
                chosen = field.locator("option").filter(has_text=given).first
                field.select_option(chosen.get_attribute("value"))
            else:
                field.fill(given)

    def reads(self, words: str | re.Pattern[str]) -> None:
        expect(self.main).to_contain_text(words)

    def does_not_read(self, words: str) -> None:
        expect(self.main).not_to_contain_text(words)

    def status_of(self, path: str) -> int:
        """What the site answers when one types an address."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer.status

    def checks(self, file: Path) -> str:
        """Drops a file on the check page; returns the one sentence."""
        self.page.goto("/check/")
        self.page.get_by_label("The badge").set_input_files(file)
        self.press("Check it")
        return self.page.get_by_role("heading", level=1).inner_text()


class Member(Visitor):
    """Someone with an account, who reads mail."""

    address = ""

    def open_mail(self, subject: str) -> None:
        """Reads the newest message with that subject, and follows the link in it."""
        self.page.goto("/demonstration/mail/")
        mine = self.main.locator("details").filter(has_text=f"{subject} · {self.address}").first
        mine.locator("summary").click()
        mine.get_by_role("link").first.click()

    def has_mail(self, subject: str) -> bool:
        self.page.goto("/demonstration/mail/")
        return self.main.get_by_text(f"{subject} · {self.address}").count() > 0


class Designer(Member):
    name, address = "Dana Whitfield", "dana@rivermouth.example.org"

    def begins(self, title: str, unit: str) -> None:
        self.room("Designs")
        self.follow("Begin a design")
        self.fill({"Name of the badge": title, "Unit": unit})
        self.press("Begin")
        self.design = re.sub(r"\d+/$", "", self.page.url)

    def opens(self, title: str) -> None:
        self.room("Designs")
        self.follow(title)
        self.page.wait_for_url("**/design/*-*/")
        self.design = self.page.url

    def tries_to_submit(self) -> None:
        self.page.goto(self.design.replace("/design/", "/quality/submit/"))
        self.press("Submit")

    def writes(self, section: int, answers: dict[str, Given]) -> None:
        self.page.goto(f"{self.design}{section}/")
        self.fill(answers)
        self.press("Save")
        self.reads("Saved.")

    def adds(self, part: str, button: str, answers: dict[str, Given]) -> None:
        self.unfold(button, self.part(part))
        self.fill(answers, self.part(part))
        self.press(button, self.part(part))
        expect(self.page.get_by_role("status").first).to_contain_text("Added.")

    def adds_a_criterion(self, answers: dict[str, Given]) -> None:
        """With the levels that the form proposes."""
        self.page.goto(f"{self.design}rubric/")
        self.follow("Add a criterion")
        self.fill(answers)
        self.press("Save")
        self.reads(str(answers["Criterion"]))

    def draws_the_badge(self, **choices: str) -> None:
        self.follow("Open the badge studio")
        self.fill(dict(choices.items()))
        self.press("Use this sentence, in both languages")
        self.press("Put it on the badge")
        expect(self.main.get_by_role("img").first).to_be_visible()

    def asks(self, organisation: str) -> None:
        self.page.goto(self.design)
        self.follow("Ask a partner to endorse it")
        self.fill({"Whom to ask": organisation, "Message": "You cook for hundreds. Would you?"})
        self.press("Send the request")
        self.reads("Your request is on its way.")

    def submits(self) -> None:
        self.page.goto(self.design)
        self.press("Send it to the quality panel")
        self.reads("being screened")

    def changes_the_task(self, words: str) -> None:
        self.page.goto(f"{self.design}6/")
        tasks = self.part("Activities and tasks")
        self.follow("A safer kitchen", tasks)
        self.fill({"What to do": words})
        self.press("Save")
        self.reads("This ends an endorsement")
        self.press("Save it, and ask them again")
        self.reads("Saved.")

    def answers_the_finding(self, words: str) -> None:
        self.page.goto(self.design.replace("/design/", "/quality/submit/"))
        self.follow("Answer the findings")
        self.fill({"Answer to finding 1": words})
        self.press("Save the answers")
        self.reads("Your answers are saved.")
        self.follow("Submit again")
        self.press("Submit")


class Partner(Member):
    name, address = "Petra Novak", "petra@harbour-works.example.org"

    def answers(self, demand: str, reflects: str) -> None:
        self.writes_an_answer(demand, reflects)
        self.press("Sign what I say")

    def writes_an_answer(self, demand: str, reflects: str) -> None:
        yes = {"Is the skill in demand?": ["Yes"], "Does the assessment reflect the job?": ["Yes"]}
        self.fill({**yes, "Do you gain from this": ["No"]})
        # both are called “In words”, each under its question
        for field, words in (("demand", demand), ("reflects", reflects)):
            self.main.locator(f"textarea[name={field}]").fill(words)


class Chair(Member):
    name = "Chidi Halvorsen"

    def opens(self, title: str) -> None:
        self.room("Quality")
        self.follow(title)

    def screens(self) -> None:
        self.press("Ready: go on to review")
        self.reads("Ready for reviewers.")

    def assigns(self, *reviewers: str) -> None:
        asked = self.main.get_by_role("group", name="Whom to ask")
        for suggested in every(asked.get_by_role("checkbox")):
            suggested.uncheck()
        self.fill({"Whom to ask": list(reviewers)})
        self.press("Ask them")
        for reviewer in reviewers:
            self.reads(f"{reviewer} has been asked.")

    def goes_to_the_decision(self, title: str) -> None:
        """Where it waits for a decision, the queue itself leads there."""
        self.room("Quality")
        queued = self.main.get_by_role("link", name=title).first
        decides = (queued.get_attribute("href") or "").endswith("/decision/")
        queued.click()
        if not decides:
            self.follow("Go to the decision")

    def cannot_approve(self, because: str) -> None:
        expect(self.main.get_by_role("button", name="Approve")).to_have_count(0)
        self.reads(because)


class Reviewer(Member):
    def opens(self, title: str) -> None:
        self.room("Quality")
        self.follow(title)

    def rates(self, summary: str, doubt: str = "", comment: str = "") -> None:
        """Met throughout, but for the check that `doubt` is a part of."""
        for radio in every(self.main.get_by_role("radio", name="Met", exact=True)):
            radio.check()
        for radio in self.main.get_by_role("radio", name="Settled", exact=True).all():
            radio.check()
        if doubt:
            unsure = self.main.get_by_role("group", name=doubt)
            unsure.get_by_label("Not met").check()
            name = unsure.get_by_role("radio").first.get_attribute("name") or ""
            self.page.locator(f"[name={name.replace('value', 'comment')}]").fill(comment)
        self.fill({"In one paragraph": summary})
        self.press("Hand in the review")
        self.reads("The reviewers say the same on")


class Rui(Reviewer):
    name = "Rui Okafor"


class Wren(Reviewer):
    name = "Wren Castellanos"


class Registrar(Member):
    name = "Ruth Mbeki"

    def publishes(self, title: str) -> None:
        self.room("Home")
        self.follow(f"Publish {title}")
        self.press("Publish it")
        self.reads("It is published")

    def opens_an_offering(self, of: str, title: str) -> None:
        self.room("Offerings")
        self.follow("New offering")
        self.fill(
            {
                "Micro-credential": of,
                "Title": title,
                "Delivery": "workplace",
                "Who teaches it": ["Ines Moreau"],
                "Who assesses it": ["Amara Diallo"],
            }
        )
        self.press("Prepare this offering")
        self.press("Open for enrolment")
        self.reads("Open: learners can enrol")

    def goes_to_confirm(self, title: str, learner: str) -> None:
        self.room("Awards")
        self.follow(learner, self.row(title, learner))
        self.page.wait_for_url("**/awards/confirm/*-*/")

    def confirms(self, title: str, learner: str, button: str) -> None:
        self.goes_to_confirm(title, learner)
        self.press(button)

    def revokes(self, learner: str, title: str, explanation: str) -> None:
        self.page.goto("/awards/register/")
        self.follow("Revoke", self.row(title, learner))
        self.fill({"Reason": ["awarded by mistake"], "Explanation": explanation})
        self.press("Revoke the badge")
        self.reads("The badge is revoked")


class Colin(Registrar):
    name = "Colin Park"


class Instructor(Member):
    name = "Ines Moreau"

    def records(self, offering: str, learner: str) -> None:
        self.room("Teaching")
        self.follow(offering)
        self.fill({"Learners": [learner]})
        self.press("Record completion")
        self.reads("Recorded for")


class Learner(Member):
    name, address = "Ana Ferreira", "ana@rivermouth.example.org"

    def enrols(self, title: str, offering: str, motive: str) -> None:
        self.page.goto("/catalogue/")
        self.follow(title)
        self.follow(offering)
        self.fill({"Why do you want this?": motive, "I have read what is kept": True})
        self.press("Enrol")
        self.reads("You are enrolled.")
        self.workspace = self.page.url

    def uploads(self, file: Path, title: str) -> None:
        self.press("Add a file", self.picks(file, title))
        self.reads("is added.")

    def picks(self, file: Path, title: str) -> Locator:
        self.page.goto(self.workspace)
        self.unfold("Add a file")
        form = self.file_form()
        self.fill({"Title": title, "Nobody else can be recognised": True}, form)
        form.get_by_label("File").set_input_files(file)
        return form

    def file_form(self) -> Locator:
        return self.main.locator("form").filter(has=self.page.get_by_label("File"))

    def links(self, url: str, title: str) -> None:
        self.unfold("Add a link")
        form = self.main.locator("form").filter(has=self.page.get_by_label("Address"))
        self.fill({"Title": title, "Nobody else can be recognised": True, "Address": url}, form)
        self.press("Add a link", form)
        self.reads("is added.")

    def reflects(self, answer: str) -> None:
        self.page.goto(self.workspace)
        for question in every(self.main.get_by_role("textbox")):
            if (question.get_attribute("name") or "").startswith("prompt-"):
                question.fill(answer)
        self.press("Save the draft")
        self.reads("Your reflection is saved.")

    def returns_to(self, title: str) -> None:
        self.room("Learning")
        self.follow(title)
        self.page.wait_for_url(re.compile("/learning/.+/"))
        self.workspace = self.page.url

    def goes_to_claim(self) -> None:
        self.page.goto(self.workspace.replace("/learning/", "/assessment/claim/"))
        self.fill({"This is my own work": True, "How I used artificial intelligence": "not used"})

    def claims(self) -> None:
        self.goes_to_claim()
        self.press("Hand in and claim")

    def downloads(self, kind: str, folder: Path) -> Path:
        with self.page.expect_download() as coming:
            self.follow(f"({kind})")
        file = folder / coming.value.suggested_filename
        coming.value.save_as(file)
        return file

    def shares(self) -> None:
        self.fill({"Who can see this badge": ["Anyone with the address"]})
        self.press("Save")
        self.reads("Anyone with the address can see this badge now.")


class Priya(Learner):
    name, address = "Priya Nair", "priya@rivermouth.example.org"


class Joy(Learner):
    name, address = "Joy Adeyemi", "joy@rivermouth.example.org"


class Tomas(Learner):
    name, address = "Tomas Lindqvist", "tomas@rivermouth.example.org"


class Assessor(Member):
    name = "Amara Diallo"

    def takes_up(self, title: str, learner: str) -> None:
        self.room("Assessment")
        self.follow(learner, self.row(title, learner))
        self.attempt = self.page.url
        self.fill({"Do you have a conflict of interest?": ["No: I judge this attempt"]})
        self.press("Continue")

    def judges(self, level: str, feedback: str, apart_from: dict[str, str] | None = None) -> None:
        """Gives every open criterion `level`, and those in `apart_from` another."""
        regions = self.main.get_by_role("region")
        for criterion in every(regions.filter(has=self.page.get_by_role("radio"))):
            statement = criterion.get_by_role("heading").inner_text()
            given = (apart_from or {}).get(statement, level)
            criterion.get_by_role("radio", name=given).check()
            self.fill({"Feedback": feedback}, criterion)
        self.press("Hand in your judgement")
        self.reads("To judge")
