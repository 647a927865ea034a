"""Who may write a design, and what must not happen while several do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import JSONField
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries
from tessera.catalogue.enums import EDITABLE, Permission, PromptKind, Row
from tessera.catalogue.models import Prompt, Version
from tessera.common.refusal import NotPermitted, Refusal, WrongState
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.kernel.merging import Merge
    from tessera.people.models import Person, Unit


class ChangedMeanwhile(Refusal):
    """The fact `fields` names what the other person may have changed."""

    code = "changed-meanwhile"
    message = _(
        "Someone else changed this while you were writing. Nothing was overwritten: your words are"
        " still here, and theirs are shown beside them. Compare, then save again."
    )


class AlreadyThere(Refusal):
    code, status = "already-there", 422
    message = _("This is already part of the design.")


class CorePrompt(Refusal):
    code = "core-question"
    message = _("Every micro-credential asks this question. You may reword it, not remove it.")


class BrokenScale(Refusal):
    code, status = "broken-scale", 422
    message = _("A criterion needs two levels or more, and the level needed is above the lowest.")


class NotImportable(Refusal):
    """The fact `problems` lists what is wrong, and where."""

    code, status = "not-importable", 422
    message = _("Nothing was kept: the file has to be mended first.")


class FromElsewhere(Refusal):
    code, status = "from-elsewhere", 422
    message = _("This belongs to another design.")


def check_document(document: Any) -> None:
    """Whether a file can become a draft. Refuses: NotImportable."""
    if found := queries.problems(document):
        raise NotImportable(problems=found)


def check_create(unit: Unit, *, by: Person) -> None:
    """Refuses: NotPermitted."""
    if not can(by, Permission.DRAFT, unit=unit.pk):
        raise NotPermitted(reason=_("you are not a designer of this unit."))


def check_draft(version: Version, *, by: Person) -> None:
    """Whether `by` may change the design now. Refuses: NotPermitted, WrongState."""
    check_designer(version, by=by)
    if version.state not in EDITABLE:
        raise WrongState(state=version.get_state_display())


def check_designer(version: Version, *, by: Person) -> None:
    """A designer of its unit, or a designer who already works on it. Refuses: NotPermitted."""
    if can(by, Permission.DRAFT, unit=version.definition.unit_id):
        return
    if can(by, Permission.DRAFT) and version.authors.contains(by):
        return
    raise NotPermitted(reason=_("only its designers may change this design."))


def check_merge(merge: Merge) -> None:
    """Whether nobody else changed what this editor changed. Refuses: ChangedMeanwhile."""
    if merge.both:
        raise ChangedMeanwhile(fields=sorted(merge.both))


def check_new(version: Version, kind: Row, values: dict[str, Any]) -> None:
    """Whether the same row is not there yet, as after a second click. Refuses: AlreadyThere."""
    model, _way = queries.ROWS[kind]
    plain = {
        field.name: values[field.name]
        for field in model._meta.concrete_fields
        if field.name in values and not isinstance(field, JSONField)
    }
    if queries.rows(version, kind).filter(**plain).exists():
        raise AlreadyThere


def check_belongs(version: Version, *things: object) -> None:
    """Whether a row, its outcomes and its component are this design's own. Refuses: FromElsewhere."""
    if any(getattr(thing, "version_id", version.pk) != version.pk for thing in things):
        raise FromElsewhere


def check_cells(
    judged: Mapping[int, Iterable[int]], *, criteria: Collection[int], outcomes: Collection[int]
) -> None:
    """Whether a table names this design's own criteria and outcomes. Refuses: FromElsewhere."""
    named = {outcome for asked in judged.values() for outcome in asked}
    if not (judged.keys() <= set(criteria) and named <= set(outcomes)):
        raise FromElsewhere


def check_remove(row: object) -> None:
    """Refuses: CorePrompt."""
    if isinstance(row, Prompt) and row.kind != PromptKind.OWN:
        raise CorePrompt
