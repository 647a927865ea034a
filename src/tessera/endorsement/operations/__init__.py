"""Asking an outside organisation, what it answers, with whose key, and what becomes of it with time."""

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
from tessera.endorsement.operations.own_keys import (
    accept_signed,
    disown,
    end_key,
    look_up_keys,
    prepare_endorsement,
    prepare_renewal,
    prove_key,
    register_key,
)

__all__ = [
    "accept_signed",
    "answer_suggestions",
    "decline_endorsement",
    "disown",
    "end_key",
    "expire",
    "follow_version",
    "give_endorsement",
    "keep_time",
    "lapse",
    "look_up_keys",
    "prepare_endorsement",
    "prepare_renewal",
    "propose_changes",
    "prove_key",
    "register_key",
    "renew_endorsement",
    "request_endorsement",
    "save_draft",
    "withdraw_endorsement",
]
