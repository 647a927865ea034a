"""Learners at each step: at work, waiting, sent back, awarded, one short of a macro-badge, revoked."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from tessera.assessment import operations as assessment
from tessera.assessment import queries as attempts
from tessera.assessment.models import Attempt
from tessera.backpack import operations as backpack
from tessera.backpack.models import Imported
from tessera.catalogue import queries as designs
from tessera.catalogue.enums import ComponentKind
from tessera.catalogue.models import Version
from tessera.credentials import operations as credentials
from tessera.credentials.enums import RevocationReason
from tessera.credentials.models import Award
from tessera.demo.setup import College
from tessera.enrolment import operations as enrolments
from tessera.enrolment.models import Enrolment, Offering
from tessera.kernel.openbadges import build, model, proof
from tessera.kernel.openbadges.did import from_key
from tessera.signing import keystore

DAY = timedelta(days=1)

MINUTES = """Team meeting, 14 October

Present: six of seven.
1. Late starts: we try a shared opening question for four weeks. Decided, all.
2. Who looks at the exit notes: Mei and Jonas, each Friday.
3. We meet again on 11 November with the notes on the table.
"""
MOTIVES = {
    "ana": "I was asked to lead my project group and felt I was guessing.",
    "marc": "Notre site perd des lecteurs, et je veux comprendre pourquoi.",
    "priya": "I lead people already; I want to know that I do it well.",
    "tomas": "I move between a school and a firm, and want to be taken seriously in both.",
    "joy": "My reports are read by nobody, and I would like to change that.",
    "lena": "Je passe de l’école à l’entreprise, et je veux que mes chiffres soient crus des deux côtés.",
    "idris": "I was handed a dashboard and a team in the same week.",
}
REFLECTIONS = {
    "change": "I used to prepare answers. Now I prepare questions, and the meeting finds better answers than mine.",
    "motive": "I came because I felt I was guessing. I still do not know everything, but I can say why I decide.",
}


def open_offering(college: College, version: Version, *, at: datetime) -> Offering:
    offering = enrolments.create_offering(
        version=version,
        title="Autumn 2026",
        mode=version.delivery_modes[0],
        language=version.languages[0],
        place="Harbour campus" if version.delivery_modes[0] == "hybrid" else "",
        starts_on=localdate(at),
        ends_on=localdate(at + 180 * DAY),
        capacity=24,
        fee=version.fee,
        instructors=[college["ines"]],
        assessors=[college["amara"], college["viktor"]],
        by=college["ruth"],
        at=at,
    )
    enrolments.open_offering(offering=offering, by=college["ruth"], at=at)
    return offering


def begin(college: College, key: str, offering: Offering, *, at: datetime) -> Enrolment:
    """Enrolled, the course completed, a file and a link handed in, the reflection begun."""
    learner = college[key]
    enrolment = enrolments.enrol(offering=offering, learner=learner, motive=MOTIVES[key], at=at)
    enrolments.record_educational(
        enrolment=enrolment,
        completed_on=localdate(at + 20 * DAY),
        by=college["ines"],
        at=at + 20 * DAY,
    )
    component = enrolment.version.components.get(kind=ComponentKind.DEMONSTRATION)
    task = component.tasks.get()
    enrolments.add_file(
        enrolment=enrolment,
        task=task,
        title="Minutes of a meeting I led",
        file=SimpleUploadedFile("minutes.txt", MINUTES.encode(), "text/plain"),
        description="Decisions, with who does what.",
        third_parties_cleared=True,
        by=learner,
        at=at + 22 * DAY,
    )
    enrolments.add_link(
        enrolment=enrolment,
        task=task,
        title="The plan, as we kept it",
        url="https://plans.example.org/shared/4711",
        third_parties_cleared=True,
        by=learner,
        at=at + 23 * DAY,
    )
    return enrolment


def claim(college: College, key: str, offering: Offering, *, at: datetime) -> Attempt:
    enrolment = begin(college, key, offering, at=at)
    component = enrolment.version.components.get(kind=ComponentKind.REFLECTIVE)
    for prompt in component.prompts.all():
        text = REFLECTIONS.get(prompt.kind, REFLECTIONS["change"])
        enrolments.save_reflection(
            enrolment=enrolment, prompt=prompt, text=text, by=college[key], at=at + 24 * DAY
        )
    return assessment.claim(
        enrolment=enrolment,
        original=True,
        ai_use="A spelling check.",
        by=college[key],
        at=at + 25 * DAY,
    )


def judge(college: College, attempt: Attempt, *, rank: int = 3, at: datetime) -> Attempt:
    """Amara gives every criterion the same level, `rank`, but the educational one which is met."""
    amara = college["amara"]
    judgement = assessment.begin_judgement(attempt=attempt, no_conflict=True, by=amara, at=at)
    if judgement is None:
        raise RuntimeError("Amara has no conflict of interest")
    for criterion in designs.criteria_of(attempt.enrolment.version):
        step = 3 if criterion.component.kind == ComponentKind.EDUCATIONAL else rank
        level = next(level for level in criterion.levels.all() if level.rank == step)
        feedback = (
            "Well shown."
            if step >= 3
            else "Say who decided, and on what grounds; the page stops short of it."
        )
        assessment.save_mark(
            judgement=judgement,
            criterion=criterion,
            level=level,
            feedback=feedback,
            by=amara,
            at=at,
        )
    assessment.submit_judgement(
        judgement=judgement, feedback="Thank you for your work.", by=amara, at=at
    )
    return attempts.visible_to(amara).get(pk=attempt.pk)


def award(college: College, key: str, offering: Offering, *, at: datetime) -> Award:
    attempt = judge(college, claim(college, key, offering, at=at), at=at + 30 * DAY)
    made = credentials.confirm_award(attempt=attempt, by=college["ruth"], at=at + 31 * DAY)
    if made is None:
        raise RuntimeError(f"{attempt} was recommended as met")
    credentials.issue(award=made, at=at + 31 * DAY)
    return made


def send_back(college: College, key: str, offering: Offering, *, at: datetime) -> None:
    attempt = judge(college, claim(college, key, offering, at=at), rank=2, at=at + 30 * DAY)
    credentials.confirm_award(attempt=attempt, by=college["colin"], at=at + 31 * DAY)


def revoke(college: College, made: Award, *, at: datetime) -> None:
    credentials.revoke(
        award=made,
        reason=RevocationReason.ERROR,
        explanation="Awarded to the wrong person of the same name; we are sorry.",
        by=college["ruth"],
        at=at,
    )


def earn_elsewhere(college: College, key: str, *, at: datetime) -> Imported:
    """A badge that another institution signed, in the backpack of one who studies here now."""
    secret = keystore.draw("ed25519")
    did = from_key(secret.public)
    earned = model.OpenBadgeCredential(
        id=f"urn:uuid:{uuid4()}",
        name="Workplace First Aid",
        issuer=model.Profile(did, "Harbour First Aid Association"),
        subject=model.AchievementSubject(
            id=f"urn:uuid:{uuid4()}",
            identifiers=(model.IdentityObject("emailAddress", college[key].email),),
            achievement=model.Achievement(
                id="https://first-aid.example.org/workplace",
                name="Workplace First Aid",
                description="Gives first aid at work until help arrives.",
                criteria=model.Criteria(narrative="Two days, and a scenario before an examiner."),
            ),
        ),
        valid_from=at,
        valid_until=at + 3 * 365 * DAY,
    )
    signed = proof.secure(
        build.open_badge(earned),
        key=secret,
        verification_method=f"{did}#{secret.public.multibase}",
        created=at,
    )
    return backpack.import_badge(data=json.dumps(signed), source="", by=college[key], at=at + DAY)
