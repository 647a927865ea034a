from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tessera.assessment import operations
from tessera.assessment.enums import State
from tessera.assessment.models import Attempt, Conflict, Judgement
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import learning, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DECLARED = {"original": "on", "ai_use": "not used"}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, attempt: Attempt) -> str:
    return reverse(f"assessment:{name}", args=[attempt.uuid])


# -- Claiming -----------------------------------------------------------------------------------


def test_claim_lists_what_each_component_lacks_and_refuses() -> None:
    made = learning.enrolled(learning.place())
    address = reverse("assessment:claim", args=[made.uuid])
    client = signed_in(made.learner)
    missing = [
        "Educational: your instructor has not recorded it yet",
        "Demonstration: “Demonstration task” needs 1 more item",
        "Reflective: answer “What changed for you?”",
    ]
    text = client.get(address).content.decode()
    assert [line in text for line in missing] == [True] * 3
    answer = client.post(address, DECLARED | {"ai_use": "For wording."})
    assert (answer.status_code, Attempt.objects.count()) == (409, 0)
    text = answer.content.decode()
    assert [line in text for line in [*missing, "For wording."]] == [True] * 4


@pytest.mark.parametrize("left_out", ["original", "ai_use"])
def test_claim_without_a_declaration_is_refused(left_out: str) -> None:
    made = learning.ready(learning.place())
    data = {name: value for name, value in DECLARED.items() if name != left_out}
    answer = signed_in(made.learner).post(reverse("assessment:claim", args=[made.uuid]), data)
    assert (answer.status_code, Attempt.objects.count()) == (422, 0)


def test_claim_twice_is_one_attempt() -> None:
    made = learning.ready(learning.place())
    client = signed_in(made.learner)
    address = reverse("assessment:claim", args=[made.uuid])
    answers = [client.post(address, DECLARED) for _click in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, address)] * 2
    assert Attempt.objects.count() == 1
    assert "Your work is handed in" in client.get(address).content.decode()


def test_claim_of_somebody_else_is_not_found() -> None:
    place = learning.place()
    made = learning.ready(place)
    for person in (people.person(), place.assessor, place.registrar):
        assert (
            signed_in(person).get(reverse("assessment:claim", args=[made.uuid])).status_code == 404
        )


# -- Judging ------------------------------------------------------------------------------------


def test_queue_lists_the_most_urgent_first_with_flat_queries() -> None:
    place = learning.place()
    client = signed_in(place.assessor)

    def look() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as caught:
            text = client.get(reverse("assessment:queue")).content.decode()
        return text, len(caught)

    late = learning.claimed(place, people.person(name="Late Learner"))
    look()
    one = look()[1]
    early = learning.claimed(place, people.person(name="Early Learner"))
    Attempt.objects.filter(pk=early.pk).update(due_on="2026-11-24")
    learning.claimed(place)
    text, three = look()
    assert text.index("Early Learner") < text.index(late.enrolment.learner.name)
    assert three == one


def test_queue_shows_nothing_of_other_offerings() -> None:
    learning.claimed(learning.place())
    text = signed_in(learning.place().assessor).get(reverse("assessment:queue")).content.decode()
    assert "Nothing waits for you" in text


def test_work_is_hidden_until_the_conflict_question_is_answered() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    client = signed_in(place.assessor)
    before = client.get(url("attempt", attempt)).content.decode()
    assert "My plan" not in before
    assert client.post(url("begin", attempt), {}).status_code == 422
    assert client.post(url("begin", attempt), {"conflict": "no"}).status_code == 302
    after = client.get(url("attempt", attempt)).content.decode()
    for words in ["My plan", "To lead well.", "I listen first now.", "Demonstration is convincing"]:
        assert words in after


def test_begin_with_a_conflict_leaves_the_attempt_to_others() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    client = signed_in(place.assessor)
    answer = client.post(url("begin", attempt), {"conflict": "yes"})
    assert answer["Location"] == reverse("assessment:queue")
    assert Conflict.objects.get().person == place.assessor
    assert not Judgement.objects.exists()
    assert "Nothing waits for you" in client.get(reverse("assessment:queue")).content.decode()


def levels(place: learning.Place, rank: int, feedback: str = "") -> dict[str, str]:
    found = {}
    for kind in ("educational", "demonstration", "reflective"):
        key = learning.criterion_of(place.version, kind).pk
        found |= {f"level-{key}": str(rank), f"feedback-{key}": feedback}
    return found


def test_judge_saves_a_draft_and_hands_it_in() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    judgement = learning.begun(place, attempt)
    client = signed_in(place.assessor)
    answer = client.post(url("judge", attempt), {"feedback": "So far", "save": "yes"})
    assert answer.status_code == 302
    assert "So far" in client.get(url("attempt", attempt)).content.decode()
    answer = client.post(url("judge", attempt), levels(place, 3) | {"submit": "yes"})
    assert answer["Location"] == reverse("assessment:queue")
    judgement.refresh_from_db()
    attempt.refresh_from_db()
    assert (attempt.state, judgement.recommendation) == (State.RECOMMENDED, "met")


