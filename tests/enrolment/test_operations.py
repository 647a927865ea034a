from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from tessera.catalogue.enums import State as VersionState
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.common.uploads import EmptyFile, WrongKind
from tessera.enrolment import operations, policies, queries
from tessera.enrolment.enums import Basis, Duty, OfferingState, State, Track
from tessera.enrolment.models import Artefact, Enrolment, Offering
from tessera.enrolment.operations.work import shown_name
from tessera.holdings.enums import Source
from tessera.holdings.operations import hold
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.queries import events_of
from tests.factories import catalogue, learning, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


def kinds(*subjects: Any) -> list[str]:
    return [event.kind for event in events_of(*subjects)][::-1]


def told(person: Person) -> list[str]:
    return list(Message.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


# -- Offerings ----------------------------------------------------------------------------------


def test_create_offering_prepares_it_and_tells_the_staff() -> None:
    place = learning.place(opened=False)
    assert place.offering.state == OfferingState.DRAFT
    assert queries.offering_staff(place.offering, Duty.INSTRUCTOR) == [place.instructor]
    assert queries.offering_staff(place.offering, Duty.ASSESSOR) == [place.assessor]
    assert told(place.instructor) == told(place.assessor) == ["enrolment.staff.assigned"]
    assert kinds(place.offering) == [
        "enrolment.offering.created",
        "enrolment.staff.assigned",
        "enrolment.staff.assigned",
    ]


def test_create_offering_by_anyone_but_the_registrar_is_refused() -> None:
    version = catalogue.version(state=VersionState.PUBLISHED)
    outsider = people.person(Role.REGISTRAR, unit=people.unit("health"))
    for person in (people.person(Role.INSTRUCTOR), outsider):
        with pytest.raises(NotPermitted):
            operations.create_offering(
                version=version, title="Winter", mode="online", by=person, at=NOON
            )
    assert not Offering.objects.exists()


def test_create_offering_of_an_unpublished_version_is_refused() -> None:
    version = catalogue.version(state=VersionState.APPROVED)
    with pytest.raises(policies.NotPublished):
        operations.create_offering(
            version=version,
            title="Winter",
            mode="online",
            by=people.person(Role.REGISTRAR),
            at=NOON,
        )


def test_create_offering_with_a_title_that_is_taken_is_refused() -> None:
    place = learning.place()
    with pytest.raises(policies.TitleTaken):
        operations.create_offering(
            version=place.version,
            title=place.offering.title,
            mode="online",
            by=place.registrar,
            at=NOON,
        )


def test_assign_staff_without_the_duty_is_refused() -> None:
    place = learning.place()
    for duty, person in [(Duty.ASSESSOR, place.instructor), (Duty.INSTRUCTOR, place.assessor)]:
        with pytest.raises(NotPermitted):
            operations.assign_staff(
                offering=place.offering, people=[person], duty=duty, by=place.registrar, at=NOON
            )


def test_assign_staff_twice_is_once() -> None:
    place = learning.place()
    operations.assign_staff(
        offering=place.offering,
        people=[place.assessor],
        duty=Duty.ASSESSOR,
        by=place.registrar,
        at=NOON,
    )
    assert place.offering.staff.count() == 2
    assert told(place.assessor) == ["enrolment.staff.assigned"]


def test_open_offering_without_staff_says_who_is_missing() -> None:
    registrar = people.person(Role.REGISTRAR)
    offering = operations.create_offering(
        version=catalogue.version(state=VersionState.PUBLISHED),
        title="Winter",
        mode="online",
        by=registrar,
        at=NOON,
    )
    with pytest.raises(NotReady) as refusal:
        operations.open_offering(offering=offering, by=registrar, at=NOON)
    assert refusal.value.facts == {"missing": ["instructor", "assessor"]}


def test_open_offering_of_a_version_no_longer_published_is_refused() -> None:
    place = learning.place(opened=False)
    place.version.state = VersionState.SUSPENDED
    place.version.save()
    with pytest.raises(policies.NotPublished):
        operations.open_offering(offering=place.offering, by=place.registrar, at=NOON)


def test_open_and_close_offering_by_others_or_twice_is_refused() -> None:
    place = learning.place()
    with pytest.raises(WrongState):
        operations.open_offering(offering=place.offering, by=place.registrar, at=NOON)
    with pytest.raises(NotPermitted):
        operations.close_offering(offering=place.offering, by=place.instructor, at=NOON)
    operations.close_offering(offering=place.offering, by=place.registrar, at=NOON)
    with pytest.raises(WrongState):
        operations.close_offering(offering=place.offering, by=place.registrar, at=NOON)
    with pytest.raises(NotPermitted):
        operations.open_offering(offering=place.offering, by=place.instructor, at=NOON)
    again = operations.open_offering(offering=place.offering, by=place.registrar, at=NOON)
    assert again.state == OfferingState.OPEN


# -- Enrolling ----------------------------------------------------------------------------------


def test_enrol_keeps_motive_notice_and_version() -> None:
    place = learning.place()
    made = learning.enrolled(place)
    assert (made.state, made.version, made.motive, made.notice_seen_at) == (
        State.ENROLLED,
        place.version,
        "To lead well.",
        NOON,
    )
    assert kinds(made) == ["enrolment.enrolment.made"]
    assert told(made.learner) == ["enrolment.enrolment.made"]


def test_enrol_without_a_motive_is_refused() -> None:
    with pytest.raises(policies.MotiveMissing):
        operations.enrol(
            offering=learning.place().offering, learner=people.person(), motive=" \n", at=NOON
        )


def test_enrol_twice_is_refused_by_policy_and_by_the_database() -> None:
    place = learning.place()
    made = learning.enrolled(place)
    with pytest.raises(policies.AlreadyEnrolled):
        learning.enrolled(place, made.learner)
    twin = Enrolment.objects.get(pk=made.pk)
    twin.pk, twin.uuid = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_enrol_again_after_withdrawing_is_possible() -> None:
    place = learning.place(capacity=1)
    made = learning.enrolled(place)
    operations.withdraw(enrolment=made, by=made.learner, at=NOON)
    assert learning.enrolled(place, made.learner).state == State.ENROLLED


def test_enrol_beyond_capacity_is_refused() -> None:
    place = learning.place(capacity=1)
    learning.enrolled(place)
    with pytest.raises(policies.Full):
        learning.enrolled(place)


@pytest.mark.parametrize("why", ["closed", "over", "suspended"])
def test_enrol_where_nobody_can_is_refused(why: str) -> None:
    place = learning.place(ends_on=date(2026, 11, 22) if why == "over" else None)
    if why == "closed":
        operations.close_offering(offering=place.offering, by=place.registrar, at=NOON)
    if why == "suspended":
        place.version.state = VersionState.SUSPENDED
        place.version.save()
    with pytest.raises(policies.NotOpen):
        learning.enrolled(place)


def test_enrol_without_what_comes_first_says_what_to_earn() -> None:
    first = catalogue.version(state=VersionState.PUBLISHED, title="Listening")
    place, learner = learning.place(), people.person()
    place.version.prerequisites.add(first.definition)
    held = {
        "person": learner,
        "source": Source.AWARD,
        "definition": first.definition,
        "version_number": 1,
        "level": 1,
        "title": "Listening",
    }
    past = NOON - timedelta(days=9)
    hold(reference=uuid4(), at=past, until=NOON - timedelta(days=1), **held)  # type: ignore[arg-type]
    with pytest.raises(policies.EarnFirst) as refusal:
        learning.enrolled(place, learner)
    assert refusal.value.facts == {"missing": ["Listening"]}
    hold(reference=uuid4(), at=past, **held)  # type: ignore[arg-type]
    assert learning.enrolled(place, learner).state == State.ENROLLED


def test_withdraw_by_somebody_else_or_after_the_claim_is_refused() -> None:
    place = learning.place()
    made = learning.ready(place)
    with pytest.raises(NotPermitted):
        operations.withdraw(enrolment=made, by=place.registrar, at=NOON)
    learning.claim(made)
    with pytest.raises(WrongState):
        operations.withdraw(enrolment=made, by=made.learner, at=NOON)


# -- Educational --------------------------------------------------------------------------------


def record(made: Enrolment, by: Person, **changes: Any) -> Enrolment:
    facts = {"completed_on": FRIDAY} | changes
    return operations.record_educational(enrolment=made, by=by, at=NOON, **facts)


def test_record_educational_meets_the_component_and_tells_the_learner() -> None:
    place = learning.place()
    made = record(learning.enrolled(place), place.instructor, note="All sessions.")
    row = made.educational_record
    assert (made.state, made.educational) == (State.IN_PROGRESS, Track.MET)
    assert (row.completed_on, row.recorded_by, row.note) == (
        FRIDAY,
        place.instructor,
        "All sessions.",
    )
    assert kinds(made)[-1] == "enrolment.educational.recorded"
    assert told(made.learner)[-1] == "enrolment.educational.recorded"


def test_record_educational_by_rpl_is_the_assessors() -> None:
    place = learning.place()
    made = learning.enrolled(place)
    with pytest.raises(NotPermitted):
        record(made, place.instructor, basis=Basis.RPL)
    assert record(made, place.assessor, basis=Basis.RPL).educational == Track.MET_BY_RPL


def test_record_educational_by_others_is_refused() -> None:
    place, elsewhere = learning.place(), learning.place()
    made = learning.enrolled(place)
    for person in (made.learner, place.assessor, place.registrar, elsewhere.instructor):
        with pytest.raises(NotPermitted):
            record(made, person)


def test_record_educational_of_oneself_is_refused() -> None:
    place = learning.place()
    with pytest.raises(NotPermitted):
        record(learning.enrolled(place, place.instructor), place.instructor)


def test_record_educational_by_a_former_instructor_is_refused() -> None:
    place = learning.place()
    place.instructor.memberships.all().delete()
    with pytest.raises(NotPermitted):
        record(learning.enrolled(place), Person.objects.get(pk=place.instructor.pk))


def test_record_educational_twice_is_refused() -> None:
    place = learning.place()
    made = record(learning.enrolled(place), place.instructor)
    with pytest.raises(policies.AlreadyRecorded):
        record(made, place.instructor)


def test_record_educational_for_a_day_to_come_is_refused() -> None:
    place = learning.place()
    with pytest.raises(policies.NotYet):
        record(learning.enrolled(place), place.instructor, completed_on=date(2026, 11, 24))


def test_record_educational_after_withdrawal_is_refused() -> None:
    place = learning.place()
    made = learning.enrolled(place)
    operations.withdraw(enrolment=made, by=made.learner, at=NOON)
    with pytest.raises(WrongState):
        record(made, place.instructor)


def test_record_educational_of_several_is_all_or_none() -> None:
    place = learning.place()
    fresh, done = learning.enrolled(place), learning.enrolled(place)
    record(done, place.instructor)
    with pytest.raises(policies.AlreadyRecorded):
        operations.record_educational_of(
            enrolments=[fresh, done], completed_on=FRIDAY, by=place.instructor, at=NOON
        )
    fresh.refresh_from_db()
    assert fresh.educational == Track.NOT_STARTED


# -- Demonstration ------------------------------------------------------------------------------


def add_pdf(made: Enrolment, file: SimpleUploadedFile, **changes: Any) -> Any:
    facts = {"task": learning.task_of(made.version), "title": "My plan", "by": made.learner}
    return operations.add_file(enrolment=made, file=file, at=NOON, **facts | changes)


def test_add_file_stores_it_under_a_name_of_ours() -> None:
    made = learning.enrolled(learning.place())
    item = add_pdf(made, learning.pdf("../../Mira's plan.PDF"))
    artefact = item.artefact
    assert artefact.name == "Mira's plan.pdf"
    assert (artefact.media_type, artefact.size) == ("application/pdf", len(learning.PDF))
    assert "plan" not in artefact.file.name
    assert artefact.file.name.endswith(".pdf")
    with artefact.file.open("rb") as stored:
        assert stored.read() == learning.PDF
    made.refresh_from_db()
    assert (made.state, made.demonstration) == (State.IN_PROGRESS, Track.IN_PROGRESS)
    assert kinds(made)[-1] == "enrolment.evidence.added"


def test_add_twice_is_once() -> None:
    made = learning.enrolled(learning.place())
    facts: dict[str, Any] = {
        "enrolment": made,
        "task": learning.task_of(made.version),
        "title": "My plan",
        "by": made.learner,
        "at": NOON,
    }
    for _click in range(2):
        operations.add_file(file=learning.pdf(), **facts)
        operations.add_link(url="https://example.org/plan", **facts)
        operations.add_text(text="First I listened.", **facts)
    assert sorted(made.evidence.values_list("kind", flat=True)) == ["file", "link", "text"]
    assert Artefact.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"", EmptyFile), (b"MZ\x00\x01", WrongKind), (b"<svg/>", WrongKind)]
)
def test_add_file_of_the_wrong_kind_is_refused(content: bytes, refusal: type[Exception]) -> None:
    made = learning.enrolled(learning.place())
    with pytest.raises(refusal):
        add_pdf(made, SimpleUploadedFile("plan.pdf", content))
    assert (made.evidence.count(), Artefact.objects.count()) == (0, 0)


