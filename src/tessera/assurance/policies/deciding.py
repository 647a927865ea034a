"""Which decisions the ratings and endorsements support, and what each of them needs besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tessera.assurance import queries
from tessera.assurance.enums import Outcome, Permission
from tessera.assurance.models import Check, Proposal
from tessera.assurance.policies.conditions import ConditionsOverdue, check_conditions_kept
from tessera.assurance.policies.reviewing import (
    check_day,
    check_leads,
    check_moving,
    check_new_to_it,
    check_under_way,
)
from tessera.assurance.workflow import PROPOSAL
from tessera.catalogue import policies as catalogue
from tessera.common.refusal import NotReady, Refusal, WrongState
from tessera.common.states import check_advance
from tessera.endorsement import queries as endorsement

if TYPE_CHECKING:
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


class FindingsNotSettled(Refusal):
    """What the round before asked for is not settled, in the eyes of at least one reviewer."""

    code = "findings-not-settled"
    message = _("Not settled for every reviewer: %(findings)s")


class ConditionNotAsked(Refusal):
    """A condition hangs on a check that a reviewer rated so, on nothing else."""

    code, status = "condition-not-asked", 422
    message = _("No reviewer rated this “met with condition”: %(checks)s")


class NotEndorsed(Refusal):
    """Fewer outside organisations than the rules ask for make both statements on the design as it is."""

    code = "not-endorsed"

    def __str__(self) -> str:
        return ngettext(
            "No endorsement in force: one outside organisation has to make both statements on the"
            " design as it now is.",
            "Not endorsed enough: %(needed)d more outside organisations have to make both statements"
            " on the design as it now is.",
            self.facts["needed"],
        ) % {"needed": self.facts["needed"]}


class OwnReviewFirst(Refusal):
    """A chair who reviews stays as blind as the others until the own review is in."""

    code = "own-review-first"
    message = _("You review this proposal yourself: hand in your review before you decide.")


class EveryCheckMet(Refusal):
    """Ratings that find everything met do not support a no."""

    code = "every-check-met"
    message = _(
        "The reviewers found every mandatory check met, which does not support this decision."
    )


# What a chair may set aside, saying why; nothing sets aside a quorum, an endorsement or a duty.
OVERRIDABLE = (ChecksNotMet, EveryCheckMet, FindingsNotSettled)


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
    override: str = "",
    by: Person,
    at: datetime,
) -> None:
    """Refuses: NotPermitted, Interested, TookPart, OwnReviewFirst, WrongState, OnHold, NoQuorum,
    ChecksNotMet, FindingsNotSettled, NotEndorsed, EveryCheckMet, ConditionsOverdue, NotReady,
    ConditionNotAsked, DayHasPassed."""
    check_decider(proposal, by=by)
    check_advance(proposal, PROPOSAL, outcome)
    check_moving(proposal)
    for refusal in obstacles(proposal, outcome, at):
        if not (isinstance(refusal, OVERRIDABLE) and override.strip()):
            raise refusal
    if outcome == Outcome.RETURN and not (findings or proposal.findings.exists()):
        raise NotReady(missing=[_("a finding that says what must change")])
    if outcome == Outcome.DECLINE and not reason.strip():
        raise NotReady(missing=[_("the reason")])
    if outcome == Outcome.APPROVE:
        check_conditions(proposal, conditions, at)
    elif conditions:
        raise ConditionNotAsked(checks=[queries.words_of(each.check) for each in conditions])


def check_conditions(proposal: Proposal, conditions: Sequence[NewCondition], at: datetime) -> None:
    """Each “met with condition” has a condition, dated and owned, and nothing else has one; an
    override may also hang one on a check that is not met.

    Refuses: NotReady, ConditionNotAsked, DayHasPassed.
    """
    written = {condition.check: condition.text.strip() for condition in conditions}
    sheet = queries.independent_sheet(proposal)
    wanted = dict.fromkeys([*sheet.conditions, *written])
    missing = [queries.words_of(check) for check in wanted if not written.get(check)]
    if missing:
        raise NotReady(missing=missing)
    if stray := written.keys() - {*sheet.conditions, *sheet.unmet}:
        raise ConditionNotAsked(checks=[queries.words_of(check) for check in stray])
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
    if unsettled := queries.unsettled_findings(proposal):
        found.append(FindingsNotSettled(findings=[finding.text for finding in unsettled]))
    if needed := endorsement.missing_endorsements(proposal.version, at):
        found.append(NotEndorsed(needed=needed))
    try:
        check_conditions_kept(proposal.version.definition, on=timezone.localdate(at))
    except ConditionsOverdue as overdue:
        found.append(overdue)
    return found


def possible_outcomes(proposal: Proposal, at: datetime) -> dict[Outcome, list[Refusal]]:
    """Each decision with what stands against it; without anything, the ratings support it."""
    return {
        outcome: obstacles(proposal, outcome, at)
        for outcome in Outcome
        if outcome in PROPOSAL.verbs(proposal.state)
    }


def check_decider(proposal: Proposal, *, by: Person) -> None:
    """Refuses: NotPermitted, Interested, TookPart, OwnReviewFirst."""
    check_leads(proposal, permission=Permission.DECIDE, by=by)
    check_new_to_it(proposal, by)
    if proposal.reviews.filter(reviewer=by, submitted_at=None, ended_at=None).exists():
        raise OwnReviewFirst
