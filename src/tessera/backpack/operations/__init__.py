"""What learners do with what they own; what employers ask of them."""

from tessera.backpack.operations.importing import (
    check_again,
    check_if_due,
    import_badge,
    remove_imported,
)
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
    "check_again",
    "check_if_due",
    "count_view",
    "create_code",
    "create_link",
    "forget_challenges",
    "import_badge",
    "remove_imported",
    "withdraw_link",
]
