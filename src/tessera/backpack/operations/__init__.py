"""What learners do with what they own; what employers ask of them."""

from tessera.backpack.operations.proving import answer_challenge, ask_holder, forget_challenges
from tessera.backpack.operations.sharing import (
    count_view,
    create_code,
    create_link,
    withdraw_link,
)

__all__ = [
    "answer_challenge",
    "ask_holder",
    "count_view",
    "create_code",
    "create_link",
    "forget_challenges",
    "withdraw_link",
]
