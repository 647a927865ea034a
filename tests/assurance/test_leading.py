"""Leading a proposal: screened, held, reviews given up, people reminded, and what is withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import ProposalState
from tessera.assurance.models import Closure, Proposal, Review
from tessera.assurance.policies import NewFinding
from tessera.catalogue import operations as catalogue
from tessera.catalogue.enums import State as VersionState
from tessera.catalogue.models import Version
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.queries import events_of
from tests.factories import assurance as make
from tests.factories import people
from tests.factories.jobs import work
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def screen(proposal: Proposal, by: Person) -> object:
    return operations.screen_proposal(proposal=proposal, by=by, at=NOON)


def screen_back(proposal: Proposal, by: Person, *findings: str) -> object:
    findings = findings or ("Name the task.", " ")
    return operations.screen_back(proposal=proposal, findings=findings, by=by, at=NOON)


def hold(
    proposal: Proposal, by: Person, *, reason: str = "A partner is away.", at: datetime = NOON
) -> object:
    return operations.hold_proposal(proposal=proposal, reason=reason, by=by, at=at)


def resume(proposal: Proposal, by: Person, *, at: datetime = NOON) -> object:
    return operations.resume_proposal(proposal=proposal, by=by, at=at)


def remove(review: Review, by: Person, reason: str = "She is ill.") -> Review:
    return operations.remove_reviewer(review=review, reason=reason, by=by, at=NOON)


def hand_back(
    review: Review, *, end: str = "no_time", reason: str = "June.", **who: Person
) -> Review:
    by = who.get("by", review.reviewer)
    return operations.hand_back_review(review=review, end=end, reason=reason, by=by, at=NOON)


def chair() -> Person:
    return people.person(Role.CHAIR)


def again(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def last(proposal: Proposal) -> str:
    return events_of(proposal)[0].kind


def told(kind: str) -> set[Person]:
    return {message.person for message in Message.objects.filter(kind=kind)}


def held() -> Proposal:
    proposal = make.submitted()
    hold(proposal, chair())
    return proposal


def returned() -> Proposal:
    proposal = make.submitted()
    make.decided(proposal, "return", findings=[NewFinding("Shorten it.")])
    return proposal


STEPS: dict[str, Callable[[Proposal, Person], object]] = {
    "screen": screen,
    "screen back": screen_back,
    "hold": hold,
    "resume": resume,
}


@pytest.mark.parametrize("step", STEPS)
def test_leading_is_for_a_chair_of_the_unit_who_has_no_part_in_it(step: str) -> None:
    proposal = make.sent(author=people.person(Role.DESIGNER, Role.CHAIR))
    elsewhere = people.person(Role.CHAIR, unit=people.unit("nursing"))
    for person, refusal in (
        (people.person(Role.DESIGNER), NotPermitted),
        (elsewhere, NotPermitted),
        (proposal.submitted_by, policies.Interested),
    ):
        with pytest.raises(refusal):
            STEPS[step](proposal, person)


@pytest.mark.parametrize(
    ("step", "situation", "refusal"),
    [
        ("screen", make.submitted, WrongState),
        ("screen", returned, WrongState),
        ("screen back", make.submitted, WrongState),
        ("hold", returned, WrongState),
        ("hold", held, policies.OnHold),
        ("resume", make.submitted, WrongState),
    ],
)
def test_step_at_the_wrong_time_is_refused(
    step: str, situation: Callable[[], Proposal], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        STEPS[step](situation(), chair())


def test_screened_proposal_waits_for_reviewers() -> None:
    proposal, by = make.sent(), chair()
    with pytest.raises(WrongState):
        make.assigned(proposal)
    screen(proposal, by)
    found = again(proposal)
    assert (found.state, found.screened_by, last(found)) == (
        ProposalState.OPEN,
        by,
        "assurance.proposal.screened",
    )


def test_proposal_that_is_not_ready_goes_back_with_findings_before_a_reviewer_is_asked() -> None:
    proposal = make.sent()
    with pytest.raises(NotReady):
        screen_back(proposal, chair(), " ", "")
    screen_back(proposal, chair())
    found = again(proposal)
    assert [finding.text for finding in found.findings.all()] == ["Name the task."]
    assert (found.state, found.decision.outcome, last(found)) == (
        ProposalState.RETURNED,
        "return",
        "assurance.proposal.screened_back",
    )
    assert Version.objects.get(pk=found.version_id).state == VersionState.RETURNED
    assert told("assurance.proposal.return") == {found.submitted_by}


def test_screening_stands_still_on_hold() -> None:
    proposal = make.sent()
    hold(proposal, chair())
    for step in (screen, screen_back):
        with pytest.raises(policies.OnHold):
            step(proposal, chair())


def test_hold_stops_the_panel_and_not_the_pen() -> None:
    proposal = make.submitted()
    review = make.assigned(proposal)
    with pytest.raises(NotReady):
        hold(proposal, chair(), reason=" ")
    hold(proposal, chair())
    with pytest.raises(policies.OnHold) as refusal:
        make.assigned(proposal)
    assert str(refusal.value) == "This proposal is on hold: A partner is away."
    with pytest.raises(policies.OnHold):
        make.decided(proposal, "return", findings=[NewFinding("Shorten it.")])
    make.rate_all(review)
    assert operations.submit_review(review=review, by=review.reviewer, at=NOON).submitted_at
    assert told("assurance.proposal.held") == {proposal.submitted_by, review.reviewer}


@pytest.mark.parametrize(
    ("days", "closed", "moved"),
    [
        # From Monday, 23 November: a week, the same day, a Saturday after a Friday, a closed week.
        (7, None, date(2026, 12, 14)),
        (0, None, make.DUE),
        (5, None, date(2026, 12, 11)),
        (7, (date(2026, 11, 24), date(2026, 11, 27)), date(2026, 12, 8)),
    ],
)
def test_reviews_are_due_as_many_working_days_later_as_a_hold_took(
    days: int, closed: tuple[date, date] | None, moved: date
) -> None:
    if closed:
        Closure.objects.create(name="Fair", name_fr="Foire", starts_on=closed[0], ends_on=closed[1])
    proposal = make.submitted()
    out, done, gone = make.assigned(proposal), make.reviewed(proposal), make.assigned(proposal)
    remove(gone, chair())
    hold(proposal, chair())
    resume(proposal, chair(), at=NOON + days * DAY)
    due = [Review.objects.get(pk=each.pk).due_on for each in (out, done, gone)]
    assert (due, queries.hold_of(proposal)) == ([moved, make.DUE, make.DUE], None)
    assert (last(proposal), told("assurance.proposal.resumed")) == (
        "assurance.proposal.resumed",
        {proposal.submitted_by, out.reviewer, done.reviewer},
    )


# -- Reviews that are given up --------------------------------------------------------------------


def test_review_is_taken_back_by_a_chair_who_says_why() -> None:
    proposal = make.submitted(author=people.person(Role.DESIGNER, Role.CHAIR))
    review = make.assigned(proposal)
    for person, reason, refusal in (
        (people.person(Role.REVIEWER), "x", NotPermitted),
        (proposal.submitted_by, "x", policies.Interested),
        (chair(), " ", NotReady),
    ):
        with pytest.raises(refusal):
            remove(review, person, reason)
    ended = remove(review, chair())
    assert (ended.end, ended.end_reason) == ("removed", "She is ill.")
    assert (last(proposal), told("assurance.review.removed")) == (
        "assurance.review.removed",
        {review.reviewer},
    )
    # Nothing bars whoever was spared it from being asked again.
    assert make.assigned(proposal, reviewer=review.reviewer).ended_at is None


def test_review_is_handed_back_by_its_reviewer_who_says_why() -> None:
    by, proposal = chair(), make.submitted()
    review = make.assigned(proposal, chair=by)
    for facts, refusal in (
        ({"by": people.person(Role.REVIEWER)}, NotPermitted),
        ({"end": "removed"}, NotReady),
        ({"reason": " "}, NotReady),
    ):
        with pytest.raises(refusal):
            hand_back(review, **facts)
    assert hand_back(review).end == "no_time"
    assert last(proposal) == "assurance.review.handed_back"
    assert by in told("assurance.review.handed_back")
    assert queries.reviews_waiting(review.reviewer) == []


def test_conflict_bars_a_reviewer_from_every_round_of_a_design() -> None:
    proposal = make.submitted()
    review = make.assigned(proposal)
    hand_back(review, end="conflict", reason="My sister wrote it.")
    with pytest.raises(policies.Interested):
        make.assigned(proposal, reviewer=review.reviewer)
    assert queries.reviewers_for(proposal) == []


@pytest.mark.parametrize(
    ("situation", "refusal"),
    [("in", policies.ReviewIsIn), ("ended", WrongState), ("decided", WrongState)],
)
def test_review_that_is_over_is_not_given_up(situation: str, refusal: type[Refusal]) -> None:
    proposal = make.submitted()
    review = make.reviewed(proposal) if situation == "in" else make.assigned(proposal)
    if situation == "ended":
        remove(review, chair())
    if situation == "decided":
        make.decided(proposal, "return", findings=[NewFinding("Shorten it.")])
    with pytest.raises(refusal):
        remove(review, chair())
    with pytest.raises(refusal):
        hand_back(review)
    if situation == "ended":
        with pytest.raises(WrongState):
            make.rate_all(review)


def test_review_that_was_given_up_counts_for_nothing() -> None:
    proposal = make.submitted()
    review = make.assigned(proposal)
    make.rate_all(review, small_enough=("not_met", "Too large."))
    remove(review, chair())
    make.reviewed(proposal)
    assert queries.independent_sheet(proposal).unmet == []
    assert queries.reviewers_needed(proposal) == 1


def test_whoever_leads_a_proposal_reviews_it_only_before_there_is_something_to_read() -> None:
    proposal, both = make.submitted(), people.person(Role.CHAIR, Role.REVIEWER)
    assert both in queries.reviewers_for(proposal)
    make.reviewed(proposal)
    assert both not in queries.reviewers_for(proposal)
    with pytest.raises(policies.ReadsReviews):
        make.assigned(proposal, reviewer=both)


def test_several_are_asked_together_or_nobody() -> None:
    proposal, fit = make.submitted(), people.person(Role.REVIEWER)
    with pytest.raises(policies.NotAReviewer):
        operations.assign_reviewers(
            proposal=proposal,
            reviewers=[fit, people.person()],
            due_on=make.DUE,
            by=chair(),
            at=NOON,
        )
    assert Review.objects.count() == 0


# -- The discussion -------------------------------------------------------------------------------


def remark(proposal: Proposal, by: Person, text: str = "Is the task real?") -> object:
    return operations.add_remark(proposal=proposal, text=text, by=by, at=NOON)


def test_discussion_opens_once_every_review_is_in() -> None:
    proposal, by = make.submitted(), chair()
    first, out = make.reviewed(proposal), make.assigned(proposal)
    for person in (first.reviewer, by):
        with pytest.raises(policies.StillBlind):
            remark(proposal, person)
    make.rate_all(out)
    operations.submit_review(review=out, by=out.reviewer, at=NOON)
    remark(proposal, first.reviewer)
    assert told("assurance.remark.added") >= {out.reviewer, by}
    assert first.reviewer not in told("assurance.remark.added")
    for person in (first.reviewer, out.reviewer, by):
        assert queries.remarks_visible_to(person, proposal).count() == 1
    for person in (proposal.submitted_by, people.person(Role.AUDITOR)):
        assert queries.remarks_visible_to(person, proposal).count() == 0


def test_remark_needs_words_a_part_in_the_review_and_a_round_under_way() -> None:
    proposal = make.ready()
    proposal.submitted_by.memberships.create(role=Role.CHAIR, granted_at=NOON)
    author = Person.objects.get(pk=proposal.submitted_by_id)
    for person, text, refusal in (
        (author, "x", policies.Interested),
        (people.person(Role.REVIEWER), "x", NotPermitted),
        (people.person(Role.AUDITOR), "x", NotPermitted),
        (chair(), " ", NotReady),
    ):
        with pytest.raises(refusal):
            remark(proposal, person, text)
    make.decided(proposal, "approve")
    with pytest.raises(WrongState):
        remark(proposal, chair())


# -- Time -----------------------------------------------------------------------------------------


def chased(day: datetime) -> list[tuple[str, str]]:
    """What is newly said when people are reminded on that day, twice."""
    before = set(Message.objects.values_list("pk", flat=True))
    operations.chase(at=day)
    operations.chase(at=day)
    new = Message.objects.exclude(pk__in=before).order_by("pk")
    return [(message.kind, message.person.name) for message in new]


def test_reviewers_are_reminded_before_and_after_the_day_and_chairs_after() -> None:
    by, proposal = people.person(Role.CHAIR, name="Chair"), make.submitted()
    reviewer = people.person(Role.REVIEWER, name="Rui")
    make.assigned(proposal, reviewer=reviewer, chair=by)
    Person.objects.filter(memberships__role=Role.CHAIR).exclude(pk=by.pk).update(is_active=False)
    monday = NOON + 14 * DAY  # the day it is due
    assert chased(monday - 5 * DAY) == []
    assert chased(monday - 3 * DAY) == [("assurance.review.due", "Rui")]
    # A Saturday is no day to write to anybody.
    assert chased(monday + 5 * DAY) == []
    assert chased(monday + DAY) == [
        ("assurance.review.late", "Rui"),
        ("assurance.review.late", "Chair"),
    ]
    assert chased(monday + 2 * DAY) == []


@pytest.mark.parametrize(
    ("situation", "reminded"),
    [("held", False), ("held before", True), ("in", False), ("removed", False), ("closed", False)],
)
def test_nobody_is_reminded_of_what_is_not_waited_for(situation: str, reminded: bool) -> None:
    proposal = make.submitted()
    review = make.reviewed(proposal) if situation == "in" else make.assigned(proposal)
    if situation.startswith("held"):
        hold(proposal, chair())
    if situation == "held before":
        resume(proposal, chair())
    if situation == "removed":
        remove(review, chair())
    late = NOON + 15 * DAY
    if situation == "closed":
        day = late.date()
        Closure.objects.create(name="Fair", name_fr="Foire", starts_on=day, ends_on=day)
    assert (("assurance.review.late", review.reviewer.name) in chased(late)) is reminded


def test_due_dates_leave_out_weekends_and_closures() -> None:
    editor = chair()
    assert queries.due_after(NOON) == make.DUE
    closure = operations.add_closure(
        name="Reading week",
        name_fr="Semaine de lecture",
        starts_on=date(2026, 11, 30),
        ends_on=date(2026, 12, 4),
        by=editor,
        at=NOON,
    )
    assert queries.due_after(NOON) == date(2026, 12, 14)
    with pytest.raises(NotPermitted):
        operations.remove_closure(closure=closure, by=people.person(Role.REVIEWER), at=NOON)
    operations.remove_closure(closure=closure, by=editor, at=NOON)
    assert queries.due_after(NOON) == make.DUE
    of_a_unit = people.person(Role.CHAIR, unit=people.unit())
    with pytest.raises(NotPermitted):
        operations.add_closure(
            name="x", name_fr="x", starts_on=make.DUE, ends_on=make.DUE, by=of_a_unit, at=NOON
        )


def test_design_that_its_authors_give_up_is_reviewed_no_more() -> None:
    by, proposal = chair(), make.submitted()
    review = make.assigned(proposal)
    author = proposal.submitted_by
    catalogue.withdraw_version(
        version=Version.objects.get(pk=proposal.version_id), by=author, at=NOON
    )
    with pytest.raises(Refusal):
        make.decided(proposal, "return", findings=[NewFinding("Shorten it.")])
    work()
    found = again(proposal)
    assert (found.state, last(found)) == (
        ProposalState.WITHDRAWN,
        "assurance.proposal.withdrawn",
    )
    assert told("assurance.proposal.withdrawn") >= {review.reviewer, by}
    assert queries.reviews_waiting(review.reviewer) == []
    operations.close_withdrawn(version=found.version, at=NOON)
    assert last(found) == "assurance.proposal.withdrawn"
