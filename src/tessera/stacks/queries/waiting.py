"""What waits for a person's decision."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from tessera.catalogue.enums import ExpiredPart
from tessera.credentials.enums import State
from tessera.people.access import scope_of
from tessera.stacks.enums import Cause, Ending, Permission
from tessera.stacks.models import Evaluation, Suspension

if TYPE_CHECKING:
    from tessera.people.models import Person


def newly_expired(at: datetime, *, most: int) -> list[int]:
    """Awards that expired under a valid macro-badge which is suspended by that, and nobody asked yet."""
    asked = Suspension.objects.filter(
        award__evaluation=OuterRef("evaluation"), part=OuterRef("award"), cause=Cause.EXPIRED
    )
    uses = Evaluation.used.through.objects.filter(
        award__state=State.ISSUED,
        award__valid_until__lt=at,
        evaluation__award__state=State.ISSUED,
        evaluation__version__expired_part=ExpiredPart.SUSPENDS,
    )
    fresh = uses.exclude(Exists(asked.exclude(ending=Ending.RESTORED)))
    return list(fresh.order_by("award").values_list("award", flat=True).distinct()[:most])


def suspensions_visible_to(person: Person) -> QuerySet[Suspension]:
    """Macro-badges that wait for a decision, in the units that one's duty covers."""
    scope = scope_of(person, Permission.VIEW)
    reach = Q() if scope.everywhere else Q(award__definition__unit__in=scope.units)
    return Suspension.objects.filter(reach, settled_at=None).select_related(
        "award__version", "award__learner", "part__version", "award__definition"
    )
