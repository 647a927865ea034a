"""Who sees what, the snapshot and its digest, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from tessera.catalogue import queries
from tessera.catalogue.enums import PUBLIC, State
from tessera.catalogue.models import Criterion, Edition, Level, Version
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("who", "sees_draft"),
    [
        (lambda: people.person(Role.DESIGNER), True),
        (lambda: people.person(Role.DESIGNER, unit=people.unit()), True),
        (lambda: people.person(Role.DESIGNER, unit=people.unit("other")), False),
        (lambda: people.person(Role.AUDITOR), True),
        (lambda: people.person(Role.ASSESSOR), False),
        (lambda: people.partner(), False),
        (lambda: people.person(), False),
        (AnonymousUser, False),
    ],
)
def test_visible_to(who: Callable[[], Person], sees_draft: bool) -> None:
    person = who()
    draft, published = catalogue.version(), catalogue.version(state="published")
    seen = set(queries.visible_to(person))
    assert seen == ({draft, published} if sees_draft else {published})


def test_visible_to_an_author_of_another_unit_shows_their_own() -> None:
    author = people.person(Role.DESIGNER, unit=people.unit("other"))
    mine = catalogue.version(author=author)
    catalogue.version()
    assert list(queries.visible_to(author)) == [mine]


@pytest.mark.parametrize("state", State)
def test_public_is_what_was_published(state: str) -> None:
    version = catalogue.version(state=state)
    assert list(queries.public()) == ([version] if state in PUBLIC else [])


def test_published_version_is_the_newest() -> None:
    old = catalogue.version(state="retiring")
    new = catalogue.version(state="published", definition=old.definition)
    catalogue.version(state="draft", definition=old.definition)
    assert queries.published_version(old.definition.slug) == new
    assert queries.published_version("unknown") is None


def test_content_is_json_and_stable() -> None:
    version = catalogue.version()
    first = queries.content(version)
    assert json.loads(json.dumps(first)) == first
    assert queries.content(Version.objects.get(pk=version.pk)) == first
    fields = [name for names in queries.FIELDS.values() for name in names]
    rows = ["outcomes", "needs", "partners", "artwork", "services", "components"]
    head = ["kind", "slug", "number", "unit", "unit_fr", "owner"]
    assert sorted(first) == sorted(head + fields + rows)


def test_content_holds_every_field_of_the_form() -> None:
    """A field added to the model and forgotten here would be approved unseen."""
    kept = {
        "uuid",
        "definition",
        "number",
        "state",
        "authors",
        "changed_at",
        "artwork_design",
        "artwork_svg",
        "teach_out_on",
        "retire_reason",
        "french",
        "id",
    }
    kept |= {"artwork"} | {
        f"{verb}_{end}" for verb in ("submitted", "approved", "published") for end in ("at", "by")
    }
    fields = {field.name for field in Version._meta.get_fields() if not field.auto_created}
    listed = {name for names in queries.FIELDS.values() for name in names}
    assert fields - kept == listed


def change_level(version: Version) -> None:
    Level.objects.filter(criterion__component__version=version).update(description="Other")


def change_task(version: Version) -> None:
    version.components.get(kind="demonstration").tasks.update(accepts=["file"])


def change_prompt(version: Version) -> None:
    version.components.get(kind="reflective").prompts.filter(kind="motive").update(text="Other")


def change_rule(version: Version) -> None:
    version.rule = {"version": 1, "all": []}


def change_completion(version: Version) -> None:
    version.completion_rule = "Half of the sessions."


def change_required(version: Version) -> None:
    Criterion.objects.filter(component__version=version).update(required_rank=2)


@pytest.mark.parametrize(
    "change",
    [
        change_level,
        change_task,
        change_prompt,
        change_required,
        lambda version: version.outcomes.update(text="Other"),
        lambda version: version.components.update(instructions="Other"),
        change_rule,
        change_completion,
    ],
)
def test_endorsed_digest_changes_with_what_is_endorsed(change: Callable[[Version], Any]) -> None:
    version = catalogue.version()
    before = queries.endorsed_digest(version)
    change(version)
    assert queries.endorsed_digest(version) != before
    assert len(before) == 64


def test_endorsed_digest_stays_when_the_rest_changes() -> None:
    version = catalogue.version()
    before = queries.endorsed_digest(version)
    Version.objects.update(fee="Free", title="Other", equity="Other")
    assert queries.endorsed_digest(Version.objects.get(pk=version.pk)) == before


def test_missing_is_empty_for_a_complete_design() -> None:
    assert queries.missing(catalogue.version(), on=TODAY) == []


LACKING: list[tuple[dict[str, Any], str, str]] = [
    ({"title_fr": ""}, "title_fr", "the name in French"),
    ({"value_kind": "adds"}, "adds_to", "the formal education that it adds to"),
    ({"entry_open": False}, "entry_reason", "the reason why entry is limited"),
    ({"stack_place": ""}, "stack_place", "its place among other micro-credentials"),
    (
        {"demonstration_options": "One"},
        "demonstration_options",
        "two ways to demonstrate, or the reason why there is only one",
    ),
    ({"delivery_modes": []}, "delivery_modes", "how it is delivered"),
    ({"review_on": None}, "review_on", "the date of the next review"),
]


@pytest.mark.parametrize(("fields", "field", "label"), LACKING)
def test_missing_names_a_field(fields: dict[str, Any], field: str, label: str) -> None:
    found = queries.missing(catalogue.version(**fields), on=TODAY)
    assert [(each.field, each.label) for each in found] == [(field, label)]


ROWS_LACKING: list[tuple[Callable[[Version], Any], list[str]]] = [
    (
        lambda version: version.outcomes.all().delete(),
        ["an outcome: what the earner can do"],
    ),
    (lambda version: version.needs.all().delete(), ["dated evidence that this is needed"]),
    (
        lambda version: version.needs.filter(side="learners").delete(),
        ["evidence of need from learners, or the reason why there is none"],
    ),
    (lambda version: version.partners.all().delete(), ["a partner from industry"]),
    (
        lambda version: version.outcomes.get().alignments.all().delete(),
        ["a framework for the outcome “lead a team through a change”, or the reason why none fits"],
    ),
    (
        lambda version: version.services.filter(commitment__edition__kind="plan").delete(),
        ["the strategic plan in force, and how it serves it"],
    ),
    (
        lambda version: version.components.filter(kind="educational").update(instructions=""),
        ["what the learner does in the Educational component"],
    ),
    (
        lambda version: version.components.get(kind="educational").tasks.all().delete(),
        ["an educational activity"],
    ),
    (
        lambda version: version.components.get(kind="demonstration").tasks.update(accepts=[]),
        ["a demonstration task, with the kinds of evidence it accepts"],
    ),
    (
        lambda version: version.components.get(kind="reflective").criteria.all().delete(),
        ["a criterion for the Reflective component"],
    ),
    (
        lambda version: [criterion.outcomes.clear() for criterion in queries.criteria_of(version)],
        ["a criterion that judges the outcome “lead a team through a change”"],
    ),
    (
        lambda version: Level.objects.filter(
            criterion__component__kind="reflective", rank__gt=1
        ).delete(),
        ["levels for “Reflective is convincing”: two or more, the needed one above the lowest"],
    ),
]


@pytest.mark.parametrize(("take", "labels"), ROWS_LACKING)
def test_missing_names_a_row(take: Callable[[Version], Any], labels: list[str]) -> None:
    version = catalogue.version()
    take(version)
    assert [each.label for each in queries.missing(version, on=TODAY)] == labels


def test_missing_asks_for_the_plan_in_force() -> None:
    version = catalogue.version()
    Edition.objects.filter(kind="plan").update(in_force_until=date(2026, 1, 1))
    assert [each.label for each in queries.missing(version, on=TODAY)] == [
        "the strategic plan in force, and how it serves it"
    ]


def test_missing_for_a_stack_asks_for_parts_that_can_be_earned() -> None:
    part, draft = catalogue.version(state="published"), catalogue.version(title="Unready")
    whole: dict[str, Any] = {"kind": "stack", "stack_kind": "horizontal"}
    assert queries.missing(catalogue.version(rule=catalogue.rule(part), **whole)) == []
    assert [each.label for each in queries.missing(catalogue.version(**whole))] == [
        "the parts of the stack"
    ]
    unready = catalogue.version(rule=catalogue.rule(part, draft), **whole)
    assert [each.label for each in queries.missing(unready)] == [
        "another part in place of “Unready”, which cannot be earned"
    ]


def test_missing_for_a_stack_refuses_a_rule_that_leads_back_to_it() -> None:
    inner = catalogue.version(kind="stack", state="published", title="Inner")
    outer = catalogue.version(
        kind="stack", state="published", title="Outer", rule=catalogue.rule(inner)
    )
    draft = catalogue.version(
        kind="stack",
        stack_kind="vertical",
        definition=inner.definition,
        rule=catalogue.rule(outer),
    )
    assert [each.label for each in queries.missing(draft)] == [
        "another part in place of “Outer”, which leads back to this stack"
    ]


def test_rubric_of_speaks_the_kernels_language() -> None:
    version = catalogue.version()
    rubric = queries.rubric_of(version)
    uuids = [str(criterion.uuid) for criterion in queries.criteria_of(version)]
    assert [criterion.id for criterion in rubric] == uuids
    assert {(criterion.required, criterion.essential) for criterion in rubric} == {(3, True)}


def test_matrix_shows_holes() -> None:
    version = catalogue.version()
    version.outcomes.create(text="unjudged", position=1)
    criteria, rows = queries.matrix(version)
    assert len(criteria) == 3
    assert [(row.outcome.text, row.is_judged) for row in rows] == [
        ("lead a team through a change", True),
        ("unjudged", False),
    ]


def test_changes_between_names_what_a_reader_finds_different() -> None:
    version = catalogue.version(level=1)
    old = queries.content(version)
    Version.objects.update(level=2)
    version.components.filter(kind="reflective").update(instructions="Two pages.")
    new = queries.content(Version.objects.get(pk=version.pk))
    changes = queries.changes_between(old, new)
    assert [(change.label, change.before[:1], change.after[:1]) for change in changes] == [
        ("Level", ("1",), ("2",)),
        ("Reflective", ("Do it well.",), ("Two pages.",)),
    ]
    assert queries.changes_between(old, old) == []


def test_rule_in_words_names_the_parts_in_the_readers_language() -> None:
    parts = [catalogue.version(state="published", title=title) for title in ("Edu", "Corp")]
    version = catalogue.version(kind="stack", rule=catalogue.rule(*parts))
    sentence = queries.rule_in_words(version, "en")
    assert sentence is not None
    assert sentence.text == "“Edu” and “Corp”"
    with translation.override("fr"):
        chapter = queries.in_words(queries.content(version))[3]
    assert "Edu (fr)" in next(entry for entry in chapter.entries if entry.name == "rule").lines[0]


def test_rule_in_words_of_something_unreadable_is_none() -> None:
    assert queries.rule_in_words(catalogue.version(rule={"version": 9}), "en") is None


def test_artwork_inline_is_a_data_address() -> None:
    assert queries.artwork_inline(catalogue.version()).startswith("data:image/png;base64,iVBOR")
