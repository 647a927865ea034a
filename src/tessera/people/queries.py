"""Reads about people; who may do what is `access`."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tessera.people.enums import Role
from tessera.people.models import Institution, Organisation, Person, Unit
from tessera.people.roles import roles_with


def institution() -> Institution | None:
    """The college, once it has been set up."""
    return Institution.objects.first()


def people_with(role: Role, *, unit: Unit | None = None) -> QuerySet[Person]:
    """Active people with this duty everywhere or, when a unit is given, there."""
    where = Q(memberships__unit=None) | Q(memberships__unit=unit) if unit else Q()
    return (
        Person.objects.filter(where, is_active=True, memberships__role=role)
        .distinct()
        .order_by("name")
    )


def people_who_may(permission: str) -> QuerySet[Person]:
    """Active people who hold the permission somewhere."""
    return (
        Person.objects.filter(is_active=True, memberships__role__in=roles_with(permission))
        .distinct()
        .order_by("name")
    )


def partners_of(organisation: Organisation) -> QuerySet[Person]:
    """Those who may answer for an organisation."""
    return Person.objects.filter(
        is_active=True, memberships__role=Role.PARTNER, memberships__organisation=organisation
    ).distinct()


def units() -> QuerySet[Unit]:
    return Unit.objects.all()


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.all()


def demonstration_people() -> QuerySet[Person]:
    """Everyone with their duties, for the one-click sign-in of a demonstration."""
    return (
        Person.objects.filter(is_active=True)
        .prefetch_related("memberships__organisation")
        .order_by("pk")
    )
