"""Beyond the first edition: a small change of a published version, the next version, a copy."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tessera.catalogue import policies, queries
from tessera.catalogue.enums import Section, State
from tessera.catalogue.models import (
    Alignment,
    Amendment,
    Component,
    Criterion,
    Definition,
    Level,
    Outcome,
    Version,
)
from tessera.catalogue.operations.drafting import (
    begun_with,
    set_fields,
    touched,
    with_free_slug,
)
from tessera.catalogue.operations.locks import locked
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.people.models import Person, Unit

# What an edition says of itself, which the next one begins without.
OF_ITS_OWN = {
    "state": State.DRAFT,
    "submitted_at": None,
    "submitted_by": None,
    "approved_at": None,
    "approved_by": None,
    "published_at": None,
    "published_by": None,
    "teach_out_on": None,
    "retire_reason": "",
}


@transaction.atomic
def amend_version(
    *,
    version: Version,
    section: int,
    values: dict[str, Any],
    reason: str,
    seen: str | None = None,
    by: Person,
    at: datetime,
) -> Amendment | None:
    """Change a published version in what leaves its outcomes, criteria, components, level and hours alone.

    `values` names fields of the section; what they were and why they change stays on record. None when
    nothing would change. Refuses: NotPermitted, WrongState, NotMinor, ReasonMissing, ChangedMeanwhile.
    """
    version = locked(version)
    policies.check_amend(version, by=by)
    policies.check_minor(version, section, values, reason=reason)
    values = touched(queries.section_marks(version, section), values, seen=seen)
    before = queries.section_content(version, section)
    set_fields(version, section, values)
    after = queries.section_content(version, section)
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if not changes:
        return None
    version.changed_at = at
    version.save(update_fields=["changed_at"])
    version.authors.add(by)
    amendment = Amendment.objects.create(
        version=version,
        section=Section(section),
        reason=reason.strip(),
        changes=changes,
        made_at=at,
        made_by=by,
    )
    trail.record(
        "catalogue.version.amended",
        subject=version,
        by=by,
        at=at,
        reason=amendment.reason,
        fields=sorted(changes),
    )
    return amendment


@transaction.atomic
def open_version(*, version: Version, by: Person, at: datetime) -> Version:
    """Begin the next version as a draft; this one stays as it is until the next is published.

    Refuses: NotPermitted, WrongState, UnderWay when the next one is begun already.
    """
    definition = Definition.objects.select_for_update(no_key=True).get(pk=version.definition_id)
    version = locked(version)
    policies.check_open_version(version, by=by)
    number = queries.newest_number(definition) + 1
    begun = _copy_of(version, definition=definition, number=number, at=at)
    begun.authors.add(by)
    trail.record("catalogue.version.opened", subject=begun, by=by, at=at, after=version.number)
    return begun


@transaction.atomic
def copy_definition(
    *,
    version: Version,
    title: str,
    unit: Unit,
    uuid: UUID | None = None,
    by: Person,
    at: datetime,
) -> Version:
    """Begin a new design from one that `by` may read; asked twice with one `uuid`, it is begun once.

    Refuses: NotPermitted, AlreadyThere when someone else began one with that `uuid`.
    """
    uuid, begun = begun_with(uuid, unit=unit, by=by)
    if begun is not None:
        return begun
    definition = with_free_slug(
        uuid=uuid,
        kind=version.definition.kind,
        title=title,
        unit=unit,
        owner=by,
        created_at=at,
        copied_from=version,
    )
    copy = _copy_of(version, definition=definition, number=1, at=at, title=title, title_fr="")
    copy.authors.add(by)
    trail.record("catalogue.version.copied", subject=copy, by=by, at=at, source=str(version))
    return copy


def _copy_of(version: Version, *, at: datetime, **changes: Any) -> Version:
    """Every field and row, as a draft of its own."""
    new: Version = _copy(version, **OF_ITS_OWN, **changes, changed_at=at)
    new.adds_to.set(version.adds_to.all())
    new.prerequisites.set(version.prerequisites.all())
    for row in [*version.needs.all(), *version.partners.all(), *version.services.all()]:
        _copy(row, version=new)
    outcomes: dict[int, Outcome] = {}
    for outcome in version.outcomes.all():
        outcomes[outcome.pk] = _copy(outcome, version=new)
    for alignment in Alignment.objects.filter(outcome__version=version).order_by("pk"):
        _copy(alignment, outcome=outcomes[alignment.outcome_id])
    for component in version.components.order_by("pk"):
        _copy_component(component, new, outcomes)
    return new


def _copy_component(component: Component, new: Version, outcomes: dict[int, Outcome]) -> None:
    made = _copy(component, version=new)
    for row in [*component.tasks.all(), *component.prompts.all()]:
        _copy(row, component=made)
    for criterion in Criterion.objects.filter(component=component):
        kept = _copy(criterion, component=made)
        kept.outcomes.set([outcomes[pk] for pk in criterion.outcomes.values_list("pk", flat=True)])
        for level in Level.objects.filter(criterion=criterion):
            _copy(level, criterion=kept)


def _copy(row: Any, **changes: Any) -> Any:
    """The same facts in a row of its own, with ids of its own."""
    kept = [f for f in row._meta.concrete_fields if not f.primary_key and f.name != "uuid"]
    made = type(row)(**{field.attname: field.value_from_object(row) for field in kept})
    for name, value in changes.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made
