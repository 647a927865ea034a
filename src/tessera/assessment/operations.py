"""Writes: claim, judge, confirm. Three people, three duties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tessera.assessment import notices, policies, queries
from tessera.assessment.enums import Outcome, State
from tessera.assessment.models import Attempt, Conflict, Judgement, Mark, Result
from tessera.assessment.workflow import ATTEMPT
from tessera.catalogue.enums import ComponentKind
from tessera.common.refusal import NotReady
from tessera.common.states import advance
from tessera.enrolment import operations as enrolments
from tessera.enrolment import queries as enrolment_queries
from tessera.enrolment.enums import DONE, Track
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.catalogue.models import Criterion, Level
    from tessera.enrolment.models import Enrolment
    from tessera.people.models import Person


@dataclass(frozen=True, slots=True)
class Given:
    """What an assessor wrote for one criterion; a draft may leave the level open."""

    criterion: Criterion
    level: Level | None
    feedback: str = ""


@transaction.atomic
def claim(
    *, enrolment: Enrolment, original: bool, ai_use: str = "", by: Person, at: datetime
) -> Attempt:
    """Freeze the evidence and the answers as a numbered attempt; met criteria carry over.

    Refuses: NotPermitted, AlreadyClaimed, WrongState, NotReady, NotDeclaredOriginal.
    """
    enrolment = enrolments.lock(enrolment=enrolment)
    policies.check_claim(enrolment, original=original, by=by)
    last = queries.attempts_of(enrolment).first()
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        number=last.number + 1 if last else 1,
        reflections=_answers(enrolment),
        carried=_carried(last) if last else {},
        original=original,
        ai_use=ai_use.strip(),
        submitted_at=at,
        due_on=after_working_days(timezone.localdate(at), enrolment.version.service_days),
    )
    attempt.evidence.set(enrolments.freeze_evidence(enrolment=enrolment, at=at))
    enrolments.mark_claimed(enrolment=enrolment, at=at)
    record("assessment.attempt.claimed", subject=attempt, by=by, at=at, number=attempt.number)
    notices.work_is_handed_in(attempt, at=at)
    return attempt


def _answers(enrolment: Enrolment) -> list[dict[str, str]]:
    reflective = enrolment_queries.parts_of(enrolment)[-1]
    return [
        {"prompt": answer.prompt.text, "kind": answer.prompt.kind, "text": answer.text}
        for answer in reflective.answers
    ]


def _carried(last: Attempt) -> dict[str, int]:
    """Met criteria of the last result; an attempt returned incomplete hands on what it carried."""
    chain = queries.feedback_of(last)
    if chain is None:
        return dict(last.carried)
    return {
        str(line.criterion.uuid): line.level.rank for line in chain.lines if line.level and line.met
    }


def after_working_days(day: date, count: int) -> date:
    """The `count`-th working day (Monday to Friday) after `day`."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


# -- Judging ------------------------------------------------------------------------------------


@transaction.atomic
def begin_judgement(
    *, attempt: Attempt, no_conflict: bool, by: Person, at: datetime
) -> Judgement | None:
    """Take an attempt up, having said that there is no conflict of interest.

    With one, it is noted, somebody else is found, and None is returned. Taking up twice is once.
    Refuses: OwnWork, NotAssessor, ConflictDeclared, BeingJudged, WrongState.
    """
    attempt = _locked(attempt)
    mine = queries.judgement_of(attempt, by)
    if mine and attempt.state == State.IN_ASSESSMENT:
        return mine
    policies.check_judge(attempt, by=by)
    if not no_conflict:
        Conflict.objects.create(attempt=attempt, person=by, declared_at=at)
        record("assessment.conflict.declared", subject=attempt, by=by, at=at)
        notices.assessor_is_missing(attempt, at=at)
        return None
    _advance(attempt, "begin")
    judgement = Judgement.objects.create(
        attempt=attempt, assessor=by, no_conflict=True, started_at=at
    )
    record("assessment.judgement.begun", subject=attempt, by=by, at=at)
    return judgement


@transaction.atomic
def save_mark(
    *,
    judgement: Judgement,
    criterion: Criterion,
    level: Level | None,
    feedback: str = "",
    by: Person,
    at: datetime,
) -> None:
    """Keep one criterion's level and feedback as a draft. Refuses: what save_marks does."""
    given = [Given(criterion, level, feedback)]
    save_marks(judgement=judgement, given=given, feedback=judgement.feedback, by=by, at=at)


@transaction.atomic
def save_marks(
    *, judgement: Judgement, given: Iterable[Given], feedback: str, by: Person, at: datetime
) -> None:
    """Keep levels and feedback as a draft; criteria that are met already stay as they are.

    Drafts leave no trace in the trail. Refuses: OwnWork, NotAssessor, ConflictDeclared, NotPermitted,
    WrongState.
    """
    attempt = _locked(judgement.attempt)
    judgement = Judgement.objects.get(pk=judgement.pk)
    policies.check_mark(judgement, by=by)
    judgement.feedback = feedback
    judgement.save(update_fields=["feedback"])
    for mark in given:
        if str(mark.criterion.uuid) not in attempt.carried:
            Mark.objects.update_or_create(
                judgement=judgement,
                criterion=mark.criterion,
                defaults={"level": mark.level, "feedback": mark.feedback},
            )


