from tessera.assurance.enums.proposal import (
    QUORUM,
    TONES,
    UNDER_WAY,
    Outcome,
    Permission,
    ProposalState,
)
from tessera.assurance.enums.standard import NEEDS_COMMENT, Principle, RatingValue

__all__ = [
    "NEEDS_COMMENT",
    "QUORUM",
    "TONES",
    "UNDER_WAY",
    "Outcome",
    "Permission",
    "Principle",
    "ProposalState",
    "RatingValue",
]
