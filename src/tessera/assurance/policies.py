"""Equal scrutiny: who may review and decide, and which decisions the ratings support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tessera.assurance import queries
from tessera.assurance.enums import (
    UNDER_WAY,
    Outcome,
    Permission,
    RatingValue,
)
from tessera.assurance.models import Check, Proposal, QualityStandard, Review
from tessera.assurance.workflow import PROPOSAL
from tessera.catalogue import policies as catalogue
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.common.states import check_advance
from tessera.endorsement import queries as endorsement
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What must change, and the check that it falls under, if any."""

    text: str
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class NewCondition:
    """What is still to be done after approval, by whom and by when."""

    check: Check
    text: str
    owner: Person
    due_on: date


class Interested(Refusal):
    """The person wrote or endorsed the proposal."""

    code, status = "interested", 403
    message = _(
        "%(person)s wrote or endorsed this design, or was asked to, and so neither reviews nor"
        " decides it."
    )


class NotAReviewer(Refusal):
    code, status = "not-a-reviewer", 422
    message = _("%(person)s is not a reviewer for this unit.")


class AlreadyAssigned(Refusal):
    code = "already-assigned"
    message = _("%(person)s already reviews this proposal.")


class DayHasPassed(Refusal):
    code, status = "day-has-passed", 422
    message = _("Choose a day to come: %(day)s has passed.")


class NoStandard(Refusal):
    code = "no-standard"
    message = _("No edition of the quality standard is in force, so that nothing can be reviewed.")


class ReviewIsIn(Refusal):
    code = "review-is-in"
    message = _("This review is in, and can no longer be changed.")


class NotOnTheStandard(Refusal):
    code, status = "not-on-the-standard", 422
    message = _("This check is not part of the standard for this proposal.")


class AlwaysApplies(Refusal):
    code, status = "always-applies", 422
    message = _("This check always applies: “%(check)s”.")


class NoQuorum(Refusal):
    """Fewer independent reviews are in than a decision needs."""

    code = "no-quorum"

    def __str__(self) -> str:
        return ngettext(
            "One more independent review is needed.",
            "%(needed)d more independent reviews are needed.",
            self.facts["needed"],
        ) % {"needed": self.facts["needed"]}


class ChecksNotMet(Refusal):
    """A mandatory check is not met, in the eyes of at least one reviewer."""

    code = "checks-not-met"
    message = _("Not met for every reviewer: %(checks)s")


class NotEndorsed(Refusal):
    """No outside organisation endorses the design as it now is."""

    code = "not-endorsed"
    message = _(
        "No endorsement by an outside organisation is in force for the design as it now is."
    )


class EveryCheckMet(Refusal):
    """Ratings that find everything met do not support a no."""

    code = "every-check-met"
    message = _(
        "The reviewers found every mandatory check met, which does not support this decision."
    )


def check_submit(version: Version) -> None:
    """Every finding of the last round has its answer. Refuses: NotReady."""
    if missing := queries.unanswered(version):
        raise NotReady(missing=missing)


def check_standard(standard: QualityStandard | None) -> QualityStandard:
    """The edition to submit under. Refuses: NoStandard."""
    if standard is None:
        raise NoStandard
    return standard


def check_assign(
    proposal: Proposal, *, reviewer: Person, due_on: date, by: Person, at: datetime
) -> None:
    """Refuses: NotPermitted, Interested, WrongState, NotAReviewer, AlreadyAssigned, DayHasPassed."""
    check_leads(proposal, permission=Permission.ASSIGN, by=by)
    check_under_way(proposal)
    if not can(reviewer, Permission.REVIEW, unit=proposal.version.definition.unit_id):
        raise NotAReviewer(person=reviewer)
    check_disinterested(proposal.version, reviewer)
    if proposal.reviews.filter(reviewer=reviewer).exists():
        raise AlreadyAssigned(person=reviewer)
    check_day(due_on, at)


def check_write_review(review: Review, *, by: Person) -> None:
    """Refuses: NotPermitted, Interested, ReviewIsIn, WrongState."""
    if review.reviewer_id != by.pk:
        raise NotPermitted(reason=_("this is someone else’s review."))
    check_disinterested(review.proposal.version, by)
    if review.submitted_at is not None:
        raise ReviewIsIn
    check_under_way(review.proposal)


def check_rate(review: Review, *, values: Mapping[Check, str], by: Person) -> None:
    """Refuses: as check_write_review, and NotOnTheStandard, AlwaysApplies."""
    check_write_review(review, by=by)
    asked = set(queries.checks_of(review.proposal))
    for check, value in values.items():
        if check not in asked:
            raise NotOnTheStandard
        if check.mandatory and value == RatingValue.NOT_APPLICABLE:
            raise AlwaysApplies(check=queries.words_of(check))


