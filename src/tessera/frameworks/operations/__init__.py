from tessera.frameworks.operations.asking import (
    ask_import,
    confirm_import,
    offer_framework,
    withdraw_framework,
)
from tessera.frameworks.operations.loading import run_import

__all__ = [
    "ask_import",
    "confirm_import",
    "offer_framework",
    "run_import",
    "withdraw_framework",
]
