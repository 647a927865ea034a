"""What waits for a person's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tessera.people.access import scope_of
from tessera.stacks.enums import Permission
from tessera.stacks.models import Suspension

if TYPE_CHECKING:
    from tessera.people.models import Person


def suspensions_visible_to(person: Person) -> QuerySet[Suspension]:
    """Macro-badges that wait for a decision, in the units that one's duty covers."""
    scope = scope_of(person, Permission.VIEW)
    reach = Q() if scope.everywhere else Q(award__definition__unit__in=scope.units)
    return Suspension.objects.filter(reach, settled_at=None).select_related(
        "award__version", "award__learner", "part__version", "award__definition"
    )
