"""Each page once for those who may and once for those who may not; what forms keep and refuse."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tessera.catalogue import queries
from tessera.catalogue.enums import Row, Section
from tessera.catalogue.models import Version
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db


def signed_in(*roles: Role, person: Person | None = None) -> Client:
    client = Client()
    client.force_login(person or people.person(*roles))
    return client


@pytest.fixture
def designer() -> Client:
    return signed_in(Role.DESIGNER)


def address(version: Version, rest: str = "") -> str:
    return f"/design/{version.uuid}/{rest}"


def reread(version: Version) -> Version:
    return Version.objects.get(pk=version.pk)


PAGES = ["", "matrix/", "0/", "1/", "2/", "3/", "4/", "5/", "6/"]
DESIGNERS_ONLY = ["0/", "add/outcome/", "withdraw/"]


@pytest.mark.parametrize("page", PAGES + [f"add/{kind}/" for kind in Row] + ["withdraw/"])
def test_a_designer_opens_every_page(page: str, designer: Client) -> None:
    answer = designer.get(address(catalogue.version(title="Leading change"), page))
    assert answer.status_code == 200
    assert "Leading change" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_stack_has_the_same_pages(page: str, designer: Client) -> None:
    part = catalogue.version(state="published")
    stack = catalogue.version(kind="stack", rule=catalogue.rule(part))
    assert designer.get(address(stack, page)).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, *DESIGNERS_ONLY])
@pytest.mark.parametrize("role", [None, Role.ASSESSOR, Role.INSTRUCTOR])
def test_strangers_find_no_design(page: str, role: Role | None) -> None:
    client = signed_in(*([role] if role else []))
    assert client.get(address(catalogue.version(), page)).status_code == 404


@pytest.mark.parametrize("page", DESIGNERS_ONLY)
def test_a_designer_of_another_unit_finds_no_design(page: str) -> None:
    other = people.person(Role.DESIGNER, unit=people.unit("other"))
    assert signed_in(person=other).get(address(catalogue.version(), page)).status_code == 404


def test_visitors_are_asked_to_sign_in() -> None:
    answer = Client().get("/design/")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/account/login/?next=/design/",
    )


def test_the_desk_teaches_when_it_is_empty(designer: Client) -> None:
    assert "No designs yet" in designer.get("/design/").content.decode()


def test_the_desk_asks_no_more_for_three_designs_than_for_one(designer: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert designer.get("/design/").status_code == 200
        return len(counted)

    catalogue.version()
    one = count()
    catalogue.version(state="approved")
    catalogue.version(state="published")
    assert count() == one


def test_new_begins_a_design_at_its_first_section(designer: Client) -> None:
    unit = people.unit()
    assert designer.get("/design/new/").status_code == 200
    data = {"title": "Coaching", "unit": unit.pk, "kind": "micro", "uuid": str(uuid4())}
    answer = designer.post("/design/new/", data)
    made = Version.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, address(made, "0/"))
    assert made.title == "Coaching"
    assert designer.post("/design/new/", data).headers["Location"] == address(made, "0/")
    assert Version.objects.count() == 1


def test_new_without_a_name_keeps_what_was_typed(designer: Client) -> None:
    answer = designer.post("/design/new/", {"title": "", "kind": "stack"})
    assert answer.status_code == 422
    assert answer.context["form"]["kind"].value() == "stack"
    assert not Version.objects.exists()


def test_a_designer_of_one_unit_begins_designs_there_only() -> None:
    mine, other = people.unit(), people.unit("other")
    client = signed_in(person=people.person(Role.DESIGNER, unit=mine))
    data = {"title": "x", "unit": other.pk, "kind": "micro", "uuid": str(uuid4())}
    answer = client.post("/design/new/", data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["unit"])


def identity(**fields: Any) -> dict[str, Any]:
    return {"title": "Named", "languages": ["en"]} | fields


def seen(version: Version, section: int) -> dict[str, Any]:
    """What a browser sends back of the form as it was shown."""
    return {"seen": queries.fingerprint(version, section)}


def test_a_section_is_kept_though_it_is_partial(designer: Client) -> None:
    version = catalogue.version()
    answer = designer.post(address(version, "0/"), identity(summary="Half a", **seen(version, 0)))
    assert (answer.status_code, answer.headers["Location"]) == (302, address(version, "0/"))
    kept = reread(version)
    assert (kept.title, kept.summary, kept.title_fr) == ("Named", "Half a", "")


def test_save_and_go_on_leads_to_the_next_section(designer: Client) -> None:
    version = catalogue.version()
    answer = designer.post(address(version, "0/"), identity(next="yes", **seen(version, 0)))
    assert answer.headers["Location"] == address(version, "1/")


def test_an_invalid_value_is_refused_and_nothing_typed_is_lost(designer: Client) -> None:
    version = catalogue.version(hours=24)
    answer = designer.post(address(version, "1/"), {"hours": "many", "learner_groups": "All"})
    assert answer.status_code == 422
    assert answer.context["form"]["learner_groups"].value() == "All"
    assert reread(version).hours == 24


def test_there_is_no_eighth_section(designer: Client) -> None:
    assert designer.get(address(catalogue.version(), "7/")).status_code == 404


def test_every_section_shows_what_it_lacks(designer: Client) -> None:
    version = catalogue.version(moderation="")
    answer = designer.get(address(version, "6/"))
    assert [each.label for each in answer.context["missing"]] == ["the moderation plan"]
    assert [step["state"] for step in answer.context["steps"]] == ["done"] * 6 + ["current"]


def test_autosave_answers_with_the_new_fingerprint(designer: Client) -> None:
    version = catalogue.version()
    answer = designer.post(
        address(version, "0/"),
        identity(**seen(version, 0)),
        headers={"X-Requested-With": "autosave", "Accept": "application/json"},
    )
    assert answer.json() == {"seen": queries.fingerprint(reread(version), 0), "theirs": []}
    assert reread(version).title == "Named"


def test_autosave_of_an_invalid_value_is_refused(designer: Client) -> None:
    answer = designer.post(
        address(catalogue.version(), "0/"),
        {"title": ""},
        headers={"X-Requested-With": "autosave"},
    )
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["title"])


@pytest.mark.parametrize("autosave", [True, False])
def test_two_editors_never_overwrite_each_other(autosave: bool, designer: Client) -> None:
    version = catalogue.version()
    shown = seen(version, 0)
    designer.post(address(version, "0/"), identity(summary="Theirs", **shown))
    headers = {"X-Requested-With": "autosave"} if autosave else {}
    answer = signed_in(Role.DESIGNER).post(
        address(version, "0/"), identity(summary="Mine", **shown), headers=headers
    )
    assert answer.status_code == 409
    assert reread(version).summary == "Theirs"
    if not autosave:
        form = answer.context["form"]
        assert form["summary"].value() == "Mine"
        assert form.errors["summary"] == ["Meanwhile someone else wrote here: “Theirs”"]


def test_what_another_wrote_elsewhere_in_the_section_is_kept_and_said(designer: Client) -> None:
    version = catalogue.version()
    held = {name: getattr(version, name) for name in ("title", "title_fr", "summary", "summary_fr")}
    held |= {"languages": version.languages, **seen(version, 0)}
    designer.post(address(version, "0/"), held | {"summary": "Theirs"})
    mine = held | {"title_fr": "Le mien"}
    autosaved = designer.post(
        address(version, "0/"), mine, headers={"X-Requested-With": "autosave"}
    ).json()
    assert autosaved["theirs"] == ["What the earner can do, in one sentence"]
    mine["seen"] = autosaved["seen"]
    answer = designer.post(address(version, "0/"), mine, follow=True)
    assert (reread(version).summary, reread(version).title_fr) == ("Theirs", "Le mien")
    assert "their words are kept: What the earner can do" in answer.content.decode()


def test_two_people_in_one_section_see_each_other(designer: Client) -> None:
    version = catalogue.version()
    other = signed_in(Role.DESIGNER)
    assert other.post(address(version, "1/presence/")).status_code == 200
    assert (
        "has been writing in this section" in designer.get(address(version, "1/")).content.decode()
    )
    told = designer.post(address(version, "1/presence/")).content.decode()
    assert told.count("has been writing in this section") == 1
    assert signed_in(Role.REVIEWER).post(address(version, "1/presence/")).status_code == 200
    assert other.post(address(version, "9/presence/")).status_code == 404


def test_a_text_too_long_comes_back_whole(designer: Client) -> None:
    version = catalogue.version()
    words = "w" * 3_000_000
    answer = designer.post(address(version, "5/"), {"barriers": words, **seen(version, 5)})
    assert answer.status_code == 422
    assert answer.context["form"]["barriers"].value() == words
    assert list(answer.context["form"].errors) == ["barriers"]


def test_after_a_conflict_saving_once_more_is_a_decision(designer: Client) -> None:
    version = catalogue.version()
    stale = identity(summary="Mine", seen="stale")
    form = designer.post(address(version, "0/"), stale).context["form"]
    answer = designer.post(
        address(version, "0/"), identity(summary="Mine", seen=form["seen"].value())
    )
    assert (answer.status_code, reread(version).summary) == (302, "Mine")


def test_a_frozen_design_is_refused_as_a_page(designer: Client) -> None:
    version = catalogue.version(state="submitted", title="As sent")
    answer = designer.post(address(version, "0/"), identity())
    assert (answer.status_code, reread(version).title) == (409, "As sent")


def test_the_section_on_stacking_says_the_rule_and_leads_to_its_editor(designer: Client) -> None:
    part = catalogue.version(state="published", title="Coaching")
    stack = catalogue.version(kind="stack", rule=catalogue.rule(part))
    said = designer.get(address(stack, "3/")).content.decode()
    assert ("“Coaching”." in said, f"/stacks-desk/rule/{stack.uuid}/" in said) == (True, True)


def test_saving_the_section_leaves_the_rule_alone(designer: Client) -> None:
    part = catalogue.version(state="published")
    stack = catalogue.version(kind="stack", rule=catalogue.rule(part))
    values = {"stack_kind": "vertical"} | seen(stack, 3)
    answer = designer.post(address(stack, "3/"), values)
    kept = reread(stack)
    assert (answer.status_code, kept.stack_kind, kept.rule) == (302, "vertical", stack.rule)


def test_instructions_are_kept_with_the_section_on_quality(designer: Client) -> None:
    version = catalogue.version()
    data = {
        "instructions_educational": "Learn.",
        "attempts_allowed": 3,
        "service_days": 10,
        "appeal_days": 20,
        "retention_months": 24,
    }
    data |= seen(version, 6)
    assert designer.post(address(version, "6/"), data).status_code == 302
    assert [part.instructions for part in queries.components_of(version)] == ["Learn.", "", ""]


def test_a_row_is_added_changed_and_removed_without_scripts(designer: Client) -> None:
    version = catalogue.version()
    answer = designer.post(address(version, "add/outcome/"), {"text": "listen"})
    assert answer.headers["Location"] == address(version, "1/#outcome")
    row = version.outcomes.get(text="listen")
    page = designer.get(address(version, f"outcome/{row.pk}/"))
    shown = page.context["form"]["seen"].value()
    designer.post(address(version, f"outcome/{row.pk}/"), {"text": "hear", "seen": shown})
    assert version.outcomes.filter(text="hear").exists()
    designer.post(address(version, f"outcome/{row.pk}/remove/"))
    assert not version.outcomes.filter(pk=row.pk).exists()


def test_a_row_changed_meanwhile_is_not_overwritten(designer: Client) -> None:
    version = catalogue.version()
    row = version.outcomes.get()
    shown = queries.row_fingerprint(row)
    designer.post(address(version, f"outcome/{row.pk}/"), {"text": "theirs", "seen": shown})
    answer = designer.post(address(version, f"outcome/{row.pk}/"), {"text": "mine", "seen": shown})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["text"].value() == "mine"
    assert form.errors["text"] == ["Meanwhile someone else wrote here: “theirs”"]
    assert version.outcomes.get().text == "theirs"


def test_an_incomplete_row_is_refused_with_its_words(designer: Client) -> None:
    version = catalogue.version()
    answer = designer.post(address(version, "add/need/"), {"source": "A survey"})
    assert answer.status_code == 422
    assert answer.context["form"]["source"].value() == "A survey"


def test_there_are_no_other_kinds_of_row(designer: Client) -> None:
    assert designer.get(address(catalogue.version(), "add/person/")).status_code == 404


def test_a_core_question_cannot_be_removed(designer: Client) -> None:
    version = catalogue.version()
    prompt = queries.rows(version, Row.PROMPT).get(kind="motive")
    answer = designer.post(address(version, f"prompt/{prompt.pk}/remove/"))
    assert answer.status_code == 409
    assert queries.rows(version, Row.PROMPT).contains(prompt)


def test_artwork_is_for_everyone_once_it_is_public() -> None:
    published, draft = catalogue.version(state="published"), catalogue.version()
    answer = Client().get(f"/artwork/{published.uuid}.png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Client().get(f"/artwork/{draft.uuid}.png").status_code == 404
    seen = signed_in(Role.REVIEWER).get(f"/artwork/{draft.uuid}.png")
    assert (seen.status_code, seen.headers["Cache-Control"]) == (200, "private, no-cache")


def test_a_registrar_publishes_what_was_approved() -> None:
    version = catalogue.version(state="approved")
    registrar = signed_in(Role.REGISTRAR)
    assert "Publish it" in registrar.get(address(version)).content.decode()
    answer = registrar.post(address(version, "publish/"))
    assert (answer.status_code, reread(version).state) == (302, "published")
    again = registrar.post(address(version, "publish/"))
    assert (again.status_code, reread(version).state) == (409, "published")


def test_whoever_may_see_a_design_reads_its_sections_and_changes_nothing() -> None:
    version = catalogue.version()
    auditor = signed_in(Role.AUDITOR)
    pages = [auditor.get(address(version, f"{section}/")) for section in Section.values]
    refused = auditor.post(address(version, "0/"), {"title": "Other"})
    assert {page.status_code for page in pages} == {200}
    assert (refused.status_code, reread(version).title) == (403, version.title)


def test_designers_do_not_publish(designer: Client) -> None:
    version = catalogue.version(state="approved")
    assert designer.post(address(version, "publish/")).status_code == 404
    assert "waits for a registrar" in designer.get(address(version)).content.decode()


def test_withdrawing_is_asked_once(designer: Client) -> None:
    version = catalogue.version()
    assert designer.get(address(version, "withdraw/")).status_code == 200
    assert reread(version).state == "draft"
    assert designer.post(address(version, "withdraw/")).headers["Location"] == "/design/"
    assert reread(version).state == "withdrawn"


@pytest.mark.parametrize("section", Section)
def test_every_field_has_help(section: Section, designer: Client) -> None:
    for kind in ("micro", "stack"):
        form = designer.get(address(catalogue.version(kind=kind), f"{section}/")).context["form"]
        assert [name for name in form.fields if name != "seen" and not form[name].help_text] == []


@pytest.mark.parametrize("kind", Row)
def test_every_field_of_a_row_has_help(kind: Row, designer: Client) -> None:
    form = designer.get(address(catalogue.version(), f"add/{kind}/")).context["form"]
    assert [name for name in form.fields if name != "seen" and not form[name].help_text] == []


def test_a_reader_sees_the_form_and_cannot_write_in_it() -> None:
    version = catalogue.version()
    author = people.person(Role.DESIGNER, unit=people.unit("other"))
    frozen = catalogue.version(state="submitted", author=author)
    form = signed_in(person=author).get(address(frozen, "0/")).context["form"]
    assert all(field.disabled for field in form.fields.values())
    assert not any(
        field.disabled
        for field in signed_in(Role.DESIGNER)
        .get(address(version, "0/"))
        .context["form"]
        .fields.values()
    )


@pytest.mark.parametrize("page", ["", "1/", "2/", "6/", "matrix/"])
def test_no_page_asks_more_for_three_outcomes_and_criteria_than_for_one(
    page: str, designer: Client
) -> None:
    version = catalogue.version()

    def count() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert designer.get(address(version, page)).status_code == 200
        return len(counted)

    one = count()
    component = version.components.get(kind="demonstration")
    for number in range(2):
        outcome = version.outcomes.create(text=f"outcome {number}", position=number)
        criterion = component.criteria.create(statement=f"criterion {number}")
        criterion.outcomes.add(outcome)
        criterion.levels.create(rank=1, name="No")
        component.tasks.create(title=f"task {number}", instructions="Do.")
    assert count() == one


def test_adding_the_same_row_twice_has_one_effect(designer: Client) -> None:
    version = catalogue.version()
    first = designer.post(address(version, "add/outcome/"), {"text": "listen"})
    second = designer.post(address(version, "add/outcome/"), {"text": "listen"})
    assert (first.status_code, second.status_code) == (302, 422)
    assert version.outcomes.filter(text="listen").count() == 1