@transaction.atomic
def submit_judgement(
    *, judgement: Judgement, feedback: str | None = None, by: Person, at: datetime
) -> Judgement:
    """Recommend what the rubric says: every criterion at its level, or not yet met.

    Refuses: NotReady (a criterion without a level, an unmet one without feedback), OwnWork, NotAssessor,
    ConflictDeclared, NotPermitted, WrongState.
    """
    attempt = _locked(judgement.attempt)
    judgement = Judgement.objects.get(pk=judgement.pk)
    policies.check_mark(judgement, by=by)
    lines = queries.lines_of(attempt, judgement)
    missing = queries.missing_in(lines)
    if missing:
        raise NotReady(missing=missing)
    met = queries.verdict_on(attempt, lines).met
    judgement.feedback = judgement.feedback if feedback is None else feedback
    judgement.recommendation = Outcome.MET if met else Outcome.NOT_YET_MET
    judgement.submitted_at = at
    judgement.save(update_fields=["feedback", "recommendation", "submitted_at"])
    _advance(attempt, "recommend")
    facts = {"recommendation": str(judgement.recommendation)}
    record("assessment.judgement.submitted", subject=attempt, by=by, at=at, **facts)
    notices.result_waits(attempt, at=at)
    return judgement


@transaction.atomic
def return_incomplete(*, attempt: Attempt, reason: str, by: Person, at: datetime) -> Attempt:
    """Give work back that cannot be judged as it is; no attempt is used up.

    Refuses: OwnWork, NotAssessor, ConflictDeclared, WrongState, BeingJudged, ReasonMissing.
    """
    attempt = _locked(attempt)
    policies.check_return(attempt, reason=reason, by=by)
    attempt.return_reason = reason.strip()
    attempt.save(update_fields=["return_reason"])
    _advance(attempt, "return_incomplete")
    enrolment = enrolments.mark_returned(enrolment=attempt.enrolment, at=at)
    enrolments.set_tracks(
        enrolment=enrolment,
        demonstration=_reworked(enrolment.demonstration),
        reflective=_reworked(enrolment.reflective),
        at=at,
    )
    record("assessment.attempt.returned", subject=attempt, by=by, at=at)
    notices.work_is_incomplete(attempt, at=at)
    return attempt


def _reworked(track: str) -> Track:
    return Track.IN_PROGRESS if track == Track.SUBMITTED else Track(track)


# -- Confirming ---------------------------------------------------------------------------------


@transaction.atomic
def confirm(
    *, attempt: Attempt, seen: str | None = None, by: Person, at: datetime, note: str = ""
) -> Result:
    """The award authority makes the recommendation the result; who judged never confirms.

    Met: all three components are met, and the award is for credentials to make. Not yet met: the
    learner goes on with the unmet criteria, or is offered support when no attempt is left. `seen` names
    the judgement that was read (`Chain.seen`).
    Refuses: NotPermitted, OwnWork, AssessorNeverConfirms, ConflictDeclared, AlreadyConfirmed, JudgedAgain,
    WrongState.
    """
    attempt = _locked(attempt)
    policies.check_confirm(attempt, by=by)
    chain = queries.decision_chain(attempt)
    policies.check_seen(chain, seen=seen)
    judgement = chain.judgement
    if judgement is None:
        raise RuntimeError(f"{attempt} is recommended without a judgement")
    result = Result.objects.create(
        attempt=attempt,
        judgement=judgement,
        outcome=judgement.recommendation,
        assessed_by=judgement.assessor,
        learner=attempt.enrolment.learner,
        note=note,
        confirmed_at=at,
        confirmed_by=by,
    )
    _advance(attempt, f"confirm_{judgement.recommendation}")
    _set_tracks(chain, at=at)
    record("assessment.result.confirmed", subject=attempt, by=by, at=at, outcome=result.outcome)
    if result.outcome == Outcome.NOT_YET_MET:
        left = queries.attempts_left(attempt.enrolment)
        enrolments.mark_returned(enrolment=attempt.enrolment, exhausted=not left, at=at)
        notices.not_yet_met(attempt, unmet=chain.unmet, left=left, at=at)
    return result


def _set_tracks(chain: queries.Chain, *, at: datetime) -> None:
    """A component is met as the pass rule says; recognised prior learning stays what it is."""
    enrolment = chain.attempt.enrolment
    unmet = queries.unmet_components(chain.attempt, chain.lines)
    tracks = {kind: Track.NOT_YET_MET if kind in unmet else Track.MET for kind in ComponentKind}
    kept = enrolment.educational in DONE and ComponentKind.EDUCATIONAL not in unmet
    enrolments.set_tracks(
        enrolment=enrolment,
        educational=None if kept else tracks[ComponentKind.EDUCATIONAL],
        demonstration=tracks[ComponentKind.DEMONSTRATION],
        reflective=tracks[ComponentKind.REFLECTIVE],
        at=at,
    )


@transaction.atomic
def reopen(*, attempt: Attempt, reason: str, by: Person, at: datetime) -> Attempt:
    """Ask the assessor to look again before anything is confirmed.

    Refuses: NotPermitted, OwnWork, AssessorNeverConfirms, ConflictDeclared, WrongState, ReasonMissing.
    """
    attempt = _locked(attempt)
    policies.check_reopen(attempt, reason=reason, by=by)
    _advance(attempt, "reopen")
    judgement = attempt.judgements.get(submitted_at__isnull=False)
    judgement.recommendation, judgement.submitted_at = "", None
    judgement.save(update_fields=["recommendation", "submitted_at"])
    record("assessment.attempt.reopened", subject=attempt, by=by, at=at, reason=reason)
    notices.judge_again(attempt, assessor=judgement.assessor, reason=reason, at=at)
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_for_update(no_key=True).get(pk=attempt.pk)


def _advance(attempt: Attempt, verb: str) -> None:
    advance(attempt, ATTEMPT, verb)
    attempt.save(update_fields=["state"])
