"""Reads: what is due when, why a design is under review, and what a suspension means for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from tessera.assurance import queries as assurance
from tessera.assurance.enums import ProposalState
from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import State
from tessera.endorsement import queries as endorsement
from tessera.people import queries as people
from tessera.people.access import can, scope_of
from tessera.standing.enums import LOOKED_AFTER, REMINDERS, Cause, Effect, Permission
from tessera.standing.models import Cause as CauseRow
from tessera.standing.models import PeriodicReview, Suspension
from tessera.trail.queries import events_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tessera.catalogue.models import Version
    from tessera.people.models import Person

CAN_BE_EARNED = (State.PUBLISHED, State.UNDER_REVIEW)


def visible_to(person: Person) -> QuerySet[Version]:
    """Designs that were published, in the units that the person looks after."""
    scope = scope_of(person, Permission.VIEW)
    versions = catalogue.public().select_related("definition__owner").prefetch_related("authors")
    return versions if scope.everywhere else versions.filter(definition__unit__in=scope.units)


def looked_after(person: Person) -> QuerySet[Version]:
    """What the calendar shows: the next review first, with the review or suspension that is open."""
    return (
        visible_to(person)
        .filter(state__in=LOOKED_AFTER)
        .prefetch_related(
            Prefetch("standing_reviews", _open_reviews(), to_attr="open_reviews"),
            Prefetch(
                "suspensions", Suspension.objects.filter(ended_at=None), to_attr="open_suspensions"
            ),
        )
        .order_by("review_on", "title")
    )


def _open_reviews() -> QuerySet[PeriodicReview]:
    return PeriodicReview.objects.filter(closed_at=None).prefetch_related("causes")


def open_reviews(person: Person) -> QuerySet[PeriodicReview]:
    """Reviews that wait for an outcome, in the units where the person decides, the soonest due first."""
    scope = scope_of(person, Permission.DECIDE)
    found = _open_reviews().select_related("version__definition__unit").order_by("due_on", "pk")
    return found if scope.everywhere else found.filter(version__definition__unit__in=scope.units)


def open_review(version: Version) -> PeriodicReview | None:
    return _open_reviews().filter(version=version).first()


def reviews_of(version: Version) -> QuerySet[PeriodicReview]:
    """All of them, the newest first."""
    return (
        PeriodicReview.objects.filter(version=version)
        .select_related("opened_by", "closed_by", "standard")
        .prefetch_related("causes__noted_by")
    )


def suspension(version: Version) -> Suspension | None:
    """The one that holds now."""
    return Suspension.objects.filter(version=version, ended_at=None).first()


def suspensions_of(version: Version) -> QuerySet[Suspension]:
    return Suspension.objects.filter(version=version).select_related("began_by", "ended_by")


def retired_by(version: Version) -> Person:
    """Who let it retire, last: whoever published its successor, or a registrar."""
    told = events_of(version).filter(kind="catalogue.version.retiring", by__isnull=False)
    last = told.select_related("by")[0].by
    assert last is not None
    return last


def claims_wait(version: Version) -> bool:
    """Whether a suspension keeps learners of this version from claiming and being awarded."""
    return Suspension.objects.filter(version=version, ended_at=None, effect=Effect.WAIT).exists()


def house_of(version: Version) -> list[Person]:
    """Its owner and authors, and the chairs of its unit, each once."""
    unit = version.definition.unit_id
    chairs = [
        person
        for person in people.people_who_may(Permission.DECIDE)
        if can(person, Permission.DECIDE, unit=unit)
    ]
    found = [version.definition.owner, *version.authors.all(), *chairs]
    return list({person.pk: person for person in found if person.is_active}.values())


def backers_of(version: Version) -> list[Person]:
    """Those who gave an endorsement of it, whether or not that is still in force."""
    return [
        statement.given_by
        for request in endorsement.requests_of(version)
        for statement in endorsement.statements_of(request)
        if statement.given_by.is_active
    ]


@dataclass(frozen=True, slots=True)
class PublicStanding:
    """What anyone may read: the causes of an open review without their details, or the suspension."""

    since: datetime
    causes: tuple[str, ...] = ()
    suspension: Suspension | None = None


def public_standing(version: Version) -> PublicStanding | None:
    """None for a design that simply stands."""
    if version.state == State.UNDER_REVIEW and (review := open_review(version)):
        kinds = dict.fromkeys(cause.kind for cause in review.causes.all())
        return PublicStanding(review.opened_at, tuple(str(Cause(kind).label) for kind in kinds))
    if version.state == State.SUSPENDED and (held := suspension(version)):
        return PublicStanding(held.began_at, suspension=held)
    return None


# -- What the calendar brings ---------------------------------------------------------------------


def in_the_catalogue() -> QuerySet[Version]:
    return catalogue.public().filter(state__in=CAN_BE_EARNED).select_related("definition__owner")


def causes_found(versions: Iterable[Version], at: datetime) -> dict[int, list[Cause]]:
    """By version id: what calls for a review now and is not part of an open one yet."""
    versions = list(versions)
    known = set(
        CauseRow.objects.filter(review__version__in=versions, review__closed_at=None).values_list(
            "review__version", "kind"
        )
    )
    unendorsed = endorsement.short_of_endorsements(versions, at)
    outdated = _held_against_an_older_standard(versions, at)
    today = timezone.localdate(at)
    found: dict[int, list[Cause]] = {}
    for version in versions:
        causes = {
            Cause.DUE: version.review_on is not None and version.review_on <= today,
            Cause.ENDORSEMENT: version.pk in unendorsed,
            Cause.STANDARD: version.pk in outdated,
        }
        fresh = [
            cause for cause, holds in causes.items() if holds and (version.pk, cause) not in known
        ]
        if fresh:
            found[version.pk] = fresh
    return found


def _held_against_an_older_standard(versions: list[Version], at: datetime) -> set[int]:
    """Ids of those whose last approval or review came before the edition that is in force now."""
    standard = assurance.standard_in_force(at)
    if standard is None or standard.in_force_from is None:
        return set()
    chosen = Q(pk__in=[version.pk for version in versions])
    approved = (
        catalogue.public()
        .filter(chosen, proposals__state=ProposalState.APPROVED)
        .values_list("pk", "proposals__standard")
    )
    reviewed = PeriodicReview.objects.filter(
        version__in=versions, standard__isnull=False, closed_at__isnull=False
    ).values_list("version", "standard")
    pairs = [*approved, *reviewed]
    current = {pk for pk, edition in pairs if edition == standard.pk}
    return {pk for pk, _edition in pairs} - current


def reminders(versions: Iterable[Version], at: datetime) -> list[tuple[Version, int]]:
    """Published versions whose review is near, each with the nearest mark of REMINDERS it has passed."""
    today = timezone.localdate(at)
    near = []
    for version in versions:
        if version.review_on is None or version.state != State.PUBLISHED:
            continue
        left = (version.review_on - today).days
        passed = [mark for mark in REMINDERS if 0 < left <= mark]
        if passed:
            near.append((version, min(passed)))
    return near


def months(versions: Iterable[Version], *, on: date) -> list[tuple[date, list[Version]]]:
    """Published versions by the month of their next review; what is overdue comes in this month."""
    found: dict[date, list[Version]] = {}
    for version in versions:
        if version.state == State.PUBLISHED and version.review_on:
            day = max(version.review_on, on)
            found.setdefault(day.replace(day=1), []).append(version)
    return sorted(found.items())


def is_soon(version: Version, *, on: date) -> bool:
    return version.review_on is not None and version.review_on <= on + timedelta(
        days=max(REMINDERS)
    )
