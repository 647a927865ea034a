"""Ratings side by side, and what they add up to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext

from tessera.assurance.enums import (
    QUORUM,
    RatingValue,
)
from tessera.assurance.models import (
    Check,
    Proposal,
    Rating,
    Review,
)
from tessera.assurance.queries.reviews import reviews_visible_to
from tessera.assurance.queries.standard import checks_of
from tessera.endorsement import queries as endorsement
from tessera.kernel import agreement as kernel
from tessera.kernel.agreement import Agreement, Unknown

if TYPE_CHECKING:
    from tessera.people.models import Person


GOOD_ENOUGH = (RatingValue.MET, RatingValue.CONDITION)


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

    @property
    def alpha(self) -> Agreement:
        """The same with chance taken out."""
        return kernel.agreement(
            [
                [rating.value or None if rating else None for rating in row.ratings]
                for row in self.rows
            ]
        )


def independent_reviews(proposal: Proposal) -> QuerySet[Review]:
    """The submitted reviews by people without an interest: what a decision rests on."""
    submitted = Review.objects.filter(proposal=proposal, submitted_at__isnull=False)
    return _independent(submitted, proposal)


def _independent(reviews: QuerySet[Review], proposal: Proposal) -> QuerySet[Review]:
    by_others = reviews.exclude(reviewer__in=proposal.version.authors.all())
    return by_others.exclude(reviewer__in=endorsement.endorsers(proposal.version))


def independent_reviewers(proposal: Proposal) -> set[int]:
    """The ids of those asked whose review counts, or will: nobody with an interest by now."""
    asked = Review.objects.filter(proposal=proposal, ended_at=None)
    return set(_independent(asked, proposal).values_list("reviewer", flat=True))


def independent_sheet(proposal: Proposal) -> Sheet:
    """The ratings of the independent reviews, side by side."""
    return _sheet(proposal, independent_reviews(proposal))


def sheet_for(person: Person, proposal: Proposal) -> Sheet:
    """The submitted reviews that the person may read."""
    visible = reviews_visible_to(person, proposal).filter(submitted_at__isnull=False)
    return _sheet(proposal, visible)


def agreement(proposal: Proposal) -> tuple[int, int] | None:
    """On how many checks of how many the reviewers agree; None while there are fewer than two."""
    sheet = independent_sheet(proposal)
    return sheet.agreement if len(sheet.reviews) > 1 else None


def alpha_words(found: Agreement) -> str:
    """Krippendorff's alpha with its interval, or why there is none."""
    if found.unknown == Unknown.TOO_FEW:
        return gettext("too few to say")
    if found.alpha is None:
        return gettext("everything is rated alike, so chance cannot be told apart")
    alpha = number_format(round(found.alpha, 2) + 0.0, 2)  # never “-0.00”
    if found.low is None or found.high is None:
        return gettext("%(alpha)s (too little for an interval)") % {"alpha": alpha}
    return gettext("%(alpha)s (between %(low)s and %(high)s)") % {
        "alpha": alpha,
        "low": number_format(found.low, 2),
        "high": number_format(found.high, 2),
    }


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
