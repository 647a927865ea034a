"""Reads of attempts: queues, what an assessor marks, and the chain of who decided what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from tessera.assessment.enums import CONFIRMED, UNDER_WAY, Outcome, Permission, State
from tessera.assessment.models import Attempt, Conflict, Judgement, Mark, Result
from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import ComponentKind
from tessera.enrolment.enums import Duty
from tessera.enrolment.queries import offerings_staffed_by, within
from tessera.kernel import rubric
from tessera.people.access import can, scope_of

if TYPE_CHECKING:
    from tessera.catalogue.models import Criterion, Level
    from tessera.enrolment.models import Enrolment, Evidence, Offering
    from tessera.people.models import Person

UNIT = "enrolment__version__definition__unit"


# -- Who sees which attempts --------------------------------------------------------------------


def visible_to(person: Person) -> QuerySet[Attempt]:
    """One's own, those where one assesses, and all in reach of whoever oversees them."""
    return _attempts().filter(_seen_by_staff(person) | Q(enrolment__learner=person))


def visible_to_staff(person: Person) -> QuerySet[Attempt]:
    """The same without one's own: nobody looks over an assessor's shoulder at their own work."""
    return _attempts().filter(_seen_by_staff(person)).exclude(enrolment__learner=person)


def _seen_by_staff(person: Person) -> Q:
    overseen = within(scope_of(person, Permission.VIEW), UNIT)
    return overseen | Q(enrolment__offering__in=_judged_by(person))


def _judged_by(person: Person) -> QuerySet[Offering]:
    offerings = offerings_staffed_by(person, Duty.ASSESSOR)
    return offerings if can(person, Permission.JUDGE) else offerings.none()


def _attempts() -> QuerySet[Attempt]:
    return Attempt.objects.select_related(
        "enrolment__learner", "enrolment__offering", "enrolment__version__definition"
    )


def queue_of(person: Person) -> QuerySet[Attempt]:
    """What an assessor can take up or has begun, the most urgent first."""
    begun = Attempt.objects.filter(state=State.IN_ASSESSMENT, judgements__assessor=person).values(
        "pk"
    )
    conflicts = Conflict.objects.filter(person=person).values("attempt")
    return (
        _attempts()
        .filter(Q(state=State.SUBMITTED) | Q(pk__in=begun))
        .filter(enrolment__offering__in=_judged_by(person))
        .exclude(enrolment__learner=person)
        .exclude(pk__in=conflicts)
        .order_by("due_on", "submitted_at")
    )


def awaiting_confirmation(person: Person) -> QuerySet[Attempt]:
    """What the award authority can confirm, longest waiting first; not what they judged themselves."""
    return (
        _attempts()
        .filter(within(scope_of(person, Permission.CONFIRM), UNIT), state=State.RECOMMENDED)
        .exclude(enrolment__learner=person)
        .exclude(pk__in=Judgement.objects.filter(assessor=person).values("attempt"))
        .exclude(pk__in=Conflict.objects.filter(person=person).values("attempt"))
        .prefetch_related(
            Prefetch("judgements", Judgement.objects.select_related("assessor"), "judged")
        )
        .order_by("due_on", "submitted_at")
    )


def attempts_of(enrolment: Enrolment) -> QuerySet[Attempt]:
    """An enrolment's attempts, the newest first."""
    return _attempts().filter(enrolment=enrolment).order_by("-number")


def attempt_under_way(enrolment: Enrolment) -> Attempt | None:
    return attempts_of(enrolment).filter(state__in=UNDER_WAY).first()


def attempts_left(enrolment: Enrolment) -> int:
    """How many more results *not yet met* the version allows."""
    used = enrolment.attempts.filter(state=State.CONFIRMED_NOT_YET_MET).count()
    return max(enrolment.version.attempts_allowed - used, 0)


def judgement_of(attempt: Attempt, person: Person) -> Judgement | None:
    return Judgement.objects.filter(attempt=attempt, assessor=person).first()


def part_of(person: Person, attempt: Attempt) -> str:
    """What this person may do with the attempt now: "begin", "judge", "confirm", or "read"."""
    if attempt.state == State.SUBMITTED and queue_of(person).filter(pk=attempt.pk).exists():
        return "begin"
    if attempt.state == State.IN_ASSESSMENT and queue_of(person).filter(pk=attempt.pk).exists():
        return "judge"
    waiting = attempt.state == State.RECOMMENDED
    if waiting and awaiting_confirmation(person).filter(pk=attempt.pk).exists():
        return "confirm"
    return "read"


