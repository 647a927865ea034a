"""The way of a proposal, one test for each way out of each operation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import ProposalState, RatingValue
from tessera.assurance.models import Condition, Decision, Finding, Proposal, QualityStandard, Review
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.catalogue import queries as designs
from tessera.catalogue.enums import State as VersionState
from tessera.catalogue.models import Outcome, Version
from tessera.common.refusal import NotPermitted, NotReady, WrongState
from tessera.endorsement import operations as endorsements
from tessera.notifications.models import Message
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.trail.queries import events_of
from tests.factories import assurance as make
from tests.factories import catalogue as make_design
from tests.factories import endorsement as make_endorsement
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
CONDITION = ("condition", "Name the privacy assessment.")
NOT_MET = ("not_met", "It is a whole programme.")


def kinds(proposal: Proposal) -> list[str]:
    return [event.kind for event in reversed(events_of(proposal))]


def told(person: Person) -> list[str]:
    return list(Message.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def state_of(version: Version) -> str:
    return Version.objects.get(pk=version.pk).state


def returned(*findings: str) -> Proposal:
    proposal = make.ready()
    make.decided(proposal, "return", findings=[NewFinding(text) for text in findings])
    proposal.refresh_from_db()
    return proposal


# -- The standard -------------------------------------------------------------------------------


def test_default_standard_asks_every_check_in_both_languages_once() -> None:
    standard = operations.default_standard(at=NOON)
    assert operations.default_standard(at=NOON) == standard
    checks = standard.checks.all()
    assert {check.principle for check in checks} == {1, 2, 3, 4, 5, 6}
    assert [check.code for check in checks if not (check.text and check.text_fr)] == []
    assert [check.code for check in checks if not check.mandatory] == ["funding-bounds"]
    assert {check.code for check in checks if check.only_for} == {
        "rule-can-be-met",
        "stack-outcomes-covered",
    }


def test_stack_is_asked_two_checks_more() -> None:
    micro = make.submitted()
    author = people.person(Role.DESIGNER)
    stack = make_design.version(author=author, kind="stack")
    of_stack = Proposal(version=stack, standard=micro.standard)
    assert queries.checks_of(of_stack).count() == queries.checks_of(micro).count() + 2


# -- Submitting ---------------------------------------------------------------------------------


def test_submitting_freezes_the_design_under_the_standard_in_force() -> None:
    chair = people.person(Role.CHAIR)
    proposal = make.sent()
    assert (proposal.round, proposal.state) == (1, ProposalState.SCREENING)
    assert proposal.standard == QualityStandard.objects.get()
    assert proposal.snapshot == designs.content(proposal.version)
    assert state_of(proposal.version) == VersionState.SUBMITTED
    assert kinds(proposal) == ["assurance.proposal.submitted"]
    assert told(chair) == ["assurance.proposal.submitted"]


def test_submitting_without_a_standard_is_refused() -> None:
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author)
    with pytest.raises(policies.NoStandard):
        operations.submit_proposal(version=version, by=author, at=NOON)


def test_submitting_an_incomplete_design_is_refused_with_what_is_missing() -> None:
    author = people.person(Role.DESIGNER)
    version = make_design.version(author=author, value_statement="", privacy="")
    with pytest.raises(NotReady) as refusal:
        make.submitted(version=version, author=author)
    assert refusal.value.facts == {"missing": ["the value statement", "the privacy statement"]}
    assert (state_of(version), Proposal.objects.count()) == (VersionState.DRAFT, 0)


def test_submitting_twice_makes_one_proposal() -> None:
    proposal = make.submitted()
    with pytest.raises(WrongState):
        operations.submit_proposal(version=proposal.version, by=proposal.submitted_by, at=NOON)
    assert Proposal.objects.count() == 1


def test_submitting_by_someone_else_is_refused() -> None:
    operations.default_standard(at=NOON)
    with pytest.raises(NotPermitted):
        operations.submit_proposal(
            version=make_design.version(), by=people.person(Role.REVIEWER), at=NOON
        )


def test_database_knows_that_a_version_has_one_proposal_under_way() -> None:
    proposal = make.submitted()
    proposal.pk, proposal.round = None, 2
    proposal.uuid = people.person().uuid
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.save(force_insert=True)


# -- Assigning ----------------------------------------------------------------------------------


def test_first_reviewer_begins_the_review_and_is_told() -> None:
    proposal = make.submitted()
    review = make.assigned(proposal)
    proposal.refresh_from_db()
    assert (proposal.state, state_of(proposal.version)) == (
        ProposalState.IN_REVIEW,
        VersionState.IN_REVIEW,
    )
    make.assigned(proposal)
    assert Review.objects.count() == 2
    assert kinds(proposal).count("assurance.review.assigned") == 2
    message = Message.objects.get(person=review.reviewer)
    assert message.action_url == f"/quality/reviews/{review.uuid}/"


def test_assigning_is_for_the_chair_of_the_unit() -> None:
    proposal = make.submitted()
    for person in (
        people.person(Role.DESIGNER),
        people.person(Role.CHAIR, unit=people.unit("nursing")),
    ):
        with pytest.raises(NotPermitted):
            make.assigned(proposal, chair=person)


def test_assigning_by_a_chair_who_wrote_it_is_refused() -> None:
    author = people.person(Role.DESIGNER, Role.CHAIR)
    proposal = make.submitted(author=author)
    with pytest.raises(policies.Interested):
        make.assigned(proposal, chair=author)


def test_assigning_someone_without_the_duty_is_refused() -> None:
    with pytest.raises(policies.NotAReviewer):
        make.assigned(make.submitted(), reviewer=people.person())


def test_assigning_an_author_is_refused() -> None:
    author = people.person(Role.DESIGNER, Role.REVIEWER)
    with pytest.raises(policies.Interested):
        make.assigned(make.submitted(author=author), reviewer=author)


def test_assigning_an_endorser_is_refused() -> None:
    proposal = make.submitted()
    statement = make_endorsement.endorsed(proposal.version)
    statement.given_by.memberships.create(role=Role.REVIEWER, granted_at=NOON)
    endorser = Person.objects.get(pk=statement.given_by.pk)
    with pytest.raises(policies.Interested):
        make.assigned(proposal, reviewer=endorser)


def test_assigning_the_same_person_twice_is_refused() -> None:
    proposal = make.submitted()
    review = make.assigned(proposal)
    with pytest.raises(policies.AlreadyAssigned):
        make.assigned(proposal, reviewer=review.reviewer)


def test_assigning_for_a_day_that_has_passed_is_refused() -> None:
    with pytest.raises(policies.DayHasPassed):
        operations.assign_reviewer(
            proposal=make.submitted(),
            reviewer=people.person(Role.REVIEWER),
            due_on=date(2026, 11, 1),
            by=people.person(Role.CHAIR),
            at=NOON,
        )


def test_assigning_after_the_decision_is_refused() -> None:
    with pytest.raises(WrongState):
        make.assigned(returned("Shorten it."))


# -- Reviewing ----------------------------------------------------------------------------------


def save(review: Review, *, by: Person | None = None, **ratings: tuple[str, str]) -> None:
    checks = {check.code: check for check in queries.checks_of(review.proposal)}
    operations.save_review(
        review=review,
        ratings={checks[code.replace("_", "-")]: given for code, given in ratings.items()},
        summary="",
        by=by or review.reviewer,
        at=NOON,
    )


def test_draft_keeps_what_is_written_and_can_be_rewritten() -> None:
    review = make.assigned(make.submitted())
    save(review, small_enough=("", "Hm."))
    save(review, small_enough=("met", ""), no_duplicate=("not_met", "There is one."))
    given = {
        rating.check_line.code: (rating.value, rating.comment) for rating in review.ratings.all()
    }
    assert given == {"small-enough": ("met", ""), "no-duplicate": ("not_met", "There is one.")}


def test_single_rating_is_saved_like_the_others() -> None:
    review = make.assigned(make.submitted())
    check = queries.checks_of(review.proposal)[0]
    for value in ("not_met", "met"):
        operations.save_rating(
            review=review, check=check, value=value, comment="", by=review.reviewer, at=NOON
        )
    assert [rating.value for rating in review.ratings.all()] == ["met"]


def test_rating_someone_elses_review_is_refused() -> None:
    review = make.assigned(make.submitted())
    with pytest.raises(NotPermitted):
        save(review, by=people.person(Role.REVIEWER), small_enough=("met", ""))


def test_rating_a_check_of_another_kind_is_refused() -> None:
    review = make.assigned(make.submitted())
    only_stacks = review.proposal.standard.checks.get(code="rule-can-be-met")
    with pytest.raises(policies.NotOnTheStandard):
        operations.save_rating(
            review=review, check=only_stacks, value="met", by=review.reviewer, at=NOON
        )


def test_mandatory_check_always_applies() -> None:
    review = make.assigned(make.submitted())
    with pytest.raises(policies.AlwaysApplies):
        save(review, small_enough=("not_applicable", ""))
    save(review, funding_bounds=("not_applicable", ""))
    assert [rating.check_line.code for rating in review.ratings.all()] == ["funding-bounds"]


def test_reviewer_made_author_meanwhile_is_refused() -> None:
    review = make.assigned(make.submitted())
    make.rate_all(review)
    review.proposal.version.authors.add(review.reviewer)
    with pytest.raises(policies.Interested):
        save(review, small_enough=("met", ""))
    with pytest.raises(policies.Interested):
        operations.submit_review(review=review, by=review.reviewer, at=NOON)


def test_review_with_a_mandatory_check_unrated_is_not_sent() -> None:
    review = make.assigned(make.submitted())
    make.rate_all(review, small_enough=("", "Still thinking."))
    with pytest.raises(NotReady) as refusal:
        operations.submit_review(review=review, by=review.reviewer, at=NOON)
    assert refusal.value.facts == {
        "missing": ["It is small enough to be micro: one coherent ability, not a whole programme."]
    }


@pytest.mark.parametrize("value", ["not_met", "condition"])
def test_review_without_a_comment_on_what_is_wanting_is_not_sent(value: str) -> None:
    review = make.assigned(make.submitted())
    make.rate_all(review, small_enough=(value, " "))
    with pytest.raises(NotReady):
        operations.submit_review(review=review, by=review.reviewer, at=NOON)


def test_review_may_leave_out_what_is_not_mandatory() -> None:
    review = make.assigned(make.submitted())
    make.rate_all(review, funding_bounds=("", ""))
    assert operations.submit_review(review=review, by=review.reviewer, at=NOON).submitted_at == NOON


def test_review_that_is_in_tells_the_chair_and_cannot_be_changed() -> None:
    chair = people.person(Role.CHAIR)
    proposal = make.submitted()
    review = make.reviewed(proposal)
    assert kinds(proposal)[-1] == "assurance.review.submitted"
    assert told(chair)[-1] == "assurance.review.submitted"
    with pytest.raises(policies.ReviewIsIn):
        save(review, small_enough=NOT_MET)
    with pytest.raises(policies.ReviewIsIn):
        operations.submit_review(review=review, by=review.reviewer, at=NOON)


def test_review_after_the_decision_is_refused() -> None:
    proposal = make.ready()
    late = make.assigned(proposal)
    make.decided(proposal, "return", findings=[NewFinding("Shorten it.")])
    late.refresh_from_db()
    with pytest.raises(WrongState):
        save(late, small_enough=("met", ""))


# -- Deciding -----------------------------------------------------------------------------------


def test_approval_with_quorum_ratings_and_endorsement_stands() -> None:
    proposal = make.ready()
    author = proposal.version.authors.get()
    decision = make.decided(proposal, "approve", reason="Well made.")
    proposal.refresh_from_db()
    version = Version.objects.get(pk=proposal.version.pk)
    assert (proposal.state, version.state) == (ProposalState.APPROVED, VersionState.APPROVED)
    assert version.approved_by == decision.decided_by
    assert kinds(proposal)[-1] == "assurance.proposal.approved"
    assert told(author)[-1] == "assurance.proposal.approve"
    assert [told(review.reviewer)[-1] for review in proposal.reviews.all()] == [
        "assurance.proposal.approve.reviewer"
    ] * 2


def test_approval_without_a_quorum_is_refused() -> None:
    proposal = make.submitted()
    make_endorsement.endorsed(proposal.version)
    make.reviewed(proposal)
    with pytest.raises(policies.NoQuorum) as refusal:
        make.decided(proposal, "approve")
    assert str(refusal.value) == "One more independent review is needed."
    assert Decision.objects.count() == 0


def test_review_by_someone_who_became_an_author_does_not_count() -> None:
    proposal = make.ready()
    proposal.version.authors.add(proposal.reviews.all()[0].reviewer)
    with pytest.raises(policies.NoQuorum):
        make.decided(proposal, "approve")


def test_review_by_someone_who_endorsed_since_does_not_count() -> None:
    proposal = make.submitted()
    leaving = people.person(Role.REVIEWER)
    for reviewer in (people.person(Role.REVIEWER), leaving):
        review = make.assigned(proposal, reviewer=reviewer)
        make.rate_all(review)
        operations.submit_review(review=review, by=reviewer, at=NOON)
    leaving.memberships.all().delete()
    leaving.memberships.create(
        role=Role.PARTNER, organisation=people.organisation(), granted_at=NOON
    )
    partner = Person.objects.get(pk=leaving.pk)
    make_endorsement.statement(
        request=make_endorsement.request(version=proposal.version, contact=partner)
    )
    with pytest.raises(policies.NoQuorum):
        make.decided(proposal, "approve")


def test_approval_with_an_unmet_mandatory_check_is_refused() -> None:
    with pytest.raises(policies.ChecksNotMet) as refusal:
        make.decided(make.ready(small_enough=NOT_MET), "approve")
    assert refusal.value.facts == {
        "checks": ["It is small enough to be micro: one coherent ability, not a whole programme."]
    }


def test_optional_check_does_not_stand_against_approval() -> None:
    proposal = make.ready(funding_bounds=("not_met", "Longer than twelve weeks."))
    assert make.decided(proposal, "approve").outcome == "approve"


def test_approval_without_an_endorsement_is_refused() -> None:
    proposal = make.submitted()
    make.reviewed(proposal)
    make.reviewed(proposal)
    with pytest.raises(policies.NotEndorsed):
        make.decided(proposal, "approve")


def test_approval_with_an_endorsement_of_another_design_is_refused() -> None:
    proposal = make.ready()
    Outcome.objects.filter(version=proposal.version).update(text="lead two teams")
    with pytest.raises(policies.NotEndorsed):
        make.decided(proposal, "approve")


def test_approval_with_a_withdrawn_endorsement_is_refused() -> None:
    proposal = make.ready()
    request = proposal.version.endorsement_requests.get()
    endorsements.withdraw_endorsement(request=request, reason="-", by=request.contact, at=NOON)
    with pytest.raises(policies.NotEndorsed):
        make.decided(proposal, "approve")


def condition(proposal: Proposal, **facts: Any) -> NewCondition:
    check = proposal.standard.checks.get(code="privacy-referenced")
    author = proposal.version.authors.get()
    return NewCondition(
        check,
        facts.get("text", "Name the assessment."),
        author,
        facts.get("due_on", date(2027, 1, 15)),
    )


def test_condition_is_dated_owned_and_told_to_its_owner() -> None:
    proposal = make.ready(privacy_referenced=CONDITION)
    make.decided(proposal, "approve", conditions=[condition(proposal)])
    made = Condition.objects.get()
    assert (made.owner, made.due_on) == (proposal.version.authors.get(), date(2027, 1, 15))
    assert any(kind.startswith("assurance.condition") for kind in told(made.owner))


def test_approval_without_the_condition_that_a_reviewer_asked_for_is_refused() -> None:
    proposal = make.ready(privacy_referenced=CONDITION)
    with pytest.raises(NotReady):
        make.decided(proposal, "approve")
    with pytest.raises(NotReady):
        make.decided(proposal, "approve", conditions=[condition(proposal, text=" ")])


def test_condition_for_a_day_that_has_passed_is_refused() -> None:
    proposal = make.ready(privacy_referenced=CONDITION)
    with pytest.raises(policies.DayHasPassed):
        make.decided(proposal, "approve", conditions=[condition(proposal, due_on=date(2026, 1, 1))])


def test_decision_is_for_the_chair_of_the_unit() -> None:
    proposal = make.ready()
    for person in (
        people.person(Role.REVIEWER),
        people.person(Role.CHAIR, unit=people.unit("nursing")),
    ):
        with pytest.raises(NotPermitted):
            operations.decide(proposal=proposal, outcome="approve", by=person, at=NOON)


def test_decision_by_a_chair_who_wrote_it_is_refused() -> None:
    proposal = make.ready()
    chair = people.person(Role.CHAIR)
    proposal.version.authors.add(chair)
    with pytest.raises(policies.Interested):
        operations.decide(proposal=proposal, outcome="approve", by=chair, at=NOON)


def test_decision_by_a_chair_who_endorsed_it_is_refused() -> None:
    proposal = make.ready()
    endorser = proposal.version.endorsement_requests.get().contact
    endorser.memberships.create(role=Role.CHAIR, granted_at=NOON)
    with pytest.raises(policies.Interested):
        operations.decide(
            proposal=proposal,
            outcome="approve",
            by=Person.objects.get(pk=endorser.pk),
            at=NOON,
        )


def test_chair_who_reviews_decides_only_after_the_own_review() -> None:
    proposal, chair = make.submitted(), people.person(Role.CHAIR, Role.REVIEWER)
    review = make.assigned(proposal, reviewer=chair)
    make_endorsement.endorsed(proposal.version)
    make.reviewed(proposal)
    make.reviewed(proposal)
    with pytest.raises(policies.OwnReviewFirst):
        operations.decide(proposal=proposal, outcome="approve", by=chair, at=NOON)
    make.rate_all(review)
    operations.submit_review(review=review, by=chair, at=NOON)
    assert operations.decide(proposal=proposal, outcome="approve", by=chair, at=NOON)


def test_second_decision_is_refused() -> None:
    proposal = make.ready()
    make.decided(proposal, "approve")
    for outcome in ("approve", "return", "decline"):
        with pytest.raises(WrongState):
            make.decided(proposal, outcome, reason="-", findings=[NewFinding("-")])
    assert Decision.objects.count() == 1


def test_return_keeps_each_finding_and_gives_the_design_back() -> None:
    proposal = make.ready(small_enough=NOT_MET)
    check = proposal.standard.checks.get(code="small-enough")
    make.decided(
        proposal, "return", findings=[NewFinding("Halve it.", check), NewFinding("Fix a typo.")]
    )
    proposal.refresh_from_db()
    assert (proposal.state, state_of(proposal.version)) == (
        ProposalState.RETURNED,
        VersionState.RETURNED,
    )
    assert [(finding.text, finding.check_line) for finding in proposal.findings.all()] == [
        ("Halve it.", check),
        ("Fix a typo.", None),
    ]
    assert kinds(proposal)[-1] == "assurance.proposal.returned"


def test_return_before_anyone_reviewed_is_possible() -> None:
    proposal = make.submitted()
    make.decided(proposal, "return", findings=[NewFinding("The French is missing.")])
    assert state_of(proposal.version) == VersionState.RETURNED


def test_return_without_a_finding_is_refused() -> None:
    with pytest.raises(NotReady):
        make.decided(make.ready(), "return")


def test_return_may_rest_on_findings_raised_before() -> None:
    proposal = make.ready()
    chair = people.person(Role.CHAIR)
    operations.raise_finding(proposal=proposal, text="Shorten it.", by=chair, at=NOON)
    make.decided(proposal, "return")
    assert [finding.text for finding in proposal.findings.all()] == ["Shorten it."]


def test_finding_without_words_is_refused() -> None:
    with pytest.raises(NotReady):
        operations.raise_finding(
            proposal=make.ready(), text=" ", by=people.person(Role.CHAIR), at=NOON
        )


def test_finding_by_someone_else_is_refused() -> None:
    with pytest.raises(NotPermitted):
        operations.raise_finding(
            proposal=make.ready(), text="-", by=people.person(Role.REVIEWER), at=NOON
        )


def test_decline_with_a_reason_ends_it() -> None:
    proposal = make.ready(small_enough=NOT_MET)
    make.decided(proposal, "decline", reason="It is a whole programme.")
    proposal.refresh_from_db()
    assert (proposal.state, state_of(proposal.version)) == (
        ProposalState.DECLINED,
        VersionState.DECLINED,
    )
    assert "It is a whole programme." in Message.objects.get(kind="assurance.proposal.decline").text


def test_decline_without_a_reason_is_refused() -> None:
    with pytest.raises(NotReady):
        make.decided(make.ready(small_enough=NOT_MET), "decline", reason=" ")


def test_decline_of_what_every_reviewer_found_met_is_refused() -> None:
    with pytest.raises(policies.EveryCheckMet):
        make.decided(make.ready(), "decline", reason="I do not like it.")


def test_decline_without_a_quorum_is_refused() -> None:
    proposal = make.submitted()
    make.reviewed(proposal, small_enough=NOT_MET)
    with pytest.raises(policies.NoQuorum):
        make.decided(proposal, "decline", reason="-")


def test_possible_outcomes_tell_everything_that_stands_against_each() -> None:
    proposal = make.submitted()
    make.reviewed(proposal, small_enough=NOT_MET)
    proposal.refresh_from_db()
    possible = policies.possible_outcomes(proposal, NOON)
    assert {
        str(outcome): [type(each) for each in against] for outcome, against in possible.items()
    } == {
        "approve": [policies.NoQuorum, policies.ChecksNotMet, policies.NotEndorsed],
        "return": [],
        "decline": [policies.NoQuorum],
    }


# -- Answering and coming back ------------------------------------------------------------------


def test_resubmission_needs_an_answer_to_each_finding() -> None:
    proposal = returned("Halve it.", "Fix a typo.")
    author = proposal.version.authors.get()
    first = proposal.findings.all()[0]
    operations.answer_finding(finding=first, answer="Halved.", by=author, at=NOON)
    with pytest.raises(NotReady) as refusal:
        operations.submit_proposal(version=proposal.version, by=author, at=NOON)
    assert refusal.value.facts == {"missing": ["an answer to the finding “Fix a typo.”"]}


def test_resubmission_makes_a_second_round_with_what_changed() -> None:
    proposal = returned("Halve it.")
    author = proposal.version.authors.get()
    operations.answer_finding(finding=proposal.findings.get(), answer="Halved.", by=author, at=NOON)
    Version.objects.filter(pk=proposal.version.pk).update(hours=12)
    again = operations.submit_proposal(version=proposal.version, by=author, at=NOON)
    assert (again.round, again.state, queries.previous_round(again)) == (
        2,
        ProposalState.SCREENING,
        proposal,
    )
    assert [(each.before, each.after) for each in queries.changes_since(again)] == [
        (("24",), ("12",))
    ]
    assert kinds(proposal)[-1] == "assurance.finding.answered"


def test_reviewer_of_the_round_before_may_be_asked_again() -> None:
    proposal = returned("Halve it.")
    reviewer = proposal.reviews.all()[0].reviewer
    author = proposal.version.authors.get()
    operations.answer_finding(finding=Finding.objects.get(), answer="Yes.", by=author, at=NOON)
    again = make.screened(operations.submit_proposal(version=proposal.version, by=author, at=NOON))
    assert reviewer in queries.reviewers_for(again)
    assert make.assigned(again, reviewer=reviewer).proposal == again


def test_answer_by_someone_else_is_refused() -> None:
    proposal = returned("Halve it.")
    with pytest.raises(NotPermitted):
        operations.answer_finding(
            finding=proposal.findings.get(), answer="-", by=people.person(), at=NOON
        )


def test_answer_after_resubmission_is_refused() -> None:
    proposal = returned("Halve it.")
    author, finding = proposal.version.authors.get(), proposal.findings.get()
    operations.answer_findings(proposal=proposal, answers=[(finding, "Yes.")], by=author, at=NOON)
    operations.submit_proposal(version=proposal.version, by=author, at=NOON)
    finding = Finding.objects.get(pk=finding.pk)
    with pytest.raises(WrongState):
        operations.answer_finding(finding=finding, answer="No.", by=author, at=NOON)


def test_answer_to_a_round_before_the_last_is_refused() -> None:
    proposal = returned("Halve it.")
    author, finding = proposal.version.authors.get(), proposal.findings.get()
    operations.answer_finding(finding=finding, answer="Yes.", by=author, at=NOON)
    again = operations.submit_proposal(version=proposal.version, by=author, at=NOON)
    make.decided(again, "return", findings=[NewFinding("Again.")])
    finding = Finding.objects.get(pk=finding.pk)
    with pytest.raises(WrongState):
        operations.answer_finding(finding=finding, answer="No.", by=author, at=NOON)


def test_rating_values_are_those_of_the_database() -> None:
    review = make.reviewed(make.submitted())
    rating = review.ratings.all()[0]
    rating.value = "splendid"
    with pytest.raises(IntegrityError), transaction.atomic():
        rating.save()
    assert set(RatingValue.values) == {"met", "condition", "not_met", "not_applicable"}
