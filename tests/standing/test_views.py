"""The calendar and a design's page: who may, what they say, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tessera.catalogue.enums import State
from tessera.catalogue.models import Version
from tessera.common import clock
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.standing import operations
from tests.factories import catalogue as designs
from tests.factories import endorsement as endorsements
from tests.factories import learning, people, signing
from tests.factories import standing as make

pytestmark = pytest.mark.django_db
CALENDAR = "/standing/"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def chair() -> Client:
    return signed_in(people.person(Role.CHAIR))


def page(version: Version) -> str:
    return f"/standing/{version.uuid}/"


def published() -> Version:
    version = make.published(endorsed=False)
    endorsements.endorsed(version, at=clock.now())
    return version


def state(version: Version) -> str:
    return str(Version.objects.get(pk=version.pk).state)


# -- The calendar ---------------------------------------------------------------------------------


def test_calendar_shows_what_is_open_and_what_comes() -> None:
    titles = ("Standing Well", "Looked At", "On Hold")
    fine, looked_at, held = (make.published(title=title) for title in titles)
    make.under_review(looked_at)
    make.suspended(held)
    said = chair().get(CALENDAR).content.decode()
    assert [title for title in titles if title not in said] == []
    assert "The quality panel wants to look at it again" in said
    assert "no longer sold" in said
    assert "November 2028" in said
    assert page(fine) in said


def test_calendar_without_any_design_says_so() -> None:
    assert "No review is on the calendar" in chair().get(CALENDAR).content.decode()


def test_calendar_leaves_out_drafts_and_what_is_retired() -> None:
    designs.version(title="Only A Draft")
    designs.version(title="Long Gone", state=State.RETIRED)
    said = chair().get(CALENDAR).content.decode()
    assert ("Only A Draft" in said, "Long Gone" in said) == (False, False)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CHAIR, 200),
        (Role.AUDITOR, 200),
        (Role.REGISTRAR, 200),
        (Role.DESIGNER, 200),
        (Role.REVIEWER, 404),
        (Role.PARTNER, 404),
    ],
)
def test_calendar_is_for_those_who_look_after_designs(role, status) -> None:
    person = people.partner() if role == Role.PARTNER else people.person(role)
    assert signed_in(person).get(CALENDAR).status_code == status


def test_calendar_of_a_unit_shows_its_own_designs() -> None:
    version = make.published(title="Of Leadership")
    nursing = signed_in(people.person(Role.DESIGNER, unit=people.unit("nursing")))
    assert "Of Leadership" not in nursing.get(CALENDAR).content.decode()
    assert nursing.get(page(version)).status_code == 404


@pytest.mark.parametrize("what", ["published", "under_review", "suspended"])
def test_calendar_asks_no_more_for_more_rows(what: str) -> None:
    def one_more() -> None:
        {
            "published": make.published,
            "under_review": make.under_review,
            "suspended": make.suspended,
        }[what]()

    client, counts = chair(), []
    for rows in (1, 2):
        for _ in range(rows):
            one_more()
        with CaptureQueriesContext(connection) as asked:
            client.get(CALENDAR)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# -- One design -----------------------------------------------------------------------------------


def test_page_says_in_plain_words_how_a_design_stands() -> None:
    version, client = published(), chair()
    assert "Nothing calls it into question." in client.get(page(version)).content.decode()
    make.under_review(version)
    said = client.get(page(version)).content.decode()
    assert "Under review, and still open to learners" in said
    assert "Two offerings drew no one." in said
    held = make.suspended(version)
    said = client.get(page(version)).content.decode()
    assert held.reason in said
    assert "nothing is claimed or awarded until the suspension ends" in said


def test_page_offers_steps_to_those_who_may_take_them() -> None:
    version = published()
    offers = {
        role: {
            name
            for name in ("complaint_form", "open_form", "suspend_form", "schedule_form")
            if signed_in(people.person(role)).get(page(version)).context[name]
        }
        for role in (Role.CHAIR, Role.REGISTRAR, Role.AUDITOR)
    }
    assert offers == {
        Role.CHAIR: {"complaint_form", "open_form", "suspend_form", "schedule_form"},
        Role.REGISTRAR: {"complaint_form"},
        Role.AUDITOR: set(),
    }


def test_chair_with_an_interest_reads_why_it_is_not_theirs_to_decide() -> None:
    author = people.person(Role.CHAIR)
    version = make.published(author=author)
    answer = signed_in(author).get(page(version))
    assert answer.context["open_form"] is None
    assert "wrote or endorsed this design" in answer.content.decode()


def test_suspending_says_how_many_it_touches() -> None:
    version = make.published()
    place = learning.place(version=version)
    learning.enrolled(place)
    learning.enrolled(place)
    assert "This touches 2 enrolled learners" in chair().get(page(version)).content.decode()


def test_complaint_is_recorded_and_its_words_are_shown_to_the_house_alone() -> None:
    version = published()
    registrar = signed_in(people.person(Role.REGISTRAR))
    words = "My assessor laughed at me."
    answer = registrar.post(
        f"{page(version)}complaint/", {"source": "learner", "sender": "A. L.", "text": words}
    )
    assert (answer.status_code, state(version)) == (302, State.UNDER_REVIEW)
    assert words in registrar.get(page(version)).content.decode()
    public = Client().get(f"/catalogue/{version.definition.slug}/").content.decode()
    assert "a complaint is being looked into" in public
    assert words not in public
    assert "A. L." not in public


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("complaint", {"source": "", "text": "What I wrote at length."}),
        ("open", {"reason": ""}),
        ("suspend", {"reason": "What I wrote at length.", "effect": ""}),
        ("schedule", {"review_on": "yesterday"}),
    ],
)
def test_unfinished_step_comes_back_with_what_was_typed(step, typed) -> None:
    version = published()
    answer = chair().post(f"{page(version)}{step}/", typed)
    said = answer.content.decode()
    assert (answer.status_code, state(version)) == (422, State.PUBLISHED)
    assert [words for words in typed.values() if words and words not in said] == []
    assert 'role="alert"' in said or "error-summary" in said


def test_steps_are_hidden_from_those_without_the_permission() -> None:
    version = published()
    registrar, auditor = (signed_in(people.person(role)) for role in (Role.REGISTRAR, Role.AUDITOR))
    decided = ("open", "conclude", "suspend", "reinstate", "schedule")
    assert {registrar.post(f"{page(version)}{step}/").status_code for step in decided} == {404}
    steps = (*decided, "complaint")
    assert {auditor.post(f"{page(version)}{step}/").status_code for step in steps} == {404}


def test_chair_of_another_unit_does_not_find_it() -> None:
    version = published()
    elsewhere = signed_in(people.person(Role.CHAIR, unit=people.unit("nursing")))
    answer = elsewhere.post(f"{page(version)}suspend/", {"reason": "No.", "effect": "wait"})
    assert (answer.status_code, state(version)) == (404, State.PUBLISHED)


def test_whole_way_of_a_review_through_the_pages() -> None:
    version, client = published(), chair()
    client.post(f"{page(version)}open/", {"reason": "Two offerings drew no one."})
    assert state(version) == State.UNDER_REVIEW
    client.post(
        f"{page(version)}conclude/",
        {"outcome": "suspend", "reason": "Unsafe as it is.", "effect": "carry_on"},
    )
    assert state(version) == State.SUSPENDED
    next_on = clock.now().date().replace(year=clock.now().year + 1, day=1).isoformat()
    client.post(f"{page(version)}reinstate/", {"reason": "Mended.", "next_on": next_on})
    assert (state(version), str(Version.objects.get(pk=version.pk).review_on)) == (
        State.PUBLISHED,
        next_on,
    )
    said = client.get(page(version)).content.decode()
    assert "Unsafe as it is." in said
    assert "Mended." in said


def test_review_concluded_elsewhere_meanwhile_is_said_and_nothing_typed_is_lost() -> None:
    version, client = published(), chair()
    review = make.under_review(version)
    next_on = clock.now().date().replace(year=clock.now().year + 1, day=1)
    operations.conclude_review(
        review=review,
        outcome="keep",
        reason="Fine.",
        next_on=next_on,
        by=people.person(Role.CHAIR, name="Quick Chair"),
        at=clock.now(),
    )
    answer = client.post(
        f"{page(version)}conclude/",
        {"outcome": "suspend", "reason": "My long reason.", "effect": "wait"},
    )
    said = answer.content.decode()
    assert (answer.status_code, state(version)) == (409, State.PUBLISHED)
    assert "Quick Chair has concluded this review already" in said
    assert "My long reason." in said


@pytest.mark.parametrize("step", ["conclude", "reinstate"])
def test_answer_to_a_question_that_nobody_asked_is_refused(step) -> None:
    version = published()
    next_on = clock.now().date().replace(year=clock.now().year + 1, day=1).isoformat()
    typed = {"outcome": "keep", "reason": "Fine.", "next_on": next_on}
    answer = chair().post(f"{page(version)}{step}/", typed)
    assert (answer.status_code, state(version)) == (409, State.PUBLISHED)


# -- What the public and the learner read ---------------------------------------------------------


def test_public_page_of_a_suspended_design_answers_and_says_what_it_means() -> None:
    signing.institution_issuer()
    held = make.suspended()
    slug = held.version.definition.slug
    said = Client().get(f"/catalogue/{slug}/").content.decode()
    assert "Suspended while it is looked into" in said
    assert held.reason in said
    assert "nothing is claimed or awarded until the suspension ends" in said
    assert Client().get(f"/achievements/{slug}/v1").status_code == 200


def test_learner_reads_of_a_suspension_in_the_workspace() -> None:
    version = make.published()
    enrolment = learning.enrolled(learning.place(version=version))
    make.suspended(version)
    said = signed_in(enrolment.learner).get(f"/learning/{enrolment.uuid}/").content.decode()
    assert "Suspended while it is looked into" in said
