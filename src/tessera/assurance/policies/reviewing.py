"""Equal scrutiny: who leads, who reviews, and when a review is whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tessera.assurance import queries
from tessera.assurance.enums import (
    UNDER_WAY,
    Permission,
    ProposalState,
    RatingValue,
    ReviewEnd,
)
from tessera.assurance.models import Check, Proposal, QualityStandard, Review
from tessera.assurance.policies.conditions import check_conditions_kept
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


class Interested(Refusal):
    """The person wrote or endorsed the proposal, or declared a conflict."""

    code, status = "interested", 403
    message = _(
        "%(person)s wrote or endorsed this design, was asked to, or declared a conflict, and so"
        " neither reviews nor decides it."
    )


class NotAReviewer(Refusal):
    code, status = "not-a-reviewer", 422
    message = _("%(person)s is not a reviewer for this unit.")


class AlreadyAssigned(Refusal):
    code = "already-assigned"
    message = _("%(person)s already reviews this proposal.")


class ReadsReviews(Refusal):
    """Whoever leads a proposal reads what is in, and could not review it blind after that."""

    code = "reads-reviews"
    message = _("%(person)s can read the reviews that are in, and so no longer writes one alone.")


class DayHasPassed(Refusal):
    code, status = "day-has-passed", 422
    message = _("Choose a day to come: %(day)s has passed.")


class NoStandard(Refusal):
    code = "no-standard"
    message = _("No edition of the quality standard is in force, so that nothing can be reviewed.")


class TookPart(Refusal):
    """An appeal, and the round that it opens, are for people who had no part before."""

    code, status = "took-part", 403
    message = _("%(person)s had a part in the round that is appealed, so that others judge now.")


class OnHold(Refusal):
    code = "on-hold"
    message = _("This proposal is on hold: %(reason)s")


class StillBlind(Refusal):
    """Nobody discusses before every review is in."""

    code = "still-blind"
    message = _("The discussion opens once every review is in, so that each was written alone.")


class ReviewIsIn(Refusal):
    code = "review-is-in"
    message = _("This review is in, and can no longer be changed.")


class NotOnTheStandard(Refusal):
    code, status = "not-on-the-standard", 422
    message = _("This check is not part of the standard for this proposal.")


class AlwaysApplies(Refusal):
    code, status = "always-applies", 422
    message = _("This check always applies: “%(check)s”.")


def check_submit(version: Version, *, on: date) -> None:
    """Findings are answered, and no condition is overdue. Refuses: NotReady, ConditionsOverdue."""
    check_conditions_kept(version.definition, on=on)
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
    """Refuses: NotPermitted, Interested, WrongState, OnHold, NotAReviewer, TookPart, AlreadyAssigned,
    ReadsReviews, DayHasPassed."""
    check_leads(proposal, permission=Permission.ASSIGN, by=by)
    if proposal.state == ProposalState.SCREENING:
        raise WrongState(state=proposal.get_state_display())
    check_moving(proposal)
    if not can(reviewer, Permission.REVIEW, unit=proposal.version.definition.unit_id):
        raise NotAReviewer(person=reviewer)
    check_disinterested(proposal.version, reviewer)
    check_new_to_it(proposal, reviewer)
    if queries.is_asked(reviewer, proposal):
        raise AlreadyAssigned(person=reviewer)
    if queries.reads_reviews(reviewer, proposal):
        raise ReadsReviews(person=reviewer)
    check_day(due_on, at)


def check_remove(review: Review, *, reason: str, by: Person) -> None:
    """Only what is not in may be taken back. Refuses: NotPermitted, Interested, ReviewIsIn, WrongState,
    NotReady."""
    check_leads(review.proposal, permission=Permission.ASSIGN, by=by)
    _check_unfinished(review)
    if not reason.strip():
        raise NotReady(missing=[_("the reason")])


def check_hand_back(review: Review, *, end: str, reason: str, by: Person) -> None:
    """Refuses: NotPermitted, ReviewIsIn, WrongState, NotReady."""
    if review.reviewer_id != by.pk:
        raise NotPermitted(reason=_("this is someone else’s review."))
    _check_unfinished(review)
    if end not in (ReviewEnd.CONFLICT, ReviewEnd.NO_TIME):
        raise NotReady(missing=[_("why you hand it back")])
    if not reason.strip():
        raise NotReady(missing=[_("the reason")])


def _check_unfinished(review: Review) -> None:
    if review.submitted_at is not None:
        raise ReviewIsIn
    check_active(review)
    check_under_way(review.proposal)


def check_remark(proposal: Proposal, *, text: str, by: Person) -> None:
    """Reviewers and chair, once every review is in. Refuses: NotPermitted, Interested, WrongState,
    StillBlind, NotReady."""
    check_disinterested(proposal.version, by)
    check_under_way(proposal)
    reviews_it = proposal.reviews.filter(reviewer=by, submitted_at__isnull=False).exists()
    if not reviews_it and not can(by, Permission.DECIDE, unit=proposal.version.definition.unit_id):
        raise NotPermitted(reason=_("this is for the reviewers and the quality chair."))
    if not queries.is_unblinded(proposal):
        raise StillBlind
    if not text.strip():
        raise NotReady(missing=[_("what you want to say")])


def check_write_review(review: Review, *, by: Person) -> None:
    """Refuses: NotPermitted, Interested, ReviewIsIn, WrongState."""
    if review.reviewer_id != by.pk:
        raise NotPermitted(reason=_("this is someone else’s review."))
    check_disinterested(review.proposal.version, by)
    if review.submitted_at is not None:
        raise ReviewIsIn
    check_active(review)
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
    missing = queries.missing_from(review)
    lines = queries.checks_of(review.proposal).filter(pk__in=missing)
    left = [queries.words_of(check) for check in lines]
    left += [finding.text for finding in queries.unjudged_findings(review)]
    if left:
        raise NotReady(missing=left)


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


def check_moving(proposal: Proposal) -> None:
    """Refuses: WrongState, OnHold."""
    check_under_way(proposal)
    if hold := queries.hold_of(proposal):
        raise OnHold(reason=hold.reason)


def check_active(review: Review) -> None:
    """Refuses: WrongState."""
    if review.ended_at is not None:
        raise WrongState(state=review.get_end_display())


def check_new_to_it(proposal: Proposal, person: Person) -> None:
    """On the round of an upheld appeal, nobody of the rounds before. Refuses: TookPart."""
    if queries.is_barred_by_appeal(person, proposal):
        raise TookPart(person=person)


def check_day(day: date, at: datetime) -> None:
    """Refuses: DayHasPassed."""
    if day < timezone.localdate(at):
        raise DayHasPassed(day=day)
