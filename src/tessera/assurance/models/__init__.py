from tessera.assurance.models.decision import Appeal, Condition, Decision
from tessera.assurance.models.proposal import Finding, Hold, Proposal
from tessera.assurance.models.review import Rating, Remark, Review, Settlement
from tessera.assurance.models.standard import Check, Closure, QualityStandard

__all__ = [
    "Appeal",
    "Check",
    "Closure",
    "Condition",
    "Decision",
    "Finding",
    "Hold",
    "Proposal",
    "QualityStandard",
    "Rating",
    "Remark",
    "Review",
    "Settlement",
]
