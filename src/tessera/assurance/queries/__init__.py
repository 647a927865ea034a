from tessera.assurance.queries.findings import findings_of, unanswered
from tessera.assurance.queries.proposals import (
    changes_since,
    decision_of,
    has_interest,
    is_decided_by,
    latest_proposal,
    previous_round,
    proposals_awaiting_chair,
    proposals_for_chair,
    visible_to,
)
from tessera.assurance.queries.reviews import (
    missing_from,
    ratings_visible_to,
    reviewers_for,
    reviews_of,
    reviews_to_do,
    reviews_visible_to,
)
from tessera.assurance.queries.sheet import (
    GOOD_ENOUGH,
    Row,
    Sheet,
    agreement,
    independent_sheet,
    sheet_for,
)
from tessera.assurance.queries.standard import checks_of, standard_in_force, words_of

__all__ = [
    "GOOD_ENOUGH",
    "Row",
    "Sheet",
    "agreement",
    "changes_since",
    "checks_of",
    "decision_of",
    "findings_of",
    "has_interest",
    "independent_sheet",
    "is_decided_by",
    "latest_proposal",
    "missing_from",
    "previous_round",
    "proposals_awaiting_chair",
    "proposals_for_chair",
    "ratings_visible_to",
    "reviewers_for",
    "reviews_of",
    "reviews_to_do",
    "reviews_visible_to",
    "sheet_for",
    "standard_in_force",
    "unanswered",
    "visible_to",
    "words_of",
]
