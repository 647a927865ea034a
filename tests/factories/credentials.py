"""Attempts ready to be confirmed, and badges awarded and issued through the real operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count

from tessera.assessment.enums import State as AttemptState
from tessera.assessment.models import Attempt, Judgement, Mark
from tessera.catalogue.enums import ComponentKind, State
from tessera.catalogue.models import Criterion, Task, Version
from tessera.credentials import operations
from tessera.credentials.models import Award
from tessera.enrolment.models import Artefact, EducationalRecord, Enrolment, Evidence, Offering
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import catalogue, people, signing
from tests.factories.people import NOON

_numbers = count(1)
# What a learner typed or uploaded, and nobody may find in a badge.
SECRET_NAME, SECRET_URL = "ana-medical-note.pdf", "https://drive.example.org/ana-private"
SECRET_TEXT = "I was afraid of my team."


def attempt(
    *, learner: Person | None = None, version: Version | None = None, outcome: str = "met"
) -> Attempt:
    """Everything handed in and judged by an assessor: only the registrar's word is missing."""
    learner = learner or people.person(name="Ana Learner")
    version = version or catalogue.version(state=State.PUBLISHED)
    offering = Offering.objects.create(
        version=version,
        title=f"Intake {next(_numbers)}",
        mode="online",
        state="open",
        created_at=NOON,
        created_by=people.person(Role.REGISTRAR),
    )
    enrolment = Enrolment.objects.create(
        offering=offering,
        version=version,
        learner=learner,
        motive="To lead better.",
        notice_seen_at=NOON,
        state="claimed",
        educational="met",
        demonstration="submitted",
        reflective="submitted",
        enrolled_at=NOON,
    )
    assessor = people.person(Role.ASSESSOR)
    EducationalRecord.objects.create(
        enrolment=enrolment, completed_on=date(2026, 11, 20), recorded_at=NOON, recorded_by=assessor
    )
    made = Attempt.objects.create(
        enrolment=enrolment,
        number=1,
        state=AttemptState.RECOMMENDED,
        reflections=[{"prompt": "What changed for you?", "kind": "change", "text": SECRET_TEXT}],
        original=True,
        submitted_at=NOON,
        due_on=date(2026, 12, 7),
    )
    made.evidence.set(evidence_of(enrolment))
    judge(made, assessor, outcome)
    return made


def evidence_of(enrolment: Enrolment) -> list[Evidence]:
    task = Task.objects.get(
        component__version=enrolment.version, component__kind=ComponentKind.DEMONSTRATION
    )
    artefact = Artefact.objects.create(
        owner=enrolment.learner,
        name=SECRET_NAME,
        media_type="application/pdf",
        size=3,
        sha256="ab" * 32,
        file="evidence/stored",
        stored_at=NOON,
    )
    common = {"enrolment": enrolment, "task": task, "added_at": NOON, "frozen_at": NOON}
    return [
        Evidence.objects.create(kind="file", title=SECRET_NAME, artefact=artefact, **common),
        Evidence.objects.create(kind="link", title="My page", url=SECRET_URL, **common),
    ]


def judge(made: Attempt, assessor: Person, outcome: str) -> Judgement:
    judgement = Judgement.objects.create(
        attempt=made,
        assessor=assessor,
        no_conflict=True,
        feedback="Convincing.",
        recommendation=outcome,
        started_at=NOON,
        submitted_at=NOON,
    )
    rank = 3 if outcome == "met" else 1
    for criterion in Criterion.objects.filter(component__version=made.enrolment.version):
        Mark.objects.create(
            judgement=judgement,
            criterion=criterion,
            level=criterion.levels.get(rank=rank),
            feedback="Seen." if outcome == "met" else "Not seen yet.",
        )
    return judgement


def award(
    *,
    learner: Person | None = None,
    version: Version | None = None,
    registrar: Person | None = None,
    issued: bool = True,
    at: datetime = NOON,
) -> Award:
    """A badge confirmed by a registrar, and issued unless asked otherwise."""
    signing.institution_issuer()
    made = operations.confirm_award(
        attempt=attempt(learner=learner, version=version),
        by=registrar or people.person(Role.REGISTRAR),
        at=at,
    )
    assert made is not None
    return operations.issue(award=made, at=at + timedelta(minutes=1)) if issued else made
