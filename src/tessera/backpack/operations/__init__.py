"""What learners do with what they own; what employers ask of them."""

from tessera.backpack.operations.archiving import (
    ask_for_archive,
    forget_archives,
    make_archive,
)
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
    "ask_for_archive",
    "ask_holder",
    "check_again",
    "check_if_due",
    "count_view",
    "create_code",
    "create_link",
    "forget_archives",
    "forget_challenges",
    "import_badge",
    "make_archive",
    "remove_imported",
    "withdraw_link",
]