# -- Criteria, levels, marks --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of an attempt: what is needed, what was given, and why."""

    criterion: Criterion
    component: ComponentKind
    levels: tuple[Level, ...]
    required: Level
    level: Level | None
    feedback: str
    carried: bool

    @property
    def met(self) -> bool:
        return self.level is not None and self.level.rank >= self.required.rank


def lines_of(attempt: Attempt, judgement: Judgement | None) -> tuple[Line, ...]:
    """Every criterion of the pinned version in order, with its mark: this one's, or carried over."""
    marks = {mark.criterion_id: mark for mark in judgement.marks.all()} if judgement else {}
    return tuple(
        _line(criterion, marks.get(criterion.pk), attempt.carried)
        for criterion in catalogue.criteria_of(attempt.enrolment.version)
    )


def _line(criterion: Criterion, mark: Mark | None, carried: dict[str, int]) -> Line:
    levels = tuple(criterion.levels.all())
    by_rank = {level.rank: level for level in levels}
    kept = carried.get(str(criterion.uuid))
    given = kept or next((level.rank for level in levels if mark and level.pk == mark.level_id), 0)
    return Line(
        criterion=criterion,
        component=ComponentKind(criterion.component.kind),
        levels=levels,
        required=by_rank[criterion.required_rank],
        level=by_rank.get(given),
        feedback=mark.feedback if mark else "",
        carried=kept is not None,
    )


def missing_in(lines: tuple[Line, ...]) -> list[str]:
    """What a judgement lacks before it can go in: levels, and a word for whatever is not yet met."""
    missing = []
    for line in lines:
        if line.level is None:
            missing.append(_("a level for “%(criterion)s”") % {"criterion": line.criterion})
        elif not line.met and not line.feedback.strip():
            missing.append(_("feedback on “%(criterion)s”") % {"criterion": line.criterion})
    return missing


def verdict_on(attempt: Attempt, lines: tuple[Line, ...]) -> rubric.Verdict:
    """What the pinned version's pass rule says. Raises RubricError when a criterion has no mark."""
    marks = [rubric.Mark(str(line.criterion.uuid), line.level.rank) for line in lines if line.level]
    version = attempt.enrolment.version
    return rubric.judge(catalogue.rubric_of(version), marks, catalogue.pass_rule_of(version))


def unmet_components(attempt: Attempt, lines: tuple[Line, ...]) -> set[str]:
    """By the pass rule; where a mark is missing there is no rule to go by, and less is met, not more."""
    if any(line.level is None for line in lines):
        return {line.component for line in lines if not line.met}
    return set(verdict_on(attempt, lines).unmet_groups)


# -- The chain of decisions ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything that an award rests on: the claim, the evidence, the judgement, the confirmation."""

    attempt: Attempt
    evidence: tuple[Evidence, ...]
    judgement: Judgement | None
    lines: tuple[Line, ...]
    result: Result | None
    earlier: tuple[Attempt, ...]

    @property
    def unmet(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.met)

    @property
    def recommends_met(self) -> bool:
        return self.judgement is not None and self.judgement.recommendation == Outcome.MET

    @property
    def seen(self) -> str:
        """Tells one judgement from the next, for whoever confirms what they read."""
        return seen_as(self.judgement)


def seen_as(judgement: Judgement | None) -> str:
    """What tells a judgement that was handed in from the next."""
    if judgement is None or judgement.submitted_at is None:
        return ""
    return f"{judgement.pk} {judgement.submitted_at.isoformat()}"


def decision_chain(attempt: Attempt) -> Chain:
    """The chain as it stands; a judgement that is not in yet stays with its assessor."""
    judgement = (
        Judgement.objects.filter(attempt=attempt, submitted_at__isnull=False)
        .select_related("assessor")
        .prefetch_related("marks")
        .last()
    )
    return Chain(
        attempt=attempt,
        evidence=tuple(attempt.evidence.select_related("task", "artefact")),
        judgement=judgement,
        lines=lines_of(attempt, judgement) if judgement else (),
        result=Result.objects.filter(attempt=attempt).select_related("confirmed_by").first(),
        earlier=tuple(attempts_of(attempt.enrolment).filter(number__lt=attempt.number)),
    )


def feedback_of(attempt: Attempt) -> Chain | None:
    """What the learner reads of it; None until the result is confirmed."""
    return decision_chain(attempt) if attempt.state in CONFIRMED else None
