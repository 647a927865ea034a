"""Conditions: whose they are, which wait for whom, which are overdue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tessera.assurance.enums import ConditionState, Permission
from tessera.assurance.models import Condition
from tessera.assurance.queries.proposals import visible_to
from tessera.people.access import scope_of

if TYPE_CHECKING:
    from tessera.catalogue.models import Definition
    from tessera.people.models import Person


def conditions_visible_to(person: Person) -> QuerySet[Condition]:
    """Those that the person owns, and those of the proposals that the person sees."""
    return (
        Condition.objects.filter(
            Q(owner=person) | Q(decision__proposal__in=visible_to(person).values("pk"))
        )
        .select_related(
            "owner",
            "check_line",
            "reported_by",
            "met_by",
            "decision__proposal__version__definition__unit",
        )
        .order_by("due_on", "pk")
    )


def conditions_open(person: Person) -> QuerySet[Condition]:
    """Not met yet, the soonest due first."""
    return conditions_visible_to(person).exclude(state=ConditionState.MET)


def conditions_owed_by(person: Person) -> QuerySet[Condition]:
    return conditions_open(person).filter(owner=person, state=ConditionState.OPEN)


def conditions_for_panel(person: Person, *, on: date) -> QuerySet[Condition]:
    """What the panel should look at on a day: reported as met, or due by then, in the units that this
    chair decides for."""
    scope = scope_of(person, Permission.DECIDE)
    due = Q(state=ConditionState.REPORTED) | Q(state=ConditionState.OPEN, due_on__lte=on)
    found = Condition.objects.filter(due).order_by("due_on", "pk")
    if scope.everywhere:
        return found
    return found.filter(decision__proposal__version__definition__unit__in=scope.units)


def conditions_to_confirm(person: Person) -> QuerySet[Condition]:
    """Reported as met, in the units that this chair decides for, and not reported by the chair."""
    scope = scope_of(person, Permission.DECIDE)
    reported = conditions_visible_to(person).filter(state=ConditionState.REPORTED)
    reported = reported.exclude(owner=person).exclude(reported_by=person)
    if scope.everywhere:
        return reported
    return reported.filter(decision__proposal__version__definition__unit__in=scope.units)


def overdue_conditions(definition: Definition, *, on: date) -> QuerySet[Condition]:
    """Past their day and still to be met, on any version of a definition."""
    return Condition.objects.filter(
        decision__proposal__version__definition=definition,
        state=ConditionState.OPEN,
        due_on__lt=on,
    )
