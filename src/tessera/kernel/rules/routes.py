"""The shortest way from what someone holds to a met rule, by number or by hours, found exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from tessera.kernel.rules.facts import Finding, Holding, Portfolio, State, concerns, finding
from tessera.kernel.rules.search import LIMIT, Search, TooManyWays
from tessera.kernel.rules.terms import Frame, Group, Rule, terms_in


class By(StrEnum):
    """What is counted along a route."""

    NUMBER = "number"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be earned from now on, and what it would be as a holding."""

    definition: str
    version: int = 1
    level: int | None = None
    hours: int = 0
    credits: Decimal = Decimal(0)
    category: str = ""
    issuer: str = ""
    counted: bool = True

    def earned(self, at: datetime) -> Holding:
        return Holding(
            id=f"offer:{self.definition}",
            definition=self.definition,
            start=at,
            version=self.version,
            level=self.level,
            hours=self.hours,
            credits=self.credits,
            category=self.category,
            issuer=self.issuer,
            counted=self.counted,
        )


@dataclass(frozen=True, slots=True)
class Route:
    """What to earn. When not exact, a shorter one may exist: the bound on work was reached."""

    offers: tuple[Offer, ...]
    is_exact: bool

    @property
    def hours(self) -> int:
        return sum(offer.hours for offer in self.offers)


def shortest(
    rule: Rule,
    portfolio: Portfolio,
    offers: Iterable[Offer],
    at: datetime,
    *,
    by: By = By.NUMBER,
    limit: int = LIMIT,
) -> Route | None:
    """The offers that complete the rule with the least number or hours; None when they cannot.

    New ones count as earned now, after all that is held. Definitions held in good standing are not
    offered again. Past the bound on work the best route found is given as not exact. Raises
    TooManyWays when none was found by then.
    """
    held = [each for each in portfolio.holdings if each.id not in portfolio.spent]
    standing = {
        each.definition
        for each in portfolio.holdings
        if each.state is State.HELD and (each.until is None or each.until >= at)
    }
    known = {offer.definition: offer for offer in offers if offer.definition not in standing}
    new = {f"offer:{name}": offer for name, offer in known.items()}
    items = [*held, *(offer.earned(at) for offer in new.values())]
    kept = [item for item in items if _matters(rule, item, at)]
    # A weight of at least 1 on each, so that of two routes of equal hours the one with fewer is found.
    costs = {name: 1 if by is By.NUMBER else offer.hours * 1000 + 1 for name, offer in new.items()}
    search = Search(rule, kept, at, costs=costs, limit=limit)
    way, is_exact = search.cheapest()
    if way is None:
        if not is_exact:
            raise TooManyWays("no route was found within the bound on work")
        return None
    taken = [new[name] for name in search.ids(way.items) if name in new]
    return Route(tuple(taken), is_exact)


def _matters(rule: Rule, item: Holding, at: datetime) -> bool:
    return any(
        concerns(term, item) and finding(term, item, at) is Finding.MET
        for term in terms_in(rule)
        if not isinstance(term, Group | Frame)
    )
