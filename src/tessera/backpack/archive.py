"""Everything that is a person's here, in one file: to be read by anyone, and by machines."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from tessera.assessment import queries as assessment
from tessera.backpack import queries
from tessera.checking import wording
from tessera.common.languages import local
from tessera.common.pdf import NoGlyph
from tessera.credentials import files
from tessera.credentials import queries as credentials
from tessera.credentials.certificate import certificate
from tessera.enrolment import queries as enrolment
from tessera.kernel.errors import ContainerError
from tessera.notifications.queries import inbox_of
from tessera.people.queries import institution

if TYPE_CHECKING:
    from tessera.assessment.models import Attempt
    from tessera.credentials.models import Award
    from tessera.enrolment.models import Enrolment, Evidence
    from tessera.people.models import Person

Tell = Callable[[int, int], None]


class Pack:
    """A ZIP that is being filled; `tell` hears how many files are in, of how many."""

    def __init__(self, file: IO[bytes], *, at: datetime, total: int, tell: Tell) -> None:
        self.zip = ZipFile(file, "w", ZIP_DEFLATED)
        self.at, self.total, self.tell, self.done = at, total, tell, 0
        self._names: set[str] = set()

    def add(self, path: str, data: str | bytes) -> str:
        """Put in what is at hand; returns where it lies."""
        kept = self._free(path)
        self.zip.writestr(self._entry(kept, ZIP_DEFLATED), data)
        return kept

    def copy(self, path: str, file: IO[bytes]) -> str:
        """Put in a file of any size, as it is. Raises OSError when it cannot be read."""
        kept = self._free(path)
        with self.zip.open(self._entry(kept, ZIP_STORED), "w", force_zip64=True) as place:
            shutil.copyfileobj(file, place)
        return kept

    def step(self) -> None:
        self.done += 1
        self.tell(self.done, self.total)

    def _entry(self, path: str, method: int) -> ZipInfo:
        entry = ZipInfo(path, self.at.timetuple()[:6])
        entry.compress_type = method
        return entry

    def _free(self, path: str) -> str:
        whole, number = PurePosixPath(path), 1
        while path in self._names:
            number += 1
            path = str(whole.with_name(f"{whole.stem}-{number}{whole.suffix}"))
        self._names.add(path)
        return path


def write(person: Person, file: IO[bytes], *, at: datetime, tell: Tell) -> None:
    """Fill `file` with a ZIP: `index.html` in the person's language, `data.json`, and every file.

    What cannot be read or made is named in both, and holds up nothing else.
    """
    awards = list(credentials.awards_of(person).select_related("revocation"))
    brought = list(queries.imported_by(person))
    enrolments = list(enrolment.enrolments_of(person))
    pack = Pack(file, at=at, total=len(awards) + len(brought) + len(enrolments), tell=tell)
    with pack.zip, translation.override(person.language):
        facts = {
            "made_at": at.isoformat(),
            "institution": local(institution(), "name"),
            "person": {
                "name": person.name,
                "email": person.email,
                "language": person.language,
                "joined_at": person.joined_at.isoformat(),
            },
            "badges": [_badge(pack, award) for award in awards],
            "from_elsewhere": [_brought(pack, each) for each in brought],
            "learning": [_learning(pack, each) for each in enrolments],
            "messages": [
                {"at": each.created_at.isoformat(), "subject": each.subject, "text": each.text}
                for each in inbox_of(person)
            ],
        }
        pack.add("data.json", json.dumps(facts, ensure_ascii=False, indent=1))
        pack.add(
            "index.html", render_to_string("backpack/archive.html", {"facts": facts, "at": at})
        )
        pack.add("style.css", render_to_string("backpack/archive.css"))


def _badge(pack: Pack, award: Award) -> dict[str, Any]:
    folder = f"badges/{award.version.definition.slug}"
    kept: list[str] = []
    missing: list[str] = []
    if not award.is_being_issued:
        for ending, make in MADE.items():
            try:
                kept.append(pack.add(f"{folder}.{ending}", make(award, pack.at)))
            except (NoGlyph, OSError, ContainerError) as fault:
                missing.append(f"{ending.upper()}: {fault}")
    pack.step()
    return {
        "title": local(award.version, "title"),
        "id": award.uuid.urn,
        "state": award.get_state_display(),
        "reason": award.revocation.get_reason_display() if hasattr(award, "revocation") else "",
        "awarded_at": award.awarded_at.isoformat(),
        "valid_until": award.valid_until.isoformat() if award.valid_until else None,
        "visibility": award.get_visibility_display(),
        "files": kept,
        "missing": missing,
    }


MADE: dict[str, Callable[[Award, datetime], str | bytes]] = {
    "json": lambda award, at: credentials.signed_body(award),
    "jwt": lambda award, at: credentials.signed_token(award),
    "png": lambda award, at: files.baked(award),
    "svg": lambda award, at: files.drawn(award),
    "pdf": lambda award, at: certificate(award, named=True, at=at),
}


def _brought(pack: Pack, imported: Any) -> dict[str, Any]:
    said = wording.said(imported.answer, issuer=imported.issuer)
    kept = pack.add(f"from-elsewhere/{_named(str(imported))}.{imported.form}", imported.body)
    pack.step()
    return {
        "title": str(imported),
        "issuer": imported.issuer,
        "source": imported.source,
        "added_at": imported.added_at.isoformat(),
        "checked_at": imported.checked_at.isoformat(),
        "answer": said.sentence,
        "files": [kept],
    }


def _learning(pack: Pack, enrolled: Enrolment) -> dict[str, Any]:
    parts = enrolment.parts_of(enrolled)
    folder = f"work/{enrolled.version.definition.slug}"
    record = getattr(enrolled, "educational_record", None)
    work = [item for part in parts for task in part.tasks for item in task.evidence]
    found = {
        "title": local(enrolled.version, "title"),
        "offering": enrolled.offering.title,
        "state": enrolled.get_state_display(),
        "enrolled_at": enrolled.enrolled_at.isoformat(),
        "motive": enrolled.motive,
        "learned": {
            "basis": record.get_basis_display(),
            "completed_on": record.completed_on.isoformat(),
            "note": record.note,
        }
        if record
        else None,
        "evidence": [_evidence(pack, folder, item) for item in work],
        "reflections": [
            {"question": answer.prompt.text, "answer": answer.text}
            for part in parts
            for answer in part.answers
            if answer.text
        ],
        "attempts": list(_attempts(enrolled)),
    }
    pack.step()
    return found


def _evidence(pack: Pack, folder: str, item: Evidence) -> dict[str, Any]:
    told: dict[str, Any] = {
        "task": item.task.title,
        "title": item.title,
        "description": item.description,
        "address": item.url,
        "text": item.text,
        "added_at": item.added_at.isoformat(),
        "files": [],
        "missing": [],
    }
    if item.artefact:
        try:
            with item.artefact.file.open("rb") as file:
                told["files"] = [pack.copy(f"{folder}/{_named(item.artefact.name)}", file)]
        except OSError:
            told["missing"] = [_("%(name)s could not be read") % {"name": item.artefact.name}]
    return told


def _attempts(enrolled: Enrolment) -> Iterator[dict[str, Any]]:
    """Each with what its learner may read of it."""
    for attempt in reversed(assessment.attempts_of(enrolled)):
        yield {
            "number": attempt.number,
            "state": attempt.get_state_display(),
            "submitted_at": attempt.submitted_at.isoformat(),
            "ai_use": attempt.ai_use,
            "returned_because": attempt.return_reason,
        } | _result(attempt)


def _result(attempt: Attempt) -> dict[str, Any]:
    chain = assessment.feedback_of(attempt)
    if chain is None or chain.result is None:
        return {"confirmed_at": None, "feedback": "", "criteria": []}
    return {
        "confirmed_at": chain.result.confirmed_at.isoformat(),
        "feedback": chain.judgement.feedback if chain.judgement else "",
        "criteria": [
            {
                "criterion": line.criterion.statement,
                "needed": line.required.name,
                "reached": line.level.name if line.level else "",
                "is_met": line.met,
                "feedback": line.feedback,
            }
            for line in chain.lines
        ],
    }


def _named(words: str) -> str:
    """What somebody called a file, as the name of one that any machine can hold."""
    try:
        return get_valid_filename(words)[-100:].lstrip(".") or "file"
    except SuspiciousFileOperation:
        return "file"
