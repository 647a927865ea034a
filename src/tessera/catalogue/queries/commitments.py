"""What the institution has committed itself to, and which designs serve it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from tessera.catalogue.enums import CommitmentKind, State
from tessera.catalogue.models import Commitment, Edition, Service, Version
from tessera.catalogue.queries.versions import visible_to

if TYPE_CHECKING:
    from tessera.people.models import Person

PUBLISHED = (State.PUBLISHED, State.UNDER_REVIEW)
UNDER_WAY = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.APPROVED)


def commitments(*, on: date) -> QuerySet[Commitment]:
    """Values, plans and strategies in force on the day."""
    return Commitment.objects.filter(
        Q(edition__in_force_until=None) | Q(edition__in_force_until__gte=on),
        edition__in_force_from__lte=on,
    ).select_related("edition")


def commitments_offered(version: Version, cited: Service, *, on: date) -> QuerySet[Commitment]:
    """What is in force and not cited yet; what a row cites already stays on offer to it, in force or not."""
    others = version.services.exclude(pk=cited.pk).values("commitment")
    offered = commitments(on=on).exclude(pk__in=others)
    return offered | Commitment.objects.filter(pk=cited.commitment_id).select_related("edition")


def commitment_editions() -> QuerySet[Edition]:
    """All of them, with how many commitments each has."""
    counted = Edition.objects.annotate(count=Count("commitments"))
    return counted.order_by("kind", "-in_force_from")


def editions_by_kind(*, on: date) -> list[tuple[str, list[tuple[Edition, str]]]]:
    """For each kind its editions, the newest first, and whether each is `now`, `past` or `coming`."""
    found: dict[str, list[tuple[Edition, str]]] = {kind: [] for kind in CommitmentKind}
    for edition in commitment_editions():
        when = "coming" if on < edition.in_force_from else "past"
        found[edition.kind].append((edition, "now" if edition.is_in_force(on) else when))
    return [(str(CommitmentKind(kind).label), rows) for kind, rows in found.items()]


def commitments_of(edition: Edition) -> QuerySet[Commitment]:
    """In their order, with how many designs cite each."""
    counted = edition.commitments.select_related("edition").annotate(cited=Count("services"))
    return counted.order_by("title")


@dataclass(frozen=True, slots=True)
class Served:
    """A commitment, and the designs that say how they serve it."""

    commitment: Commitment
    published: tuple[Service, ...]
    under_way: tuple[Service, ...]

    @property
    def standing(self) -> str:
        if self.published:
            return "published"
        return "under_way" if self.under_way else "none"


def coverage(edition: Edition, *, person: Person) -> list[Served]:
    """Which commitments are served by what is published, only by what is under way, or by nothing.

    Of a design only its newest version counts in either. Drafts that the person may not read are left out.
    """
    cited = (
        Service.objects.filter(
            commitment__edition=edition, version__in=visible_to(person).values("pk")
        )
        .filter(version__state__in=[*PUBLISHED, *UNDER_WAY])
        .select_related("version__definition__unit")
        .order_by("version__title", "-version__number")
    )
    by_commitment: dict[int, list[Service]] = {}
    for service in cited:
        by_commitment.setdefault(service.commitment_id, []).append(service)
    return [
        Served(
            commitment,
            tuple(_newest(by_commitment.get(commitment.pk, ()), PUBLISHED)),
            tuple(_newest(by_commitment.get(commitment.pk, ()), UNDER_WAY)),
        )
        for commitment in edition.commitments.select_related("edition")
    ]


def _newest(services: Iterable[Service], states: tuple[State, ...]) -> list[Service]:
    found: dict[int, Service] = {}
    for service in services:
        if service.version.state in states:
            found.setdefault(service.version.definition_id, service)
    return list(found.values())
