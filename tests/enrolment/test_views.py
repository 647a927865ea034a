from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tessera.catalogue.enums import State as VersionState
from tessera.common.uploads import BoundedUploadHandler
from tessera.enrolment import operations
from tessera.enrolment.enums import OfferingState, State, Track
from tessera.enrolment.models import Artefact, Enrolment, Evidence, Offering
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import catalogue, learning, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def status_of(client: Client, name: str, *args: object) -> int:
    return client.get(reverse(name, args=args)).status_code


# -- Enrolling ----------------------------------------------------------------------------------


def test_enrol_shows_the_notice_of_collection_before_anything_is_kept() -> None:
    place = learning.place()
    page = signed_in(people.person()).get(reverse("enrolment:enrol", args=[place.offering.uuid]))
    text = page.content.decode()
    assert page.status_code == 200
    assert place.version.privacy in text
    assert "Evidence is kept for 24 months" in text
    assert not Enrolment.objects.exists()


def test_enrol_leads_to_the_workspace_and_pins_the_version() -> None:
    place, learner = learning.place(), people.person()
    answer = signed_in(learner).post(
        reverse("enrolment:enrol", args=[place.offering.uuid]),
        {"motive": "To lead my team.", "notice": "on"},
    )
    made = Enrolment.objects.get()
    assert answer["Location"] == reverse("enrolment:workspace", args=[made.uuid])
    assert (made.learner, made.version, made.motive) == (learner, place.version, "To lead my team.")
    assert made.notice_seen_at is not None


@pytest.mark.parametrize("left_out", ["motive", "notice"])
def test_enrol_without_motive_or_notice_keeps_what_was_typed(left_out: str) -> None:
    place = learning.place()
    data = {"motive": "To lead my team.", "notice": "on"}
    del data[left_out]
    answer = signed_in(people.person()).post(
        reverse("enrolment:enrol", args=[place.offering.uuid]), data
    )
    assert (answer.status_code, Enrolment.objects.count()) == (422, 0)
    assert ("To lead my team." in answer.content.decode()) == (left_out == "notice")


def test_enrol_twice_leads_to_the_one_workspace() -> None:
    place, learner = learning.place(), people.person()
    made = learning.enrolled(place, learner)
    answer = signed_in(learner).post(
        reverse("enrolment:enrol", args=[place.offering.uuid]), {"motive": "Again", "notice": "on"}
    )
    assert answer["Location"] == reverse("enrolment:workspace", args=[made.uuid])
    assert Enrolment.objects.count() == 1


def test_enrol_when_full_says_so_and_keeps_the_motive() -> None:
    place = learning.place(capacity=1)
    learning.enrolled(place)
    answer = signed_in(people.person()).post(
        reverse("enrolment:enrol", args=[place.offering.uuid]),
        {"motive": "To lead my team.", "notice": "on"},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "All places are taken." in text
    assert "To lead my team." in text


def test_enrol_in_an_offering_being_prepared_is_not_found() -> None:
    place = learning.place(opened=False)
    assert status_of(signed_in(people.person()), "enrolment:enrol", place.offering.uuid) == 404


# -- The workspace ------------------------------------------------------------------------------


def test_home_lists_ones_own_enrolments_only() -> None:
    place, learner = learning.place(), people.person()
    learning.enrolled(place, learner)
    learning.enrolled(place)
    page = signed_in(learner).get(reverse("enrolment:home"))
    assert page.content.decode().count('class="next"') == 1


def test_home_teaches_when_it_is_empty() -> None:
    page = signed_in(people.person()).get(reverse("enrolment:home"))
    assert "You are not enrolled in anything yet" in page.content.decode()


def test_home_makes_the_same_queries_for_one_and_for_three() -> None:
    learner = people.person()
    client = signed_in(learner)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("enrolment:home"))
        return len(caught)

    learning.enrolled(learning.place(), learner)
    queries()
    one = queries()
    learning.enrolled(learning.place(), learner)
    learning.enrolled(learning.place(), learner)
    assert queries() == one


