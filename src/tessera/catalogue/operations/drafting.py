"""Writing a design: every change is made under a lock, by a designer, while it may still change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import policies, queries
from tessera.catalogue.enums import ComponentKind, Kind, PromptKind, Row, Section
from tessera.catalogue.models import Component, Criterion, Definition, Level, Prompt, Version
from tessera.catalogue.operations.locks import locked
from tessera.catalogue.signals import endorsers_asked, version_changed
from tessera.common.refusal import Refusal
from tessera.kernel import rubric
from tessera.kernel.errors import RubricError
from tessera.trail import operations as trail

if TYPE_CHECKING:
    from tessera.people.models import Person, Unit

CORE_PROMPTS = {
    PromptKind.CHANGE: _("What has changed for you through this learning?"),
    PromptKind.MOTIVE: _("How does this answer the reasons for which you wanted it?"),
}


@transaction.atomic
def create_definition(
    *,
    kind: str,
    title: str,
    unit: Unit,
    uuid: UUID | None = None,
    by: Person,
    at: datetime,
) -> Version:
    """Begin a design: a first version with the three components and both core questions.

    Asked twice with one `uuid`, it answers with the design that it began.
    Refuses: NotPermitted, AlreadyThere when someone else began one with it.
    """
    uuid, begun = begun_with(uuid, unit=unit, by=by)
    if begun is not None:
        return begun
    definition = with_free_slug(
        uuid=uuid, kind=Kind(kind), title=title, unit=unit, owner=by, created_at=at
    )
    version = Version.objects.create(definition=definition, title=title, changed_at=at)
    version.authors.add(by)
    for component_kind in ComponentKind:
        component = Component.objects.create(version=version, kind=component_kind)
        if component_kind == ComponentKind.REFLECTIVE:
            for position, (prompt_kind, text) in enumerate(CORE_PROMPTS.items()):
                Prompt.objects.create(
                    component=component, kind=prompt_kind, position=position, text=str(text)
                )
    trail.record("catalogue.version.created", subject=version, by=by, at=at)
    return version


def begun_with(uuid: UUID | None, *, unit: Unit, by: Person) -> tuple[UUID, Version | None]:
    """The uuid to begin a design with, and what `by` has begun with it already; one at a time in a unit.

    Refuses: NotPermitted, AlreadyThere when someone else began one with it.
    """
    type(unit)._default_manager.select_for_update(no_key=True).get(pk=unit.pk)
    policies.check_create(unit, by=by)
    if uuid is None:
        return uuid4(), None
    begun = Version.objects.filter(definition__uuid=uuid, definition__owner=by).first()
    if begun is None and Definition.objects.filter(uuid=uuid).exists():
        raise policies.AlreadyThere
    return uuid, begun


def with_free_slug(*, title: str, **facts: Any) -> Definition:
    """The database says whether a slug is free, since two may ask for it at once."""
    stem = slugify(title)[:70] or "untitled"
    number = 1
    while True:
        slug = stem if number == 1 else f"{stem}-{number}"
        try:
            with transaction.atomic():
                return Definition.objects.create(slug=slug, **facts)
        except IntegrityError:
            if not Definition.objects.filter(slug=slug).exists():
                raise
            number += 1


class EndsEndorsements(Refusal):
    """What is saved would end endorsements; whoever means it says so."""

    code = "ends-endorsements"
    message = _(
        "This changes what has been endorsed: the endorsement by %(organisations)s would end, and they"
        " would be asked again."
    )


@contextmanager
def editing(
    version: Version, *, spare: bool = False, by: Person, at: datetime, **facts: Any
) -> Iterator[Version]:
    """The locked version to change; then notes the change and its author, and says that it changed.

    `spare` refuses what would end an endorsement, before anything is kept. Refuses: EndsEndorsements.
    """
    with transaction.atomic():
        held = locked(version)
        policies.check_draft(held, by=by)
        endorsers = _endorsers(held, at) if spare else []
        before = queries.endorsed_digest(held) if endorsers else ""
        yield held
        held.changed_at = at
        held.save(update_fields=["changed_at"])
        held.authors.add(by)
        trail.record("catalogue.version.changed", subject=held, by=by, at=at, **facts)
        if endorsers and queries.endorsed_digest(held) != before:
            raise EndsEndorsements(organisations=endorsers)
        transaction.on_commit(lambda: version_changed.send(sender=Version, version_id=held.pk))


def _endorsers(version: Version, at: datetime) -> list[str]:
    """Names of those whose endorsement of this version is in force, as the rooms above tell them."""
    told: Any = endorsers_asked.send(sender=Version, version_id=version.pk, at=at)
    return [name for _receiver, names in told for name in names]


def save_section(
    *,
    version: Version,
    section: int,
    values: dict[str, Any],
    seen: str | None = None,
    spare: bool = False,
    by: Person,
    at: datetime,
) -> Version:
    """Keep the fields of one section; what `values` does not name stays as it is.

    Section 6 also takes `instructions_<component>`. `seen` is the fingerprint of the section that the
    editor had on screen: what another changed since then stays, unless this editor changed it too.
    Refuses: NotPermitted, WrongState, ChangedMeanwhile.
    """
    with editing(version, spare=spare, by=by, at=at, section=int(section)) as held:
        values = touched(queries.section_marks(held, section), values, seen=seen)
        set_fields(held, section, values)
        for component in held.components.all():
            component.instructions = values.get(
                f"instructions_{component.kind}", component.instructions
            )
            component.save(update_fields=["instructions"])
    return held


def touched(theirs: dict[str, str], values: dict[str, Any], *, seen: str | None) -> dict[str, Any]:
    """Those of `values` that this editor changed. Refuses: ChangedMeanwhile when another did as well."""
    merge = queries.merged(theirs, values, seen=seen)
    policies.check_merge(merge)
    return {name: values[name] for name in merge.mine}


def set_fields(version: Version, section: int, values: dict[str, Any]) -> None:
    """Keep those of the section's plain fields that `values` names."""
    plain = []
    for name in queries.FIELDS[Section(section)]:
        if name not in values:
            continue
        if Version._meta.get_field(name).many_to_many:
            getattr(version, name).set(values[name])
        else:
            setattr(version, name, values[name])
            plain.append(name)
    version.save(update_fields=plain)


