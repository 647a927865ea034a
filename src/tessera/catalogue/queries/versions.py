"""Which versions there are for whom, and the parts of one."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet

from tessera.catalogue.enums import PUBLIC, ComponentKind, Permission, State
from tessera.catalogue.models import (
    Component,
    Criterion,
    Definition,
    FormalProgramme,
    OthersName,
    Outcome,
    Version,
)
from tessera.kernel.errors import RuleError
from tessera.kernel.rules import codec, explain, terms
from tessera.people.access import scope_of
from tessera.people.queries import rules

if TYPE_CHECKING:
    from datetime import date

    from tessera.catalogue.models import Need
    from tessera.people.models import Person

QUALIFICATIONS = frozenset(
    [
        "degree",
        "diploma",
        "certificate",
        "bachelor",
        "master",
        "doctorate",
        "licence",
        "license",
        "diplôme",
        "certificat",
        "baccalauréat",
        "maîtrise",
        "doctorat",
    ]
)
# A stack may only be built on what can still be earned.
EARNABLE = (State.PUBLISHED, State.UNDER_REVIEW)


def visible_to(person: Person | AnonymousUser) -> QuerySet[Version]:
    """Public versions for everyone; designs in progress for their authors, their unit and those who watch."""
    scope = scope_of(person, Permission.VIEW)
    versions = Version.objects.select_related("definition__unit")
    if scope.everywhere:
        return versions
    seen = Q(state__in=PUBLIC) | Q(definition__unit__in=scope.units)
    if person.is_authenticated:
        mine = Version.authors.through.objects.filter(person_id=person.pk)
        seen |= Q(pk__in=mine.values("version_id"))
    return versions.filter(seen)


def desk(person: Person) -> QuerySet[Version]:
    """The designs that this person works on: their own and those of the units they design for."""
    scope = scope_of(person, Permission.DRAFT)
    mine = Version.authors.through.objects.filter(person_id=person.pk)
    theirs = Q(pk__in=mine.values("version_id")) | Q(definition__unit__in=scope.units)
    versions = Version.objects.select_related("definition__unit").order_by("-changed_at")
    if scope.everywhere or not scope:
        return visible_to(person).order_by("-changed_at")
    return versions.filter(theirs)


def public() -> QuerySet[Version]:
    """Everything that was ever published and not taken back to the drawing board."""
    return Version.objects.filter(state__in=PUBLIC).select_related("definition__unit")


def published_version(slug: str) -> Version | None:
    """The newest public version of a definition."""
    return public().filter(definition__slug=slug).order_by("-number").first()


def definitions() -> QuerySet[Definition]:
    return Definition.objects.all()


def flagged_words(title: str) -> list[str]:
    """Words of a title that belong to other credentials, in either language."""
    return [word for word in title.split() if word.strip(".,:").lower() in QUALIFICATIONS]


def others_names() -> QuerySet[OthersName]:
    """Names that belong to somebody else, as the institution lists them."""
    return OthersName.objects.select_related("added_by")


def names_in(title: str) -> list[OthersName]:
    """Those that stand in a title, as words of their own."""
    return [
        each
        for each in others_names()
        if re.search(rf"(?<!\w){re.escape(each.name)}(?!\w)", title, re.IGNORECASE)
    ]


def programmes() -> QuerySet[FormalProgramme]:
    return FormalProgramme.objects.all()


def components_of(version: Version) -> list[Component]:
    """The three, in their order, with tasks, prompts and criteria at hand."""
    components = {
        component.kind: component
        for component in version.components.prefetch_related(
            "tasks", "prompts", Prefetch("criteria", criteria_of(version))
        )
    }
    return [components[kind] for kind in ComponentKind if kind in components]


def criteria_of(version: Version) -> QuerySet[Criterion]:
    """The rubric in the order of the form, with levels and outcomes at hand."""
    return (
        Criterion.objects.filter(component__version=version)
        .select_related("component")
        .prefetch_related("levels", "outcomes")
    )


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An outcome, and for each criterion in turn whether it judges it."""

    outcome: Outcome
    cells: tuple[tuple[Criterion, bool], ...]

    @property
    def is_judged(self) -> bool:
        return any(judged for _criterion, judged in self.cells)


def matrix(version: Version) -> tuple[list[Criterion], list[MatrixRow]]:
    """The criteria across, the outcomes down: holes show what nobody judges."""
    criteria = list(criteria_of(version))
    judges = {
        criterion.pk: {each.pk for each in criterion.outcomes.all()} for criterion in criteria
    }
    return criteria, [
        MatrixRow(
            outcome,
            tuple((criterion, outcome.pk in judges[criterion.pk]) for criterion in criteria),
        )
        for outcome in version.outcomes.all()
    ]


def artwork_inline(version: Version) -> str:
    """The artwork as a data address, for people who are shown a design that they may not open."""
    if not version.artwork:
        return ""
    with version.artwork.open() as file:
        return "data:image/png;base64," + base64.b64encode(file.read()).decode()


def titles(ids: set[str], language: str) -> dict[str, str]:
    """The newest names of definitions, by their uuids as text."""
    named = Version.objects.filter(definition__uuid__in=ids).order_by("number")
    return {
        str(uuid): (french if language == "fr" else "") or title
        for uuid, title, french in named.values_list("definition__uuid", "title", "title_fr")
    }


def parts_on_offer(version: Version) -> QuerySet[Version]:
    """What a stack can be made of: everything that can be earned, apart from itself."""
    return Version.objects.filter(state__in=EARNABLE).exclude(definition=version.definition)


def earnable() -> QuerySet[Version]:
    """What can be earned now, stacks too."""
    return public().filter(state__in=EARNABLE)


def rule_of(version: Version) -> terms.Rule | None:
    """The stack rule, or None when there is none that can be read."""
    try:
        return codec.decode(version.rule)
    except RuleError:
        return None


def rule_in_words(version: Version, language: str) -> explain.Sentence | None:
    rule = rule_of(version)
    if rule is None:
        return None
    named = titles(terms.definitions(rule), language)
    return explain.explain(rule, lambda part: named.get(part, part), language)


def stale_needs(version: Version, *, on: date) -> list[Need]:
    """Evidence of need that is older than the institution's rules want it."""
    oldest = on - timedelta(days=rules().need_months * 365 // 12)
    return list(version.needs.filter(found_on__lt=oldest))
