"""Who may call a published design into question, and what an answer to it needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tessera.assurance.policies import NotEndorsed, check_conditions_kept, check_disinterested
from tessera.catalogue import policies as catalogue
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.endorsement import queries as endorsement
from tessera.people.access import can
from tessera.standing import queries
from tessera.standing.enums import CHOICES, WITHIN_YEARS, Effect, Outcome, Permission, Source

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person
    from tessera.standing.models import PeriodicReview, Suspension


class ClaimsWait(Refusal):
    code = "claims-wait"
    message = _(
        "“%(title)s” is suspended, and claims wait until that ends. Nothing that was handed in is lost."
    )


class NoSuchDay(Refusal):
    code, status = "no-such-day", 422
    message = _("Choose a day after today, within %(years)s years.")


class UnderReviewAlready(Refusal):
    code = "under-review-already"
    message = _("It is under review already.")


class AlreadyConcluded(Refusal):
    """Somebody else was quicker, for instance while a page was open."""

    code = "already-concluded"
    message = _("%(person)s has concluded this review already: %(outcome)s.")


class NewerInForce(Refusal):
    code = "newer-in-force"
    message = _("A newer version is published, so this one cannot be reinstated.")


def check_complain(version: Version, *, source: str, text: str, by: Person) -> None:
    """Refuses: NotPermitted, WrongState, NotReady."""
    if not can(by, Permission.COMPLAIN, unit=version.definition.unit_id):
        raise NotPermitted(reason=_("you may not record complaints about this design."))
    check_earnable(version)
    missing = []
    if not text.strip():
        missing.append(_("what the complaint says"))
    if source not in Source:
        missing.append(_("who complains"))
    if missing:
        raise NotReady(missing=missing)


def check_open(version: Version, *, reason: str, by: Person) -> None:
    """Refuses: NotPermitted, WrongState, UnderReviewAlready, NotReady."""
    check_panel(version, by=by)
    check_earnable(version)
    if queries.open_review(version):
        raise UnderReviewAlready
    check_reason(reason)


def check_conclude(
    review: PeriodicReview,
    *,
    outcome: str,
    reason: str,
    next_on: date | None,
    effect: str,
    teach_out_on: date | None,
    by: Person,
    at: datetime,
) -> None:
    """Refuses: NotPermitted, Interested, AlreadyConcluded, NotReady, NoSuchDay, NotEndorsed,
    ConditionsOverdue, LastDayHasPassed."""
    check_decides(review.version, by=by)
    check_waits(review)
    if outcome not in CHOICES:
        raise NotReady(missing=[_("Choose an outcome.")])
    check_reason(reason)
    if outcome == Outcome.SUSPEND:
        check_effect(effect)
    elif outcome == Outcome.RETIRE:
        check_last_day(teach_out_on, reason=reason, at=at)
    else:
        check_day(next_on, at)
        check_may_stand(review.version, at)


def check_suspend(version: Version, *, reason: str, effect: str, by: Person) -> None:
    """Refuses: NotPermitted, Interested, WrongState, NotReady."""
    check_decides(version, by=by)
    check_earnable(version)
    check_reason(reason)
    check_effect(effect)


def check_reinstate(
    suspension: Suspension, *, reason: str, next_on: date, by: Person, at: datetime
) -> None:
    """Refuses: NotPermitted, Interested, WrongState, NewerInForce, NotReady, NoSuchDay, NotEndorsed,
    ConditionsOverdue."""
    version = suspension.version
    check_decides(version, by=by)
    if suspension.ended_at is not None:
        raise WrongState(state=version.get_state_display())
    if queries.in_the_catalogue().filter(definition=version.definition_id).exists():
        raise NewerInForce
    check_reason(reason)
    check_day(next_on, at)
    check_may_stand(version, at)


def check_schedule(version: Version, *, review_on: date, by: Person, at: datetime) -> None:
    """Refuses: NotPermitted, WrongState, NoSuchDay."""
    check_panel(version, by=by)
    check_earnable(version)
    check_day(review_on, at)


def check_claims(version: Version) -> None:
    """Whether learners of this version can claim and be awarded now. Refuses: ClaimsWait."""
    if queries.claims_wait(version):
        raise ClaimsWait(title=version)


def check_panel(version: Version, *, by: Person) -> None:
    """Refuses: NotPermitted."""
    if not can(by, Permission.DECIDE, unit=version.definition.unit_id):
        raise NotPermitted(reason=_("this is for the quality chair."))


def check_decides(version: Version, *, by: Person) -> None:
    """A chair of the unit who neither wrote nor endorsed it. Refuses: NotPermitted, Interested."""
    check_panel(version, by=by)
    check_disinterested(version, by)


def check_earnable(version: Version) -> None:
    """Refuses: WrongState."""
    if version.state not in queries.CAN_BE_EARNED:
        raise WrongState(state=version.get_state_display())


def check_waits(review: PeriodicReview) -> None:
    """Whether nobody concluded it yet. Refuses: AlreadyConcluded."""
    if review.closed_at is not None:
        raise AlreadyConcluded(person=review.closed_by, outcome=review.get_outcome_display())


def check_reason(reason: str) -> None:
    """Refuses: NotReady."""
    if not reason.strip():
        raise NotReady(missing=[_("the reason")])


def check_effect(effect: str) -> None:
    """Refuses: NotReady."""
    if effect not in Effect:
        raise NotReady(missing=[_("what it means for those who are enrolled")])


def check_last_day(day: date | None, *, reason: str, at: datetime) -> None:
    """Refuses: NotReady, LastDayHasPassed."""
    if day is None:
        raise NotReady(missing=[_("the last day for those who are enrolled")])
    catalogue.check_teach_out(day, reason=reason, on=timezone.localdate(at))


def check_day(day: date | None, at: datetime) -> None:
    """Refuses: NoSuchDay."""
    today = timezone.localdate(at)
    if day is None or not today < day <= years_after(today):
        raise NoSuchDay(years=WITHIN_YEARS)


def check_may_stand(version: Version, at: datetime) -> None:
    """What stands needs someone outside who stands behind it, and keeps what its approval asked for.

    Refuses: NotEndorsed, ConditionsOverdue.
    """
    if needed := endorsement.missing_endorsements(version, at):
        raise NotEndorsed(needed=needed)
    check_conditions_kept(version.definition, on=timezone.localdate(at))


def years_after(day: date, years: int = WITHIN_YEARS) -> date:
    """The same day so many years later; the last of February for a day that this year has not."""
    last = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return last.replace(year=day.year + years)
