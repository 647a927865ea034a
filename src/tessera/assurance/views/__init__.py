from tessera.assurance.views.decision import decide
from tessera.assurance.views.desk import desk
from tessera.assurance.views.proposal import answer, assign, proposal, submit
from tessera.assurance.views.review import review, save_draft
from tessera.assurance.views.shown import SEES_PROPOSALS, TIME_TO_REVIEW

__all__ = [
    "SEES_PROPOSALS",
    "TIME_TO_REVIEW",
    "answer",
    "assign",
    "decide",
    "desk",
    "proposal",
    "review",
    "save_draft",
    "submit",
]
