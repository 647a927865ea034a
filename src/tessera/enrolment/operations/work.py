"""What the learner does: evidence for the Demonstration, answers for the Reflection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from tessera.catalogue.enums import ComponentKind, EvidenceKind
from tessera.common.uploads import EVIDENCE_TYPES, check_upload, sha256
from tessera.enrolment import policies
from tessera.enrolment.enums import Track
from tessera.enrolment.models import Artefact, Enrolment, Evidence, Reflection
from tessera.enrolment.operations.enrolment import begin, lock
from tessera.trail.operations import record

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tessera.catalogue.models import Prompt, Task
    from tessera.people.models import Person


@transaction.atomic
def add_file(
    *,
    enrolment: Enrolment,
    task: Task,
    title: str,
    file: UploadedFile[bytes],
    description: str = "",
    third_parties_cleared: bool = False,
    by: Person,
    at: datetime,
) -> Evidence:
    """Store a file under a name of ours. A second click, with the same title and file, adds nothing.

    Refuses: NotPermitted, WrongState, AlreadyMet, NotAccepted, TooLarge, EmptyFile, WrongKind.
    """
    enrolment = lock(enrolment=enrolment)
    policies.check_add(enrolment, task=task, kind=EvidenceKind.FILE, by=by)
    media_type = check_upload(file)
    digest = sha256(file)
    twin = _twins(enrolment, task, title).filter(artefact__sha256=digest).first()
    if twin:
        return twin
    artefact = Artefact(
        owner=by,
        name=shown_name(file.name or "", media_type),
        media_type=media_type,
        size=file.size or 0,
        sha256=digest,
        stored_at=at,
    )
    artefact.file.save(f"{uuid4().hex}{EVIDENCE_TYPES[media_type]}", file, save=False)
    artefact.save()
    return _add(
        Evidence(
            enrolment=enrolment,
            task=task,
            kind=EvidenceKind.FILE,
            title=title,
            description=description,
            artefact=artefact,
            third_parties_cleared=third_parties_cleared,
            added_at=at,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def add_link(
    *,
    enrolment: Enrolment,
    task: Task,
    title: str,
    url: str,
    description: str = "",
    third_parties_cleared: bool = False,
    by: Person,
    at: datetime,
) -> Evidence:
    """Note an address. A second click, with the same title and address, adds nothing.

    Refuses: NotPermitted, WrongState, AlreadyMet, NotAccepted.
    """
    enrolment = lock(enrolment=enrolment)
    policies.check_add(enrolment, task=task, kind=EvidenceKind.LINK, by=by)
    twin = _twins(enrolment, task, title).filter(url=url).first()
    return twin or _add(
        Evidence(
            enrolment=enrolment,
            task=task,
            kind=EvidenceKind.LINK,
            title=title,
            description=description,
            url=url,
            third_parties_cleared=third_parties_cleared,
            added_at=at,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def add_text(
    *,
    enrolment: Enrolment,
    task: Task,
    title: str,
    text: str,
    description: str = "",
    third_parties_cleared: bool = False,
    by: Person,
    at: datetime,
) -> Evidence:
    """Keep a text. A second click, with the same title and text, adds nothing.

    Refuses: NotPermitted, WrongState, AlreadyMet, NotAccepted.
    """
    enrolment = lock(enrolment=enrolment)
    policies.check_add(enrolment, task=task, kind=EvidenceKind.TEXT, by=by)
    twin = _twins(enrolment, task, title).filter(text=text).first()
    return twin or _add(
        Evidence(
            enrolment=enrolment,
            task=task,
            kind=EvidenceKind.TEXT,
            title=title,
            description=description,
            text=text,
            third_parties_cleared=third_parties_cleared,
            added_at=at,
        ),
        by=by,
        at=at,
    )


def _twins(enrolment: Enrolment, task: Task, title: str) -> QuerySet[Evidence]:
    """What a second click would add again. What was handed in may be brought once more, made better."""
    return enrolment.evidence.filter(task=task, title=title, frozen_at=None)


def _add(evidence: Evidence, *, by: Person, at: datetime) -> Evidence:
    enrolment = evidence.enrolment
    evidence.save(force_insert=True)
    begin(enrolment)
    enrolment.demonstration = Track.IN_PROGRESS
    enrolment.save(update_fields=["state", "demonstration"])
    record("enrolment.evidence.added", subject=enrolment, by=by, at=at, what=evidence.kind)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Person, at: datetime) -> None:
    """Take back what was not handed in yet, and forget its file.

    Refuses: NotPermitted, WrongState, AlreadyMet, HandedIn.
    """
    enrolment = lock(enrolment=evidence.enrolment)
    evidence = Evidence.objects.select_related("artefact").get(pk=evidence.pk)
    policies.check_remove(evidence, by=by)
    artefact = evidence.artefact
    evidence.delete()
    if artefact:
        artefact.delete()
        transaction.on_commit(lambda: artefact.file.delete(save=False))
    if not enrolment.evidence.exists():
        enrolment.demonstration = Track.NOT_STARTED
        enrolment.save(update_fields=["demonstration"])
    record("enrolment.evidence.removed", subject=enrolment, by=by, at=at, what=evidence.kind)


@transaction.atomic
def save_reflection(
    *, enrolment: Enrolment, prompt: Prompt, text: str, by: Person, at: datetime
) -> Enrolment:
    """Keep one answer as a draft. Refuses: NotPermitted, WrongState, AlreadyMet."""
    return save_reflections(enrolment=enrolment, answers={prompt.pk: text}, by=by, at=at)


@transaction.atomic
def save_reflections(
    *, enrolment: Enrolment, answers: Mapping[int, str], by: Person, at: datetime
) -> Enrolment:
    """Keep answers, by prompt id, as drafts; ids of other versions' prompts count for nothing.

    The trail notes the day on which reflecting began, not each pause of an autosave.
    Refuses: NotPermitted, WrongState, AlreadyMet.
    """
    enrolment = lock(enrolment=enrolment)
    policies.check_work(enrolment, component=ComponentKind.REFLECTIVE, by=by)
    drafts = {row.prompt_id: row for row in enrolment.reflections.all()}
    first = not any(row.text for row in drafts.values())
    changed = False
    for prompt in prompts_of(enrolment):
        text = answers.get(prompt.pk)
        if text is None or text == (drafts[prompt.pk].text if prompt.pk in drafts else ""):
            continue
        changed = True
        Reflection.objects.update_or_create(
            enrolment=enrolment, prompt=prompt, defaults={"text": text, "saved_at": at}
        )
    if changed:
        begin(enrolment)
        enrolment.reflective = Track.IN_PROGRESS
        enrolment.save(update_fields=["state", "reflective"])
        if first:
            record("enrolment.reflection.begun", subject=enrolment, by=by, at=at)
    return enrolment


def prompts_of(enrolment: Enrolment) -> list[Prompt]:
    component = enrolment.version.components.get(kind=ComponentKind.REFLECTIVE)
    return list(component.prompts.all())


def shown_name(name: str, media_type: str) -> str:
    """The learner's name for a file, short and printable.

    It ends as its content does: a text called `x.html` would run on the machine of whoever saves it.
    """
    path = PurePath("".join(sign for sign in name if sign.isprintable()))
    return f"{path.stem[:150] or 'file'}{EVIDENCE_TYPES[media_type]}"
