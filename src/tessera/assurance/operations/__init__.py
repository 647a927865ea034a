from tessera.assurance.operations.decision import DECIDED, MOVES_VERSION, decide
from tessera.assurance.operations.finding import answer_finding, answer_findings, raise_finding
from tessera.assurance.operations.proposal import submit_proposal
from tessera.assurance.operations.review import (
    assign_reviewer,
    save_rating,
    save_review,
    submit_review,
)
from tessera.assurance.operations.standard import create_standard, default_standard

__all__ = [
    "DECIDED",
    "MOVES_VERSION",
    "answer_finding",
    "answer_findings",
    "assign_reviewer",
    "create_standard",
    "decide",
    "default_standard",
    "raise_finding",
    "save_rating",
    "save_review",
    "submit_proposal",
    "submit_review",
]