def check_submit_review(review: Review, *, by: Person) -> None:
    """Refuses: as check_write_review, and NotReady."""
    check_write_review(review, by=by)
    if missing := queries.missing_from(review):
        lines = queries.checks_of(review.proposal).filter(pk__in=missing)
        raise NotReady(missing=[queries.words_of(check) for check in lines])


def check_raise_finding(proposal: Proposal, *, text: str, by: Person) -> None:
    """Refuses: NotPermitted, Interested, WrongState, NotReady."""
    check_leads(proposal, permission=Permission.DECIDE, by=by)
    check_under_way(proposal)
    if not text.strip():
        raise NotReady(missing=[_("what must change")])


def check_answer_finding(proposal: Proposal, *, by: Person) -> None:
    """Its designers answer while the design is back with them. Refuses: NotPermitted, WrongState."""
    catalogue.check_draft(proposal.version, by=by)
    if queries.latest_proposal(proposal.version) != proposal:
        raise WrongState(state=proposal.get_state_display())


def check_decide(
    proposal: Proposal,
    *,
    outcome: Outcome,
    reason: str,
    findings: Sequence[NewFinding],
    conditions: Sequence[NewCondition],
    by: Person,
    at: datetime,
) -> None:
    """Refuses: NotPermitted, Interested, WrongState, NoQuorum, ChecksNotMet, NotEndorsed,
    EveryCheckMet, NotReady, DayHasPassed."""
    check_leads(proposal, permission=Permission.DECIDE, by=by)
    check_advance(proposal, PROPOSAL, outcome)
    for refusal in obstacles(proposal, outcome, at):
        raise refusal
    if outcome == Outcome.RETURN and not (findings or proposal.findings.exists()):
        raise NotReady(missing=[_("a finding that says what must change")])
    if outcome == Outcome.DECLINE and not reason.strip():
        raise NotReady(missing=[_("the reason")])
    if outcome == Outcome.APPROVE:
        check_conditions(proposal, conditions, at)


def check_conditions(proposal: Proposal, conditions: Sequence[NewCondition], at: datetime) -> None:
    """Each “met with condition” has a condition, dated and owned. Refuses: NotReady, DayHasPassed."""
    written = {condition.check for condition in conditions if condition.text.strip()}
    asked = queries.independent_sheet(proposal).conditions
    missing = [queries.words_of(check) for check in asked if check not in written]
    if missing:
        raise NotReady(missing=missing)
    for condition in conditions:
        check_day(condition.due_on, at)


def obstacles(proposal: Proposal, outcome: Outcome, at: datetime) -> list[Refusal]:
    """Everything in the ratings and endorsements that stands against an outcome, as refusals."""
    if outcome == Outcome.RETURN:
        return []
    sheet = queries.independent_sheet(proposal)
    found: list[Refusal] = []
    if sheet.missing:
        found.append(NoQuorum(needed=sheet.missing))
    unmet = sheet.unmet if sheet.reviews else []
    if outcome == Outcome.DECLINE:
        if sheet.reviews and not unmet:
            found.append(EveryCheckMet())
        return found
    if unmet:
        found.append(ChecksNotMet(checks=[queries.words_of(check) for check in unmet]))
    if not endorsement.in_force(proposal.version, at):
        found.append(NotEndorsed())
    return found


def possible_outcomes(proposal: Proposal, at: datetime) -> dict[Outcome, list[Refusal]]:
    """Each decision with what stands against it; without anything, the ratings support it."""
    return {
        outcome: obstacles(proposal, outcome, at)
        for outcome in Outcome
        if outcome in PROPOSAL.verbs(proposal.state)
    }


def check_leads(proposal: Proposal, *, permission: Permission, by: Person) -> None:
    """Refuses: NotPermitted, Interested."""
    if not can(by, permission, unit=proposal.version.definition.unit_id):
        raise NotPermitted(reason=_("this is for the quality chair."))
    check_disinterested(proposal.version, by)


def check_disinterested(version: Version, person: Person) -> None:
    """Refuses: Interested."""
    if queries.has_interest(person, version):
        raise Interested(person=person)


def check_under_way(proposal: Proposal) -> None:
    """Refuses: WrongState."""
    if proposal.state not in UNDER_WAY:
        raise WrongState(state=proposal.get_state_display())


def check_day(day: date, at: datetime) -> None:
    """Refuses: DayHasPassed."""
    if day < timezone.localdate(at):
        raise DayHasPassed(day=day)
