"""Writes: drafting a design, and moving it through its states."""

from tessera.catalogue.operations.badging import draw_artwork, upload_artwork
from tessera.catalogue.operations.commitments import add_commitment
from tessera.catalogue.operations.drafting import (
    EndsEndorsements,
    add_row,
    create_definition,
    edit_row,
    remove_row,
    save_section,
)
from tessera.catalogue.operations.moving import (
    approve_version,
    begin_review,
    decline_version,
    locked,
    publish_version,
    return_version,
    submit_version,
    uphold_appeal,
    withdraw_version,
)
from tessera.catalogue.operations.standing import (
    close_review,
    open_review,
    reinstate_version,
    set_review_day,
    suspend_version,
)

__all__ = [
    "EndsEndorsements",
    "add_commitment",
    "add_row",
    "approve_version",
    "begin_review",
    "close_review",
    "create_definition",
    "decline_version",
    "draw_artwork",
    "edit_row",
    "locked",
    "open_review",
    "publish_version",
    "reinstate_version",
    "remove_row",
    "return_version",
    "save_section",
    "set_review_day",
    "submit_version",
    "suspend_version",
    "uphold_appeal",
    "upload_artwork",
    "withdraw_version",
]