def add_row(
    *,
    version: Version,
    kind: str,
    values: dict[str, Any],
    spare: bool = False,
    by: Person,
    at: datetime,
) -> Any:
    """Add an outcome, alignment, need, partner, commitment served, task, question or criterion.

    A criterion's values hold `outcomes` and `levels`, pairs of name and description, lowest first.
    Refuses: NotPermitted, WrongState, AlreadyThere, BrokenScale, FromElsewhere.
    """
    row_kind = Row(kind)
    model, way = queries.ROWS[row_kind]
    own: dict[str, Any] = {}
    with editing(version, spare=spare, by=by, at=at, added=str(row_kind)) as held:
        if row_kind == Row.PROMPT:
            own["component"] = held.components.get(kind=ComponentKind.REFLECTIVE)
        if way == "version":
            own["version"] = held
        policies.check_new(held, row_kind, values | own)
        if _has(model, "position"):
            own["position"] = queries.rows(held, row_kind).count()
        return _write(held, model(), values | own)


def edit_row(
    *,
    version: Version,
    row: Any,
    values: dict[str, Any],
    seen: str | None = None,
    spare: bool = False,
    by: Person,
    at: datetime,
) -> Any:
    """Change one row, of `seen` what this editor changed. Refuses: as `add_row`, ChangedMeanwhile."""
    with editing(version, spare=spare, by=by, at=at, edited=row._meta.model_name) as held:
        policies.check_belongs(held, row, *_owners(row))
        now = type(row).objects.get(pk=row.pk)
        return _write(held, now, touched(queries.row_marks(now), values, seen=seen))


def remove_row(
    *, version: Version, row: Any, spare: bool = False, by: Person, at: datetime
) -> None:
    """Take one row out. Refuses: NotPermitted, WrongState, CorePrompt, FromElsewhere."""
    with editing(version, spare=spare, by=by, at=at, removed=row._meta.model_name) as held:
        policies.check_belongs(held, row, *_owners(row))
        policies.check_remove(row)
        row.delete()


def _write(version: Version, row: Any, values: dict[str, Any]) -> Any:
    plain = dict(values)
    outcomes, levels = plain.pop("outcomes", None), plain.pop("levels", None)
    for name, value in plain.items():
        setattr(row, name, value)
    policies.check_belongs(version, *_owners(row), *(outcomes or ()))
    if levels is not None or "required_rank" in plain:
        scale = levels if levels is not None else row.levels.values_list("name", "description")
        _check_scale(row, list(scale))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise policies.AlreadyThere from None
    if outcomes is not None:
        row.outcomes.set(outcomes)
    if levels is not None:
        _set_levels(row, levels)
    return row


def _owners(row: Model) -> list[object]:
    return [getattr(row, name) for name in ("outcome", "component") if _has(type(row), name)]


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _check_scale(criterion: Criterion, levels: list[tuple[str, str]]) -> None:
    steps = tuple(rubric.Level(rank, name) for rank, (name, _said) in enumerate(levels, start=1))
    try:
        rubric.Criterion(criterion.statement, steps, criterion.required_rank)
    except RubricError:
        raise policies.BrokenScale from None


def _set_levels(criterion: Criterion, levels: list[tuple[str, str]]) -> None:
    criterion.levels.all().delete()
    Level.objects.bulk_create(
        Level(criterion=criterion, rank=rank, name=name, description=description)
        for rank, (name, description) in enumerate(levels, start=1)
    )
