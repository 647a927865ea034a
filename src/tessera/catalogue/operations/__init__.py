"""Writes: drafting a design, and moving it through its states."""

from tessera.catalogue.operations.badging import draw_artwork, upload_artwork
from tessera.catalogue.operations.commitments import (
    add_commitment,
    add_edition,
    add_name,
    close_edition,
    remove_commitment,
    remove_name,
    reword_commitment,
)
from tessera.catalogue.operations.drafting import (
    EndsEndorsements,
    add_row,
    create_definition,
    edit_row,
    remove_row,
    save_section,
)
from tessera.catalogue.operations.editions import (
    amend_version,
    copy_definition,
    open_version,
)
from tessera.catalogue.operations.importing import import_definition
from tessera.catalogue.operations.locks import locked
from tessera.catalogue.operations.matrix import save_matrix
from tessera.catalogue.operations.moving import (
    approve_version,
    begin_review,
    decline_version,
    publish_version,
    return_version,
    submit_version,
    uphold_appeal,
    withdraw_version,
)
from tessera.catalogue.operations.presence import be_present
from tessera.catalogue.operations.retiring import (
    extend_teach_out,
    finish_retiring,
    retire_reviewed,
    retire_version,
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
    "add_edition",
    "add_name",
    "add_row",
    "amend_version",
    "approve_version",
    "be_present",
    "begin_review",
    "close_edition",
    "close_review",
    "copy_definition",
    "create_definition",
    "decline_version",
    "draw_artwork",
    "edit_row",
    "extend_teach_out",
    "finish_retiring",
    "import_definition",
    "locked",
    "open_review",
    "open_version",
    "publish_version",
    "reinstate_version",
    "remove_commitment",
    "remove_name",
    "remove_row",
    "retire_reviewed",
    "retire_version",
    "return_version",
    "reword_commitment",
    "save_matrix",
    "save_section",
    "set_review_day",
    "submit_version",
    "suspend_version",
    "uphold_appeal",
    "upload_artwork",
    "withdraw_version",
]
