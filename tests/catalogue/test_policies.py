"""Every exit of every policy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tessera.catalogue import policies
from tessera.catalogue.enums import EDITABLE, PUBLIC, Row, State
from tessera.catalogue.models import Prompt, Version
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.kernel.merging import merge
from tessera.people.enums import Role
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_check_create_lets_a_designer_of_the_unit() -> None:
    unit = people.unit()
    policies.check_create(unit, by=people.person(Role.DESIGNER, unit=unit))


def test_check_create_refuses_a_designer_of_another_unit() -> None:
    with pytest.raises(NotPermitted):
        policies.check_create(
            people.unit(), by=people.person(Role.DESIGNER, unit=people.unit("other"))
        )


@pytest.mark.parametrize("state", EDITABLE)
def test_check_draft_lets_a_designer_change_what_may_change(state: str) -> None:
    policies.check_draft(catalogue.version(state=state), by=people.person(Role.DESIGNER))


@pytest.mark.parametrize("state", [state for state in State if state not in EDITABLE])
def test_check_draft_refuses_what_is_frozen(state: str) -> None:
    with pytest.raises(WrongState):
        policies.check_draft(catalogue.version(state=state), by=people.person(Role.DESIGNER))


def test_check_draft_lets_an_author_from_another_unit() -> None:
    author = people.person(Role.DESIGNER, unit=people.unit("other"))
    policies.check_draft(catalogue.version(author=author), by=author)


def test_check_draft_refuses_an_author_who_is_no_designer_any_more() -> None:
    author = people.person()
    with pytest.raises(NotPermitted):
        policies.check_draft(catalogue.version(author=author), by=author)


def test_check_draft_refuses_a_designer_of_another_unit() -> None:
    stranger = people.person(Role.DESIGNER, unit=people.unit("other"))
    with pytest.raises(NotPermitted):
        policies.check_draft(catalogue.version(), by=stranger)


def test_check_merge_refuses_what_both_changed_and_names_it() -> None:
    policies.check_merge(merge(seen={"fee": "a"}, mine={"fee": "b"}, theirs={"fee": "a"}))
    with pytest.raises(policies.ChangedMeanwhile) as refusal:
        policies.check_merge(merge(seen={"fee": "a"}, mine={"fee": "b"}, theirs={"fee": "c"}))
    assert refusal.value.facts == {"fields": ["fee"]}


def test_check_belongs_refuses_an_outcome_of_another_design() -> None:
    version, other = catalogue.version(), catalogue.version()
    policies.check_belongs(version, version.outcomes.get())
    with pytest.raises(policies.FromElsewhere):
        policies.check_belongs(version, other.outcomes.get())


def test_check_remove_refuses_a_core_question() -> None:
    component = catalogue.version().components.get(kind="reflective")
    policies.check_remove(Prompt.objects.create(component=component, text="And then?"))
    with pytest.raises(policies.CorePrompt):
        policies.check_remove(component.prompts.get(kind="motive"))


@pytest.mark.parametrize("state", EDITABLE)
def test_check_submit_lets_a_complete_design(state: str) -> None:
    policies.check_submit(catalogue.version(state=state), by=people.person(Role.DESIGNER), on=TODAY)


def test_check_submit_refuses_an_incomplete_design_with_the_list() -> None:
    version = catalogue.version(value_statement="", privacy="")
    with pytest.raises(NotReady) as refusal:
        policies.check_submit(version, by=people.person(Role.DESIGNER), on=TODAY)
    assert refusal.value.facts == {"missing": ["the value statement", "the privacy statement"]}


def test_check_submit_refuses_a_design_that_is_submitted_already() -> None:
    with pytest.raises(WrongState):
        policies.check_submit(
            catalogue.version(state="submitted"), by=people.person(Role.DESIGNER), on=TODAY
        )


def test_check_submit_refuses_a_stranger() -> None:
    with pytest.raises(NotPermitted):
        policies.check_submit(catalogue.version(), by=people.person(Role.REVIEWER), on=TODAY)


def test_check_approve_refuses_an_author() -> None:
    author = people.person(Role.DESIGNER, Role.CHAIR)
    with pytest.raises(NotPermitted):
        policies.check_approve(catalogue.version(state="in_review", author=author), by=author)


def test_check_approve_refuses_what_is_not_in_review() -> None:
    with pytest.raises(WrongState):
        policies.check_approve(catalogue.version(state="submitted"), by=people.person(Role.CHAIR))


def test_check_approve_lets_the_chair() -> None:
    policies.check_approve(catalogue.version(state="in_review"), by=people.person(Role.CHAIR))


def test_check_publish_lets_a_registrar() -> None:
    policies.check_publish(catalogue.version(state="approved"), by=people.person(Role.REGISTRAR))


def test_check_publish_refuses_a_designer() -> None:
    with pytest.raises(NotPermitted):
        policies.check_publish(catalogue.version(state="approved"), by=people.person(Role.DESIGNER))


@pytest.mark.parametrize("state", ["in_review", "published", "declined"])
def test_check_publish_refuses_what_is_not_approved(state: str) -> None:
    with pytest.raises(WrongState):
        policies.check_publish(catalogue.version(state=state), by=people.person(Role.REGISTRAR))


def test_check_publish_refuses_without_artwork() -> None:
    version = catalogue.version(state="approved")
    version.artwork = ""
    with pytest.raises(NotReady) as refusal:
        policies.check_publish(version, by=people.person(Role.REGISTRAR))
    assert refusal.value.facts == {"missing": ["the badge artwork"]}


def test_check_publish_refuses_a_stack_of_parts_that_are_not_published() -> None:
    part = catalogue.version(state="approved")
    version = catalogue.version(state="approved", kind="stack", rule=catalogue.rule(part))
    with pytest.raises(NotReady) as refusal:
        policies.check_publish(version, by=people.person(Role.REGISTRAR))
    assert refusal.value.facts == {"missing": ["a rule that can be met"]}


def test_check_withdraw_lets_its_designer() -> None:
    policies.check_withdraw(catalogue.version(), by=people.person(Role.DESIGNER))


@pytest.mark.parametrize("state", PUBLIC)
def test_check_withdraw_refuses_what_was_published(state: str) -> None:
    with pytest.raises(WrongState):
        policies.check_withdraw(catalogue.version(state=state), by=people.person(Role.DESIGNER))


def test_check_withdraw_refuses_a_stranger() -> None:
    with pytest.raises(NotPermitted):
        policies.check_withdraw(catalogue.version(), by=people.person())


@pytest.mark.parametrize(
    ("check", "role", "answer"),
    [
        (policies.check_draft, Role.DESIGNER, True),
        (policies.check_draft, Role.REGISTRAR, False),
    ],
)
def test_may_answers_as_the_check_does(
    check: Callable[..., None], role: Role, answer: bool
) -> None:
    version: Version = catalogue.version()
    assert policies.may(check, version, by=people.person(role)) is answer


def test_check_new_refuses_a_row_that_is_there() -> None:
    version = catalogue.version()
    policies.check_new(version, Row.OUTCOME, {"text": "something else"})
    with pytest.raises(policies.AlreadyThere):
        policies.check_new(version, Row.OUTCOME, {"text": version.outcomes.get().text})
