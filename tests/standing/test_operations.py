"""Periodic review: what puts a design under review, what comes of it, and who is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tessera.assessment import operations as assessment
from tessera.assurance import operations as assurance
from tessera.assurance import standard_2026
from tessera.assurance.models import Condition, Decision
from tessera.assurance.policies import ConditionsOverdue, Interested, NotEndorsed
from tessera.catalogue import operations as catalogue
from tessera.catalogue.enums import State
from tessera.catalogue.models import Version
from tessera.catalogue.policies import LastDayHasPassed
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.endorsement import operations as endorsing
from tessera.enrolment.operations import mark_awarded
from tessera.enrolment.policies import NotOpen
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.standing import operations, policies, queries
from tessera.standing.models import Cause, PeriodicReview, Suspension
from tessera.trail.queries import events_of
from tests.factories import assurance as proposals
from tests.factories import catalogue as designs
from tests.factories import endorsement as endorsements
from tests.factories import learning, people
from tests.factories import standing as make
from tests.factories.jobs import work
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def state(version: Version) -> str:
    return str(Version.objects.get(pk=version.pk).state)


def kinds(version: Version) -> list[str]:
    """What the trail says of it, oldest first, without what was there before."""
    found = [event.kind for event in events_of(version).order_by("pk")]
    return [kind for kind in found if not kind.startswith("endorsement.")]


def causes(version: Version) -> list[str]:
    return list(Cause.objects.filter(review__version=version).values_list("kind", flat=True))


def told(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("person__name", flat=True))


def concluded(review: PeriodicReview, **facts: Any) -> PeriodicReview:
    given = {
        "outcome": "keep",
        "reason": "It is as good as it was.",
        "next_on": make.NEXT,
        "at": NOON,
    }
    given |= {"by": people.person(Role.CHAIR)} | facts
    return operations.conclude_review(review=review, **given)


def complaint(version: Version, **facts: Any) -> Cause:
    given = {"source": "learner", "text": "The software is no longer sold.", "at": NOON}
    given |= {"by": people.person(Role.REGISTRAR)} | facts
    return operations.record_complaint(version=version, **given)


def reinstated(suspension: Suspension, **facts: Any) -> Suspension:
    given = {"reason": "A free tool is named.", "next_on": make.NEXT, "at": NOON + DAY}
    given |= {"by": people.person(Role.CHAIR)} | facts
    return operations.reinstate(suspension=suspension, **given)


# -- Complaints -----------------------------------------------------------------------------------


def test_complaint_puts_the_design_under_review_and_is_kept_in_full() -> None:
    version, registrar = make.published(), people.person(Role.REGISTRAR)
    made = complaint(version, sender="A. Learner, a@example.org", by=registrar)
    assert (made.text, made.source, made.sender, made.noted_by) == (
        "The software is no longer sold.",
        "learner",
        "A. Learner, a@example.org",
        registrar,
    )
    assert state(version) == State.UNDER_REVIEW
    assert kinds(version) == ["catalogue.version.review_opened", "standing.complaint.recorded"]


def test_second_complaint_joins_the_open_review_and_is_told_too() -> None:
    version = make.published()
    complaint(version)
    complaint(version, source="employer", text="Nobody can use it.", at=NOON + DAY)
    assert (PeriodicReview.objects.count(), causes(version)) == (1, ["complaint", "complaint"])
    owner = version.definition.owner
    assert told("standing.review.opened").count(owner.name) == 2


@pytest.mark.parametrize(
    ("facts", "missing"),
    [({"text": "  "}, "what the complaint says"), ({"source": "cat"}, "who complains")],
)
def test_complaint_without_words_or_source_is_refused(facts, missing) -> None:
    version = make.published()
    with pytest.raises(NotReady) as refusal:
        complaint(version, **facts)
    assert (refusal.value.facts, state(version)) == ({"missing": [missing]}, State.PUBLISHED)


def test_complaint_is_recorded_by_those_who_may() -> None:
    with pytest.raises(NotPermitted):
        complaint(make.published(), by=people.person(Role.DESIGNER))


def test_complaint_about_a_draft_is_refused() -> None:
    with pytest.raises(WrongState):
        complaint(designs.version())


def test_database_keeps_no_complaint_without_a_source() -> None:
    review = make.under_review()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cause.objects.create(
            review=review, kind="complaint", text="Bad.", noted_at=NOON, noted_by=review.opened_by
        )


# -- Opening --------------------------------------------------------------------------------------


def test_chair_opens_a_review_with_a_reason() -> None:
    version = make.published()
    review = make.under_review(version)
    assert (state(version), causes(version)) == (State.UNDER_REVIEW, ["wish"])
    # Twenty working days after Monday, 23 November.
    assert review.due_on == date(2026, 12, 21)


def test_review_is_opened_once_at_a_time() -> None:
    review = make.under_review()
    with pytest.raises(policies.UnderReviewAlready):
        make.under_review(review.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeriodicReview.objects.create(version=review.version, opened_at=NOON, due_on=make.NEXT)


def test_review_is_opened_by_a_chair_of_the_unit() -> None:
    version = make.published()
    for person in (
        people.person(Role.REGISTRAR),
        people.person(Role.CHAIR, unit=people.unit("nursing")),
    ):
        with pytest.raises(NotPermitted):
            operations.open_review(version=version, reason="Why not.", by=person, at=NOON)
    assert state(version) == State.PUBLISHED


def test_review_without_a_reason_is_refused() -> None:
    with pytest.raises(NotReady):
        operations.open_review(
            version=make.published(), reason=" ", by=people.person(Role.CHAIR), at=NOON
        )


def test_owner_chairs_and_partners_hear_of_a_review() -> None:
    version, chair = make.published(), people.person(Role.CHAIR, name="Chidi")
    make.under_review(version, chair=chair)
    owner = version.definition.owner.name
    heard = told("standing.review.opened")
    assert {owner, "Chidi", "Pat Partner"} <= set(heard)
    assert len(heard) == len(set(heard))


# -- What the calendar brings ---------------------------------------------------------------------


def looked(at: datetime = NOON) -> None:
    operations.look(at=at)


def test_review_date_puts_the_design_under_review_by_itself() -> None:
    version = make.published(review_on=NOON.date())
    looked()
    review = PeriodicReview.objects.get()
    assert (state(version), causes(version), review.opened_by) == (
        State.UNDER_REVIEW,
        ["due"],
        None,
    )


def test_day_before_its_date_nothing_happens() -> None:
    version = make.published(review_on=NOON.date() + DAY)
    looked()
    assert (state(version), PeriodicReview.objects.count()) == (State.PUBLISHED, 0)


def test_looking_twice_does_nothing_twice() -> None:
    version = make.published(review_on=NOON.date())
    looked()
    before = (Message.objects.count(), kinds(version))
    looked(NOON + DAY)
    assert (Message.objects.count(), kinds(version), causes(version)) == (*before, ["due"])


def test_design_that_lapses_twice_is_reviewed_twice() -> None:
    version = make.published(review_on=NOON.date())
    looked()
    concluded(PeriodicReview.objects.get(), next_on=date(2027, 3, 1))
    assert (state(version), version.definition.versions.get().review_on) == (
        State.PUBLISHED,
        date(2027, 3, 1),
    )
    looked(datetime(2027, 2, 28, 12, tzinfo=NOON.tzinfo))
    assert state(version) == State.PUBLISHED
    looked(datetime(2027, 3, 1, 12, tzinfo=NOON.tzinfo))
    assert state(version) == State.UNDER_REVIEW
    assert [review.outcome for review in queries.reviews_of(version)] == ["", "keep"]


def test_endorsement_that_ends_puts_the_design_under_review() -> None:
    version = make.published(endorsed=False)
    statement = endorsements.endorsed(version)
    looked()
    assert state(version) == State.PUBLISHED
    endorsing.withdraw_endorsement(
        request=statement.request, reason="We changed trades.", by=statement.given_by, at=NOON
    )
    looked()
    assert (state(version), causes(version)) == (State.UNDER_REVIEW, ["endorsement"])


def approved_and_published() -> Version:
    version = designs.version(author=people.person(Role.DESIGNER))
    endorsements.endorsed(version)
    proposal = proposals.submitted(version=version, author=version.authors.get())
    for _ in range(2):
        proposals.reviewed(proposal)
    proposals.decided(proposal, "approve")
    return catalogue.publish_version(version=version, by=people.person(Role.REGISTRAR), at=NOON)


def new_edition(at: datetime) -> None:
    assurance.create_standard(edition="2027", lines=standard_2026.LINES, by=None, at=at)


def test_new_edition_of_the_standard_puts_older_designs_under_review_once() -> None:
    version = approved_and_published()
    looked()
    assert state(version) == State.PUBLISHED
    new_edition(NOON + DAY)
    looked(NOON + DAY)
    assert (state(version), causes(version)) == (State.UNDER_REVIEW, ["standard"])
    kept = concluded(PeriodicReview.objects.get(), at=NOON + DAY)
    assert kept.standard is not None
    assert kept.standard.edition == "2027"
    looked(NOON + 2 * DAY)
    assert state(version) == State.PUBLISHED


def test_several_causes_share_one_review() -> None:
    version = make.published(endorsed=False, review_on=NOON.date())
    looked()
    complaint(version)
    assert causes(version) == ["due", "endorsement", "complaint"]
    assert PeriodicReview.objects.count() == 1


def test_owner_and_chairs_are_reminded_once_at_each_mark() -> None:
    version = make.published(review_on=NOON.date() + 61 * DAY)
    chair = people.person(Role.CHAIR, name="Chidi")
    looked()
    assert told("standing.review.near") == []
    for day in (1, 2, 46, 47, 48, 60):
        looked(NOON + day * DAY)
    owner = version.definition.owner.name
    assert told("standing.review.near").count(owner) == 2
    assert told("standing.review.near").count(chair.name) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_looking_asks_no_more_for_more_designs_that_are_fine(
    number, django_assert_num_queries
) -> None:
    for _ in range(number):
        make.published()
    with django_assert_num_queries(5):
        looked()


# -- Concluding -----------------------------------------------------------------------------------


def test_design_that_is_kept_stands_until_its_next_review() -> None:
    review = make.under_review()
    version = review.version
    made = concluded(review)
    assert (made.outcome, made.next_on, state(version)) == ("keep", make.NEXT, State.PUBLISHED)
    assert Version.objects.get(pk=version.pk).review_on == make.NEXT
    assert kinds(version)[-3:] == [
        "catalogue.version.review_closed",
        "catalogue.version.review_scheduled",
        "standing.review.kept",
    ]
    assert version.definition.owner.name in told("standing.review.kept")


def test_review_is_concluded_once_and_the_second_hears_by_whom() -> None:
    review, chair = make.under_review(), people.person(Role.CHAIR, name="Chidi")
    concluded(review, by=chair)
    with pytest.raises(policies.AlreadyConcluded) as refusal:
        concluded(review)
    assert str(refusal.value) == "Chidi has concluded this review already: Keep it as it is."


def test_design_without_an_endorsement_in_force_is_not_kept() -> None:
    review = make.under_review(make.published(endorsed=False))
    with pytest.raises(NotEndorsed):
        concluded(review)
    assert state(review.version) == State.UNDER_REVIEW


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.REVIEWER, Role.AUDITOR])
def test_review_is_concluded_by_nobody_but_a_chair(role) -> None:
    with pytest.raises(NotPermitted):
        concluded(make.under_review(), by=people.person(role))


def test_author_who_is_a_chair_concludes_no_review_of_their_own_design() -> None:
    author = people.person(Role.CHAIR)
    review = make.under_review(make.published(author=author))
    with pytest.raises(Interested):
        concluded(review, by=author)


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"outcome": "replaced"}, NotReady),
        ({"outcome": "forget"}, NotReady),
        ({"reason": ""}, NotReady),
        ({"next_on": None}, policies.NoSuchDay),
        ({"next_on": NOON.date()}, policies.NoSuchDay),
        ({"next_on": date(2029, 11, 24)}, policies.NoSuchDay),
        ({"outcome": "suspend", "effect": ""}, NotReady),
    ],
)
def test_unfinished_conclusion_is_refused_and_changes_nothing(facts, refused) -> None:
    review = make.under_review()
    with pytest.raises(refused):
        concluded(review, **facts)
    assert (state(review.version), queries.open_review(review.version)) == (
        State.UNDER_REVIEW,
        review,
    )


def test_last_day_of_a_leap_year_has_its_day_three_years_on() -> None:
    assert policies.years_after(date(2028, 2, 29)) == date(2031, 2, 28)


def test_newer_version_ends_the_review_of_the_older() -> None:
    review = make.under_review()
    newer = designs.version(definition=review.version.definition, state=State.APPROVED)
    catalogue.publish_version(version=newer, by=people.person(Role.REGISTRAR), at=NOON)
    work()
    review.refresh_from_db()
    assert (review.outcome, state(review.version)) == ("replaced", State.RETIRING)


def test_design_that_is_to_be_amended_stands_meanwhile_and_its_designers_read_why() -> None:
    review = make.under_review()
    made = concluded(review, outcome="amend", reason="Name a free tool.")
    assert (made.outcome, state(review.version)) == ("amend", State.PUBLISHED)
    message = Message.objects.get(
        kind="standing.review.kept", person=review.version.definition.owner
    )
    assert "next version" in message.subject
    assert "Name a free tool." in message.text


def test_design_that_retires_after_a_review_lets_those_enrolled_finish() -> None:
    review = make.under_review()
    for facts, refusal in (
        ({"teach_out_on": None}, NotReady),
        ({"teach_out_on": NOON.date()}, LastDayHasPassed),
    ):
        with pytest.raises(refusal):
            concluded(review, outcome="retire", **facts)
    made = concluded(review, outcome="retire", reason="Nobody asks.", teach_out_on=make.NEXT)
    version = Version.objects.get(pk=review.version_id)
    assert (made.outcome, made.next_on, version.state, version.teach_out_on) == (
        "retire",
        None,
        State.RETIRING,
        make.NEXT,
    )
    work()
    assert queries.open_review(version) is None


def test_retirement_by_a_registrar_ends_a_review_and_a_suspension() -> None:
    reviewed, held = make.under_review(), make.suspended(effect="wait")
    registrar = people.person(Role.REGISTRAR)
    for version in (reviewed.version, held.version):
        facts = {"version": version, "teach_out_on": make.NEXT, "by": registrar, "at": NOON}
        catalogue.retire_version(reason="Nobody asks.", **facts)
    work()
    operations.follow_retirement(version=held.version, at=NOON)
    reviewed.refresh_from_db()
    held.refresh_from_db()
    assert (reviewed.outcome, reviewed.closed_by) == ("retire", registrar)
    assert (held.end_reason, held.ended_by) == ("Nobody asks.", registrar)
    assert not queries.claims_wait(held.version)


# -- Suspending and reinstating -------------------------------------------------------------------


def test_review_that_ends_in_a_suspension_states_its_effect() -> None:
    review = make.under_review()
    concluded(review, outcome="suspend", effect="carry_on", next_on=None)
    held = queries.suspension(review.version)
    assert held is not None
    assert (held.review, held.effect, state(review.version)) == (
        review,
        "carry_on",
        State.SUSPENDED,
    )


def test_design_is_suspended_at_once_without_a_review_before() -> None:
    held = make.suspended()
    assert (state(held.version), causes(held.version), held.review.outcome) == (
        State.SUSPENDED,
        ["wish"],
        "suspend",
    )


@pytest.mark.parametrize("facts", [{"reason": ""}, {"effect": "none"}])
def test_suspension_without_reason_or_effect_is_refused(facts) -> None:
    given = {"reason": "Unsafe.", "effect": "wait"} | facts
    version = make.published()
    with pytest.raises(NotReady):
        operations.suspend(version=version, by=people.person(Role.CHAIR), at=NOON, **given)
    assert state(version) == State.PUBLISHED


def test_suspended_design_is_not_suspended_again() -> None:
    held = make.suspended()
    with pytest.raises(WrongState):
        make.suspended(held.version)


def test_everyone_enrolled_is_told_what_a_suspension_means_for_them() -> None:
    version = make.published()
    place = learning.place(version=version)
    for name in ("Ana", "Marc"):
        learning.enrolled(place, people.person(name=name))
    earned = learning.claimed(place, people.person(name="Has the badge"))
    learning.confirmed(place, earned)
    mark_awarded(enrolment=earned.enrolment, at=NOON)
    make.suspended(version)
    mail = Message.objects.filter(kind="standing.suspension.begun", subject__endswith="for you")
    assert sorted(mail.values_list("person__name", flat=True)) == ["Ana", "Marc"]
    assert "nothing is claimed or awarded until the suspension ends" in mail[0].text
    assert {version.definition.owner.name, "Pat Partner"} <= set(told("standing.suspension.begun"))


def test_nobody_new_begins_while_it_is_suspended() -> None:
    version = make.published()
    place = learning.place(version=version)
    make.suspended(version, effect="carry_on")
    place.offering.refresh_from_db()
    with pytest.raises(NotOpen):
        learning.enrolled(place)


def test_claims_wait_when_the_suspension_says_so_and_go_on_when_it_ends() -> None:
    version = make.published()
    place = learning.place(version=version)
    ready = learning.ready(place)
    attempt = learning.recommended(place, learning.claimed(place))
    held = make.suspended(version, effect="wait")
    with pytest.raises(policies.ClaimsWait):
        learning.claim(ready)
    with pytest.raises(policies.ClaimsWait):
        assessment.confirm(attempt=attempt, by=place.registrar, at=NOON)
    reinstated(held)
    learning.claim(ready)
    assessment.confirm(attempt=attempt, by=place.registrar, at=NOON)


def test_claims_go_on_when_the_suspension_says_that_they_carry_on() -> None:
    version = make.published()
    place = learning.place(version=version)
    ready = learning.ready(place)
    make.suspended(version, effect="carry_on")
    assert learning.claim(ready).state == "submitted"


def test_reinstated_design_can_be_earned_and_everyone_is_told() -> None:
    version = make.published()
    place = learning.place(version=version)
    learning.enrolled(place, people.person(name="Ana"))
    held = reinstated(make.suspended(version))
    assert (state(version), held.end_reason) == (State.PUBLISHED, "A free tool is named.")
    assert Version.objects.get(pk=version.pk).review_on == make.NEXT
    heard = told("standing.suspension.ended")
    assert {"Ana", "Pat Partner", version.definition.owner.name} <= set(heard)


def test_design_is_reinstated_once() -> None:
    held = make.suspended()
    reinstated(held)
    with pytest.raises(WrongState):
        reinstated(held)


def test_design_without_an_endorsement_is_not_reinstated() -> None:
    held = make.suspended(make.published(endorsed=False))
    with pytest.raises(NotEndorsed):
        reinstated(held)


def test_design_is_not_reinstated_beside_a_newer_one() -> None:
    held = make.suspended()
    designs.version(definition=held.version.definition, state=State.PUBLISHED)
    with pytest.raises(policies.NewerInForce):
        reinstated(held)


@pytest.mark.parametrize(
    ("facts", "refused"),
    [({"reason": " "}, NotReady), ({"next_on": NOON.date()}, policies.NoSuchDay)],
)
def test_reinstatement_needs_a_reason_and_a_day(facts, refused) -> None:
    held = make.suspended()
    with pytest.raises(refused):
        reinstated(held, **facts)
    assert state(held.version) == State.SUSPENDED


def test_suspension_may_come_back_after_a_reinstatement() -> None:
    held = make.suspended()
    reinstated(held)
    make.suspended(held.version, at=NOON + 2 * DAY)
    assert queries.suspensions_of(held.version).count() == 2


# -- The date -------------------------------------------------------------------------------------


def test_chair_sets_the_date_of_the_next_review() -> None:
    version = make.published()
    operations.schedule(
        version=version, review_on=date(2027, 5, 3), by=people.person(Role.CHAIR), at=NOON
    )
    assert Version.objects.get(pk=version.pk).review_on == date(2027, 5, 3)
    event = events_of(version).filter(kind="catalogue.version.review_scheduled").get()
    assert event.facts == {"before": "2028-11-01", "review_on": "2027-05-03"}


def test_endorsement_outlives_a_new_date() -> None:
    version = make.published()
    operations.schedule(
        version=version, review_on=date(2027, 5, 3), by=people.person(Role.CHAIR), at=NOON
    )
    looked()
    assert state(version) == State.PUBLISHED


@pytest.mark.parametrize("role", [Role.DESIGNER, Role.ADMINISTRATOR])
def test_date_is_set_by_nobody_but_a_chair(role) -> None:
    with pytest.raises(NotPermitted):
        operations.schedule(
            version=make.published(), review_on=make.NEXT, by=people.person(role), at=NOON
        )


def test_review_is_due_when_the_panel_works() -> None:
    assurance.add_closure(
        name="Winter",
        name_fr="Hiver",
        starts_on=date(2026, 12, 14),
        ends_on=date(2027, 1, 1),
        by=None,
        at=NOON,
    )
    assert make.under_review().due_on == date(2027, 1, 11)


def overdue_condition(version: Version) -> Condition:
    """Asked for by an earlier approval of the same design, for a day that has passed."""
    earlier = designs.version(author=version.definition.owner, definition=version.definition)
    proposal = proposals.submitted(version=earlier, author=version.definition.owner)
    decision = Decision.objects.create(
        proposal=proposal, outcome="approve", decided_at=NOON, decided_by=people.person(Role.CHAIR)
    )
    return Condition.objects.create(
        decision=decision,
        check_line=proposal.standard.checks.all()[0],
        text="Name the assessment.",
        owner=version.definition.owner,
        promised_on=date(2026, 11, 20),
        due_on=date(2026, 11, 20),
    )


def test_design_that_owes_a_condition_is_neither_kept_nor_reinstated() -> None:
    version = make.published()
    owed = overdue_condition(version)
    review = make.under_review(version)
    with pytest.raises(ConditionsOverdue):
        concluded(review)
    held = make.suspended(version)
    with pytest.raises(ConditionsOverdue):
        reinstated(held)
    client = Client()
    client.force_login(people.person(Role.CHAIR))
    page = client.get(f"/standing/{version.uuid}/").content.decode()
    assert "It cannot stand as things are" in page
    Condition.objects.filter(pk=owed.pk).update(due_on=make.NEXT)
    assert reinstated(held).end_reason
