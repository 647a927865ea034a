"""Every exit of every operation, with what it leaves in the trail."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tessera.catalogue import artwork, operations, policies, queries
from tessera.catalogue.enums import State
from tessera.catalogue.models import Alignment, Criterion, Outcome, Version
from tessera.catalogue.signals import version_changed
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.kernel.badge import Design
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.models import Event
from tests.factories import catalogue, people
from tests.factories.people import NOON

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def designer() -> Person:
    return people.person(Role.DESIGNER, name="Dana Designer")


def kinds(version: Version) -> list[str]:
    return list(
        Event.objects.filter(subject_type="catalogue.version", subject_id=str(version.pk))
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def reread(version: Version) -> Version:
    return Version.objects.get(pk=version.pk)


def test_create_definition_makes_the_three_components_and_both_core_questions(
    designer: Person,
) -> None:
    version = operations.create_definition(
        kind="micro", title="Leading change", unit=people.unit(), by=designer, at=NOON
    )
    assert [component.kind for component in queries.components_of(version)] == [
        "educational",
        "demonstration",
        "reflective",
    ]
    reflective = version.components.get(kind="reflective")
    assert [prompt.kind for prompt in reflective.prompts.all()] == ["change", "motive"]
    assert (version.definition.slug, version.state, version.number) == (
        "leading-change",
        "draft",
        1,
    )
    assert list(version.authors.all()) == [designer]
    assert kinds(version) == ["catalogue.version.created"]


def test_create_definition_never_uses_a_slug_twice(designer: Person) -> None:
    slugs = [
        operations.create_definition(
            kind="micro", title=title, unit=people.unit(), by=designer, at=NOON
        ).definition.slug
        for title in ["Coaching", "Coaching", "Coaching!", "教える"]
    ]
    assert slugs == ["coaching", "coaching-2", "coaching-3", "untitled"]


def test_create_definition_refuses_a_stranger_and_leaves_nothing() -> None:
    with pytest.raises(NotPermitted):
        operations.create_definition(
            kind="micro", title="Mine", unit=people.unit(), by=people.person(), at=NOON
        )
    assert not Version.objects.exists()


def test_save_section_keeps_what_is_given_and_joins_the_authors(designer: Person) -> None:
    version = catalogue.version(summary="Old", summary_fr="Vieux")
    operations.save_section(
        version=version, section=0, values={"summary": "New"}, by=designer, at=NOON
    )
    kept = reread(version)
    assert (kept.summary, kept.summary_fr) == ("New", "Vieux")
    assert kept.authors.contains(designer)
    assert kinds(version) == ["catalogue.version.changed"]


def test_save_section_keeps_choices_of_many_and_instructions(designer: Person) -> None:
    version, earlier = catalogue.version(), catalogue.version(state="published")
    operations.save_section(
        version=version,
        section=3,
        values={"prerequisites": [earlier.definition]},
        by=designer,
        at=NOON,
    )
    operations.save_section(
        version=version,
        section=6,
        values={"instructions_reflective": "Write two pages."},
        by=designer,
        at=NOON,
    )
    assert list(version.prerequisites.all()) == [earlier.definition]
    assert version.components.get(kind="reflective").instructions == "Write two pages."
    assert version.components.get(kind="educational").instructions == "Do it well."


def test_save_section_refuses_to_overwrite_someone_elses_change(designer: Person) -> None:
    version = catalogue.version()
    seen = queries.fingerprint(version, 1)
    operations.save_section(version=version, section=1, values={"level": 2}, by=designer, at=NOON)
    with pytest.raises(policies.ChangedMeanwhile):
        operations.save_section(
            version=version,
            section=1,
            values={"level": 3},
            seen=seen,
            by=people.person(Role.DESIGNER),
            at=NOON,
        )
    assert reread(version).level == 2


def test_save_section_merges_what_two_people_changed_in_different_fields(designer: Person) -> None:
    version = catalogue.version(fee="$5", pacing="Slow", delivery_modes=["online", "onsite"])
    seen = queries.fingerprint(version, 5)
    theirs = {"fee": "$7", "pacing": "Slow"}
    mine = {"fee": "$5", "pacing": "Fast", "delivery_modes": ["onsite", "online"]}
    for values in (theirs, mine):
        operations.save_section(
            version=version, section=5, values=values, seen=seen, by=designer, at=NOON
        )
    assert (reread(version).fee, reread(version).pacing) == ("$7", "Fast")


def test_edit_row_merges_and_still_holds_the_scale_together(designer: Person) -> None:
    version = catalogue.version()
    criterion = queries.rows(version, "criterion")[0]
    seen = queries.row_fingerprint(criterion)
    shorter = {"levels": [("No", ""), ("Yes", "")], "required_rank": 2}
    operations.edit_row(version=version, row=criterion, values=shorter, by=designer, at=NOON)
    mine: dict[str, Any] = {"statement": "Says it well", "essential": criterion.essential}
    operations.edit_row(
        version=version, row=criterion, values=mine, seen=seen, by=designer, at=NOON
    )
    told = queries.rubric_of(version)[0]
    assert ([level.name for level in told.levels], told.required) == (["No", "Yes"], 2)
    with pytest.raises(policies.BrokenScale):
        operations.edit_row(
            version=version, row=criterion, values={"required_rank": 3}, by=designer, at=NOON
        )


def test_be_present_counts_from_when_the_section_was_opened(designer: Person) -> None:
    version, other = catalogue.version(), people.person(Role.DESIGNER)
    minute = timedelta(minutes=1)

    def seen_at(at: datetime) -> list[datetime]:
        return [each.since for each in queries.others_at(version, 1, other, at=at)]

    for at in (NOON, NOON + minute, NOON + 2 * minute):
        operations.be_present(version=version, section=1, by=designer, at=at)
    assert seen_at(NOON + 3 * minute) == [NOON]
    assert seen_at(NOON + 4 * minute) == []
    assert queries.others_at(version, 1, designer, at=NOON + 2 * minute) == []
    assert queries.others_at(version, 2, other, at=NOON + 2 * minute) == []
    operations.be_present(version=version, section=1, by=designer, at=NOON + 9 * minute)
    assert seen_at(NOON + 9 * minute) == [NOON + 9 * minute]


def test_be_present_is_for_those_who_may_write(designer: Person) -> None:
    with pytest.raises(NotPermitted):
        operations.be_present(
            version=catalogue.version(), section=1, by=people.person(Role.AUDITOR), at=NOON
        )
    sent = catalogue.version(state="submitted")
    with pytest.raises(WrongState):
        operations.be_present(version=sent, section=1, by=designer, at=NOON)


def test_save_section_lets_two_people_write_in_two_sections(designer: Person) -> None:
    version = catalogue.version()
    seen = queries.fingerprint(version, 4)
    operations.save_section(version=version, section=1, values={"level": 2}, by=designer, at=NOON)
    operations.save_section(
        version=version, section=4, values={"equity": "New"}, seen=seen, by=designer, at=NOON
    )
    kept = reread(version)
    assert (kept.level, kept.equity) == (2, "New")


def test_save_section_refuses_a_frozen_design(designer: Person) -> None:
    version = catalogue.version(state="submitted")
    with pytest.raises(WrongState):
        operations.save_section(
            version=version, section=0, values={"summary": "New"}, by=designer, at=NOON
        )
    assert kinds(version) == []


ROWS: list[tuple[str, Callable[[Version], dict[str, Any]]]] = [
    ("outcome", lambda _version: {"text": "listen"}),
    (
        "alignment",
        lambda version: {
            "outcome": version.outcomes.first(),
            "framework": "ESCO",
            "name": "listen",
            "url": "https://example.org/",
        },
    ),
    (
        "need",
        lambda _version: {
            "side": "learners",
            "kind": "survey",
            "source": "s",
            "found_on": NOON.date(),
            "finding": "f",
        },
    ),
    ("partner", lambda _version: {"organisation": people.organisation("other"), "part": "advises"}),
    ("service", lambda _version: {"commitment": catalogue.commitment(title="Care"), "how": "so"}),
    (
        "task",
        lambda version: {
            "component": version.components.get(kind="demonstration"),
            "title": "t",
            "instructions": "i",
            "accepts": ["file"],
        },
    ),
    ("prompt", lambda _version: {"text": "And then?"}),
    (
        "criterion",
        lambda version: {
            "component": version.components.get(kind="reflective"),
            "statement": "Is honest",
            "required_rank": 2,
            "outcomes": [version.outcomes.first()],
            "levels": [("No", ""), ("Yes", "Plainly.")],
        },
    ),
]


@pytest.mark.parametrize(("kind", "values"), ROWS, ids=[kind for kind, _values in ROWS])
def test_add_and_remove_a_row_of_each_kind(
    kind: str, values: Callable[[Version], dict[str, Any]], designer: Person
) -> None:
    version = catalogue.version()
    before = queries.content(version)
    row = operations.add_row(
        version=version, kind=kind, by=designer, at=NOON, values=values(version)
    )
    assert queries.rows(version, kind).contains(row)
    assert queries.content(version) != before
    operations.remove_row(version=version, row=row, by=designer, at=NOON)
    assert queries.content(version) == before
    assert kinds(version) == ["catalogue.version.changed"] * 2


def test_add_row_refuses_a_partner_twice(designer: Person) -> None:
    version = catalogue.version()
    with pytest.raises(policies.AlreadyThere):
        operations.add_row(
            version=version,
            kind="partner",
            values={"organisation": people.organisation(), "part": "again"},
            by=designer,
            at=NOON,
        )


def test_add_row_refuses_the_outcome_of_another_design(designer: Person) -> None:
    version, other = catalogue.version(), catalogue.version()
    with pytest.raises(policies.FromElsewhere):
        operations.add_row(
            version=version,
            kind="alignment",
            values={
                "outcome": other.outcomes.get(),
                "framework": "F",
                "name": "n",
                "url": "https://example.org/",
            },
            by=designer,
            at=NOON,
        )
    assert Alignment.objects.filter(framework="F").count() == 0


def test_add_row_refuses_a_criterion_without_a_scale(designer: Person) -> None:
    version = catalogue.version()
    with pytest.raises(policies.BrokenScale):
        operations.add_row(
            version=version,
            kind="criterion",
            values={
                "component": version.components.get(kind="reflective"),
                "statement": "Flat",
                "required_rank": 1,
                "outcomes": [],
                "levels": [("Only", "")],
            },
            by=designer,
            at=NOON,
        )
    assert not Criterion.objects.filter(statement="Flat").exists()


def test_add_row_refuses_a_frozen_design(designer: Person) -> None:
    with pytest.raises(WrongState):
        operations.add_row(
            version=catalogue.version(state="approved"),
            kind="outcome",
            values={"text": "x"},
            by=designer,
            at=NOON,
        )


def test_edit_row_replaces_a_criterions_levels(designer: Person) -> None:
    version = catalogue.version()
    criterion = queries.criteria_of(version)[0]
    operations.edit_row(
        version=version,
        row=criterion,
        values={"required_rank": 2, "levels": [("No", ""), ("Yes", "")]},
        by=designer,
        at=NOON,
    )
    assert [level.name for level in queries.rubric_of(version)[0].levels] == ["No", "Yes"]
    assert queries.rubric_of(version)[0].required == 2


def test_edit_row_refuses_to_overwrite_someone_elses_change(designer: Person) -> None:
    version = catalogue.version()
    outcome = version.outcomes.get()
    seen = queries.row_fingerprint(outcome)
    operations.edit_row(
        version=version, row=outcome, values={"text": "theirs"}, by=designer, at=NOON
    )
    mine = Outcome.objects.get(pk=outcome.pk)
    with pytest.raises(policies.ChangedMeanwhile):
        operations.edit_row(
            version=version, row=mine, seen=seen, values={"text": "mine"}, by=designer, at=NOON
        )
    assert version.outcomes.get().text == "theirs"


def test_edit_row_refuses_a_row_of_another_design(designer: Person) -> None:
    other = catalogue.version().outcomes.get()
    with pytest.raises(policies.FromElsewhere):
        operations.edit_row(
            version=catalogue.version(), row=other, values={"text": "x"}, by=designer, at=NOON
        )


def test_core_questions_may_be_reworded_and_not_removed(designer: Person) -> None:
    version = catalogue.version()
    prompt = queries.rows(version, "prompt").get(kind="motive")
    operations.edit_row(version=version, row=prompt, values={"text": "Why?"}, by=designer, at=NOON)
    with pytest.raises(policies.CorePrompt):
        operations.remove_row(version=version, row=prompt, by=designer, at=NOON)
    assert [prompt.text for prompt in queries.rows(version, "prompt")] == [
        "What changed for you?",
        "Why?",
    ]


def test_every_edit_is_told_on_commit(
    designer: Person, django_capture_on_commit_callbacks: Any
) -> None:
    version = catalogue.version()
    heard: list[int] = []

    def hear(sender: object, version_id: int, **_rest: object) -> None:
        heard.append(version_id)

    version_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            operations.save_section(
                version=version, section=4, values={"equity": "New"}, by=designer, at=NOON
            )
    finally:
        version_changed.disconnect(hear)
    assert heard == [version.pk]


def test_draw_artwork_keeps_how_it_was_drawn(designer: Person) -> None:
    version = catalogue.version(level=2)
    design = Design("arch", "leaf", "#2A2720", "#F0A27E", text="Équipe", level=7, ring=True)
    operations.draw_artwork(
        version=version, design=design, alt="An arch", alt_fr="Une arche", by=designer, at=NOON
    )
    picture = artwork.render(replace(design, level=2, ring=False))  # the design's own
    kept = reread(version)
    with kept.artwork.open() as png, kept.artwork_svg.open() as svg:
        assert (png.read(), svg.read().decode()) == (picture.png, picture.svg)
    assert kept.artwork_design == picture.facts
    assert (kept.artwork_alt, kept.artwork_alt_fr) == ("An arch", "Une arche")


def test_draw_artwork_refuses_colours_too_much_alike(designer: Person) -> None:
    version = catalogue.version()
    with pytest.raises(artwork.TooAlike) as refusal:
        operations.draw_artwork(
            version=version,
            design=Design("arch", "leaf", "#777777", "#888888"),
            alt="x",
            alt_fr="x",
            by=designer,
            at=NOON,
        )
    assert refusal.value.facts == {"ratio": "1.2"}
    assert reread(version).artwork.name == version.artwork.name


def test_an_uploaded_drawing_takes_the_place_of_one_that_was_drawn(designer: Person) -> None:
    version = catalogue.version(artwork_design={"shape": "arch"})
    operations.upload_artwork(
        version=version,
        file=SimpleUploadedFile("b.svg", DRAWING),
        alt="A tile",
        alt_fr="Une tuile",
        by=designer,
        at=NOON,
    )
    kept = reread(version)
    with kept.artwork_svg.open() as svg:
        assert b"<rect" in svg.read()
    assert (kept.artwork_design, kept.artwork_alt) == ({}, "A tile")


def test_upload_artwork_refuses_a_frozen_design(designer: Person) -> None:
    version = catalogue.version(state="approved")
    picture = io.BytesIO()
    Image.new("RGB", (300, 300)).save(picture, "PNG")
    with pytest.raises(WrongState):
        operations.upload_artwork(
            version=version,
            file=SimpleUploadedFile("b.png", picture.getvalue()),
            alt="Red",
            alt_fr="Rouge",
            by=designer,
            at=NOON,
        )
    assert reread(version).artwork.name == version.artwork.name


def test_submit_version_freezes_a_complete_design(designer: Person) -> None:
    version = operations.submit_version(version=catalogue.version(), by=designer, at=NOON)
    assert (version.state, version.submitted_by, version.submitted_at) == (
        "submitted",
        designer,
        NOON,
    )
    assert kinds(version) == ["catalogue.version.submitted"]


def test_submit_version_with_something_missing_stays_draft(designer: Person) -> None:
    version = catalogue.version(moderation="")
    with pytest.raises(NotReady) as refusal:
        operations.submit_version(version=version, by=designer, at=NOON)
    assert refusal.value.facts == {"missing": ["the moderation plan"]}
    assert (reread(version).state, kinds(version)) == ("draft", [])


def test_submit_version_twice_has_one_effect(designer: Person) -> None:
    version = catalogue.version()
    operations.submit_version(version=version, by=designer, at=NOON)
    with pytest.raises(WrongState):
        operations.submit_version(version=version, by=designer, at=NOON)
    assert kinds(version) == ["catalogue.version.submitted"]


MOVES = [
    (operations.begin_review, "submitted", "in_review", "review_begun"),
    (operations.return_version, "in_review", "returned", "returned"),
    (operations.approve_version, "in_review", "approved", "approved"),
    (operations.decline_version, "in_review", "declined", "declined"),
]


@pytest.mark.parametrize(("operation", "start", "end", "told"), MOVES)
def test_a_review_moves_the_version(
    operation: Callable[..., Version], start: str, end: str, told: str
) -> None:
    version = catalogue.version(state=start)
    moved = operation(version=version, by=people.person(Role.CHAIR), at=NOON)
    assert (moved.state, reread(version).state) == (end, end)
    assert kinds(version) == [f"catalogue.version.{told}"]


@pytest.mark.parametrize("operation", [move[0] for move in MOVES])
def test_a_review_moves_no_draft(operation: Callable[..., Version]) -> None:
    with pytest.raises(WrongState):
        operation(version=catalogue.version(), by=people.person(Role.CHAIR), at=NOON)


def test_publish_version_tells_its_authors() -> None:
    version = catalogue.version(state="approved")
    operations.publish_version(version=version, by=people.person(Role.REGISTRAR), at=NOON)
    assert queries.published_version(version.definition.slug) == version
    assert [message.kind for message in Message.objects.all()] == ["catalogue.version.published"]
    assert kinds(version) == ["catalogue.version.published"]


def test_publish_version_retires_the_one_before() -> None:
    old = catalogue.version(state="published")
    new = catalogue.version(state="approved", definition=old.definition)
    operations.publish_version(version=new, by=people.person(Role.REGISTRAR), at=NOON)
    assert (reread(old).state, reread(new).state) == (State.RETIRING, State.PUBLISHED)


def test_publish_version_refuses_what_was_not_approved() -> None:
    version = catalogue.version(state="in_review")
    with pytest.raises(WrongState):
        operations.publish_version(version=version, by=people.person(Role.REGISTRAR), at=NOON)
    assert reread(version).state == "in_review"


def test_withdraw_version_gives_a_draft_up(designer: Person) -> None:
    version = operations.withdraw_version(version=catalogue.version(), by=designer, at=NOON)
    assert (version.state, kinds(version)) == ("withdrawn", ["catalogue.version.withdrawn"])


def test_create_definition_asked_twice_begins_one_design(designer: Person) -> None:
    facts: dict[str, Any] = {
        "kind": "micro",
        "title": "Coaching",
        "unit": people.unit(),
        "at": NOON,
    }
    uuid = uuid4()
    first = operations.create_definition(uuid=uuid, by=designer, **facts)
    assert operations.create_definition(uuid=uuid, by=designer, **facts) == first
    assert kinds(first) == ["catalogue.version.created"]
    with pytest.raises(policies.AlreadyThere):
        operations.create_definition(uuid=uuid, by=people.person(Role.DESIGNER), **facts)
