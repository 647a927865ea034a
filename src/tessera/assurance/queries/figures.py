"""Every round as the figures need it, in a fixed number of queries; no names, no words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Min
from django.utils import timezone

from tessera.assurance.enums import QUORUM, ConditionState
from tessera.assurance.models import Condition, Hold, Proposal, Rating, Review
from tessera.common.languages import local
from tessera.kernel.calendar import DAY, is_working

if TYPE_CHECKING:
    from tessera.kernel.calendar import Closures


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a proposal: when it went from hand to hand, and what came of it.

    `reviewed_at` is when the review came in that made the quorum; `items` are the ratings of each check by
    each review, None where there is none, and nothing before the decision, which would break the blindness;
    `conditions` are (the day first agreed, when it was reported as met and not sent back); `held` the times
    it stood still.
    """

    proposal_id: int
    version_id: int
    edition: str
    unit: str
    number: int
    submitted_at: datetime
    assigned_at: datetime | None
    reviewed_at: datetime | None
    decided_at: datetime | None
    outcome: str
    is_override: bool
    conditions: tuple[tuple[date, datetime | None], ...]
    items: tuple[tuple[str | None, ...], ...]
    held: tuple[tuple[datetime, datetime | None], ...]


def rounds(*, units: Collection[int] | None = None) -> list[Round]:
    """All rounds, or those of some units, with the newest edition of the standard first."""
    found = (
        Proposal.objects.select_related("version__definition__unit", "standard", "decision")
        .annotate(assigned_at=Min("reviews__assigned_at"))
        .order_by("-standard__in_force_from", "submitted_at")
    )
    if units is not None:
        found = found.filter(version__definition__unit__in=units)
    reviews = _reviews()
    ratings = _ratings()
    conditions: dict[int, list[tuple[date, datetime | None]]] = defaultdict(list)
    asked = Condition.objects.values_list(
        "decision__proposal", "promised_on", "reported_at", "state"
    )
    for pk, promised_on, reported_at, state in asked:
        conditions[pk].append((promised_on, None if state == ConditionState.OPEN else reported_at))
    holds: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for pk, held_at, resumed_at in Hold.objects.values_list("proposal", "held_at", "resumed_at"):
        holds[pk].append((held_at, resumed_at))
    return [
        _round(each, reviews[each.pk], ratings, conditions[each.pk], holds[each.pk])
        for each in found
    ]


def clock_days(each: Round, start: datetime, end: datetime, closures: Closures) -> int:
    """Working days after `start` until `end`, without those on which the round stood still."""
    first, last = timezone.localdate(start), timezone.localdate(end)
    closed = tuple(closures)
    still = [
        (timezone.localdate(held_at), timezone.localdate(resumed_at or end))
        for held_at, resumed_at in each.held
    ]
    days = (first + DAY * step for step in range(1, (last - first).days + 1))
    return sum(
        is_working(day, closed) and not any(held < day <= resumed for held, resumed in still)
        for day in days
    )


def _reviews() -> dict[int, list[tuple[int, datetime]]]:
    """(id, submitted at) of the reviews that are in, by proposal, in the order in which they came."""
    found: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    handed_in = Review.objects.filter(submitted_at__isnull=False).order_by("submitted_at", "pk")
    for proposal, pk, submitted_at in handed_in.values_list("proposal", "pk", "submitted_at"):
        assert submitted_at is not None
        found[proposal].append((pk, submitted_at))
    return found


def _ratings() -> dict[int, dict[int, str]]:
    """Value by check, by review."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    given = Rating.objects.filter(review__submitted_at__isnull=False).exclude(value="")
    for review, check, value in given.values_list("review", "check_line", "value"):
        found[review][check] = value
    return found


def _round(
    proposal: Any,
    reviews: list[tuple[int, datetime]],
    ratings: dict[int, dict[int, str]],
    conditions: Iterable[tuple[date, datetime | None]],
    holds: Iterable[tuple[datetime, datetime | None]],
) -> Round:
    decision = getattr(proposal, "decision", None)
    sheets = [ratings[pk] for pk, _at in reviews] if decision else []
    checks = sorted({check for sheet in sheets for check in sheet})
    return Round(
        proposal_id=proposal.pk,
        version_id=proposal.version_id,
        edition=str(proposal.standard),
        unit=local(proposal.version.definition.unit, "name"),
        number=proposal.round,
        submitted_at=proposal.submitted_at,
        assigned_at=proposal.assigned_at,
        reviewed_at=reviews[QUORUM - 1][1] if len(reviews) >= QUORUM else None,
        decided_at=decision.decided_at if decision else None,
        outcome=decision.outcome if decision else "",
        is_override=bool(decision and decision.override),
        conditions=tuple(conditions),
        items=tuple(tuple(sheet.get(check) for sheet in sheets) for check in checks),
        held=tuple(holds),
    )