def test_add_what_the_task_does_not_take_is_refused() -> None:
    made, other = learning.enrolled(learning.place()), learning.enrolled(learning.place())
    task = learning.task_of(made.version)
    task.accepts = ["text"]
    task.save()
    with pytest.raises(policies.NotAccepted):
        add_pdf(made, learning.pdf(), task=task)
    with pytest.raises(policies.NotAccepted):
        add_pdf(made, learning.pdf(), task=learning.task_of(other.version))


def test_add_to_somebody_elses_work_is_refused() -> None:
    place = learning.place()
    made = learning.enrolled(place)
    with pytest.raises(NotPermitted):
        add_pdf(made, learning.pdf(), by=place.instructor)


def test_add_while_handed_in_is_refused() -> None:
    made = learning.ready(learning.place())
    learning.claim(made)
    with pytest.raises(WrongState):
        add_pdf(made, learning.pdf(more=b"x"))


def test_add_to_a_component_that_is_met_is_refused() -> None:
    place = learning.place()
    attempt = learning.confirmed(place, learning.claimed(place), unmet=("reflective",))
    with pytest.raises(policies.AlreadyMet):
        add_pdf(attempt.enrolment, learning.pdf(more=b"x"))


def test_remove_evidence_forgets_the_file(django_capture_on_commit_callbacks: Any) -> None:
    made = learning.enrolled(learning.place())
    item = add_pdf(made, learning.pdf())
    name = item.artefact.file.name
    with django_capture_on_commit_callbacks(execute=True):
        operations.remove_evidence(evidence=item, by=made.learner, at=NOON)
    made.refresh_from_db()
    assert (made.evidence.count(), Artefact.objects.count()) == (0, 0)
    assert not default_storage.exists(name)
    assert made.demonstration == Track.NOT_STARTED
    assert kinds(made)[-1] == "enrolment.evidence.removed"


