"""Writes: awards and what becomes of them, and confirming many at once."""

from tessera.credentials.operations.award import (
    award_stack,
    confirm_award,
    deliver,
    deliver_many,
    issue,
    issue_many,
    keep_record,
    lift,
    months_after,
    retry,
    revoke,
    set_visibility,
    sign,
    sign_many,
    suspend,
)
from tessera.credentials.operations.run import ask_run, go_on, issue_run, stop_run

__all__ = [
    "ask_run",
    "award_stack",
    "confirm_award",
    "deliver",
    "deliver_many",
    "go_on",
    "issue",
    "issue_many",
    "issue_run",
    "keep_record",
    "lift",
    "months_after",
    "retry",
    "revoke",
    "set_visibility",
    "sign",
    "sign_many",
    "stop_run",
    "suspend",
]
