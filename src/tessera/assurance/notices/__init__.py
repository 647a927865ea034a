"""Who is told what on the way of a proposal; nothing that would break the blindness of a review."""

from tessera.assurance.notices.chasing import (
    review_handed_back,
    review_is_due,
    review_is_late,
    reviewer_removed,
)
from tessera.assurance.notices.condition import (
    chairs_have_condition,
    condition_is_due,
    condition_is_late,
    owner_hears_extended,
    owner_hears_met,
    owner_hears_reopened,
)
from tessera.assurance.notices.decision import (
    authors_hear_appeal,
    chairs_have_appeal,
    everyone_hears,
    override_is_reported,
)
from tessera.assurance.notices.proposal import (
    chairs_have_proposal,
    proposal_goes_on,
    proposal_is_held,
    proposal_is_withdrawn,
)
from tessera.assurance.notices.review import (
    chairs_have_review,
    panel_hears_remark,
    panel_is_complete,
    reviewer_assigned,
)
from tessera.assurance.notices.standard import (
    standard_is_coming,
)

__all__ = [
    "authors_hear_appeal",
    "chairs_have_appeal",
    "chairs_have_condition",
    "chairs_have_proposal",
    "chairs_have_review",
    "condition_is_due",
    "condition_is_late",
    "everyone_hears",
    "override_is_reported",
    "owner_hears_extended",
    "owner_hears_met",
    "owner_hears_reopened",
    "panel_hears_remark",
    "panel_is_complete",
    "proposal_goes_on",
    "proposal_is_held",
    "proposal_is_withdrawn",
    "review_handed_back",
    "review_is_due",
    "review_is_late",
    "reviewer_assigned",
    "reviewer_removed",
    "standard_is_coming",
]