def test_remove_evidence_that_was_handed_in_or_of_others_is_refused() -> None:
    place = learning.place()
    attempt = learning.confirmed(place, learning.claimed(place), unmet=("demonstration",))
    item = attempt.enrolment.evidence.get()
    with pytest.raises(policies.HandedIn):
        operations.remove_evidence(evidence=item, by=attempt.enrolment.learner, at=NOON)
    with pytest.raises(NotPermitted):
        operations.remove_evidence(evidence=item, by=place.assessor, at=NOON)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("plan.pdf", "plan.pdf"),
        ("a" * 400 + ".pdf", "a" * 150 + ".pdf"),
        ("bell\x07.pdf", "bell.pdf"),
        ("page.html", "page.pdf"),
        (".htaccess", ".htaccess.pdf"),
        ("", "file.pdf"),
    ],
)
def test_shown_name_is_short_and_printable_and_ends_as_its_content_does(
    given: str, shown: str
) -> None:
    assert shown_name(given, "application/pdf") == shown


# -- Reflective ---------------------------------------------------------------------------------


def test_save_reflection_keeps_a_draft_and_notes_the_beginning_once() -> None:
    made = learning.enrolled(learning.place())
    first, _second = learning.prompts_of(made.version)
    for text in ["I", "I lis", "I listen."]:
        made = operations.save_reflection(
            enrolment=made, prompt=first, text=text, by=made.learner, at=NOON
        )
    assert [row.text for row in made.reflections.all()] == ["I listen."]
    assert (made.state, made.reflective) == (State.IN_PROGRESS, Track.IN_PROGRESS)
    assert kinds(made)[-2:] == ["enrolment.enrolment.made", "enrolment.reflection.begun"]


