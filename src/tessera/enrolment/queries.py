"""Reads of offerings, enrolments and their three components."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import ComponentKind, EvidenceKind, Kind
from tessera.catalogue.enums import State as VersionState
from tessera.enrolment.enums import (
    DONE,
    DUTY_NEEDS,
    ENDED,
    WORKING,
    Duty,
    OfferingState,
    Permission,
    Track,
)
from tessera.enrolment.models import Artefact, Enrolment, Evidence, Offering, Reflection
from tessera.holdings import queries as holdings
from tessera.holdings.enums import State as Holds
from tessera.people import queries as people
from tessera.people.access import Scope, can, scope_of

if TYPE_CHECKING:
    from tessera.catalogue.models import Component, Prompt, Task, Version
    from tessera.people.models import Person

OFFERED = (VersionState.PUBLISHED, VersionState.UNDER_REVIEW)


def within(scope: Scope, unit: str) -> Q:
    """Rows whose unit (a lookup path) the scope covers."""
    return Q(pk__isnull=False) if scope.everywhere else Q(**{f"{unit}__in": scope.units})


# -- Offerings and their staff ------------------------------------------------------------------


def duties_of(person: Person) -> list[Duty]:
    """The duties that the person may have on offerings."""
    return [duty for duty, permission in DUTY_NEEDS.items() if can(person, permission)]


def offerings_staffed_by(person: Person, *duties: Duty) -> QuerySet[Offering]:
    """Where the person is staff, in one of these duties or in any, and still may be."""
    wanted = [duty for duty in duties_of(person) if duty in (duties or tuple(Duty))]
    return Offering.objects.filter(staff__person=person, staff__duty__in=wanted).distinct()


def offerings_visible_to(person: Person) -> QuerySet[Offering]:
    """Those one is staff of, and all in reach of whoever oversees them."""
    seen = within(scope_of(person, Permission.VIEW_OFFERING), "version__definition__unit")
    mine = offerings_staffed_by(person).values("pk")
    return (
        Offering.objects.filter(seen | Q(pk__in=mine))
        .select_related("version__definition")
        .annotate(learners=Count("enrolments", filter=~Q(enrolments__state__in=ENDED)))
    )


def offerings_open(version: Version, at: datetime) -> QuerySet[Offering]:
    """What a learner can choose among today, soonest first."""
    today = timezone.localdate(at)
    return Offering.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), version=version, state=OfferingState.OPEN
    ).order_by("starts_on", "pk")


def offering_staff(offering: Offering, duty: Duty) -> list[Person]:
    found = offering.staff.filter(duty=duty).select_related("person").order_by("person__name")
    return [row.person for row in found]


def is_staff_of(person: Person, offering: Offering, duty: Duty) -> bool:
    unit = offering.version.definition.unit_id
    return (
        can(person, DUTY_NEEDS[duty], unit=unit)
        and offering.staff.filter(person=person, duty=duty).exists()
    )


def candidates(duty: Duty) -> QuerySet[Person]:
    """Who can be chosen for a duty on an offering; the policy looks at the unit."""
    return people.people_who_may(DUTY_NEEDS[duty])


def versions_to_offer(person: Person) -> QuerySet[Version]:
    """Published versions in reach of the registrar."""
    reach = within(scope_of(person, Permission.OPEN_OFFERING), "definition__unit")
    return catalogue.public().filter(reach, state__in=OFFERED, definition__kind=Kind.MICRO)


def offerings_to_enrol_in() -> QuerySet[Offering]:
    """Offerings that the public may look at: any that was opened."""
    return Offering.objects.exclude(state=OfferingState.DRAFT).select_related(
        "version__definition__unit"
    )


def places_left(offering: Offering) -> int | None:
    """None when there is room for everyone."""
    if offering.capacity is None:
        return None
    return max(offering.capacity - offering.enrolments.exclude(state__in=ENDED).count(), 0)


# -- Enrolments ---------------------------------------------------------------------------------


def visible_to(person: Person) -> QuerySet[Enrolment]:
    """One's own, those on offerings one is staff of, and all in reach of whoever oversees them."""
    seen = within(scope_of(person, Permission.VIEW_OFFERING), "version__definition__unit")
    mine = offerings_staffed_by(person).values("pk")
    return Enrolment.objects.filter(seen | Q(learner=person) | Q(offering__in=mine)).select_related(
        "version__definition", "offering", "learner"
    )


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(learner=person).select_related("version", "offering")


def standing_enrolment(person: Person, offering: Offering) -> Enrolment | None:
    """The person's place on this offering, unless it has ended."""
    return offering.enrolments.filter(learner=person).exclude(state__in=ENDED).first()


def enrolled_on(offering: Offering) -> QuerySet[Enrolment]:
    return (
        offering.enrolments.exclude(state__in=ENDED)
        .select_related("learner", "educational_record")
        .order_by("learner__name", "pk")
    )


def awaiting_completion(offering: Offering) -> QuerySet[Enrolment]:
    """Those whose Educational component can be recorded now."""
    return enrolled_on(offering).filter(state__in=WORKING).exclude(educational__in=DONE)


def prerequisites_missing(version: Version, learner: Person, at: datetime) -> list[str]:
    """Titles of what must be earned first and is not held today."""
    current = Q(held_until=None) | Q(held_until__gt=at)
    held = holdings.holdings_of(learner).filter(current, state=Holds.HELD)
    missing = version.prerequisites.exclude(pk__in=held.values("definition"))
    return [definition.versions.latest("number").title for definition in missing]


# -- Evidence -----------------------------------------------------------------------------------


