"""Editions of the quality standard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tessera.assurance import standard_2026
from tessera.assurance.models import (
    Check,
    QualityStandard,
)
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def create_standard(
    *, edition: str, lines: Iterable[standard_2026.Line], by: Person | None, at: datetime
) -> QualityStandard:
    """A new edition, in force from now on for what is submitted from now on."""
    standard = QualityStandard.objects.create(edition=edition, in_force_from=at)
    Check.objects.bulk_create(
        Check(
            standard=standard,
            code=line.code,
            principle=line.principle,
            position=position,
            text=line.text,
            text_fr=line.text_fr,
            mandatory=line.mandatory,
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
