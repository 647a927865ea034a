"""The way of a proposal: submitted, screened, reviewed blind, decided, answered, submitted again."""

from tessera.assurance.operations.appeal import dismiss_appeal, lodge_appeal, uphold_appeal
from tessera.assurance.operations.chasing import chase
from tessera.assurance.operations.condition import (
    confirm_condition,
    extend_condition,
    reopen_condition,
    report_condition,
)
from tessera.assurance.operations.decision import decide
from tessera.assurance.operations.finding import (
    answer_finding,
    answer_findings,
    raise_finding,
    take_suggestions,
)
from tessera.assurance.operations.proposal import (
    close_withdrawn,
    hold_proposal,
    resume_proposal,
    screen_back,
    screen_proposal,
    submit_proposal,
)
from tessera.assurance.operations.review import (
    add_remark,
    assign_reviewer,
    assign_reviewers,
    hand_back_review,
    remove_reviewer,
    save_rating,
    save_review,
    submit_review,
)
from tessera.assurance.operations.standard import (
    add_closure,
    create_standard,
    default_standard,
    discard_standard,
    draft_standard,
    edit_standard,
    put_in_force,
    remove_check,
    remove_closure,
    save_check,
    take_back_standard,
)

__all__ = [
    "add_closure",
    "add_remark",
    "answer_finding",
    "answer_findings",
    "assign_reviewer",
    "assign_reviewers",
    "chase",
    "close_withdrawn",
    "confirm_condition",
    "create_standard",
    "decide",
    "default_standard",
    "discard_standard",
    "dismiss_appeal",
    "draft_standard",
    "edit_standard",
    "extend_condition",
    "hand_back_review",
    "hold_proposal",
    "lodge_appeal",
    "put_in_force",
    "raise_finding",
    "remove_check",
    "remove_closure",
    "remove_reviewer",
    "reopen_condition",
    "report_condition",
    "resume_proposal",
    "save_check",
    "save_rating",
    "save_review",
    "screen_back",
    "screen_proposal",
    "submit_proposal",
    "submit_review",
    "take_back_standard",
    "take_suggestions",
    "uphold_appeal",
]
