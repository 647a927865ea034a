from tessera.assurance.models.decision import Condition, Decision
from tessera.assurance.models.proposal import Finding, Proposal
from tessera.assurance.models.review import Rating, Review
from tessera.assurance.models.standard import Check, QualityStandard

__all__ = [
    "Check",
    "Condition",
    "Decision",
    "Finding",
    "Proposal",
    "QualityStandard",
    "Rating",
    "Review",
]
