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
    RatingValue,
)
from tessera.assurance.models import Check, Proposal, QualityStandard, Review
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


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
