"""The versions of one definition: what may change in place, what is under way, what leans on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet

from tessera.catalogue.enums import Kind, Section, State
from tessera.catalogue.models import Amendment, Definition, Version
from tessera.catalogue.queries.snapshot import FIELDS
from tessera.catalogue.queries.versions import EARNABLE, rule_of, visible_to
from tessera.catalogue.queries.words import Change, field_in_words
from tessera.catalogue.signals import retiring_asked
from tessera.kernel.rules import terms

if TYPE_CHECKING:
    from tessera.people.models import Person

# With the rows, what makes an amendment a major one: level, hours, components and how they are judged.
MAJOR = frozenset(
    ["title", "level", "hours", "rule", "stack_kind", "completion_rule", "pass_share"]
)
UNDER_WAY = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.APPROVED)


def minor_fields(version: Version, section: int) -> tuple[str, ...]:
    """The fields of a section that may change while it is published."""
    apart = {"stack_place"} if version.definition.kind == Kind.STACK else {"coverage"}
    return tuple(name for name in FIELDS[Section(section)] if name not in MAJOR | apart)


def newest_number(definition: Definition) -> int:
    return int(definition.versions.aggregate(newest=Max("number"))["newest"] or 0)


def version_under_way(definition: Definition) -> Version | None:
    """The next version, when it is begun and not yet published."""
    return definition.versions.filter(state__in=UNDER_WAY).order_by("-number").first()


def editions_of(version: Version, person: Person) -> QuerySet[Version]:
    """All versions of the same definition that the person may read, the newest first."""
    return visible_to(person).filter(definition=version.definition_id).order_by("-number")


def comparable_with(version: Version, person: Person) -> QuerySet[Version]:
    """What it can be laid beside: any other version that the person may read."""
    return visible_to(person).exclude(pk=version.pk).order_by("title", "-number")


@dataclass(frozen=True, slots=True)
class Amended:
    """One amendment as its readers see it."""

    amendment: Amendment
    changes: tuple[Change, ...]


def amendments_of(version: Version) -> list[Amended]:
    """The small changes of a published version, the newest first."""
    found = Amendment.objects.filter(version=version).select_related("made_by")
    return [Amended(each, tuple(_changes(each))) for each in found]


def _changes(amendment: Amendment) -> Iterator[Change]:
    for name, (before, after) in amendment.changes.items():
        was, now = field_in_words(name, before), field_in_words(name, after)
        yield Change(Section(amendment.section), name, now.label, was.lines, now.lines)


def retiring_touches(version: Version) -> list[str]:
    """What retiring it would touch, in sentences: stacks that need it, and what the rooms above say."""
    said: list[str] = []
    for _receiver, sentences in retiring_asked.send(sender=Version, version_id=version.pk):
        said += sentences or []
    return said


def leaning_on(version: Version) -> list[Version]:
    """Stacks that can be earned and ask for this definition, and what it must be earned before."""
    mine = str(version.definition.uuid)
    earnable = Version.objects.filter(state__in=EARNABLE).exclude(definition=version.definition_id)
    stacks = [
        stack
        for stack in earnable.filter(definition__kind=Kind.STACK).select_related("definition")
        if (rule := rule_of(stack)) and mine in terms.definitions(rule)
    ]
    after = earnable.filter(prerequisites=version.definition_id).select_related("definition")
    return [*stacks, *after]
