"""Reads about people; who may do what is `access`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db.models import Count, Q, QuerySet

from tessera.people.access import scope_of
from tessera.people.enums import INSIDE, InvitationState, Permission, Role
from tessera.people.models import Institution, Invitation, Membership, Organisation, Person, Unit
from tessera.people.roles import roles_with

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True, slots=True)
class Rules:
    """How the institution keeps the second principle; months are calendar months."""

    endorsements_needed: int = 1
    endorsement_months: int = 24
    asks_interests: bool = True
    need_months: int = 24


def institution() -> Institution | None:
    """The college, once it has been set up."""
    return Institution.objects.first()


def rules() -> Rules:
    """What an administrator has set, or the usual before the institution is set up."""
    found = Institution.objects.values(*Rules.__dataclass_fields__).first()
    return Rules(**found) if found else Rules()


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


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Who answers for an organisation, with how they came to."""
    return (
        Membership.objects.filter(organisation=organisation)
        .select_related("person", "granted_by")
        .order_by("person__name")
    )


def organisations_without_members() -> QuerySet[Organisation]:
    """Those for which nobody answers yet."""
    return Organisation.objects.filter(membership=None).order_by("name")


def organisations_seen_by(person: Person | AnonymousUser) -> QuerySet[Organisation]:
    """All of them for those who look after them; one's own for a partner. With counts for a list."""
    scope = scope_of(person, Permission.VIEW_ORGANISATIONS)
    found = Organisation.objects.all()
    if not scope.everywhere:
        found = found.filter(pk__in=scope.organisations)
    waiting = Q(invitations__accepted_at=None, invitations__cancelled_at=None)
    return found.annotate(
        member_count=Count("membership", distinct=True),
        invited_count=Count("invitations", filter=waiting, distinct=True),
    )


def invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    """Those that are not answered, newest first, then the rest."""
    return Invitation.objects.filter(organisation=organisation).select_related(
        "invited_by", "accepted_by"
    )


def invitations_seen_by(person: Person) -> QuerySet[Invitation]:
    """Those that the person sent, and all of them for who manages the organisation."""
    allowed = Q(invited_by=person)
    scope = scope_of(person, Permission.MANAGE_ORGANISATIONS)
    if scope.everywhere:
        allowed = Q()
    own = scope_of(person, Permission.INVITE).organisations
    found = Invitation.objects.filter(allowed | Q(organisation__in=own)) if allowed else None
    found = Invitation.objects.all() if found is None else found
    return found.select_related("organisation", "invited_by", "accepted_by")


def invitation_of_token(token: str) -> Invitation | None:
    """The invitation that this link belongs to; links that were replaced belong to none."""
    found = Invitation.objects.filter(token_digest=token_digest(token))
    return found.select_related("organisation", "invited_by", "accepted_by").first()


def invitation_by_uuid(uuid: UUID) -> Invitation | None:
    return (
        Invitation.objects.filter(uuid=uuid)
        .select_related("organisation", "invited_by", "accepted_by")
        .first()
    )


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def state_of(invitation: Invitation, at: datetime) -> InvitationState:
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.cancelled_at is not None:
        return InvitationState.CANCELLED
    if invitation.expires_at <= at:
        return InvitationState.EXPIRED
    return InvitationState.SENT


def person_by_email(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email.strip()).first()


def is_inside(person: Person) -> bool:
    """Whether the person speaks for the college, by any of their duties."""
    return person.memberships.filter(role__in=INSIDE).exists()


def insiders_among(people: Iterable[int]) -> set[int]:
    """Ids of those, among these, who speak for the college."""
    found = Membership.objects.filter(person__in=list(people), role__in=INSIDE)
    return set(found.values_list("person", flat=True))


def is_address_at(email: str, url: str) -> bool:
    """Whether the address is at the host of this website, or below it."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    domain = email.rpartition("@")[2].lower()
    return bool(host) and (domain == host or domain.endswith(f".{host}"))


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
