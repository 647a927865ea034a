"""Who sees which proposals, and what waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from tessera.assurance.enums import (
    UNDER_WAY,
    Permission,
)
from tessera.assurance.models import (
    Decision,
    Proposal,
    Review,
)
from tessera.catalogue import queries as catalogue
from tessera.endorsement import queries as endorsement
from tessera.people.access import scope_of

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


def visible_to(person: Person) -> QuerySet[Proposal]:
    """Those of the person's units, of designs that they wrote, and those that they review."""
    scope = scope_of(person, Permission.VIEW)
    found = Proposal.objects.select_related(
        "version__definition__unit", "standard", "submitted_by", "decision__decided_by"
    )
    if scope.everywhere:
        return found
    authored = Proposal.objects.filter(version__authors=person)
    reviewed = Review.objects.filter(reviewer=person)
    return found.filter(
        Q(version__definition__unit__in=scope.units)
        | Q(pk__in=authored.values("pk"))
        | Q(pk__in=reviewed.values("proposal"))
    )


def proposals_awaiting_chair() -> QuerySet[Proposal]:
    """Every proposal under way, the longest waiting first, with how far its reviews are."""
    return (
        Proposal.objects.filter(state__in=UNDER_WAY)
        .select_related("version__definition__unit", "submitted_by")
        .annotate(
            assigned=Count("reviews"),
            submitted=Count("reviews", filter=~Q(reviews__submitted_at=None)),
        )
        .order_by("submitted_at")
    )


def proposals_for_chair(person: Person) -> QuerySet[Proposal]:
    """Those under way that this chair may lead to a decision."""
    scope = scope_of(person, Permission.DECIDE)
    waiting = proposals_awaiting_chair()
    return (
        waiting if scope.everywhere else waiting.filter(version__definition__unit__in=scope.units)
    )


def latest_proposal(version: Version) -> Proposal | None:
    return (
        Proposal.objects.filter(version=version)
        .select_related("version__definition", "decision")
        .order_by("-round")
        .first()
    )


def previous_round(proposal: Proposal) -> Proposal | None:
    return (
        Proposal.objects.filter(version=proposal.version_id, round__lt=proposal.round)
        .select_related("decision")
        .order_by("-round")
        .first()
    )


def changes_since(proposal: Proposal) -> list[Any]:
    """What the designers changed since the round before."""
    before = previous_round(proposal)
    return catalogue.changes_between(before.snapshot, proposal.snapshot) if before else []


def decision_of(proposal: Proposal) -> Decision | None:
    return (
        Decision.objects.filter(proposal=proposal)
        .select_related("decided_by")
        .prefetch_related("conditions__owner", "conditions__check_line")
        .first()
    )


def is_decided_by(proposal: Proposal, person: Person) -> bool:
    return Decision.objects.filter(proposal=proposal, decided_by=person).exists()


def has_interest(person: Person, version: Version) -> bool:
    """Whether the person wrote or endorsed it, and so neither reviews nor decides it."""
    return version.authors.contains(person) or endorsement.has_stake(person, version)
