"""How near someone is to each stack, and the shortest ways there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import Kind
from tessera.holdings import queries as holdings
from tessera.kernel.rules import explain, judge, routes, search, terms
from tessera.stacks.queries.expanding import expanded
from tessera.stacks.queries.stacks import Name, names_in, parts_of, rule_of, stacks

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person

TILES = {
    judge.Finding.MET: "met",
    judge.Finding.SUSPENDED: "lifted",
    judge.Finding.REVOKED: "lifted",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One tile of the mosaic; `holding` names the award that the finding is about, if it is one."""

    definition: str
    label: str
    state: str
    note: str
    url: str = ""
    holding: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A badge on a route."""

    label: str
    hours: int
    url: str


@dataclass(frozen=True, slots=True)
class Route:
    """The badges still to earn. One that is not exact may be beaten by another that was not looked at."""

    steps: tuple[Step, ...]
    hours: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far someone is in one stack, and the routes of fewest badges and of fewest hours."""

    version: Version
    outcome: judge.Outcome
    sentence: explain.Sentence
    still_needed: str
    parts: tuple[Part, ...]
    fewest: Route | None
    quickest: Route | None

    @property
    def is_complete(self) -> bool:
        return self.outcome.met

    @property
    def missing(self) -> int | None:
        """How many more badges it takes; None when what is on offer does not lead there."""
        return len(self.fewest.steps) if self.fewest else None

    @property
    def met(self) -> int:
        return sum(part.state == "met" for part in self.parts)

    @property
    def share(self) -> int:
        """The parts that are met, in percent."""
        return 100 * self.met // len(self.parts) if self.parts else 0

    @property
    def has_two_routes(self) -> bool:
        """Whether fewest hours is another way than fewest badges."""
        return bool(self.quickest and self.fewest and self.quickest.hours < self.fewest.hours)


def progress_of(person: Person, at: datetime) -> list[Progress]:
    """Every stack that something of this person's counts towards, the nearest first."""
    portfolio = holdings.portfolio_of(person)
    held = {holding.definition for holding in portfolio.holdings}
    everything = stacks()
    touched = [
        (version, rule)
        for version, rule in everything
        if parts_of(rule) & held or (held and terms.counts_anything(rule))
    ]
    if not touched:
        return []
    desk = _Desk(portfolio, at, everything)
    found = [desk.progress(version, rule) for version, rule in touched]
    far = len(desk.offers) + 1
    return sorted(
        found, key=lambda each: (far if each.missing is None else each.missing, each.version.title)
    )


def progress_in(version: Version, person: Person | None, at: datetime) -> Progress | None:
    """One stack for one person, or as nobody has begun it; None without a rule."""
    rule = rule_of(version)
    if rule is None:
        return None
    portfolio = holdings.portfolio_of(person) if person else judge.Portfolio(())
    return _Desk(portfolio, at, stacks(), version).progress(version, rule)


class _Desk:
    """What is needed to look at one person's stacks: read once, however many there are."""

    def __init__(
        self,
        portfolio: judge.Portfolio,
        at: datetime,
        everything: list[tuple[Version, terms.Rule]],
        *more: Version,
    ) -> None:
        self.portfolio, self.at = portfolio, at
        self.language = "fr" if get_language() == "fr" else "en"
        self.known = {str(version.definition.uuid): rule for version, rule in everything}
        own = [rule for version in more if (rule := rule_of(version)) is not None]
        self.names = names_in([*self.known.values(), *own])
        self.offers = catalogue.offers(kind=Kind.MICRO)

    def name(self, key: str) -> str:
        return self.names[key].title if key in self.names else key

    def progress(self, version: Version, rule: terms.Rule) -> Progress:
        outcome = judge.judge(rule, self.portfolio, self.at)
        return Progress(
            version=version,
            outcome=outcome,
            sentence=explain.explain(outcome, self.name, self.language),
            still_needed=explain.still_needed(outcome, self.name, self.language),
            parts=tuple(self.parts(outcome)),
            fewest=self.route(rule, routes.By.NUMBER, outcome),
            quickest=self.route(rule, routes.By.HOURS, outcome),
        )

    def route(self, rule: terms.Rule, by: routes.By, outcome: judge.Outcome) -> Route | None:
        if outcome.met:
            return Route((), 0, is_exact=True)
        whole = expanded(rule, self.known)
        try:
            found = routes.shortest(whole, self.portfolio, self.offers.values(), self.at, by=by)
        except search.TooManyWays:
            return None
        if found is None:
            return None
        order = [terms.named(leaf) for leaf in terms.leaves(whole)]
        steps = [
            Step(name.title, offer.hours, name.url)
            for offer in sorted(found.offers, key=lambda each: _place(each.definition, order))
            for name in [self.names.get(offer.definition, Name(offer.definition))]
        ]
        return Route(tuple(steps), found.hours, found.is_exact)

    def parts(self, outcome: judge.Outcome) -> list[Part]:
        """The leaves in reading order; a definition named in two places is one tile, the brightest."""
        order = list(judge.Finding)
        best: dict[str, judge.Outcome] = {}
        for leaf in _leaves(outcome):
            key = terms.named(leaf.rule) if isinstance(leaf.rule, terms.Leaf) else repr(leaf.rule)
            known = best.get(key)
            if known is None or order.index(leaf.finding) < order.index(known.finding):
                best[key] = leaf
        return [self.part(key, leaf) for key, leaf in best.items()]

    def part(self, key: str, leaf: judge.Outcome) -> Part:
        state = TILES.get(leaf.finding, "empty")
        said = explain.explain(leaf, self.name, self.language)
        if isinstance(leaf.rule, terms.Leaf):
            url = self.names[key].url if key in self.names else ""
            return Part(key, self.name(key), state, said.note, url, leaf.holding)
        note = said.note
        if isinstance(leaf.rule, terms.Count | terms.Sum) and not leaf.met:
            facts = {"reached": f"{leaf.reached:f}", "needed": f"{leaf.rule.minimum}"}
            note = gettext("%(reached)s of %(needed)s") % facts
        return Part(key, said.head[:1].upper() + said.head[1:], state, note)


def _place(definition: str, order: list[str]) -> int:
    """Where the rule names it first; what only counts comes last."""
    return order.index(definition) if definition in order else len(order)


def _leaves(outcome: judge.Outcome) -> Iterator[judge.Outcome]:
    if not outcome.parts:
        yield outcome
    for part in outcome.parts:
        yield from _leaves(part)
