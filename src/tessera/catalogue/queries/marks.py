"""What an editor had on screen, so that nobody’s words are overwritten unseen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Manager, Model, QuerySet

from tessera.catalogue.enums import Section
from tessera.catalogue.models import Criterion, Version
from tessera.catalogue.queries.snapshot import FIELDS
from tessera.catalogue.queries.versions import criteria_of
from tessera.kernel import merging

# The level needed is a place on the scale, and says nothing without it.
BOUND = (frozenset({"levels", "required_rank"}),)


def marks_of(values: dict[str, Any]) -> dict[str, str]:
    """A mark for each of a form’s values, or of a row’s."""
    return {name: merging.mark(_plain(value)) for name, value in values.items()}


def fingerprint(version: Version, section: int) -> str:
    """What the section’s own form shows; rows are saved one by one."""
    return merging.written(section_marks(version, section))


def row_fingerprint(row: Any) -> str:
    """What the row’s own form shows."""
    return merging.written(row_marks(row))


def section_marks(version: Version, section: int) -> dict[str, str]:
    values = {name: getattr(version, name) for name in FIELDS[Section(section)]}
    if section == Section.QUALITY:
        held = version.components.values_list("kind", "instructions")
        values |= {f"instructions_{kind}": written for kind, written in held}
    return marks_of(values)


def matrix_marks(version: Version) -> dict[str, str]:
    """Which outcomes each criterion judges, by its id."""
    return marks_of(
        {
            str(criterion.pk): [each.pk for each in criterion.outcomes.all()]
            for criterion in criteria_of(version)
        }
    )


def row_marks(row: Any) -> dict[str, str]:
    values = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
    values = {name: value for name, value in values.items() if name not in ("id", "uuid")}
    if isinstance(row, Criterion):
        values["levels"] = list(row.levels.values_list("name", "description"))
        values["outcomes"] = row.outcomes
    return marks_of(values)


def merged(theirs: dict[str, str], values: dict[str, Any], *, seen: str | None) -> merging.Merge:
    """Who touched which of `values` since `seen`; without it, all that differs is this editor’s."""
    mine = marks_of(values)
    before = theirs if seen is None else merging.read(seen)
    return merging.merge(seen=before, mine=mine, theirs=theirs, bound=BOUND)


def _plain(value: Any) -> Any:
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, QuerySet):
        value = list(value)
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list | tuple):
        parts = [_plain(each) for each in value]
        # Of levels the order counts, of things that were ticked it does not.
        is_ordered = any(isinstance(each, list) for each in parts)
        return parts if is_ordered else sorted(parts, key=str)
    return value
