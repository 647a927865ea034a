"""The way of a proposal: submitted, reviewed blind, decided, answered, submitted again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import notices, policies, queries, standard_2026
from tessera.assurance.enums import Outcome, ProposalState
from tessera.assurance.models import (
    Check,
    Condition,
    Decision,
    Finding,
    Proposal,
    QualityStandard,
    Rating,
    Review,
)
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.assurance.workflow import PROPOSAL
from tessera.catalogue import operations as catalogue
from tessera.catalogue import queries as designs
from tessera.common.states import advance
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person

MOVES_VERSION = {
    Outcome.APPROVE: catalogue.approve_version,
    Outcome.RETURN: catalogue.return_version,
    Outcome.DECLINE: catalogue.decline_version,
}
DECIDED = {
    Outcome.APPROVE: "assurance.proposal.approved",
    Outcome.RETURN: "assurance.proposal.returned",
    Outcome.DECLINE: "assurance.proposal.declined",
}


@transaction.atomic
def create_standard(
    *, edition: str, lines: Iterable[standard_2026.Line], by: Person | None, at: datetime
) -> QualityStandard:
    """A new edition, in force from now on for what is submitted from now on."""
    standard = QualityStandard.objects.create(edition=edition, in_force_from=at)
    Check.objects.bulk_create(
        Check(
            standard=standard,
            code=line.code,
            principle=line.principle,
            position=position,
            text=line.text,
            text_fr=line.text_fr,
            mandatory=line.mandatory,
            only_for=line.kind,
        )
        for position, line in enumerate(lines)
    )
    record("assurance.standard.created", subject=standard, by=by, at=at)
    return standard


def default_standard(*, by: Person | None = None, at: datetime) -> QualityStandard:
    """The edition that Tessera comes with, made when it is not there yet."""
    return QualityStandard.objects.filter(edition=standard_2026.EDITION).first() or create_standard(
        edition=standard_2026.EDITION, lines=standard_2026.LINES, by=by, at=at
    )


@transaction.atomic
def submit_proposal(*, version: Version, by: Person, at: datetime) -> Proposal:
    """Send a complete design to the panel: a new round on a frozen copy.

    Refuses: NoStandard, NotReady, NotPermitted, WrongState.
    """
    version = _locked_version(version)
    standard = policies.check_standard(queries.standard_in_force(at))
    policies.check_submit(version)
    catalogue.submit_version(version=version, by=by, at=at)
    last = queries.latest_proposal(version)
    proposal = Proposal.objects.create(
        version=version,
        round=last.round + 1 if last else 1,
        standard=standard,
        snapshot=designs.content(version),
        digest=designs.endorsed_digest(version),
        submitted_at=at,
        submitted_by=by,
    )
    record("assurance.proposal.submitted", subject=proposal, by=by, at=at, round=proposal.round)
    notices.chairs_have_proposal(proposal, at=at)
    return proposal


@transaction.atomic
def assign_reviewer(
    *, proposal: Proposal, reviewer: Person, due_on: date, by: Person, at: datetime
) -> Review:
    """Ask someone independent to review; the first one asked begins the review.

    Refuses: NotPermitted, Interested, WrongState, NotAReviewer, AlreadyAssigned, DayHasPassed.
    """
    proposal = _locked(proposal)
    policies.check_assign(proposal, reviewer=reviewer, due_on=due_on, by=by, at=at)
    if proposal.state == ProposalState.OPEN:
        advance(proposal, PROPOSAL, "begin_review")
        proposal.save(update_fields=["state"])
        catalogue.begin_review(version=proposal.version, by=by, at=at)
    review = Review.objects.create(
        proposal=proposal, reviewer=reviewer, due_on=due_on, assigned_at=at, assigned_by=by
    )
    record("assurance.review.assigned", subject=proposal, by=by, at=at, reviewer=str(reviewer))
    notices.reviewer_assigned(review, at=at)
    return review


@transaction.atomic
def save_rating(
    *, review: Review, check: Check, value: str, comment: str = "", by: Person, at: datetime
) -> Rating:
    """Keep a rating while the review is being written; drafts leave no trail until they are sent.

    Refuses: NotPermitted, Interested, ReviewIsIn, WrongState, NotOnTheStandard, AlwaysApplies.
    """
    review = _locked_review(review)
    policies.check_rate(review, values={check: value}, by=by)
    rating, _created = Rating.objects.update_or_create(
        review=review, check_line=check, defaults={"value": value, "comment": comment}
    )
    return rating


@transaction.atomic
def save_review(
    *,
    review: Review,
    ratings: Mapping[Check, tuple[str, str]],
    summary: str,
    by: Person,
    at: datetime,
) -> Review:
    """Keep everything written so far: value and comment for each check, and the summary.

    Refuses: as save_rating.
    """
    review = _locked_review(review)
    policies.check_rate(
        review, values={check: value for check, (value, _comment) in ratings.items()}, by=by
    )
    Rating.objects.bulk_create(
        [
            Rating(review=review, check_line=check, value=value, comment=comment)
            for check, (value, comment) in ratings.items()
        ],
        update_conflicts=True,
        unique_fields=["review", "check_line"],
        update_fields=["value", "comment"],
    )
    review.summary = summary
    review.save(update_fields=["summary"])
    return review


@transaction.atomic
def submit_review(*, review: Review, summary: str = "", by: Person, at: datetime) -> Review:
    """Hand in the review: it can no longer be changed, and opens the others' to its reviewer.

    Refuses: NotPermitted, Interested, ReviewIsIn, WrongState, NotReady.
    """
    review = _locked_review(review)
    policies.check_submit_review(review, by=by)
    review.submitted_at, review.summary = at, summary or review.summary
    review.save(update_fields=["submitted_at", "summary"])
    record("assurance.review.submitted", subject=review.proposal, by=by, at=at)
    notices.chairs_have_review(review, at=at)
    return review


@transaction.atomic
def raise_finding(
    *, proposal: Proposal, text: str, check: Check | None = None, by: Person, at: datetime
) -> Finding:
    """Write down what must change. Refuses: NotPermitted, Interested, WrongState, NotReady."""
    proposal = _locked(proposal)
    policies.check_raise_finding(proposal, text=text, by=by)
    finding = Finding.objects.create(
        proposal=proposal, check_line=check, text=text, raised_at=at, raised_by=by
    )
    record("assurance.finding.raised", subject=proposal, by=by, at=at, finding=text)
    return finding


@transaction.atomic
def answer_finding(*, finding: Finding, answer: str, by: Person, at: datetime) -> Finding:
    """What the designers did about it; may be reworded until they submit again.

    Refuses: NotPermitted, WrongState.
    """
    proposal = _locked(finding.proposal)
    policies.check_answer_finding(proposal, by=by)
    finding.answer = answer
    finding.save(update_fields=["answer"])
    record("assurance.finding.answered", subject=proposal, by=by, at=at, finding=finding.text)
    return finding


@transaction.atomic
def answer_findings(
    *, proposal: Proposal, answers: Iterable[tuple[Finding, str]], by: Person, at: datetime
) -> None:
    """Answer several at once. Refuses: NotPermitted, WrongState."""
    policies.check_answer_finding(proposal, by=by)
    for finding, answer in answers:
        answer_finding(finding=finding, answer=answer, by=by, at=at)


@transaction.atomic
def decide(
    *,
    proposal: Proposal,
    outcome: str,
    reason: str = "",
    findings: Sequence[NewFinding] = (),
    conditions: Sequence[NewCondition] = (),
    by: Person,
    at: datetime,
) -> Decision:
    """The panel's outcome, which the ratings and endorsements must support at this very moment.

    Refuses: NotPermitted, Interested, OwnReviewFirst, WrongState, NoQuorum, ChecksNotMet, NotEndorsed,
    EveryCheckMet, NotReady, DayHasPassed.
    """
    verdict = Outcome(outcome)
    proposal = _locked(proposal)
    policies.check_decide(
        proposal,
        outcome=verdict,
        reason=reason,
        findings=findings,
        conditions=conditions,
        by=by,
        at=at,
    )
    for new in findings:
        raise_finding(proposal=proposal, text=new.text, check=new.check, by=by, at=at)
    advance(proposal, PROPOSAL, verdict)
    proposal.save(update_fields=["state"])
    decision = Decision.objects.create(
        proposal=proposal, outcome=verdict, reason=reason, decided_at=at, decided_by=by
    )
    Condition.objects.bulk_create(
        Condition(
            decision=decision,
            check_line=condition.check,
            text=condition.text,
            owner=condition.owner,
            due_on=condition.due_on,
        )
        for condition in conditions
    )
    MOVES_VERSION[verdict](version=proposal.version, by=by, at=at)
    record(DECIDED[verdict], subject=proposal, by=by, at=at, reason=reason)
    notices.everyone_hears(decision, at=at)
    return decision


def _locked_version(version: Version) -> Version:
    versions = type(version)._default_manager.select_for_update(of=("self",))
    return versions.select_related("definition__unit").get(pk=version.pk)


def _locked(proposal: Proposal) -> Proposal:
    """The proposal and, before it, its version: the order in which everything locks them."""
    version = _locked_version(proposal.version)
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    locked.version = version
    return locked


def _locked_review(review: Review) -> Review:
    proposal = _locked(review.proposal)
    locked = Review.objects.select_for_update().get(pk=review.pk)
    locked.proposal = proposal
    return locked
