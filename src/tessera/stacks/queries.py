"""Which stacks there are, how near someone is to each, and what waits for the registrar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import Kind, State
from tessera.common.languages import local
from tessera.holdings import queries as holdings
from tessera.kernel.rules import explain, judge, terms
from tessera.people.access import scope_of
from tessera.stacks.enums import Permission
from tessera.stacks.models import Suspension

if TYPE_CHECKING:
    from tessera.catalogue.models import Definition, Version
    from tessera.people.models import Person

# A stack counts while it can be earned.
AWARDING = (State.PUBLISHED, State.UNDER_REVIEW, State.RETIRING)
TILES = {
    judge.Finding.MET: "met",
    judge.Finding.SUSPENDED: "lifted",
    judge.Finding.REVOKED: "lifted",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One tile of the mosaic."""

    definition: str
    label: str
    state: str
    note: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far someone is in one stack; `missing` counts the badges that are still needed."""

    version: Version
    outcome: judge.Outcome
    sentence: explain.Sentence
    still_needed: str
    parts: tuple[Part, ...]
    missing: int

    @property
    def is_complete(self) -> bool:
        return self.outcome.met

    @property
    def met(self) -> int:
        return sum(part.state == "met" for part in self.parts)


def stacks() -> list[tuple[Version, terms.Rule]]:
    """Every stack that can be earned with its rule, the newest version of each, oldest stack first."""
    newest: dict[int, tuple[Version, terms.Rule]] = {}
    versions = catalogue.public().filter(definition__kind=Kind.STACK, state__in=AWARDING)
    for version in versions.order_by("definition_id", "number"):
        rule = rule_of(version)
        if rule is not None:
            newest[version.definition_id] = (version, rule)
    return list(newest.values())


def rule_of(version: Version) -> terms.Rule | None:
    """The rule in the kernel's terms; None for what is no stack, or cannot be read."""
    return catalogue.rule_of(version)


def parts_of(rule: terms.Rule) -> set[str]:
    """The definitions that a rule names, by uuid."""
    return {terms.named(leaf) for leaf in terms.leaves(rule)}


def stacks_containing(definition: Definition) -> list[Version]:
    """The stacks towards which a credential of this definition counts."""
    return [version for version, rule in stacks() if str(definition.uuid) in parts_of(rule)]


def progress_of(person: Person, at: datetime) -> list[Progress]:
    """Every stack that something of this person's counts towards, the nearest first."""
    portfolio = holdings.portfolio_of(person)
    held = {holding.definition for holding in portfolio.holdings}
    touched = [(version, rule) for version, rule in stacks() if parts_of(rule) & held]
    named = _names(rule for _version, rule in touched)
    found = [_progress(version, rule, portfolio, at, named) for version, rule in touched]
    return sorted(found, key=lambda each: (each.missing, each.version.title))


def progress_in(version: Version, person: Person | None, at: datetime) -> Progress | None:
    """One stack for one person, or as nobody has begun it; None without a rule."""
    rule = rule_of(version)
    if rule is None:
        return None
    portfolio = holdings.portfolio_of(person) if person else judge.Portfolio(())
    return _progress(version, rule, portfolio, at, _names([rule]))


def suspensions_visible_to(person: Person) -> QuerySet[Suspension]:
    """Macro-badges that wait for a decision, in the units that one's duty covers."""
    scope = scope_of(person, Permission.VIEW)
    reach = Q() if scope.everywhere else Q(award__definition__unit__in=scope.units)
    return Suspension.objects.filter(reach, settled_at=None).select_related(
        "award__version", "award__learner", "part__version", "award__definition"
    )


@dataclass(frozen=True, slots=True)
class Name:
    title: str
    url: str


def _names(rules: Iterator[terms.Rule] | list[terms.Rule]) -> dict[str, Name]:
    """What to call the parts, and where they are described, in the reader's language."""
    wanted = set().union(*(parts_of(rule) for rule in rules))
    versions = catalogue.public().filter(definition__uuid__in=wanted).order_by("number")
    return {
        str(version.definition.uuid): Name(local(version, "title"), page(version))
        for version in versions
    }


def page(version: Version) -> str:
    """The public page of a micro-credential or of a stack."""
    name = "stack" if version.definition.kind == Kind.STACK else "definition"
    return reverse(f"publicsite:{name}", args=[version.definition.slug])


def _progress(
    version: Version,
    rule: terms.Rule,
    portfolio: judge.Portfolio,
    at: datetime,
    named: dict[str, Name],
) -> Progress:
    language = "fr" if get_language() == "fr" else "en"
    outcome = judge.judge(rule, portfolio, at)

    def name(definition: str) -> str:
        return named[definition].title if definition in named else definition

    return Progress(
        version=version,
        outcome=outcome,
        sentence=explain.explain(outcome, name, language),
        still_needed=explain.still_needed(outcome, name, language),
        parts=tuple(_parts(outcome, named, language)),
        missing=explain.missing(outcome).count,
    )


def _parts(outcome: judge.Outcome, named: dict[str, Name], language: str) -> list[Part]:
    """The leaves in reading order; a definition named in two places is one tile, the brightest."""
    order = list(judge.Finding)
    best: dict[str, judge.Outcome] = {}
    for leaf in _leaves(outcome):
        definition = terms.named(leaf.rule)  # type: ignore[arg-type]
        known = best.get(definition)
        if known is None or order.index(leaf.finding) < order.index(known.finding):
            best[definition] = leaf
    return [
        Part(
            definition=definition,
            label=named[definition].title if definition in named else definition,
            state=TILES.get(leaf.finding, "empty"),
            note=explain.explain(leaf, str, language).note,
            url=named[definition].url if definition in named else "",
        )
        for definition, leaf in best.items()
    ]


def _leaves(outcome: judge.Outcome) -> Iterator[judge.Outcome]:
    if not outcome.parts:
        yield outcome
    for part in outcome.parts:
        yield from _leaves(part)