def evidence_visible_to(person: Person) -> QuerySet[Evidence]:
    """One's own; what was handed in where one assesses; all that was, for whoever oversees it."""
    seen = within(
        scope_of(person, Permission.VIEW_EVIDENCE), "enrolment__version__definition__unit"
    )
    judged = offerings_staffed_by(person, Duty.ASSESSOR).values("pk")
    handed_in = Q(frozen_at__isnull=False) & (seen | Q(enrolment__offering__in=judged))
    return Evidence.objects.filter(handed_in | Q(enrolment__learner=person))


def evidence_of(person: Person) -> QuerySet[Evidence]:
    return Evidence.objects.filter(enrolment__learner=person).select_related("enrolment")


def artefacts_visible_to(person: Person) -> QuerySet[Artefact]:
    """The files behind the evidence that the person may see."""
    return Artefact.objects.filter(pk__in=evidence_visible_to(person).values("artefact"))


def tasks_of(enrolment: Enrolment) -> QuerySet[Task]:
    """The tasks of the Demonstration in the version that the learner is pinned to."""
    component = enrolment.version.components.get(kind=ComponentKind.DEMONSTRATION)
    return component.tasks.all()


def accepted_by(task: Task) -> list[EvidenceKind]:
    """The kinds of evidence a task takes: all of them when its designer named none."""
    return [kind for kind in EvidenceKind if not task.accepts or kind in task.accepts]


# -- The three components of one enrolment ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TaskWork:
    task: Task
    evidence: tuple[Evidence, ...]

    @property
    def accepts(self) -> list[EvidenceKind]:
        return accepted_by(self.task)

    @property
    def still_needed(self) -> int:
        return max(self.task.minimum_items - len(self.evidence), 0)


@dataclass(frozen=True, slots=True)
class Answer:
    prompt: Prompt
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One component as it stands for this learner, and what it still lacks for a claim."""

    component: Component
    track: Track
    tasks: tuple[TaskWork, ...]
    answers: tuple[Answer, ...]
    missing: tuple[str, ...]
    open: bool

    @property
    def kind(self) -> ComponentKind:
        return ComponentKind(self.component.kind)

    @property
    def tile(self) -> str:
        """How its tile is drawn."""
        if self.track in DONE:
            return "met"
        return "empty" if self.track == Track.NOT_STARTED else "current"


def parts_of(enrolment: Enrolment) -> list[Part]:
    """The three components in their order, with the learner's work in each."""
    evidence: dict[int, list[Evidence]] = {}
    for item in enrolment.evidence.select_related("artefact"):
        evidence.setdefault(item.task_id, []).append(item)
    answers = dict(Reflection.objects.filter(enrolment=enrolment).values_list("prompt_id", "text"))
    return [
        _part(enrolment, component, evidence, answers)
        for component in catalogue.components_of(enrolment.version)
    ]


def _part(
    enrolment: Enrolment,
    component: Component,
    evidence: dict[int, list[Evidence]],
    texts: dict[int, str],
) -> Part:
    track = Track(getattr(enrolment, component.kind))
    tasks = tuple(
        TaskWork(task, tuple(evidence.get(task.pk, ()))) for task in component.tasks.all()
    )
    answers = tuple(Answer(prompt, texts.get(prompt.pk, "")) for prompt in component.prompts.all())
    missing = () if track in DONE else tuple(_missing(component.kind, track, tasks, answers))
    working = enrolment.state in WORKING and track not in DONE
    return Part(component, track, tasks, answers, missing, working)


def _missing(
    kind: str, track: Track, tasks: tuple[TaskWork, ...], answers: tuple[Answer, ...]
) -> list[str]:
    if kind == ComponentKind.EDUCATIONAL:
        return [_("Educational: your instructor has not recorded it yet")]
    if kind == ComponentKind.DEMONSTRATION:
        lines = [
            ngettext(
                "Demonstration: “%(task)s” needs %(count)s more item",
                "Demonstration: “%(task)s” needs %(count)s more items",
                work.still_needed,
            )
            % {"task": work.task.title, "count": work.still_needed}
            for work in tasks
            if work.still_needed
        ]
        if not lines and not any(work.evidence for work in tasks):
            lines = [_("Demonstration: add at least one item")]
        again = _("Demonstration: add to what was not yet met")
    else:
        lines = [
            _("Reflective: answer “%(prompt)s”") % {"prompt": answer.prompt.text}
            for answer in answers
            if not answer.text.strip()
        ]
        again = _("Reflective: take your answers further")
    return lines or ([again] if track == Track.NOT_YET_MET else [])


def is_working(enrolment: Enrolment) -> bool:
    """Whether the learner can still work on it and claim."""
    return enrolment.state in WORKING


def missing_for_claim(enrolment: Enrolment) -> list[str]:
    """What each component still lacks, in words; empty when the learner can claim."""
    return [line for part in parts_of(enrolment) for line in part.missing]


@dataclass(frozen=True, slots=True)
class Step:
    """What the learner does next: words, and where."""

    title: str
    href: str
    note: str = ""


def next_step(enrolment: Enrolment, parts: list[Part]) -> Step | None:
    """The one next thing that is the learner's to do; None while others have to act, or at the end."""
    if enrolment.state not in WORKING:
        return None
    mine = [part for part in parts if part.kind != ComponentKind.EDUCATIONAL and part.missing]
    if mine:
        part = mine[0]
        title = {
            ComponentKind.DEMONSTRATION: _("Show what you can do"),
            ComponentKind.REFLECTIVE: _("Look back on what you learned"),
        }[part.kind]
        return Step(title, f"#{part.kind}", part.missing[0])
    if parts[0].missing:
        return Step(_("Finish the learning"), f"#{parts[0].kind}", parts[0].missing[0])
    return Step(_("Claim your badge"), reverse("assessment:claim", args=[enrolment.uuid]))
