"""What someone holds, as rows for pages and as the portfolio that stack rules judge."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Count, QuerySet

from tessera.catalogue.enums import Kind
from tessera.holdings.enums import State
from tessera.holdings.models import Holding
from tessera.kernel.rules import judge, terms

if TYPE_CHECKING:
    from tessera.catalogue.models import Definition
    from tessera.people.models import Person


def holdings_of(person: Person) -> QuerySet[Holding]:
    """Everything, whatever became of it, the oldest first."""
    return Holding.objects.filter(person=person).select_related("definition")


def holders_of(*definitions: Definition) -> QuerySet[Person]:
    """Everyone with a holding of one of these that still stands."""
    held = Holding.objects.filter(definition__in=definitions, state=State.HELD)
    return get_user_model().objects.filter(pk__in=held.values("person")).order_by("pk")


def awarded_counts(*definitions: Definition) -> dict[tuple[int, int], int]:
    """How many of each version stand, by definition id and version number."""
    rows = Holding.objects.filter(
        definition__in=definitions, state=State.HELD, version_number__isnull=False
    )
    counted = rows.values_list("definition", "version_number").annotate(number=Count("pk"))
    return {
        (definition, version): number
        for definition, version, number in counted.order_by("definition", "version_number")
        if definition is not None and version is not None
    }


def holders_for(rule: terms.Rule, *, short_of: int = 0) -> QuerySet[Person]:
    """Everyone who holds as many different things that the rule counts as it takes, or so many fewer.

    A first sieve in the database: whoever is not among them cannot meet the rule.
    """
    held = Holding.objects.filter(state=State.HELD)
    if not terms.counts_anything(rule):
        held = held.filter(definition__uuid__in=terms.definitions(rule))
    people = held.values("person").annotate(many=Count("definition", distinct=True))
    enough = people.filter(many__gte=terms.fewest(rule) - short_of).values("person")
    return get_user_model().objects.filter(pk__in=enough).order_by("pk")


def portfolio_of(person: Person) -> judge.Portfolio:
    """The same in the kernel's words; ids are references, definitions go by their uuid."""
    return _portfolio(list(holdings_of(person).exclude(definition=None)))


def portfolios_of(people: Collection[int]) -> dict[int, judge.Portfolio]:
    """The portfolios of many people, by their keys, in one question."""
    rows: dict[int, list[Holding]] = {person: [] for person in people}
    held = Holding.objects.filter(person__in=people).exclude(definition=None)
    for row in held.select_related("definition").order_by("held_from", "pk"):
        rows[row.person_id].append(row)
    return {person: _portfolio(theirs) for person, theirs in rows.items()}


def _portfolio(rows: list[Holding]) -> judge.Portfolio:
    return judge.Portfolio(
        holdings=tuple(_fact(row) for row in rows),
        spent=frozenset(str(row.reference) for row in rows if row.spent_on is not None),
    )


def _fact(row: Holding) -> judge.Holding:
    assert row.definition is not None
    return judge.Holding(
        id=str(row.reference),
        definition=str(row.definition.uuid),
        start=row.held_from,
        until=row.held_until,
        version=row.version_number or 1,
        level=row.level,
        state=judge.State(row.state),
        hours=row.hours,
        credits=row.credits,
        category=row.category,
        issuer=row.issuer,
        counted=row.definition.kind == Kind.MICRO,
    )
