"""Evidence, and the three components of one enrolment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import ComponentKind, EvidenceKind
from tessera.enrolment.enums import (
    DONE,
    WORKING,
    Duty,
    Permission,
    Track,
)
from tessera.enrolment.models import Artefact, Enrolment, Evidence, Reflection
from tessera.enrolment.queries.places import offerings_staffed_by, within
from tessera.people.access import scope_of

if TYPE_CHECKING:
    from tessera.catalogue.models import Component, Prompt, Task
    from tessera.people.models import Person

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
    """The three components in their order, with the learner's work in each; none before it is kept."""
    evidence: dict[int, list[Evidence]] = {}
    for item in Evidence.objects.filter(enrolment=enrolment.pk).select_related("artefact"):
        evidence.setdefault(item.task_id, []).append(item)
    written = Reflection.objects.filter(enrolment=enrolment.pk)
    answers = dict(written.values_list("prompt_id", "text"))
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
            _("Reflective: answer “%(prompt)s”") % {"prompt": _(answer.prompt.text)}
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
