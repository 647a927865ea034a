"""Editions of the quality standard: drafted, worded, put in force, and never changed after that."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import StandardState
from tessera.assurance.models import Check, Closure, QualityStandard
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.queries import events_of
from tests.factories import assurance as make
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY, SOON = NOON.date(), date(2026, 12, 1)
LINE: dict[str, Any] = {
    "code": "kind-to-nature",
    "principle": 4,
    "text": "It says what it asks of nature.",
    "text_fr": "Elle dit ce qu’elle demande à la nature.",
    "guidance": "Look for paper.",
    "guidance_fr": "",
    "answered_by": ["summary"],
    "mandatory": True,
    "only_for": "",
}


def chair() -> Person:
    return people.person(Role.CHAIR)


def drafted(edition: str = "2027", **facts: Any) -> QualityStandard:
    source = facts.pop("source", operations.default_standard(at=NOON))
    given = {"by": chair(), "at": NOON} | facts
    return operations.draft_standard(edition=edition, source=source, **given)


def in_force(standard: QualityStandard, *, on: date = TODAY, **facts: Any) -> QualityStandard:
    given = {"by": chair(), "at": NOON + timedelta(hours=1)} | facts
    return operations.put_in_force(standard=standard, on=on, **given)


def saved(standard: QualityStandard, check: Check | None = None, **values: Any) -> Check:
    who = {"by": values.pop("by", None) or chair(), "at": NOON}
    return operations.save_check(standard=standard, check=check, values=LINE | values, **who)


def kinds(standard: QualityStandard) -> list[str]:
    return [event.kind for event in reversed(events_of(standard))]


EDITS: dict[str, Any] = {
    "draft": lambda standard, by: drafted("2031", by=by),
    "name": lambda standard, by: operations.edit_standard(
        standard=standard, edition="2028", note="", by=by, at=NOON
    ),
    "add": lambda standard, by: saved(standard, by=by),
    "reword": lambda standard, by: saved(standard, standard.checks.all()[0], by=by),
    "remove": lambda standard, by: operations.remove_check(
        check=standard.checks.all()[0], by=by, at=NOON
    ),
    "force": lambda standard, by: in_force(standard, by=by),
    "take back": lambda standard, by: operations.take_back_standard(
        standard=standard, by=by, at=NOON
    ),
    "discard": lambda standard, by: operations.discard_standard(standard=standard, by=by, at=NOON),
    "close": lambda standard, by: operations.add_closure(
        name="x", name_fr="x", starts_on=SOON, ends_on=SOON, by=by, at=NOON
    ),
    "open": lambda standard, by: operations.remove_closure(
        closure=Closure.objects.get_or_create(name="y", name_fr="y", starts_on=SOON, ends_on=SOON)[
            0
        ],
        by=by,
        at=NOON,
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_standard_and_its_calendar_are_edited_by_chairs_of_the_whole_institution(edit: str) -> None:
    standard = drafted()
    for person in (
        people.person(Role.REVIEWER),
        people.person(Role.ADMINISTRATOR),
        people.person(Role.CHAIR, unit=people.unit()),
    ):
        with pytest.raises(NotPermitted):
            EDITS[edit](standard, person)


@pytest.mark.parametrize("edit", ["name", "add", "reword", "remove", "force", "discard"])
@pytest.mark.parametrize("on", [TODAY, SOON])
def test_edition_that_is_put_in_force_is_never_changed(edit: str, on: date) -> None:
    standard = in_force(drafted(), on=on)
    with pytest.raises(WrongState):
        EDITS[edit](standard, chair())


def test_check_of_an_edition_in_force_is_not_reworded_through_a_draft() -> None:
    standard = drafted()
    old = operations.default_standard(at=NOON).checks.all()[0]
    with pytest.raises(WrongState):
        saved(standard, old)
    assert Check.objects.get(pk=old.pk).text == old.text


def test_draft_begins_with_every_check_of_its_source_and_is_not_asked_yet() -> None:
    old, standard = operations.default_standard(at=NOON), drafted()
    codes = [check.code for check in old.checks.all()]
    assert [check.code for check in standard.checks.all()] == codes
    assert queries.standard_in_force(NOON + 400 * DAY) == old
    assert queries.standard_state(standard, NOON) == StandardState.DRAFT
    assert queries.differences(standard, old) == []
    assert drafted("from nothing", source=None).checks.count() == 0


def test_edition_has_a_name_of_its_own() -> None:
    standard, taken = drafted("2028"), operations.default_standard(at=NOON).edition
    renamed: dict[str, Any] = {"standard": standard, "note": "Nature.", "by": chair(), "at": NOON}
    for name, refusal in ((taken, policies.NameIsTaken), (" ", NotReady)):
        with pytest.raises(refusal):
            operations.edit_standard(edition=name, **renamed)
        with pytest.raises(refusal):
            drafted(name)
    assert operations.edit_standard(edition="2029", **renamed).note == "Nature."
    assert kinds(standard) == ["assurance.standard.drafted", "assurance.standard.edited"]


def test_checks_are_added_at_the_end_reworded_and_taken_out() -> None:
    standard, old = drafted(), operations.default_standard(at=NOON)
    added = saved(standard)
    assert list(standard.checks.filter(principle=4))[-1] == added
    with pytest.raises(policies.NameIsTaken):
        saved(standard)
    with pytest.raises(policies.NameIsTaken):
        saved(standard, standard.checks.get(code="small-enough"))
    assert saved(standard, added, text="It spares nature.").text == "It spares nature."
    operations.remove_check(check=standard.checks.get(code="small-enough"), by=chair(), at=NOON)
    changed = standard.checks.get(code="no-duplicate")
    saved(standard, changed, code="no-duplicate", principle=1)
    assert {(each.what, each.check.code) for each in queries.differences(standard, old)} == {
        ("new", "kind-to-nature"),
        ("changed", "no-duplicate"),
        ("gone", "small-enough"),
    }
    assert old.checks.filter(code="small-enough").exists()


def test_edition_covers_every_principle_in_both_languages_before_it_is_put_in_force() -> None:
    standard = drafted()
    standard.checks.filter(principle=2).delete()
    standard.checks.filter(principle=3).update(only_for="stack")
    standard.checks.filter(code="small-enough").update(text_fr=" ")
    with pytest.raises(NotReady) as refusal:
        in_force(standard)
    assert refusal.value.facts == {
        "missing": [
            "a mandatory check for “Industry endorsed”",
            "a mandatory check for “Stackable”",
            "“small-enough” in both languages",
        ]
    }


def test_edition_is_put_in_force_from_a_day_to_come_and_people_are_told() -> None:
    reviewer, standard = people.person(Role.REVIEWER), drafted()
    with pytest.raises(policies.DayHasPassed):
        in_force(standard, on=date(2026, 11, 22))
    by = chair()
    standard = in_force(standard, on=SOON, by=by)
    told = {each.person for each in Message.objects.filter(kind="assurance.standard.coming")}
    assert (reviewer in told, by in told) == (True, False)
    states = [queries.standard_state(standard, NOON + days * DAY) for days in (0, 8)]
    assert states == [StandardState.COMING, StandardState.IN_FORCE]
    old = operations.default_standard(at=NOON)
    assert queries.standard_state(old, NOON + 8 * DAY) == StandardState.PAST
    assert queries.edition_before(standard, NOON) == old


def test_edition_is_taken_back_until_its_day_comes() -> None:
    standard = drafted()
    take_back = {"by": chair(), "at": NOON + DAY}
    with pytest.raises(WrongState):
        operations.take_back_standard(standard=standard, **take_back)
    standard = in_force(standard, on=SOON)
    assert operations.take_back_standard(standard=standard, **take_back).in_force_from is None
    standard = in_force(standard, on=SOON, at=NOON + 2 * DAY)
    with pytest.raises(WrongState):
        operations.take_back_standard(standard=standard, by=take_back["by"], at=NOON + 9 * DAY)
    assert kinds(standard)[-2:] == ["assurance.standard.taken_back", "assurance.standard.created"]


def test_draft_is_thrown_away_with_its_checks() -> None:
    standard = drafted()
    operations.discard_standard(standard=standard, by=chair(), at=NOON)
    assert list(QualityStandard.objects.all()) == [operations.default_standard(at=NOON)]


def test_proposal_is_rated_under_the_edition_in_force_when_it_was_submitted() -> None:
    before = make.submitted()
    standard = drafted()
    operations.remove_check(check=standard.checks.get(code="small-enough"), by=chair(), at=NOON)
    in_force(standard)
    after = make.submitted(at=NOON + DAY)
    asked = [
        queries.checks_of(each).filter(code="small-enough").exists() for each in (before, after)
    ]
    assert (asked, before.standard == after.standard) == ([True, False], False)
    # A review that was begun under the old edition is handed in under it.
    assert make.reviewed(before).ratings.filter(check_line__standard=before.standard).exists()


def test_guidance_falls_back_to_english() -> None:
    check = saved(drafted())
    with override("fr"):
        assert (queries.words_of(check), queries.guidance_of(check)) == (
            "Elle dit ce qu’elle demande à la nature.",
            "Look for paper.",
        )


def test_database_keeps_no_closure_that_ends_before_it_starts() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.create(name="x", name_fr="x", starts_on=SOON, ends_on=SOON - DAY)
