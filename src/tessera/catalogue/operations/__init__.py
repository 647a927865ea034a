"""Writes: drafting a design, and moving it through its states."""

from tessera.catalogue.operations.badging import draw_artwork, upload_artwork
from tessera.catalogue.operations.commitments import add_commitment
from tessera.catalogue.operations.drafting import (
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
    publish_version,
    return_version,
    submit_version,
    withdraw_version,
)

__all__ = [
    "add_commitment",
    "add_row",
    "approve_version",
    "begin_review",
    "create_definition",
    "decline_version",
    "draw_artwork",
    "edit_row",
    "publish_version",
    "remove_row",
    "return_version",
    "save_section",
    "submit_version",
    "upload_artwork",
    "withdraw_version",
]
