"""The rows of a design, and how each is told in a line or two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tessera.catalogue.enums import EvidenceKind, PromptKind, Row
from tessera.catalogue.models import (
    Alignment,
    Criterion,
    Need,
    Outcome,
    Partner,
    Prompt,
    Service,
    Task,
    Version,
)
from tessera.common.languages import labelled

# Each kind of row: its model, and the way from it to its version.
ROWS: dict[Row, tuple[type[Model], str]] = {
    Row.OUTCOME: (Outcome, "version"),
    Row.ALIGNMENT: (Alignment, "outcome__version"),
    Row.NEED: (Need, "version"),
    Row.PARTNER: (Partner, "version"),
    Row.SERVICE: (Service, "version"),
    Row.TASK: (Task, "component__version"),
    Row.PROMPT: (Prompt, "component__version"),
    Row.CRITERION: (Criterion, "component__version"),
}
BESIDE: dict[Row, tuple[str, ...]] = {
    Row.ALIGNMENT: ("outcome",),
    Row.PARTNER: ("organisation",),
    Row.SERVICE: ("commitment__edition",),
    Row.TASK: ("component",),
    Row.CRITERION: ("component",),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row as a list shows it."""

    row: Any
    title: str
    notes: tuple[str, ...] = ()
    is_removable: bool = True


def rows(version: Version, kind: Row) -> QuerySet[Any]:
    model, way = ROWS[kind]
    found: QuerySet[Any] = model._default_manager.filter(**{way: version})
    return found.select_related(*BESIDE[kind]) if kind in BESIDE else found


def lines_of(version: Version, kind: Row) -> list[Line]:
    """The rows of one kind, told for its designer."""
    found = rows(version, kind)
    if kind == Row.CRITERION:
        found = found.prefetch_related("levels", "outcomes")
    return [_told(row) for row in found]


def _told(row: Any) -> Line:
    match row:
        case Outcome():
            return Line(row, row.text, (row.unaligned_reason,) if row.unaligned_reason else ())
        case Alignment():
            return Line(row, str(row), (row.outcome.text,))
        case Need():
            said = f"{row.get_side_display()}, {row.get_kind_display()}"
            day = date_format(row.found_on, "DATE_FORMAT")
            return Line(row, row.source, (f"{said}, {day}", row.finding))
        case Partner():
            return Line(row, str(row.organisation), (row.part,))
        case Service():
            return Line(row, str(row.commitment), (row.how,))
        case Task():
            kinds = ", ".join(str(EvidenceKind(kind).label) for kind in row.accepts)
            where = str(row.component.get_kind_display())
            return Line(row, row.title, (labelled(where, kinds) if kinds else where,))
        case Prompt():
            core = row.kind != PromptKind.OWN
            notes = (_("Every micro-credential asks this. You may reword it."),) if core else ()
            return Line(row, _(row.text), notes, is_removable=not core)
        case Criterion():
            return Line(row, row.statement, _criterion(row))
    raise TypeError(row)


def _criterion(row: Criterion) -> tuple[str, ...]:
    levels = {level.rank: level.name for level in row.levels.all()}
    needed = _("Level needed: %(level)s") % {"level": levels.get(row.required_rank, "–")}
    where = str(row.component.get_kind_display())
    judges = "; ".join(outcome.text for outcome in row.outcomes.all())
    essential = (_("Essential"),) if row.essential else ()
    return (" · ".join((where, needed, *essential)), *((judges,) if judges else ()))
