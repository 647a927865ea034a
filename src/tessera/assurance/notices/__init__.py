from tessera.assurance.notices.decision import TO_AUTHORS, everyone_hears
from tessera.assurance.notices.proposal import chairs_have_proposal
from tessera.assurance.notices.review import chairs_have_review, reviewer_assigned
from tessera.assurance.notices.telling import in_full

__all__ = [
    "TO_AUTHORS",
    "chairs_have_proposal",
    "chairs_have_review",
    "everyone_hears",
    "in_full",
    "reviewer_assigned",
]