def test_save_reflection_unchanged_leaves_not_yet_met_as_it_is() -> None:
    place = learning.place()
    attempt = learning.confirmed(place, learning.claimed(place), unmet=("reflective",))
    learning.reflected(attempt.enrolment)
    attempt.enrolment.refresh_from_db()
    assert attempt.enrolment.reflective == Track.NOT_YET_MET
    learning.reflected(attempt.enrolment, "I see more now.")
    attempt.enrolment.refresh_from_db()
    assert attempt.enrolment.reflective == Track.IN_PROGRESS


def test_save_reflection_of_others_when_handed_in_or_met_is_refused() -> None:
    place = learning.place()
    made = learning.ready(place)
    prompt = learning.prompts_of(made.version)[0]
    facts: dict[str, Any] = {"enrolment": made, "prompt": prompt, "text": "No.", "at": NOON}
    with pytest.raises(NotPermitted):
        operations.save_reflection(by=place.assessor, **facts)
    attempt = learning.claim(made)
    with pytest.raises(WrongState):
        operations.save_reflection(by=made.learner, **facts)
    learning.confirmed(place, attempt, unmet=("demonstration",))
    with pytest.raises(policies.AlreadyMet):
        operations.save_reflection(by=made.learner, **facts)


def test_reflection_of_another_version_counts_for_nothing() -> None:
    made, other = learning.enrolled(learning.place()), learning.enrolled(learning.place())
    foreign = learning.prompts_of(other.version)[0]
    operations.save_reflection(
        enrolment=made, prompt=foreign, text="Here?", by=made.learner, at=NOON
    )
    assert not made.reflections.exists()


