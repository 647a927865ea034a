"""Awarding macro-badges when their rules are met, and holding them when a part falls.

Both look at how things stand rather than at what happened, so that events may come twice, late or in
any order. The learner's row is the lock: whatever concerns one learner's stacks happens in turn.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from tessera.catalogue.enums import ExpiredPart, Kind
from tessera.common import jobs
from tessera.credentials import operations as credentials
from tessera.credentials import queries as awards
from tessera.credentials.enums import STANDING, RevocationReason
from tessera.credentials.enums import State as AwardState
from tessera.holdings import operations as holdings
from tessera.holdings import queries as held
from tessera.kernel.rules import codec, judge, terms
from tessera.stacks import notices, policies, queries
from tessera.stacks.enums import Cause, Ending
from tessera.stacks.models import Evaluation, Suspension
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.credentials.models import Award
    from tessera.people.models import Person

FALLEN = {AwardState.SUSPENDED: Cause.SUSPENDED, AwardState.REVOKED: Cause.REVOKED}
# So many learners are looked at in one job: memory is bounded, and a job that dies loses little.
AT_ONCE = 500


@transaction.atomic
def evaluate(*, learner: Person, at: datetime) -> list[Award]:
    """Award every macro-badge whose rule this learner meets and that they do not have yet."""
    learner = _locked(learner)
    had = list(awards.awards_of(learner).select_related("revocation"))
    awarded = []
    for version, rule in queries.stacks():
        theirs = [award for award in had if award.definition_id == version.definition_id]
        if any(_settles(award) for award in theirs):
            continue
        # Read anew each time: the stack before may have used up a single-use holding.
        outcome = judge.judge(rule, held.portfolio_of(learner), at)
        if outcome.met:
            awarded.append(_complete(version, rule, outcome, learner=learner, at=at))
    return awarded


@transaction.atomic
def evaluate_holders(*, version: Version, after: int = 0, at: datetime) -> int:
    """Count what was earned before this stack was published: a job for each who completes it.

    Some learners at a time, those whose key comes `after`; the next are a job of their own.
    """
    rule = queries.rule_of(version)
    if rule is None or version.definition.kind != Kind.STACK:
        return 0
    people = held.holders_for(rule).filter(pk__gt=after)
    some = list(people.values_list("pk", flat=True)[:AT_ONCE])
    complete = [
        person
        for person, portfolio in held.portfolios_of(some).items()
        if judge.judge(rule, portfolio, at).met
    ]
    for person in complete:
        jobs.later("stacks.evaluate", person)
    if len(some) == AT_ONCE:
        jobs.later("stacks.evaluate_holders", version.pk, some[-1])
    return len(complete)


@transaction.atomic
def follow_expired(*, at: datetime) -> int:
    """A job for each part that expired under a macro-badge whose stack does not let it stand then."""
    parts = queries.newly_expired(at, most=AT_ONCE)
    for part in parts:
        jobs.later("stacks.follow", part)
    return len(parts)


@transaction.atomic
def follow(*, award: Award, at: datetime) -> None:
    """Bring in line whatever rests on this award, it itself if it is a macro-badge, and its learner."""
    learner = _locked(award.learner)
    resting = awards.awards_of(learner).filter(evaluation__used=award)
    for macro in [award, *resting]:
        if macro.evaluation_id is not None:
            _reconcile(macro, at=at)
            jobs.later("credentials.keep_record", macro.pk)
    evaluate(learner=learner, at=at)


@transaction.atomic
def suspend_resting_on(*, award: Award, at: datetime) -> None:
    """Hold every macro-badge that counts on this award, if it no longer stands."""
    learner = _locked(award.learner)
    for macro in awards.awards_of(learner).filter(evaluation__used=award):
        _reconcile(macro, at=at)


@transaction.atomic
def keep(*, suspension: Suspension, reason: str, by: Person, at: datetime) -> Award:
    """Decide that the macro-badge stands without the parts that fell, and make it valid again.

    Refuses: NotPermitted, WrongState when it was settled meanwhile.
    """
    learner = _locked(suspension.award.learner)
    suspension = Suspension.objects.select_related("award").get(pk=suspension.pk)
    policies.check_keep(suspension)
    award = awards.awards_of(learner).get(pk=suspension.award_id)
    for each in Suspension.objects.filter(award=award, settled_at=None):
        _settle(each, Ending.KEPT, reason=reason, by=by, at=at)
    return credentials.lift(award=award, by=by, at=at, explanation=reason)


def _settles(award: Award) -> bool:
    """It stands, or a person took it away for its own sake and so must give it again."""
    if award.state in STANDING:
        return True
    return award.revocation.reason != RevocationReason.PART


def _complete(
    version: Version,
    rule: terms.Rule,
    outcome: judge.Outcome,
    *,
    learner: Person,
    at: datetime,
) -> Award:
    evaluation = Evaluation.objects.create(
        version=version,
        learner=learner,
        rule=codec.encode(rule),
        outcome=tree(outcome),
        evaluated_at=at,
    )
    references = [UUID(each) for each in outcome.used()]
    used = list(awards.awards_of(learner).filter(uuid__in=references))
    evaluation.used.set(used)
    once = [award.uuid for award in used if award.version.single_use]
    holdings.spend(references=once, on=evaluation.uuid, at=at)
    trail.record("stacks.evaluation.met", subject=evaluation, by=None, at=at)
    return credentials.award_stack(evaluation=evaluation, learner=learner, version=version, at=at)


def tree(outcome: judge.Outcome) -> dict[str, Any]:
    """What each part came to, in the shape of the rule."""
    parts = {"parts": [tree(part) for part in outcome.parts]} if outcome.parts else {}
    holding = {"holding": outcome.holding} if outcome.holding else {}
    return {"finding": str(outcome.finding), **holding, **parts}


def _reconcile(macro: Award, *, at: datetime) -> None:
    """Suspend, restore or leave one macro-badge, as its parts stand now."""
    assert macro.evaluation is not None
    told = {each.part_id: each for each in Suspension.objects.filter(award=macro)}
    waiting = {part: each for part, each in told.items() if each.settled_at is None}
    if macro.state == AwardState.REVOKED:
        for each in waiting.values():
            _settle(each, Ending.REVOKED, at=at)
        holdings.release(on=macro.evaluation.uuid, at=at)
        return
    if macro.state not in (AwardState.ISSUED, AwardState.SUSPENDED):
        return  # Still being issued: once it is, this comes again.
    if macro.state == AwardState.ISSUED:
        for each in waiting.values():
            _settle(each, Ending.KEPT, at=at)  # Someone lifted it: that was the decision.
    parts = macro.evaluation.used.select_related("version").order_by("pk")
    fallen = {
        part.pk: (part, cause) for part in parts if (cause := _cause(macro, part, at)) is not None
    }
    for part_id, each in told.items():
        if part_id not in fallen and each.ending in ("", Ending.KEPT):
            _settle(each, Ending.RESTORED, at=at)
    new = [
        (part, cause) for part, cause in fallen.values() if not _is_told(told.get(part.pk), cause)
    ]
    if macro.state == AwardState.ISSUED and new:
        _suspend(macro, new, at=at)
    elif macro.state == AwardState.SUSPENDED and waiting:
        _put_before_registrar(macro, new, at=at)
        if not Suspension.objects.filter(award=macro, settled_at=None).exists():
            credentials.lift(award=macro, by=None, at=at)
            trail.record("stacks.macro_badge.restored", subject=macro, by=None, at=at)


def _cause(macro: Award, part: Award, at: datetime) -> Cause | None:
    """Why a part no longer carries this macro-badge; None while it does."""
    if cause := FALLEN.get(AwardState(part.state)):
        return cause
    has_expired = part.valid_until is not None and part.valid_until < at
    suspends = macro.version.expired_part == ExpiredPart.SUSPENDS
    return Cause.EXPIRED if has_expired and suspends else None


def _is_told(suspension: Suspension | None, cause: Cause) -> bool:
    """Whether this fall of the part is known: waiting for a decision, or decided."""
    return (
        suspension is not None
        and suspension.cause == cause
        and suspension.ending in ("", Ending.KEPT)
    )


def _suspend(macro: Award, fallen: list[tuple[Award, Cause]], *, at: datetime) -> None:
    credentials.suspend(award=macro, explanation=notices.explanation(macro, fallen), by=None, at=at)
    trail.record("stacks.macro_badge.suspended", subject=macro, by=None, at=at)
    _put_before_registrar(macro, fallen, at=at)


def _put_before_registrar(macro: Award, fallen: list[tuple[Award, Cause]], *, at: datetime) -> None:
    for part, cause in fallen:
        suspension, _is_new = Suspension.objects.update_or_create(
            award=macro,
            part=part,
            settled_at=None,
            defaults={"cause": cause, "suspended_at": at},
        )
        notices.decision_is_needed(suspension, at=at)


def _settle(
    suspension: Suspension,
    ending: Ending,
    *,
    at: datetime,
    by: Person | None = None,
    reason: str = "",
) -> None:
    suspension.ending, suspension.settled_at, suspension.settled_by = ending, at, by
    suspension.reason = reason
    suspension.save(update_fields=["ending", "settled_at", "settled_by", "reason"])
    trail.record(
        "stacks.suspension.settled", subject=suspension.award, by=by, at=at, ending=str(ending)
    )


def _locked(learner: Person) -> Person:
    return get_user_model().objects.select_for_update(no_key=True).get(pk=learner.pk)
