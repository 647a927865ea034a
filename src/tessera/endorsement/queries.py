"""Reads: what was asked, what stands, and who has a stake in it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Field, Q, QuerySet
from django.utils import timezone

from tessera.catalogue import queries as catalogue
from tessera.endorsement.enums import Permission, State
from tessera.endorsement.models import Request, Statement
from tessera.people.access import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tessera.catalogue.models import Version
    from tessera.people.models import Person


def visible_to(person: Person) -> QuerySet[Request]:
    """Those of the organisations that the person answers for, and of the designs that they look after."""
    answers = scope_of(person, Permission.ANSWER)
    views = scope_of(person, Permission.VIEW)
    allowed = Q(organisation__in=answers.organisations) | Q(asked_by=person)
    allowed |= Q(version__authors=person) | Q(version__definition__unit__in=views.units)
    if views.everywhere:
        allowed = Q()
    found = Request.objects.filter(allowed).distinct() if allowed else Request.objects.all()
    return found.select_related(
        "version__definition", "organisation", "contact", "asked_by", "answered_by"
    )


def requests_of(version: Version) -> QuerySet[Request]:
    """Every request about a version, with the statement that stands, if one does."""
    return (
        Request.objects.filter(version=version)
        .select_related("organisation", "contact", "answered_by", "asked_by")
        .prefetch_related("statements")
    )


def requests_to(person: Person) -> QuerySet[Request]:
    """Everything that was put to the organisations that the person answers for."""
    organisations = scope_of(person, Permission.ANSWER).organisations
    return Request.objects.filter(organisation__in=organisations).select_related(
        "version", "organisation", "asked_by"
    )


def awaiting(person: Person, at: datetime) -> QuerySet[Request]:
    """What the person's organisations have still to answer, the most pressing first."""
    return (
        requests_to(person)
        .filter(state=State.REQUESTED, answer_by__gte=timezone.localdate(at))
        .order_by("answer_by")
    )


def is_overdue(request: Request, at: datetime) -> bool:
    """Nobody answered in time; it counts as lapsed even before the job has said so."""
    return request.state == State.REQUESTED and request.answer_by < timezone.localdate(at)


def state_at(request: Request, at: datetime) -> State:
    return State.LAPSED if is_overdue(request, at) else State(request.state)


def in_force(version: Version, at: datetime) -> list[Statement]:
    """What outside organisations say, now, of the design as it now is.

    A statement on an earlier design does not count, nor one by someone who has become an author.
    """
    standing = _standing(at).filter(request__version=version)
    standing = standing.exclude(given_by__in=version.authors.all())
    if not standing:
        return []
    present = catalogue.endorsed_digest(version)
    return [statement for statement in standing if statement.digest == present]


def statements_of(request: Request) -> QuerySet[Statement]:
    return Statement.objects.filter(request=request).select_related("given_by", "document")


def has_stake(person: Person, version: Version) -> bool:
    """Whether the person endorsed this version, or was or may be asked to."""
    organisations = scope_of(person, Permission.ANSWER).organisations
    mine = Q(contact=person) | Q(organisation__in=organisations) | Q(statements__given_by=person)
    return Request.objects.filter(mine, version=version).exists()


def endorsers(version: Version) -> set[int]:
    """Ids of everyone who ever endorsed this version, or was the one asked."""
    asked = Request.objects.filter(version=version).values_list("contact", "statements__given_by")
    return {person for pair in asked for person in pair if person is not None}


def changes_shown(request: Request) -> list[Any]:
    """What changed since the partner last had the design in front of them."""
    if request.previous is None:
        return []
    return list(catalogue.changes_between(request.previous, request.snapshot))


def field_of_statement(name: str) -> Field[Any, Any]:
    field: Field[Any, Any] = Statement._meta.get_field(name)  # type: ignore[assignment]
    return field


def organisations_in_force(versions: Iterable[Version], at: datetime) -> dict[int, list[str]]:
    """Names of those standing behind each version (by id), for lists of public designs.

    A published design does not change in its endorsed part, so that its digest is not taken again.
    """
    names: dict[int, list[str]] = {}
    standing = _standing(at).filter(request__version__in=list(versions))
    for statement in standing:
        names.setdefault(statement.request.version_id, []).append(
            statement.request.organisation.name
        )
    return names


def _standing(at: datetime) -> QuerySet[Statement]:
    return (
        Statement.objects.filter(
            request__state=State.GIVEN,
            ended_at=None,
            given_at__lte=at,
            in_force_until__gt=at,
            digest=F("request__digest"),
        )
        .select_related("request__organisation", "given_by", "document")
        .order_by("given_at")
    )