def test_judge_by_itself_saves_and_never_hands_in() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    judgement = learning.begun(place, attempt)
    headers = {"X-Requested-With": "autosave", "Accept": "application/json"}
    answer = signed_in(place.assessor).post(
        url("judge", attempt), levels(place, 2, "Nearly") | {"submit": "yes"}, headers=headers
    )
    assert (answer.status_code, answer.json()) == (200, {"saved": True})
    assert {mark.feedback for mark in judgement.marks.all()} == {"Nearly"}
    attempt.refresh_from_db()
    assert attempt.state == State.IN_ASSESSMENT


def test_judge_not_yet_met_without_feedback_is_refused_and_kept() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    judgement = learning.begun(place, attempt)
    data = levels(place, 1) | {"feedback": "All in all", "submit": "yes"}
    answer = signed_in(place.assessor).post(url("judge", attempt), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "feedback on “Demonstration is convincing”" in text
    assert "All in all" in text
    assert judgement.marks.count() == 3


def test_judge_handed_in_twice_changes_nothing() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    learning.begun(place, attempt)
    client = signed_in(place.assessor)
    data = levels(place, 3) | {"submit": "yes"}
    client.post(url("judge", attempt), data)
    answer = client.post(url("judge", attempt), levels(place, 1, "No") | {"submit": "yes"})
    assert answer["Location"] == url("attempt", attempt)
    assert Judgement.objects.get().recommendation == "met"


def test_judging_screen_locks_what_was_met_before() -> None:
    place = learning.place()
    first = learning.confirmed(place, learning.claimed(place), unmet=("reflective",))
    learning.reflected(first.enrolment, "Now I see more.")
    first.enrolment.refresh_from_db()
    second = learning.claim(first.enrolment)
    learning.begun(place, second)
    text = signed_in(place.assessor).get(url("attempt", second)).content.decode()
    assert text.count("Met before: Proficient") == 2
    assert text.count("Now I see more.") == 2


def test_return_incomplete_goes_back_with_the_reason() -> None:
    place = learning.place()
    attempt = learning.claimed(place)
    learning.begun(place, attempt)
    client = signed_in(place.assessor)
    assert client.post(url("return", attempt), {"reason": ""}).status_code == 422
    assert client.post(url("return", attempt), {"reason": "It does not open."}).status_code == 302
    learner = signed_in(attempt.enrolment.learner)
    for address in [
        url("feedback", attempt),
        reverse("assessment:claim", args=[attempt.enrolment.uuid]),
    ]:
        assert "It does not open." in learner.get(address).content.decode()


def test_attempt_is_seen_by_its_assessor_and_by_those_who_oversee() -> None:
    place, elsewhere = learning.place(), learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    readers = {
        "assessor": place.assessor,
        "registrar": place.registrar,
        "auditor": people.person(Role.AUDITOR),
        "instructor": place.instructor,
        "learner": attempt.enrolment.learner,
        "other assessor": elsewhere.assessor,
        "designer": people.person(Role.DESIGNER),
    }
    found = {
        who: signed_in(person).get(url("attempt", attempt)).status_code
        for who, person in readers.items()
    }
    assert [who for who, status in found.items() if status == 200] == list(readers)[:3]
    assert set(found.values()) == {200, 404}


def test_attempt_of_an_assessor_who_learns_is_not_shown_to_them_as_staff() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place, people.person(Role.REGISTRAR)))
    client = signed_in(attempt.enrolment.learner)
    assert client.get(url("attempt", attempt)).status_code == 404
    assert client.get(url("feedback", attempt)).status_code == 200


def test_chain_names_who_judged_and_what_was_declared() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place), unmet=("demonstration",))
    text = signed_in(place.registrar).get(url("attempt", attempt)).content.decode()
    for words in [
        place.assessor.name,
        "Declared no conflict of interest.",
        "My plan",
        "On demonstration: look closer.",
        "Beginning",
        "This is my own work.",
    ]:
        assert words in text


def test_reopen_needs_a_reason_and_goes_back_to_the_assessor() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place))
    client = signed_in(place.registrar)
    assert client.post(url("reopen", attempt), {"reason": ""}).status_code == 422
    assert client.post(url("reopen", attempt), {"reason": "Look at page 2."}).status_code == 302
    attempt.refresh_from_db()
    assert attempt.state == State.IN_ASSESSMENT


# -- What the learner reads ---------------------------------------------------------------------


def test_feedback_is_hidden_until_the_result_is_confirmed() -> None:
    place = learning.place()
    attempt = learning.recommended(place, learning.claimed(place), unmet=("demonstration",))
    client = signed_in(attempt.enrolment.learner)
    words = "On demonstration: look closer."
    assert words not in client.get(url("feedback", attempt)).content.decode()
    operations.confirm(attempt=attempt, by=place.registrar, at=NOON)
    assert words in client.get(url("feedback", attempt)).content.decode()
    page = client.get(reverse("assessment:claim", args=[attempt.enrolment.uuid]))
    assert words in page.content.decode()
    workspace = client.get(reverse("enrolment:workspace", args=[attempt.enrolment.uuid]))
    assert "Not yet met: there is feedback for you" in workspace.content.decode()


def test_feedback_of_somebody_else_is_not_found() -> None:
    place = learning.place()
    attempt = learning.confirmed(place, learning.claimed(place))
    for person in (people.person(), place.assessor, place.registrar):
        assert signed_in(person).get(url("feedback", attempt)).status_code == 404