def test_workspace_shows_motive_rubric_and_the_next_step() -> None:
    made = learning.enrolled(learning.place())
    text = signed_in(made.learner).get(workspace(made)).content.decode()
    for words in ["To lead well.", "Demonstration is convincing", "Show what you can do"]:
        assert words in text


def test_workspace_with_everything_there_leads_to_the_claim() -> None:
    made = learning.ready(learning.place())
    text = signed_in(made.learner).get(workspace(made)).content.decode()
    assert reverse("assessment:claim", args=[made.uuid]) in text
    assert "Claim your badge" in text


def test_workspace_of_somebody_else_is_not_found() -> None:
    place = learning.place()
    made = learning.enrolled(place)
    for person in [people.person(), place.instructor, place.assessor, place.registrar]:
        assert signed_in(person).get(workspace(made)).status_code == 404


def workspace(made: Enrolment) -> str:
    return reverse("enrolment:workspace", args=[made.uuid])


def adding(made: Enrolment, kind: str) -> tuple[str, str]:
    task = learning.task_of(made.version)
    return reverse("enrolment:add_evidence", args=[made.uuid, task.pk, kind]), f"{kind}-{task.pk}"


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("file", {"file": learning.pdf()}),
        ("link", {"url": "https://example.org/plan"}),
        ("text", {"text": "First I listened."}),
    ],
)
def test_evidence_of_each_kind_is_added(kind: str, what: dict[str, Any]) -> None:
    made = learning.enrolled(learning.place())
    address, prefix = adding(made, kind)
    data = {"title": "My plan", **what}
    answer = signed_in(made.learner).post(
        address, {f"{prefix}-{name}": value for name, value in data.items()}
    )
    assert answer.status_code == 302
    item = Evidence.objects.get()
    assert (item.kind, item.title, item.third_parties_cleared) == (kind, "My plan", False)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("x.exe", b"MZ" + b"\x00" * 100), "This kind of file is not accepted"),
        (SimpleUploadedFile("x.html", b"<html><script>1</script>"), "This kind of file is not"),
        (None, "This field is required"),
    ],
)
def test_refused_file_says_why_and_keeps_what_was_typed(
    file: SimpleUploadedFile | None, words: str
) -> None:
    made = learning.enrolled(learning.place())
    address, prefix = adding(made, "file")
    data = {f"{prefix}-title": "My plan", f"{prefix}-description": "A plan for May."}
    answer = signed_in(made.learner).post(
        address, data | ({f"{prefix}-file": file} if file else {})
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert [each in text for each in (words, "My plan", "A plan for May.")] == [True] * 3
    assert (Evidence.objects.count(), Artefact.objects.count()) == (0, 0)


def test_file_that_is_too_large_is_cut_off_with_the_words_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(BoundedUploadHandler, "room", 10)
    made = learning.enrolled(learning.place())
    address, prefix = adding(made, "file")
    answer = signed_in(made.learner).post(
        address,
        {
            f"{prefix}-title": "My film",
            f"{prefix}-description": "It is long.",
            f"{prefix}-file": learning.pdf(),
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "larger than 100 MB" in text
    assert "My film" in text
    assert "It is long." in text
    assert "This field is required" not in text
    assert Evidence.objects.count() == 0


def test_evidence_for_somebody_elses_task_is_not_found() -> None:
    made, other = learning.enrolled(learning.place()), learning.enrolled(learning.place())
    task = learning.task_of(other.version)
    address = reverse("enrolment:add_evidence", args=[made.uuid, task.pk, "text"])
    assert signed_in(made.learner).post(address, {}).status_code == 404
    assert signed_in(people.person()).post(adding(made, "text")[0], {}).status_code == 404


def test_evidence_is_removed_until_it_is_handed_in() -> None:
    made = learning.ready(learning.place())
    item = made.evidence.get()
    address = reverse("enrolment:remove_evidence", args=[item.uuid])
    learning.claim(made)
    assert signed_in(made.learner).post(address).status_code == 302
    assert Evidence.objects.filter(pk=item.pk).exists()
    other = learning.ready(learning.place())
    address = reverse("enrolment:remove_evidence", args=[other.evidence.get().uuid])
    assert signed_in(made.learner).post(address).status_code == 404
    assert signed_in(other.learner).post(address).status_code == 302
    assert not other.evidence.exists()


def test_reflection_is_saved_by_the_button_and_by_itself() -> None:
    made = learning.enrolled(learning.place())
    client = signed_in(made.learner)
    first, second = learning.prompts_of(made.version)
    address = reverse("enrolment:reflection", args=[made.uuid])
    answer = client.post(address, {f"prompt-{first.pk}": "I listen."})
    assert answer.status_code == 302
    answer = client.post(
        address,
        {f"prompt-{first.pk}": "I listen.", f"prompt-{second.pk}": "It does."},
        headers={"X-Requested-With": "autosave", "Accept": "application/json"},
    )
    assert (answer.status_code, answer.json()) == (200, {"saved": True})
    texts = dict(made.reflections.values_list("prompt_id", "text"))
    assert texts == {first.pk: "I listen.", second.pk: "It does."}


def test_reflection_after_the_claim_is_refused_and_shown_again() -> None:
    made = learning.ready(learning.place())
    learning.claim(made)
    client = signed_in(made.learner)
    address = reverse("enrolment:reflection", args=[made.uuid])
    prompt = learning.prompts_of(made.version)[0]
    assert client.post(address, {f"prompt-{prompt.pk}": "Late."}).status_code == 422
    headers = {"X-Requested-With": "autosave", "Accept": "application/json"}
    alone = client.post(address, {f"prompt-{prompt.pk}": "Late."}, headers=headers)
    assert (alone.status_code, alone.json()["code"]) == (409, "wrong-state")


def test_reflection_of_somebody_else_is_not_found() -> None:
    made = learning.enrolled(learning.place())
    address = reverse("enrolment:reflection", args=[made.uuid])
    assert signed_in(people.person()).post(address, {}).status_code == 404


def test_withdraw_gives_up_the_place() -> None:
    made = learning.enrolled(learning.place())
    address = reverse("enrolment:withdraw", args=[made.uuid])
    assert signed_in(people.person()).post(address).status_code == 404
    assert signed_in(made.learner).post(address)["Location"] == reverse("enrolment:home")
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN


# -- Files: guessing an address gives nothing away ------------------------------------------------


def file_statuses(place: learning.Place, made: Enrolment) -> dict[str, int]:
    address = reverse("enrolment:artefact", args=[Artefact.objects.latest("pk").uuid])
    elsewhere = learning.place()
    readers = {
        "owner": made.learner,
        "assessor": place.assessor,
        "registrar": place.registrar,
        "auditor": people.person(Role.AUDITOR),
        "instructor": place.instructor,
        "other assessor": elsewhere.assessor,
        "other learner": learning.enrolled(place).learner,
        "designer": people.person(Role.DESIGNER),
        "administrator": people.person(Role.ADMINISTRATOR),
        "other registrar": people.person(Role.REGISTRAR, unit=people.unit("health")),
    }
    return {who: signed_in(person).get(address).status_code for who, person in readers.items()}


def test_file_before_it_is_handed_in_is_the_owners_alone() -> None:
    place = learning.place()
    made = learning.ready(place)
    found = file_statuses(place, made)
    assert [who for who, status in found.items() if status == 200] == ["owner"]
    assert set(found.values()) == {200, 404}


def test_file_once_handed_in_is_seen_by_those_who_judge_or_oversee() -> None:
    place = learning.place()
    made = learning.ready(place)
    learning.claim(made)
    found = file_statuses(place, made)
    seen = [who for who, status in found.items() if status == 200]
    assert seen == ["owner", "assessor", "registrar", "auditor"]
    assert set(found.values()) == {200, 404}


def test_file_is_not_for_visitors() -> None:
    learning.ready(learning.place())
    answer = Client().get(reverse("enrolment:artefact", args=[Artefact.objects.get().uuid]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_file_of_a_former_assessor_is_not_found() -> None:
    place = learning.place()
    learning.claimed(place)
    place.assessor.memberships.all().delete()
    address = reverse("enrolment:artefact", args=[Artefact.objects.get().uuid])
    assert signed_in(place.assessor).get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "media_type", "shown", "policy"),
    [
        (learning.PDF, "application/pdf", "inline", "default-src 'none'; object-src"),
        (b"First I listened.", "text/plain; charset=utf-8", "inline", "sandbox;"),
        (b"ID3" + b"\x00" * 64, "audio/mpeg", "attachment", "sandbox;"),
    ],
)
def test_file_is_served_sealed_off(
    content: bytes, media_type: str, shown: str, policy: str
) -> None:
    made = learning.enrolled(learning.place())
    operations.add_file(
        enrolment=made,
        task=learning.task_of(made.version),
        title="A file",
        file=SimpleUploadedFile("a file.bin", content),
        by=made.learner,
        at=NOON,
    )
    answer = signed_in(made.learner).get(
        reverse("enrolment:artefact", args=[Artefact.objects.get().uuid])
    )
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith(shown)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith(policy)
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    answer.close()


# -- Offerings ----------------------------------------------------------------------------------


def offering_data(place: learning.Place, **changes: object) -> dict[str, object]:
    return {
        "version": place.version.uuid,
        "title": "Winter 2027",
        "mode": "online",
        "language": "en",
        "instructors": [place.instructor.pk],
        "assessors": [place.assessor.pk],
    } | changes


def test_offering_new_prepares_an_offering() -> None:
    place = learning.place()
    client = signed_in(place.registrar)
    assert status_of(client, "enrolment:offering_new") == 200
    answer = client.post(reverse("enrolment:offering_new"), offering_data(place, capacity=12))
    made = Offering.objects.get(title="Winter 2027")
    assert answer["Location"] == reverse("enrolment:offering", args=[made.uuid])
    assert (made.state, made.capacity, made.staff.count()) == (OfferingState.DRAFT, 12, 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"instructors": []},
        {"starts_on": "2027-02-01", "ends_on": "2027-01-01"},
        {"capacity": "-1"},
    ],
)
def test_offering_new_with_a_wrong_field_keeps_the_rest(changes: dict[str, object]) -> None:
    place = learning.place()
    answer = signed_in(place.registrar).post(
        reverse("enrolment:offering_new"), offering_data(place, fee="CAD 40", **changes)
    )
    assert answer.status_code == 422
    assert "CAD 40" in answer.content.decode()


def test_offering_new_twice_makes_one() -> None:
    place = learning.place()
    client = signed_in(place.registrar)
    codes = [
        client.post(reverse("enrolment:offering_new"), offering_data(place)).status_code
        for _click in range(2)
    ]
    assert codes == [302, 422]
    assert Offering.objects.filter(title="Winter 2027").count() == 1


def test_offering_new_is_for_registrars() -> None:
    for role in (Role.INSTRUCTOR, Role.ASSESSOR, Role.AUDITOR, Role.DESIGNER):
        assert status_of(signed_in(people.person(role)), "enrolment:offering_new") == 404


def test_offering_opens_and_closes() -> None:
    place = learning.place(opened=False)
    client = signed_in(place.registrar)
    states = []
    for name in ["enrolment:offering_open", "enrolment:offering_close"]:
        client.post(reverse(name, args=[place.offering.uuid]))
        place.offering.refresh_from_db()
        states.append(place.offering.state)
    assert states == [OfferingState.OPEN, OfferingState.CLOSED]


def test_offering_is_seen_by_its_staff_and_by_those_who_oversee() -> None:
    place, elsewhere = learning.place(), learning.place()
    found = {
        "registrar": place.registrar,
        "instructor": place.instructor,
        "assessor": place.assessor,
        "auditor": people.person(Role.AUDITOR),
        "other instructor": elsewhere.instructor,
        "learner": people.person(),
    }
    statuses = {
        who: status_of(signed_in(person), "enrolment:offering", place.offering.uuid)
        for who, person in found.items()
    }
    assert [who for who, status in statuses.items() if status == 200] == list(found)[:4]


def test_offerings_and_teaching_list_what_one_may_see() -> None:
    place, elsewhere = learning.place(), learning.place()
    page = signed_in(place.registrar).get(reverse("enrolment:offerings")).content.decode()
    assert (place.offering.title in page, elsewhere.offering.title in page) == (True, True)
    page = signed_in(place.instructor).get(reverse("enrolment:teaching")).content.decode()
    assert (place.offering.title in page, elsewhere.offering.title in page) == (True, False)


def test_record_marks_every_learner_ticked() -> None:
    place = learning.place()
    one, two, three = (learning.enrolled(place) for _each in range(3))
    answer = signed_in(place.instructor).post(
        reverse("enrolment:record", args=[place.offering.uuid]),
        {"learners": [one.uuid, two.uuid], "basis": "completed", "completed_on": "2020-05-04"},
    )
    assert answer.status_code == 302
    tracks = [Enrolment.objects.get(pk=each.pk).educational for each in (one, two, three)]
    assert tracks == [Track.MET, Track.MET, Track.NOT_STARTED]


def test_record_without_a_learner_or_a_day_is_refused() -> None:
    place = learning.place()
    learning.enrolled(place)
    address = reverse("enrolment:record", args=[place.offering.uuid])
    answer = signed_in(place.instructor).post(address, {"basis": "completed", "note": "Well done"})
    assert answer.status_code == 422
    assert "Choose at least one learner." in answer.content.decode()
    assert "Well done" in answer.content.decode()


def test_record_by_an_assessor_is_prior_learning_only() -> None:
    place = learning.place()
    made = learning.enrolled(place)
    address = reverse("enrolment:record", args=[place.offering.uuid])
    data = {"learners": [made.uuid], "completed_on": "2020-05-04"}
    client = signed_in(place.assessor)
    assert client.post(address, data | {"basis": "completed"}).status_code == 422
    assert client.post(address, data | {"basis": "rpl"}).status_code == 302
    made.refresh_from_db()
    assert made.educational == Track.MET_BY_RPL


def test_offering_page_makes_the_same_queries_for_one_and_for_three() -> None:
    place = learning.place()
    client = signed_in(place.instructor)
    address = reverse("enrolment:offering", args=[place.offering.uuid])

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    learning.enrolled(place)
    queries()
    one = queries()
    learning.enrolled(place)
    learning.enrolled(place)
    assert queries() == one


def test_version_that_is_not_published_is_not_on_offer() -> None:
    place = learning.place()
    draft = catalogue.version(state=VersionState.APPROVED)
    answer = signed_in(place.registrar).post(
        reverse("enrolment:offering_new"), offering_data(place, version=draft.uuid)
    )
    assert answer.status_code == 422


def test_evidence_for_an_address_that_is_no_number_is_not_found() -> None:
    address = f"/learning/{'-' * 36}/evidence/1/file/"
    assert signed_in(people.person()).post(address, {}).status_code == 404


def test_offering_that_ends_before_it_starts_is_refused_at_its_end() -> None:
    version = catalogue.version(state=VersionState.PUBLISHED)
    data = {"version": version.uuid, "starts_on": "2026-12-01", "ends_on": "2026-11-30"}
    answer = signed_in(people.person(Role.REGISTRAR)).post(reverse("enrolment:offering_new"), data)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert (form.errors["ends_on"], form.non_field_errors()) == (["It ends before it starts."], [])
