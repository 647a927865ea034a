"""Amending, following up, copying, retiring and comparing versions: one test for each way out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import Section, State
from tessera.catalogue.models import Version
from tessera.catalogue.queries.difference import side_by_side
from tessera.common.refusal import NotPermitted, WrongState
from tessera.enrolment import queries as enrolment
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.queries import events_of
from tests.factories import catalogue, learning, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def designer() -> Person:
    return people.person(Role.DESIGNER)


@pytest.fixture
def registrar() -> Person:
    return people.person(Role.REGISTRAR)


@pytest.fixture
def published() -> Version:
    return catalogue.version(state="published", title="Leading change")


def kinds(version: Version) -> list[str]:
    return [event.kind for event in events_of(version)]


def reread(version: Version) -> Version:
    return Version.objects.get(pk=version.pk)


def amend(version: Version, by: Person, **changed: Any) -> Any:
    facts: dict[str, Any] = {
        "section": 5,
        "values": {"fee": "80 dollars"},
        "reason": "The fee fell.",
    }
    return operations.amend_version(version=version, by=by, at=NOON, **facts | changed)


# -- Minor amendments -------------------------------------------------------------------------


def test_amend_version_keeps_what_was_and_why(published: Version, designer: Person) -> None:
    amendment = amend(published, designer)
    assert (amendment.changes, amendment.reason) == (
        {"fee": ["None", "80 dollars"]},
        "The fee fell.",
    )
    kept = reread(published)
    assert (kept.fee, kept.state, kept.number) == ("80 dollars", "published", published.number)
    assert kinds(published) == ["catalogue.version.amended"]


def test_amend_version_leaves_endorsements_in_force(published: Version, designer: Person) -> None:
    before = queries.endorsed_digest(published)
    for section in Section:
        for name in queries.minor_fields(published, section):
            if isinstance(getattr(published, name), str) and name != "value_kind":
                amend(published, designer, section=section, values={name: ""}, reason="x")
    assert queries.endorsed_digest(reread(published)) == before


def test_amend_version_that_changes_nothing_leaves_no_trace(
    published: Version, designer: Person
) -> None:
    assert amend(published, designer, values={"fee": "None"}) is None
    assert kinds(published) == []


@pytest.mark.parametrize(
    ("section", "name"), [(1, "level"), (1, "hours"), (6, "pass_share"), (0, "title")]
)
def test_amend_version_refuses_what_makes_a_new_version(
    section: int, name: str, published: Version, designer: Person
) -> None:
    with pytest.raises(policies.NotMinor) as refusal:
        amend(published, designer, section=section, values={name: 1})
    assert refusal.value.facts == {"fields": [name]}


def test_amend_version_refuses_without_a_reason(published: Version, designer: Person) -> None:
    with pytest.raises(policies.NoReason):
        amend(published, designer, reason="  ")


def test_amend_version_refuses_a_stranger(published: Version) -> None:
    with pytest.raises(NotPermitted):
        amend(published, people.person(Role.ASSESSOR))


def test_amend_version_refuses_a_draft(designer: Person) -> None:
    with pytest.raises(WrongState):
        amend(catalogue.version(), designer)


def test_amend_version_refuses_to_overwrite(published: Version, designer: Person) -> None:
    seen = queries.fingerprint(published, 5)
    amend(published, designer)
    with pytest.raises(policies.ChangedMeanwhile):
        amend(published, designer, values={"fee": "none"}, seen=seen)


# -- The next version -------------------------------------------------------------------------


def without(snapshot: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in snapshot.items() if name not in names}


def test_open_version_begins_a_draft_with_everything(published: Version, designer: Person) -> None:
    begun = operations.open_version(version=published, by=designer, at=NOON)
    assert (begun.number, begun.state, begun.definition) == (2, "draft", published.definition)
    assert without(queries.content(begun), "number") == without(
        queries.content(published), "number"
    )
    assert (begun.approved_at, begun.submitted_at, begun.published_at) == (None, None, None)
    assert reread(published).state == "published"
    assert kinds(begun) == ["catalogue.version.opened"]


def test_open_version_shares_no_row_with_the_one_before(
    published: Version, designer: Person
) -> None:
    begun = operations.open_version(version=published, by=designer, at=NOON)
    old = {row.pk for row in queries.criteria_of(published)}
    assert old & {row.pk for row in queries.criteria_of(begun)} == set()
    operations.edit_row(
        version=begun,
        row=begun.outcomes.get(),
        values={"text": "something else"},
        by=designer,
        at=NOON,
    )
    assert published.outcomes.get().text == "lead a team through a change"


def test_open_version_twice_goes_on_with_the_first(published: Version, designer: Person) -> None:
    operations.open_version(version=published, by=designer, at=NOON)
    with pytest.raises(policies.UnderWay) as refusal:
        operations.open_version(version=published, by=designer, at=NOON)
    assert refusal.value.facts == {"number": 2}


@pytest.mark.parametrize("state", ["draft", "approved", "withdrawn", "declined"])
def test_open_version_refuses_what_was_never_published(state: str, designer: Person) -> None:
    with pytest.raises(WrongState):
        operations.open_version(version=catalogue.version(state=state), by=designer, at=NOON)


def test_open_version_refuses_a_stranger(published: Version) -> None:
    with pytest.raises(NotPermitted):
        operations.open_version(version=published, by=people.person(), at=NOON)


def test_learners_stay_on_the_version_that_they_began(designer: Person, registrar: Person) -> None:
    at = learning.place()
    enrolled = learning.enrolled(at)
    old = enrolled.version
    new = catalogue.version(state="approved", definition=old.definition)
    operations.publish_version(version=new, by=registrar, at=NOON)
    enrolled.refresh_from_db()
    assert (enrolled.version, reread(old).state) == (old, "retiring")
    assert reread(old).teach_out_on == NOON.date() + timedelta(days=policies.TEACH_OUT_DAYS)


# -- Copies -----------------------------------------------------------------------------------


def test_copy_definition_begins_another_design(published: Version, designer: Person) -> None:
    copy = operations.copy_definition(
        version=published, title="Leading a merger", unit=people.unit(), by=designer, at=NOON
    )
    assert (copy.title, copy.definition.slug, copy.number, copy.state) == (
        "Leading a merger",
        "leading-a-merger",
        1,
        "draft",
    )
    assert copy.definition.copied_from == published
    names = ("title", "title_fr", "slug", "owner")
    assert without(queries.content(copy), *names) == without(queries.content(published), *names)
    assert kinds(copy) == ["catalogue.version.copied"]


def test_copy_definition_asked_twice_is_one(published: Version, designer: Person) -> None:
    facts: dict[str, Any] = {"version": published, "title": "x", "unit": people.unit(), "at": NOON}
    uuid = uuid4()
    first = operations.copy_definition(uuid=uuid, by=designer, **facts)
    assert operations.copy_definition(uuid=uuid, by=designer, **facts) == first
    with pytest.raises(policies.AlreadyThere):
        operations.copy_definition(uuid=uuid, by=people.person(Role.DESIGNER), **facts)


def test_copy_definition_refuses_a_unit_of_others(published: Version) -> None:
    other = people.person(Role.DESIGNER, unit=people.unit("other"))
    with pytest.raises(NotPermitted):
        operations.copy_definition(
            version=published, title="x", unit=people.unit(), by=other, at=NOON
        )


# -- Retiring ---------------------------------------------------------------------------------


def retire(version: Version, by: Person, **changed: Any) -> Version:
    facts: dict[str, Any] = {"teach_out_on": NOON.date() + 30 * DAY, "reason": "Out of date."}
    return operations.retire_version(version=version, by=by, at=NOON, **facts | changed)


def test_retire_version_tells_authors_and_learners(registrar: Person, drain: Any) -> None:
    at = learning.place()
    enrolled = learning.enrolled(at)
    Message.objects.all().delete()
    retired = retire(enrolled.version, registrar)
    assert (retired.state, retired.teach_out_on, retired.retire_reason) == (
        "retiring",
        NOON.date() + 30 * DAY,
        "Out of date.",
    )
    assert kinds(retired)[:1] == ["catalogue.version.retiring"]
    from tessera.catalogue.tasks import tell_retiring

    tell_retiring(retired.pk)
    tell_retiring(retired.pk)
    told = {(message.person_id, message.kind) for message in Message.objects.all()}
    assert (enrolled.learner.pk, "enrolment.enrolment.ending") in told
    assert len(told) == Message.objects.count() == 2


def test_retire_version_refuses_without_a_reason(published: Version, registrar: Person) -> None:
    with pytest.raises(policies.NoReason):
        retire(published, registrar, reason="")


def test_retire_version_refuses_a_day_that_has_passed(
    published: Version, registrar: Person
) -> None:
    with pytest.raises(policies.LastDayHasPassed):
        retire(published, registrar, teach_out_on=NOON.date())


def test_retire_version_refuses_a_designer(published: Version, designer: Person) -> None:
    with pytest.raises(NotPermitted):
        retire(published, designer)


def test_retire_version_refuses_a_draft(registrar: Person) -> None:
    with pytest.raises(WrongState):
        retire(catalogue.version(), registrar)


def test_extend_teach_out_moves_the_last_day(published: Version, registrar: Person) -> None:
    retire(published, registrar)
    day = NOON.date() + 90 * DAY
    moved = operations.extend_teach_out(
        version=published, teach_out_on=day, reason="Illness.", by=registrar, at=NOON
    )
    assert (moved.state, moved.teach_out_on) == ("retiring", day)


def test_extend_teach_out_refuses_what_does_not_retire(
    published: Version, registrar: Person
) -> None:
    with pytest.raises(WrongState):
        operations.extend_teach_out(
            version=published,
            teach_out_on=NOON.date() + DAY,
            reason="x",
            by=registrar,
            at=NOON,
        )


@pytest.mark.parametrize(("days", "state"), [(30, "retiring"), (31, "retired")])
def test_finish_retiring_waits_for_the_last_day(
    days: int, state: str, published: Version, registrar: Person
) -> None:
    retire(published, registrar)
    operations.finish_retiring(version=published, at=NOON + days * DAY)
    assert reread(published).state == state
    # a job may run twice
    operations.finish_retiring(version=published, at=NOON + days * DAY)
    assert reread(published).state == state


def test_retiring_says_what_it_touches_before(published: Version) -> None:
    stack = catalogue.version(state="published", kind="stack", rule=catalogue.rule(published))
    assert queries.leaning_on(published) == [stack]
    assert queries.retiring_touches(published) == []
    at = learning.place()
    learning.enrolled(at)
    learning.enrolled(at, people.person())
    version = enrolment.places_held(at.offering.version_id)[0].version
    assert queries.retiring_touches(version) == [
        "2 people are enrolled and may finish until the last day."
    ]


# -- Comparing --------------------------------------------------------------------------------


def test_compare_marks_the_words_that_differ(published: Version, designer: Person) -> None:
    begun = operations.open_version(version=published, by=designer, at=NOON)
    operations.save_section(
        version=begun, section=5, values={"adjustable": "Place and format."}, by=designer, at=NOON
    )
    sections = queries.compare(queries.content(published), queries.content(reread(begun)))
    differing = [each for section in sections for each in section.differing]
    assert [each.label for each in differing] == ["Adjustable requirements"]
    assert [(piece.text, piece.is_own) for piece in differing[0].left[0]] == [
        ("Place and ", False),
        ("time", True),
        (".", False),
    ]
    assert [piece.text for piece in differing[0].right[0] if piece.is_own] == ["format"]


LINES = st.lists(
    st.text(st.characters(exclude_characters="\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), max_size=30),
    max_size=4,
).map(tuple)


@given(LINES, LINES)
def test_side_by_side_loses_no_words(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    one, other = side_by_side(left, right)

    def said(side: Any, *, own: bool | None = None) -> str:
        return "".join(
            piece.text for line in side for piece in line if own is None or piece.is_own == own
        )

    assert said(one) == "".join(left)
    assert said(other) == "".join(right)
    if left == right:
        assert said(one, own=True) == said(other, own=True) == ""


# -- Pages ------------------------------------------------------------------------------------


def client(person: Person) -> Client:
    made = Client()
    made.force_login(person)
    return made


def address(version: Version, rest: str = "") -> str:
    return f"/design/{version.uuid}/{rest}"


def test_the_amend_page_offers_both_ways(published: Version, designer: Person) -> None:
    answer = client(designer).get(address(published, "amend/"))
    assert answer.status_code == 200
    assert (answer.context["can_amend"], answer.context["can_open"]) == (True, True)


@pytest.mark.parametrize("section", list(Section))
def test_every_section_has_its_small_changes(
    section: int, published: Version, designer: Person
) -> None:
    assert client(designer).get(address(published, f"amend/{section:d}/")).status_code == 200


def test_a_small_change_shows_on_the_page_with_its_reason(
    published: Version, designer: Person
) -> None:
    me = client(designer)
    page = me.get(address(published, "amend/5/"))
    data = {
        name: value
        for name, value in page.context["form"].initial.items()
        if value not in (None, False)
    }
    data |= {
        "fee": "80 dollars",
        "reason": "The fee fell.",
        "seen": page.context["form"]["seen"].value(),
    }
    answer = me.post(address(published, "amend/5/"), data)
    assert (answer.status_code, answer.headers["Location"]) == (302, address(published))
    shown = me.get(address(published)).content.decode()
    assert "The fee fell." in shown
    assert "<ins>80 dollars</ins>" in shown


def test_a_small_change_without_a_reason_keeps_what_was_typed(
    published: Version, designer: Person
) -> None:
    answer = client(designer).post(address(published, "amend/5/"), {"fee": "80 dollars"})
    assert (answer.status_code, answer.context["form"]["fee"].value()) == (422, "80 dollars")


def test_the_next_version_is_begun_by_a_button(published: Version, designer: Person) -> None:
    answer = client(designer).post(address(published, "next/"))
    begun = Version.objects.get(number=2)
    assert (answer.status_code, answer.headers["Location"]) == (302, address(begun))


def test_a_copy_is_begun_with_a_name(published: Version, designer: Person) -> None:
    me = client(designer)
    assert me.get(address(published, "copy/")).status_code == 200
    data = {"title": "Another", "unit": people.unit().pk, "uuid": str(uuid4())}
    answer = me.post(address(published, "copy/"), data)
    assert answer.headers["Location"] == address(Version.objects.get(title="Another"), "0/")
    assert me.post(address(published, "copy/"), {"title": ""}).status_code == 422


def test_a_registrar_retires_after_reading_what_it_touches(
    published: Version, registrar: Person
) -> None:
    me = client(registrar)
    assert "What it touches" in me.get(address(published, "retire/")).content.decode()
    data = {"teach_out_on": "2000-01-01", "reason": "x"}
    assert me.post(address(published, "retire/"), data).status_code == 422
    answer = me.post(address(published, "retire/"), data | {"teach_out_on": "2999-01-01"})
    assert (answer.status_code, reread(published).state) == (302, State.RETIRING)
    assert "Move the last day" in me.get(address(published, "retire/")).content.decode()
    me.post(address(published, "retire/"), data | {"teach_out_on": "2999-02-01"})
    assert reread(published).teach_out_on == date(2999, 2, 1)


def test_compare_lays_the_edition_before_beside_it(published: Version, designer: Person) -> None:
    begun = operations.open_version(version=published, by=designer, at=NOON)
    me = client(designer)
    assert me.get(address(begun, "compare/")).context["other"] == published
    other = catalogue.version(title="Quite different")
    shown = me.get(address(begun, "compare/"), {"with": str(other.uuid)})
    assert "<ins>Leading change</ins>" in shown.content.decode()
    assert me.get(address(begun, "compare/"), {"with": "no-uuid"}).status_code == 404


def test_nobody_compares_with_what_they_may_not_read(published: Version) -> None:
    hidden = catalogue.version()
    stranger = people.person(Role.DESIGNER, unit=people.unit("other"))
    answer = client(stranger).get(address(published, "compare/"), {"with": str(hidden.uuid)})
    assert answer.status_code == 404


def test_the_page_of_a_version_asks_no_more_for_three_amendments(
    published: Version, designer: Person
) -> None:
    me = client(designer)

    def count() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert me.get(address(published)).status_code == 200
        return len(counted)

    amend(published, designer)
    one = count()
    amend(published, designer, values={"fee": "70 dollars"})
    amend(published, designer, values={"fee": "60 dollars"})
    assert count() == one
