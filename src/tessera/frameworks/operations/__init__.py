from tessera.frameworks.operations.asking import (
    ask_import,
    confirm_import,
    offer_framework,
    withdraw_framework,
)
from tessera.frameworks.operations.loading import run_import
from tessera.frameworks.operations.starting import load_starter

__all__ = [
    "ask_import",
    "confirm_import",
    "load_starter",
    "offer_framework",
    "run_import",
    "withdraw_framework",
]
