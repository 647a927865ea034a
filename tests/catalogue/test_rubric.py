"""The rubric's editor: levels arranged one by one, the whole as a grid, its pass rule in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tessera.catalogue import operations, queries
from tessera.catalogue.enums import Section
from tessera.catalogue.forms.levels import MOST, Scale
from tessera.catalogue.models import Criterion, Version
from tessera.people.enums import Role
from tests.factories import catalogue, people
from tests.factories.people import NOON

ABC = Scale([("a", "1"), ("b", "2"), ("c", "3")], 2)


@pytest.mark.parametrize(
    ("move", "names", "required", "focus"),
    [
        ("add", ["a", "b", "c", ""], 2, "4-name"),
        ("up-2", ["b", "a", "c"], 1, "1-down"),
        ("up-3", ["a", "c", "b"], 3, "2-up"),
        ("down-2", ["a", "c", "b"], 3, "3-up"),
        ("down-1", ["b", "a", "c"], 1, "2-down"),
        ("remove-1", ["b", "c"], 1, "1-name"),
        ("remove-2", ["a", "c"], None, "2-name"),
        ("remove-3", ["a", "b"], 2, "2-name"),
        ("up-1", ["a", "b", "c"], 2, ""),
        ("down-3", ["a", "b", "c"], 2, ""),
        ("remove-9", ["a", "b", "c"], 2, ""),
        ("nonsense", ["a", "b", "c"], 2, ""),
    ],
)
def test_a_level_takes_its_words_and_its_mark_along(
    move: str, names: list[str], required: int | None, focus: str
) -> None:
    arranged, focused = ABC.arranged(move)
    assert ([name for name, _text in arranged.levels], arranged.required) == (names, required)
    assert focused == focus


def test_no_more_levels_than_ten_are_added() -> None:
    full = Scale([("a", "")] * MOST, 2)
    assert full.arranged("add") == (full, "")


@given(st.lists(st.sampled_from([f"{v}-{n}" for v in ("up", "down") for n in range(1, 4)])))
def test_however_levels_are_moved_the_same_one_is_needed(moves: list[str]) -> None:
    scale = ABC
    for move in moves:
        scale, _focus = scale.arranged(move)
    assert scale.required is not None
    assert sorted(scale.levels) == ABC.levels
    assert scale.levels[scale.required - 1] == ("b", "2")


def written(version: Version, **changes: Any) -> dict[str, Any]:
    """A criterion as a browser sends it."""
    return {
        "component": version.components.get(kind="demonstration").pk,
        "statement": "Listens",
        "outcomes": [version.outcomes.get().pk],
        "levels-name": ["No", "Yes"],
        "levels-description": ["interrupts", "waits"],
        "levels-needed": "2",
    } | changes


def levels_of(criterion: Criterion) -> list[tuple[int, str, str]]:
    return list(criterion.levels.values_list("rank", "name", "description"))


@pytest.fixture
def designer() -> Client:
    client = Client()
    client.force_login(people.person(Role.DESIGNER))
    return client


def page(version: Version, name: str = "rubric", *args: Any) -> str:
    return reverse(f"catalogue:{name}", args=[version.uuid, *args])


@pytest.mark.django_db
def test_a_criterion_is_written_with_its_levels(designer: Client) -> None:
    version = catalogue.version()
    data = written(
        version,
        **{
            "levels-name": ["No", " ", "Yes "],
            "levels-description": ["interrupts", "", "waits"],
            "levels-needed": "3",
        },
    )
    answer = designer.post(page(version, "add", "criterion"), data)
    assert (answer.status_code, answer.headers["Location"]) == (302, page(version))
    made = queries.criteria_of(version).get(statement="Listens")
    assert levels_of(made) == [(1, "No", "interrupts"), (2, "Yes", "waits")]
    assert (made.required_rank, made.weight) == (2, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"levels-name": ["Only"], "levels-description": [""]},
        {"levels-needed": "1"},
        {"levels-needed": "9"},
        {"levels-needed": ""},
        {"levels-name": ["No", ""], "levels-description": ["interrupts", "waits"]},
        {"levels-name": ["x" * 61, "y"]},
        {"levels-name": [str(n) for n in range(12)], "levels-description": [""] * 12},
    ],
    ids=["one", "the lowest", "none such", "not marked", "no name", "too long", "too many"],
)
def test_a_scale_that_does_not_hold_is_refused_with_all_its_words(
    fields: dict[str, Any], designer: Client
) -> None:
    version = catalogue.version()
    data = written(version, **fields)
    answer = designer.post(page(version, "add", "criterion"), data)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, ["levels"])
    kept = form["levels"].value()
    assert [name for name, _text in kept.levels] == data["levels-name"]
    assert [text for _name, text in kept.levels] == data["levels-description"]
    assert not queries.criteria_of(version).filter(statement="Listens").exists()


@pytest.mark.django_db
def test_a_button_arranges_the_levels_and_saves_nothing(designer: Client) -> None:
    version = catalogue.version()
    data = written(version, statement="", **{"levels-do": "up-2"})
    answer = designer.post(page(version, "add", "criterion"), data)
    form = answer.context["form"]
    assert (answer.status_code, dict(form.errors)) == (200, {})
    assert form["levels"].value() == Scale([("Yes", "waits"), ("No", "interrupts")], 1)
    said = answer.content.decode()
    assert said.count(" autofocus") == 1
    assert "<p>Something here needs correcting" not in said
    criterion = queries.criteria_of(version)[0]
    before = levels_of(criterion)
    answer = designer.post(page(version, "edit", "criterion", criterion.pk), data)
    assert (answer.status_code, levels_of(criterion)) == (200, before)


@pytest.mark.django_db
def test_a_scale_changed_meanwhile_is_told_beside_ones_own(designer: Client) -> None:
    version = catalogue.version()
    criterion = queries.criteria_of(version)[0]
    address = page(version, "edit", "criterion", criterion.pk)
    shown = designer.get(address).context["form"]
    data = written(
        version,
        component=criterion.component_id,
        statement=criterion.statement,
        essential="on",
        seen=shown["seen"].value(),
        weight=1,
        **{
            "levels-name": catalogue.LEVELS,
            "levels-description": [f"{name}." for name in catalogue.LEVELS],
            "levels-needed": "4",
        },
    )
    operations.edit_row(
        version=version,
        row=criterion,
        values={"levels": [("No", ""), ("Yes", "")], "required_rank": 2},
        by=people.person(Role.DESIGNER),
        at=NOON,
    )
    answer = designer.post(address, data)
    form = answer.context["form"]
    assert answer.status_code == 409
    assert form.errors["levels"] == ["Meanwhile someone else wrote here: “No < Yes (needed)”"]
    assert form["levels"].value().required == 4
    meant = designer.post(address, data | {"seen": form["seen"].value()})
    assert (meant.status_code, len(levels_of(criterion))) == (302, 4)


@pytest.mark.django_db
def test_the_rubric_is_one_grid(designer: Client) -> None:
    version = catalogue.version()
    short = queries.criteria_of(version)[0]
    operations.edit_row(
        version=version,
        row=short,
        values={"levels": [("No", ""), ("Yes", "")], "required_rank": 2},
        by=people.person(Role.DESIGNER),
        at=NOON,
    )
    columns, lines = queries.rubric_grid(version)
    assert columns == [1, 2, 3, 4]
    assert [[level and level.name for level in line.levels] for line in lines] == [
        ["No", "Yes", None, None],
        catalogue.LEVELS,
        catalogue.LEVELS,
    ]
    answer = designer.get(page(version))
    assert (answer.status_code, answer.context["unjudged"]) == (200, [])
    queries.criteria_of(version).filter(component__kind="reflective").delete()
    assert designer.get(page(version)).context["unjudged"] == ["Reflective"]


@pytest.mark.django_db
def test_the_pass_rule_is_told_while_it_is_typed_and_then_kept(designer: Client) -> None:
    version = catalogue.version()
    typed = designer.get(page(version), {"pass_share": "50"}).content.decode()
    assert "at least 50 % of the weight" in typed
    assert Version.objects.get(pk=version.pk).pass_share is None
    assert designer.get(page(version), {"pass_share": "half"}).context["form"].share is None
    stale = queries.fingerprint(version, Section.QUALITY)
    answer = designer.post(page(version), {"pass_share": "50", "seen": stale})
    assert (answer.status_code, Version.objects.get(pk=version.pk).pass_share) == (302, 50)
    assert designer.post(page(version), {"pass_share": "101"}).status_code == 422
    answer = designer.post(page(version), {"pass_share": "70", "seen": stale})
    form = answer.context["form"]
    assert (answer.status_code, form["pass_share"].value()) == (409, "70")
    assert form.errors["pass_share"] == ["Meanwhile someone else wrote here: “50”"]


@pytest.mark.django_db
def test_a_share_says_what_it_asks_and_that_nothing_hides_an_essential_criterion() -> None:
    version = catalogue.version()
    demonstration = version.components.get(kind="demonstration")
    queries.criteria_of(version).exclude(component=demonstration).update(essential=False)
    for number, weight in enumerate([2, 2]):
        added = Criterion.objects.create(
            component=demonstration, statement=f"C{number}", weight=weight, required_rank=2
        )
        for rank in (1, 2):
            added.levels.create(rank=rank, name=str(rank))
    told = queries.pass_rule_told(version, 60)
    assert told.components == (
        "Educational: every criterion, since none is light enough to be missed",
        "Demonstration: criteria that carry 3 of 5 points of weight",
        "Reflective: every criterion, since none is light enough to be missed",
    )
    assert told.essential == (
        "Essential is “Demonstration is convincing”: below its level, no weight makes up for it."
    )
    queries.criteria_of(version).update(essential=False)
    assert queries.pass_rule_told(version, 60).essential == (
        "No criterion is essential: what one lacks, others may make up for."
    )
    assert queries.pass_rule_told(version, None) == queries.Told(
        "Every criterion has to reach the level that is needed."
    )


@pytest.mark.django_db
def test_whoever_may_see_a_design_reads_its_rubric_and_changes_nothing() -> None:
    version, client = catalogue.version(), Client()
    client.force_login(people.person(Role.AUDITOR))
    assert "Add a criterion" not in client.get(page(version)).content.decode()
    assert client.post(page(version), {"pass_share": "50"}).status_code == 403
    client.force_login(people.person())
    assert client.get(page(version)).status_code == 404
