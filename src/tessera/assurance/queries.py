"""Reads: who sees which proposals, reviews and ratings, and what the ratings add up to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language, gettext

from tessera.assurance.enums import (
    NEEDS_COMMENT,
    QUORUM,
    UNDER_WAY,
    Permission,
    ProposalState,
    RatingValue,
)
from tessera.assurance.models import (
    Check,
    Decision,
    Finding,
    Proposal,
    QualityStandard,
    Rating,
    Review,
)
from tessera.catalogue import queries as catalogue
from tessera.endorsement import queries as endorsement
from tessera.people import queries as people
from tessera.people.access import can, scope_of

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person

GOOD_ENOUGH = (RatingValue.MET, RatingValue.CONDITION)


def standard_in_force(at: datetime) -> QualityStandard | None:
    """The newest edition that has begun."""
    return QualityStandard.objects.filter(in_force_from__lte=at).first()


def checks_of(proposal: Proposal) -> QuerySet[Check]:
    """The lines of its standard that are asked of such a design."""
    kinds = ["", proposal.version.definition.kind]
    return Check.objects.filter(standard=proposal.standard_id, only_for__in=kinds)


def words_of(check: Check) -> str:
    return check.text_fr if get_language() == "fr" else check.text


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


def reviews_of(person: Person) -> QuerySet[Review]:
    """What was put to this reviewer, the soonest due first."""
    return (
        Review.objects.filter(reviewer=person)
        .select_related("proposal__version__definition__unit", "proposal__standard")
        .order_by("due_on", "pk")
    )


def reviews_to_do(person: Person) -> QuerySet[Review]:
    return reviews_of(person).filter(submitted_at=None, proposal__state__in=UNDER_WAY)


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


def findings_of(proposal: Proposal) -> QuerySet[Finding]:
    return Finding.objects.filter(proposal=proposal).select_related("check_line")


def unanswered(version: Version) -> list[str]:
    """What the panel asked in the last round and nobody has answered yet."""
    last = latest_proposal(version)
    if last is None or last.state != ProposalState.RETURNED:
        return []
    return [
        gettext("an answer to the finding “%(finding)s”") % {"finding": finding.text}
        for finding in findings_of(last)
        if not finding.answer.strip()
    ]


# -- Blindness ----------------------------------------------------------------------------------


def reviews_visible_to(person: Person, proposal: Proposal) -> QuerySet[Review]:
    """One's own review always; the others' once they are in, and never before one's own is.

    The chair reads what is in; those who look after the unit, what led to a decision; authors nothing.
    """
    own = Q(reviewer=person)
    if _reads_others(person, proposal):
        own |= Q(submitted_at__isnull=False)
    return Review.objects.filter(own, proposal=proposal).select_related("reviewer")


def ratings_visible_to(person: Person, proposal: Proposal) -> QuerySet[Rating]:
    """The ratings of the reviews that the person may read."""
    return Rating.objects.filter(review__in=reviews_visible_to(person, proposal)).select_related(
        "review__reviewer", "check_line"
    )


def has_interest(person: Person, version: Version) -> bool:
    """Whether the person wrote or endorsed it, and so neither reviews nor decides it."""
    return version.authors.contains(person) or endorsement.has_stake(person, version)


def _reads_others(person: Person, proposal: Proposal) -> bool:
    if has_interest(person, proposal.version):
        return False
    own = proposal.reviews.filter(reviewer=person).first()
    if own is not None:
        return own.submitted_at is not None
    unit = proposal.version.definition.unit_id
    if can(person, Permission.DECIDE, unit=unit):
        return True
    return proposal.state not in UNDER_WAY and can(person, Permission.VIEW, unit=unit)


# -- What the ratings add up to -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One check and what each review says of it, in the order of the reviews."""

    check: Check
    ratings: tuple[Rating | None, ...]

    @property
    def agreed(self) -> bool:
        return len({rating.value for rating in self.ratings if rating}) < 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """Ratings side by side."""

    reviews: tuple[Review, ...]
    rows: tuple[Row, ...]

    @property
    def missing(self) -> int:
        """How many reviews are still needed."""
        return max(0, QUORUM - len(self.reviews))

    @property
    def unmet(self) -> list[Check]:
        """Mandatory checks that a reviewer did not find met."""
        return [row.check for row in self.rows if row.check.mandatory and not _is_met(row)]

    @property
    def conditions(self) -> list[Check]:
        """Checks that a reviewer found met with a condition."""
        return [row.check for row in self.rows if RatingValue.CONDITION in _values(row)]

    @property
    def agreement(self) -> tuple[int, int]:
        """On how many checks of how many all reviewers say the same."""
        return sum(row.agreed for row in self.rows), len(self.rows)


def independent_sheet(proposal: Proposal) -> Sheet:
    """The submitted reviews by people without an interest: what a decision rests on."""
    reviews = Review.objects.filter(proposal=proposal, submitted_at__isnull=False).exclude(
        reviewer__in=proposal.version.authors.all()
    )
    reviews = reviews.exclude(reviewer__in=endorsement.endorsers(proposal.version))
    return _sheet(proposal, reviews)


def sheet_for(person: Person, proposal: Proposal) -> Sheet:
    """The submitted reviews that the person may read."""
    visible = reviews_visible_to(person, proposal).filter(submitted_at__isnull=False)
    return _sheet(proposal, visible)


def agreement(proposal: Proposal) -> tuple[int, int] | None:
    """On how many checks of how many the reviewers agree; None while there are fewer than two."""
    sheet = independent_sheet(proposal)
    return sheet.agreement if len(sheet.reviews) > 1 else None


def _sheet(proposal: Proposal, reviews: QuerySet[Review]) -> Sheet:
    found = tuple(reviews.select_related("reviewer").prefetch_related("ratings"))
    given: dict[int, dict[int, Rating]] = defaultdict(dict)
    for review in found:
        for rating in review.ratings.all():
            given[rating.check_line_id][review.pk] = rating
    rows = tuple(
        Row(check, tuple(given[check.pk].get(review.pk) for review in found))
        for check in checks_of(proposal)
    )
    return Sheet(found, rows)


def _values(row: Row) -> set[str]:
    return {rating.value if rating else "" for rating in row.ratings}


def _is_met(row: Row) -> bool:
    return bool(row.ratings) and _values(row) <= set(GOOD_ENOUGH)


def missing_from(review: Review) -> dict[int, str]:
    """What a review still needs before it can be sent, by the id of the check."""
    given = {rating.check_line_id: rating for rating in review.ratings.all()}
    missing = {}
    for check in checks_of(review.proposal):
        rating = given.get(check.pk)
        if check.mandatory and (rating is None or not rating.value):
            missing[check.pk] = gettext("Rate this check.")
        elif rating and rating.value in NEEDS_COMMENT and not rating.comment.strip():
            missing[check.pk] = gettext("Say what is missing, so that it can be put right.")
    return missing


def reviewers_for(proposal: Proposal) -> list[Person]:
    """Those who may be asked to review it: reviewers of the unit without an interest, not asked yet."""
    asked = set(proposal.reviews.values_list("reviewer", flat=True))
    authors = set(proposal.version.authors.values_list("pk", flat=True))
    barred = asked | authors | endorsement.endorsers(proposal.version)
    unit = proposal.version.definition.unit_id
    reviewers = people.people_who_may(Permission.REVIEW).prefetch_related(Prefetch("memberships"))
    return [
        person
        for person in reviewers
        if person.pk not in barred and can(person, Permission.REVIEW, unit=unit)
    ]
