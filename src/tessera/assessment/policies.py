"""Separation of duties: who may claim, judge and confirm, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.assessment.enums import CONFIRMED, UNDER_WAY, Permission, State
from tessera.assessment.models import Attempt, Conflict, Judgement
from tessera.assessment.workflow import ATTEMPT
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.common.states import check_advance
from tessera.enrolment import queries as enrolment_queries
from tessera.enrolment.enums import Duty
from tessera.enrolment.enums import State as EnrolmentState
from tessera.people.access import can
from tessera.standing.policies import check_claims

if TYPE_CHECKING:
    from tessera.assessment.queries import Chain
    from tessera.enrolment.models import Enrolment
    from tessera.people.models import Person


class AlreadyClaimed(Refusal):
    code = "already-claimed"
    message = _("Your work is handed in already.")


class NotDeclaredOriginal(Refusal):
    code, status = "not-declared-original", 422
    message = _("Declare that this is your own work, or tell your instructor what is not.")


class ConflictDeclared(Refusal):
    code = "conflict-declared"
    message = _("A conflict of interest was declared here, so somebody else does this.")


class BeingJudged(Refusal):
    code = "being-judged"
    message = _("%(assessor)s is judging this already.")


class AlreadyConfirmed(Refusal):
    code = "already-confirmed"
    message = _("%(person)s has confirmed this already: %(outcome)s.")


class JudgedAgain(Refusal):
    code = "judged-again"
    message = _(
        "This was judged again while you were reading. Read the new judgement, then confirm."
    )


class NotAssessor(NotPermitted):
    code = "not-assessor"
    message = _("Only an assessor of this offering judges this attempt.")


class OwnWork(NotPermitted):
    code = "own-work"
    message = _("Nobody judges or confirms their own work.")


class AssessorNeverConfirms(NotPermitted):
    code = "assessor-never-confirms"
    message = _("You judged this attempt, so somebody else confirms it.")


class ReasonMissing(Refusal):
    code, status = "reason-missing", 422
    message = _("Say what is incomplete, so that the learner can mend it.")


def check_claim(enrolment: Enrolment, *, original: bool, by: Person) -> None:
    """Refuses: NotPermitted, AlreadyClaimed, WrongState, ClaimsWait, NotReady (what each component lacks),
    NotDeclaredOriginal."""
    if enrolment.learner_id != by.pk:
        raise NotPermitted(reason=_("only the learner claims."))
    if enrolment.attempts.filter(state__in=UNDER_WAY).exists():
        raise AlreadyClaimed
    if enrolment.state not in (EnrolmentState.ENROLLED, EnrolmentState.IN_PROGRESS):
        raise WrongState(state=enrolment.get_state_display())
    check_claims(enrolment.version)
    missing = enrolment_queries.missing_for_claim(enrolment)
    if missing:
        raise NotReady(missing=missing)
    if not original:
        raise NotDeclaredOriginal


def check_duty(attempt: Attempt, *, by: Person) -> None:
    """An assessor of the offering, not the learner, without a conflict.

    Refuses: OwnWork, NotAssessor, ConflictDeclared.
    """
    enrolment = attempt.enrolment
    if enrolment.learner_id == by.pk:
        raise OwnWork
    unit = enrolment.version.definition.unit_id
    staff = enrolment_queries.is_staff_of(by, enrolment.offering, Duty.ASSESSOR)
    if not staff or not can(by, Permission.JUDGE, unit=unit):
        raise NotAssessor
    if Conflict.objects.filter(attempt=attempt, person=by).exists():
        raise ConflictDeclared


def check_judge(attempt: Attempt, *, by: Person) -> None:
    """Whether `by` may take this attempt up. Refuses: what check_duty does, BeingJudged, WrongState."""
    check_duty(attempt, by=by)
    if attempt.state == State.IN_ASSESSMENT:
        raise BeingJudged(assessor=attempt.judgements.latest("started_at").assessor)
    check_advance(attempt, ATTEMPT, "begin")


def check_mark(judgement: Judgement, *, by: Person) -> None:
    """Whether `by` may write in this judgement. Refuses: what check_duty does, NotPermitted, WrongState."""
    check_duty(judgement.attempt, by=by)
    if judgement.assessor_id != by.pk:
        raise NotPermitted(reason=_("this is another assessor’s judgement."))
    check_advance(judgement.attempt, ATTEMPT, "recommend")


def check_return(attempt: Attempt, *, reason: str, by: Person) -> None:
    """Refuses: what check_duty does, BeingJudged, WrongState, ReasonMissing."""
    check_duty(attempt, by=by)
    check_advance(attempt, ATTEMPT, "return_incomplete")
    other = attempt.judgements.exclude(assessor=by).first()
    if other:
        raise BeingJudged(assessor=other.assessor)
    if not reason.strip():
        raise ReasonMissing


def check_authority(attempt: Attempt, *, by: Person) -> None:
    """The award authority, who neither learned, judged nor declared a conflict here.

    Refuses: NotPermitted, OwnWork, AssessorNeverConfirms, ConflictDeclared.
    """
    if not can(by, Permission.CONFIRM, unit=attempt.enrolment.version.definition.unit_id):
        raise NotPermitted(reason=_("only the registrar confirms results."))
    if attempt.enrolment.learner_id == by.pk:
        raise OwnWork
    if attempt.judgements.filter(assessor=by).exists():
        raise AssessorNeverConfirms
    if Conflict.objects.filter(attempt=attempt, person=by).exists():
        raise ConflictDeclared


def check_confirm(attempt: Attempt, *, by: Person) -> None:
    """Refuses: what check_authority does, AlreadyConfirmed, ClaimsWait, WrongState."""
    check_authority(attempt, by=by)
    if attempt.state in CONFIRMED:
        result = attempt.result
        raise AlreadyConfirmed(person=result.confirmed_by, outcome=result.get_outcome_display())
    check_claims(attempt.enrolment.version)
    check_advance(attempt, ATTEMPT, "confirm_met")


def check_seen(chain: Chain, *, seen: str | None) -> None:
    """Whether the judgement is still the one that was read; None does not ask. Refuses: JudgedAgain."""
    if seen is not None and seen != chain.seen:
        raise JudgedAgain


def check_reopen(attempt: Attempt, *, reason: str, by: Person) -> None:
    """Refuses: what check_authority does, WrongState, ReasonMissing."""
    check_authority(attempt, by=by)
    check_advance(attempt, ATTEMPT, "reopen")
    if not reason.strip():
        raise ReasonMissing
