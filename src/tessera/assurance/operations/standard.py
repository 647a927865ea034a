"""Editions of the quality standard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tessera.assurance import notices, standard_2026
from tessera.assurance.models import Check, Closure, QualityStandard
from tessera.assurance.policies import standards as rules
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person

CHECK_FIELDS = (
    "code",
    "principle",
    "text",
    "text_fr",
    "guidance",
    "guidance_fr",
    "answered_by",
    "mandatory",
    "only_for",
)


@transaction.atomic
def create_standard(
    *, edition: str, lines: Iterable[standard_2026.Line], by: Person | None, at: datetime
) -> QualityStandard:
    """A new edition, in force from now on for what is submitted from now on."""
    standard = QualityStandard.objects.create(
        edition=edition, drafted_at=at, drafted_by=by, in_force_from=at
    )
    Check.objects.bulk_create(
        Check(
            standard=standard,
            code=line.code,
            principle=line.principle,
            position=position,
            text=line.text,
            text_fr=line.text_fr,
            mandatory=line.mandatory,
            guidance=line.guidance,
            guidance_fr=line.guidance_fr,
            answered_by=list(line.answered_by),
            only_for=line.kind,
        )
        for position, line in enumerate(lines)
    )
    record("assurance.standard.created", subject=standard, by=by, at=at)
    return standard


def default_standard(*, by: Person | None = None, at: datetime) -> QualityStandard:
    """The edition that Tessera comes with, made when it is not there yet."""
    return QualityStandard.objects.filter(edition=standard_2026.EDITION).first() or create_standard(
        edition=standard_2026.EDITION, lines=standard_2026.LINES, by=by, at=at
    )


@transaction.atomic
def draft_standard(
    *, edition: str, source: QualityStandard | None, by: Person, at: datetime
) -> QualityStandard:
    """A new edition to work on, with every check of the one that it starts from.

    Refuses: NotPermitted, NameIsTaken, NotReady.
    """
    rules.check_edit(by=by)
    rules.check_edition(edition)
    standard = QualityStandard.objects.create(edition=edition, drafted_at=at, drafted_by=by)
    for check in source.checks.all() if source else ():
        check.pk, check.standard = None, standard
        check._state.adding = True
        check.save(force_insert=True)
    record("assurance.standard.drafted", subject=standard, by=by, at=at)
    return standard


@transaction.atomic
def edit_standard(
    *, standard: QualityStandard, edition: str, note: str, by: Person, at: datetime
) -> QualityStandard:
    """Name a draft and say what is new in it. Refuses: NotPermitted, WrongState, NameIsTaken, NotReady."""
    standard = _locked(standard)
    rules.check_draft(standard, by=by)
    rules.check_edition(edition, other_than=standard)
    standard.edition, standard.note = edition, note
    standard.save(update_fields=["edition", "note"])
    record("assurance.standard.edited", subject=standard, by=by, at=at)
    return standard


@transaction.atomic
def save_check(
    *,
    standard: QualityStandard,
    check: Check | None,
    values: dict[str, Any],
    by: Person,
    at: datetime,
) -> Check:
    """Add a check to a draft, at the end of its principle, or reword one.

    Refuses: NotPermitted, WrongState, NameIsTaken.
    """
    standard = _locked(check.standard if check else standard)
    rules.check_draft(standard, by=by)
    rules.check_code(standard, values, check=check)
    if check is None:
        last = standard.checks.aggregate(last=Max("position"))["last"]
        check = Check(standard=standard, position=0 if last is None else last + 1)
    for name in CHECK_FIELDS:
        setattr(check, name, values[name])
    check.save()
    record("assurance.standard.edited", subject=standard, by=by, at=at, check=check.code)
    return check


@transaction.atomic
def remove_check(*, check: Check, by: Person, at: datetime) -> None:
    """Take a check out of a draft. Refuses: NotPermitted, WrongState."""
    standard = _locked(check.standard)
    rules.check_draft(standard, by=by)
    code = check.code
    check.delete()
    record("assurance.standard.edited", subject=standard, by=by, at=at, removed=code)


@transaction.atomic
def put_in_force(
    *, standard: QualityStandard, on: date, by: Person, at: datetime
) -> QualityStandard:
    """From this day what is submitted is rated under it; what was submitted before stays as it was.

    Refuses: NotPermitted, WrongState, DayHasPassed, NotReady.
    """
    standard = _locked(standard)
    rules.check_put_in_force(standard, on=on, by=by, at=at)
    standard.in_force_from = max(at, timezone.make_aware(datetime.combine(on, time())))
    standard.save(update_fields=["in_force_from"])
    record("assurance.standard.created", subject=standard, by=by, at=at, day=on)
    notices.standard_is_coming(standard, on=on, by=by, at=at)
    return standard


@transaction.atomic
def take_back_standard(*, standard: QualityStandard, by: Person, at: datetime) -> QualityStandard:
    """Before its day has come: make it a draft again. Refuses: NotPermitted, WrongState."""
    standard = _locked(standard)
    rules.check_take_back(standard, by=by, at=at)
    standard.in_force_from = None
    standard.save(update_fields=["in_force_from"])
    record("assurance.standard.taken_back", subject=standard, by=by, at=at)
    return standard


@transaction.atomic
def discard_standard(*, standard: QualityStandard, by: Person, at: datetime) -> None:
    """Throw a draft away. Refuses: NotPermitted, WrongState."""
    standard = _locked(standard)
    rules.check_draft(standard, by=by)
    record("assurance.standard.discarded", subject=standard, by=by, at=at)
    standard.delete()


@transaction.atomic
def add_closure(
    *, name: str, name_fr: str, starts_on: date, ends_on: date, by: Person | None, at: datetime
) -> Closure:
    """Days on which the panel does not work; due dates that are set from now on leave them out.

    `by` is empty when a college is set up. Refuses: NotPermitted.
    """
    if by is not None:
        rules.check_edit(by=by)
    closure = Closure.objects.create(
        name=name, name_fr=name_fr, starts_on=starts_on, ends_on=ends_on
    )
    record("assurance.closure.added", subject=closure, by=by, at=at)
    return closure


@transaction.atomic
def remove_closure(*, closure: Closure, by: Person, at: datetime) -> None:
    """Refuses: NotPermitted."""
    rules.check_edit(by=by)
    record("assurance.closure.removed", subject=closure, by=by, at=at)
    closure.delete()


def _locked(standard: QualityStandard) -> QualityStandard:
    return QualityStandard.objects.select_for_update(no_key=True).get(pk=standard.pk)
