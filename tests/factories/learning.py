"""Offerings, enrolments and attempts, brought about through the operations, so that they are true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tessera.assessment import operations as assessment
from tessera.assessment.models import Attempt, Judgement
from tessera.catalogue.enums import ComponentKind, State
from tessera.catalogue.models import Criterion, Prompt, Task, Version
from tessera.enrolment import operations as enrolment
from tessera.enrolment.models import Enrolment, Offering
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import catalogue, people
from tests.factories.people import NOON

_numbers = count(1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Place:
    """An offering with everyone who has a duty on it."""

    offering: Offering
    registrar: Person
    instructor: Person
    assessor: Person

    @property
    def version(self) -> Version:
        return self.offering.version


def place(*, version: Version | None = None, opened: bool = True, **fields: Any) -> Place:
    registrar, instructor, assessor = (
        people.person(role) for role in (Role.REGISTRAR, Role.INSTRUCTOR, Role.ASSESSOR)
    )
    offering = enrolment.create_offering(
        version=version or catalogue.version(state=State.PUBLISHED),
        title=f"Intake {next(_numbers)}",
        mode="online",
        instructors=[instructor],
        assessors=[assessor],
        by=registrar,
        at=NOON,
        **fields,
    )
    if opened:
        offering = enrolment.open_offering(offering=offering, by=registrar, at=NOON)
    return Place(offering, registrar, instructor, assessor)


def enrolled(at: Place, learner: Person | None = None) -> Enrolment:
    return enrolment.enrol(
        offering=at.offering, learner=learner or people.person(), motive="To lead well.", at=NOON
    )


def pdf(name: str = "plan.pdf", more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + more, content_type="application/pdf")


def task_of(version: Version) -> Task:
    return Task.objects.get(component__version=version, component__kind="demonstration")


def prompts_of(version: Version) -> list[Prompt]:
    return list(Prompt.objects.filter(component__version=version))


def taught(at: Place, enrolled: Enrolment) -> None:
    enrolment.record_educational(
        enrolment=enrolled, completed_on=date(2026, 11, 20), by=at.instructor, at=NOON
    )


def demonstrated(enrolled: Enrolment, more: bytes = b"") -> None:
    enrolment.add_file(
        enrolment=enrolled,
        task=task_of(enrolled.version),
        title="My plan",
        file=pdf(more=more),
        by=enrolled.learner,
        at=NOON,
    )


def reflected(enrolled: Enrolment, words: str = "I listen first now.") -> None:
    enrolment.save_reflections(
        enrolment=enrolled,
        answers={prompt.pk: words for prompt in prompts_of(enrolled.version)},
        by=enrolled.learner,
        at=NOON,
    )


def ready(at: Place, learner: Person | None = None) -> Enrolment:
    """An enrolment with all three components there, nothing claimed yet."""
    made = enrolled(at, learner)
    taught(at, made)
    demonstrated(made)
    reflected(made)
    made.refresh_from_db()
    return made


def claimed(at: Place, learner: Person | None = None) -> Attempt:
    return claim(ready(at, learner))


def claim(made: Enrolment) -> Attempt:
    return assessment.claim(enrolment=made, original=True, by=made.learner, at=NOON)


def begun(at: Place, attempt: Attempt) -> Judgement:
    judgement = assessment.begin_judgement(
        attempt=attempt, no_conflict=True, by=at.assessor, at=NOON
    )
    assert judgement is not None
    return judgement


def criterion_of(version: Version, kind: str) -> Criterion:
    return Criterion.objects.get(component__version=version, component__kind=kind)


def marked(at: Place, judgement: Judgement, *, unmet: tuple[str, ...] = ()) -> None:
    """Proficient everywhere, but beginning in the components named."""
    version = at.version
    given = []
    for kind in ComponentKind:
        criterion = criterion_of(version, kind)
        level = criterion.levels.get(rank=1 if kind in unmet else 3)
        given.append(assessment.Given(criterion, level, f"On {kind}: look closer."))
    assessment.save_marks(
        judgement=judgement, given=given, feedback="Well begun.", by=at.assessor, at=NOON
    )


def recommended(at: Place, attempt: Attempt, *, unmet: tuple[str, ...] = ()) -> Attempt:
    judgement = begun(at, attempt)
    marked(at, judgement, unmet=unmet)
    assessment.submit_judgement(judgement=judgement, by=at.assessor, at=NOON)
    attempt.refresh_from_db()
    return attempt


def confirmed(at: Place, attempt: Attempt, *, unmet: tuple[str, ...] = ()) -> Attempt:
    recommended(at, attempt, unmet=unmet)
    assessment.confirm(attempt=attempt, by=at.registrar, at=NOON)
    attempt.refresh_from_db()
    return attempt