# -- What a claim lacks -------------------------------------------------------------------------


def test_missing_for_claim_shrinks_to_nothing() -> None:
    place = learning.place()
    made = learning.enrolled(place)
    counts = [len(queries.missing_for_claim(made))]
    for step in (lambda: learning.taught(place, made), lambda: learning.demonstrated(made)):
        step()
        made.refresh_from_db()
        counts.append(len(queries.missing_for_claim(made)))
    learning.reflected(made)
    made.refresh_from_db()
    counts.append(len(queries.missing_for_claim(made)))
    assert counts == [4, 3, 2, 0]


def test_missing_for_claim_counts_the_items_that_a_task_asks_for() -> None:
    made = learning.ready(learning.place())
    task = learning.task_of(made.version)
    task.minimum_items = 3
    task.save()
    assert queries.missing_for_claim(made) == [
        "Demonstration: “Demonstration task” needs 2 more items"
    ]


def test_awarded_needs_three_components_met_in_the_database() -> None:
    made = learning.ready(learning.place())
    learning.claim(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.mark_awarded(enrolment=made, at=NOON)


def test_same_file_brought_again_after_feedback_is_there_and_a_second_click_adds_nothing() -> None:
    place = learning.place()
    attempt = learning.confirmed(place, learning.claimed(place), unmet=("demonstration",))
    made = Enrolment.objects.get(pk=attempt.enrolment_id)
    learning.demonstrated(made)
    learning.demonstrated(made)
    assert [(each.title, each.frozen_at) for each in made.evidence.order_by("pk")] == [
        ("My plan", NOON),
        ("My plan", None),
    ]
    made.refresh_from_db()
    assert queries.missing_for_claim(made) == []
