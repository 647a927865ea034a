"""Offerings, their staff, and who is enrolled."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import Kind
from tessera.catalogue.enums import State as VersionState
from tessera.common.languages import local
from tessera.enrolment.enums import (
    DONE,
    DUTY_NEEDS,
    ENDED,
    WORKING,
    Duty,
    OfferingState,
    Permission,
    State,
)
from tessera.enrolment.models import Enrolment, Offering
from tessera.holdings import queries as holdings
from tessera.holdings.enums import State as Holds
from tessera.people import queries as people
from tessera.people.access import Scope, can, scope_of

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person

OFFERED = (VersionState.PUBLISHED, VersionState.UNDER_REVIEW)


def within(scope: Scope, unit: str) -> Q:
    """Rows whose unit (a lookup path) the scope covers."""
    return Q(pk__isnull=False) if scope.everywhere else Q(**{f"{unit}__in": scope.units})


# -- Offerings and their staff ------------------------------------------------------------------


def duties_of(person: Person) -> list[Duty]:
    """The duties that the person may have on offerings."""
    return [duty for duty, permission in DUTY_NEEDS.items() if can(person, permission)]


def offerings_staffed_by(person: Person, *duties: Duty) -> QuerySet[Offering]:
    """Where the person is staff, in one of these duties or in any, and still may be."""
    wanted = [duty for duty in duties_of(person) if duty in (duties or tuple(Duty))]
    return Offering.objects.filter(staff__person=person, staff__duty__in=wanted).distinct()


def offerings_visible_to(person: Person) -> QuerySet[Offering]:
    """Those one is staff of, and all in reach of whoever oversees them."""
    seen = within(scope_of(person, Permission.VIEW_OFFERING), "version__definition__unit")
    mine = offerings_staffed_by(person).values("pk")
    return (
        Offering.objects.filter(seen | Q(pk__in=mine))
        .select_related("version__definition")
        .annotate(learners=Count("enrolments", filter=~Q(enrolments__state__in=ENDED)))
    )


def offerings_open(version: Version, at: datetime) -> QuerySet[Offering]:
    """What a learner can choose among today, soonest first."""
    today = timezone.localdate(at)
    return Offering.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), version=version, state=OfferingState.OPEN
    ).order_by("starts_on", "pk")


def offering_staff(offering: Offering, duty: Duty) -> list[Person]:
    found = offering.staff.filter(duty=duty).select_related("person").order_by("person__name")
    return [row.person for row in found]


def is_staff_of(person: Person, offering: Offering, duty: Duty) -> bool:
    unit = offering.version.definition.unit_id
    return (
        can(person, DUTY_NEEDS[duty], unit=unit)
        and offering.staff.filter(person=person, duty=duty).exists()
    )


def candidates(duty: Duty) -> QuerySet[Person]:
    """Who can be chosen for a duty on an offering; the policy looks at the unit."""
    return people.people_who_may(DUTY_NEEDS[duty])


def versions_to_offer(person: Person) -> QuerySet[Version]:
    """Published versions in reach of the registrar."""
    reach = within(scope_of(person, Permission.OPEN_OFFERING), "definition__unit")
    return catalogue.public().filter(reach, state__in=OFFERED, definition__kind=Kind.MICRO)


def offerings_to_enrol_in() -> QuerySet[Offering]:
    """Offerings that the public may look at: any that was opened."""
    return Offering.objects.exclude(state=OfferingState.DRAFT).select_related(
        "version__definition__unit"
    )


def places_left(offering: Offering) -> int | None:
    """None when there is room for everyone."""
    if offering.capacity is None:
        return None
    return max(offering.capacity - offering.enrolments.exclude(state__in=ENDED).count(), 0)


# -- Enrolments ---------------------------------------------------------------------------------


def visible_to(person: Person) -> QuerySet[Enrolment]:
    """One's own, those on offerings one is staff of, and all in reach of whoever oversees them."""
    seen = within(scope_of(person, Permission.VIEW_OFFERING), "version__definition__unit")
    mine = offerings_staffed_by(person).values("pk")
    return Enrolment.objects.filter(seen | Q(learner=person) | Q(offering__in=mine)).select_related(
        "version__definition", "offering", "learner"
    )


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(learner=person).select_related("version", "offering")


def standing_enrolment(person: Person, offering: Offering) -> Enrolment | None:
    """The person's place on this offering, unless it has ended."""
    return offering.enrolments.filter(learner=person).exclude(state__in=ENDED).first()


def enrolled_on(offering: Offering) -> QuerySet[Enrolment]:
    return (
        offering.enrolments.exclude(state__in=ENDED)
        .select_related("learner", "educational_record")
        .order_by("learner__name", "pk")
    )


def places_held(version: Version | int) -> QuerySet[Enrolment]:
    """Everyone who has begun this version and has neither ended nor been awarded."""
    return (
        Enrolment.objects.filter(version=version)
        .exclude(state__in=[*ENDED, State.AWARDED])
        .select_related("learner", "version__definition")
        .order_by("pk")
    )


def awaiting_completion(offering: Offering) -> QuerySet[Enrolment]:
    """Those whose Educational component can be recorded now."""
    return enrolled_on(offering).filter(state__in=WORKING).exclude(educational__in=DONE)


def prerequisites_missing(version: Version, learner: Person, at: datetime) -> list[str]:
    """Titles of what must be earned first and is not held today."""
    current = Q(held_until=None) | Q(held_until__gt=at)
    held = holdings.holdings_of(learner).filter(current, state=Holds.HELD)
    missing = version.prerequisites.exclude(pk__in=held.values("definition"))
    return [local(definition.versions.latest("number"), "title") for definition in missing]
