"""Asking an outside organisation, what it answers, and what becomes of the answer with time."""

from tessera.endorsement.operations.answering import (
    decline_endorsement,
    give_endorsement,
    propose_changes,
    save_draft,
)
from tessera.endorsement.operations.asking import (
    answer_suggestions,
    follow_version,
    request_endorsement,
)
from tessera.endorsement.operations.life import (
    expire,
    keep_time,
    lapse,
    renew_endorsement,
    withdraw_endorsement,
)

__all__ = [
    "answer_suggestions",
    "decline_endorsement",
    "expire",
    "follow_version",
    "give_endorsement",
    "keep_time",
    "lapse",
    "propose_changes",
    "renew_endorsement",
    "request_endorsement",
    "save_draft",
    "withdraw_endorsement",
]
