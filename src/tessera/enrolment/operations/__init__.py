"""Writes: offerings, enrolments, and the work in the three components."""

from tessera.enrolment.operations.enrolment import (
    enrol,
    freeze_evidence,
    lock,
    mark_awarded,
    mark_claimed,
    mark_returned,
    record_educational,
    record_educational_of,
    set_tracks,
    withdraw,
)
from tessera.enrolment.operations.offering import (
    assign_staff,
    close_offering,
    create_offering,
    open_offering,
)
from tessera.enrolment.operations.work import (
    add_file,
    add_link,
    add_text,
    remove_evidence,
    save_reflection,
    save_reflections,
)

__all__ = [
    "add_file",
    "add_link",
    "add_text",
    "assign_staff",
    "close_offering",
    "create_offering",
    "enrol",
    "freeze_evidence",
    "lock",
    "mark_awarded",
    "mark_claimed",
    "mark_returned",
    "open_offering",
    "record_educational",
    "record_educational_of",
    "remove_evidence",
    "save_reflection",
    "save_reflections",
    "set_tracks",
    "withdraw",
]
