"""What someone holds, as rows for pages and as the portfolio that stack rules judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Count, QuerySet

from tessera.holdings.enums import State
from tessera.holdings.models import Holding
from tessera.kernel.rules import judge

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


def portfolio_of(person: Person) -> judge.Portfolio:
    """The same in the kernel's words; ids are references, definitions go by their uuid."""
    rows = list(holdings_of(person).exclude(definition=None))
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
    )
