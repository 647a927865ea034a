"""Proposals at any point of their way, through the operations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tessera.assurance import operations, queries
from tessera.assurance.enums import RatingValue
from tessera.assurance.models import Condition, Proposal, Review
from tessera.assurance.policies import NewCondition
from tessera.catalogue.models import Version
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import catalogue, endorsement, people
from tests.factories.people import NOON

DUE = date(2026, 12, 7)


def sent(
    *, version: Version | None = None, author: Person | None = None, at: datetime = NOON
) -> Proposal:
    """Submitted, and not screened yet."""
    operations.default_standard(at=NOON)
    author = author or people.person(Role.DESIGNER)
    version = version or catalogue.version(author=author)
    return operations.submit_proposal(version=version, by=author, at=at)


def submitted(
    *, version: Version | None = None, author: Person | None = None, at: datetime = NOON
) -> Proposal:
    """Submitted and screened: it waits for reviewers."""
    return screened(sent(version=version, author=author, at=at), at=at)


def screened(proposal: Proposal, *, at: datetime = NOON) -> Proposal:
    return operations.screen_proposal(proposal=proposal, by=people.person(Role.CHAIR), at=at)


def assigned(
    proposal: Proposal, *, reviewer: Person | None = None, chair: Person | None = None
) -> Review:
    return operations.assign_reviewer(
        proposal=proposal,
        reviewer=reviewer or people.person(Role.REVIEWER),
        due_on=DUE,
        by=chair or people.person(Role.CHAIR),
        at=NOON,
    )


def rate_all(review: Review, *, settled: bool = True, **unusual: tuple[str, str]) -> None:
    """Every finding settled and every check met, apart from those named by code (with _ for -)."""
    checks = {check.code: check for check in queries.checks_of(review.proposal)}
    ratings = {check: (str(RatingValue.MET), "") for check in checks.values()}
    for code, rating in unusual.items():
        ratings[checks[code.replace("_", "-")]] = rating
    operations.save_review(
        review=review,
        ratings=ratings,
        settlements=dict.fromkeys(queries.findings_before(review.proposal), settled),
        summary="Read it all.",
        by=review.reviewer,
        at=NOON,
    )


def reviewed(proposal: Proposal, **unusual: tuple[str, str]) -> Review:
    review = assigned(proposal)
    rate_all(review, **unusual)
    return operations.submit_review(review=review, by=review.reviewer, at=NOON)


def ready(*, at: datetime = NOON, **unusual: tuple[str, str]) -> Proposal:
    """Endorsed, with two reviews in; the second one has the unusual ratings."""
    proposal = submitted()
    endorsement.endorsed(proposal.version, at=at)
    reviewed(proposal)
    reviewed(proposal, **unusual)
    return Proposal.objects.get(pk=proposal.pk)


def condition(*, text: str = "Name it.", due_on: date = date(2026, 12, 21)) -> Condition:
    """Of an approval; its author owns it."""
    proposal = ready(privacy_referenced=("condition", "Name the privacy assessment."))
    check = proposal.standard.checks.get(code="privacy-referenced")
    owed = NewCondition(check, text, proposal.submitted_by, due_on)
    made: Condition = decided(proposal, "approve", conditions=[owed]).conditions.get()
    return made


def decided(proposal: Proposal, outcome: str, **facts: Any) -> Any:
    return operations.decide(
        proposal=proposal, outcome=outcome, by=people.person(Role.CHAIR), at=NOON, **facts
    )
