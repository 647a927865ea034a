"""Files published by the W3C and 1EdTech, read from the folder that TESSERA_VECTORS names.

Without it, `../shared/vectors` beside the checkout serves if it stands; else these tests are skipped.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

_BESIDE = Path(__file__).parents[3] / "shared" / "vectors"
_FOLDER = Path(os.environ.get("TESSERA_VECTORS") or _BESIDE)


def path(name: str) -> Path:
    """A published file, or a skipped test that says which file was wanted."""
    found = _FOLDER / name
    if not found.exists():
        pytest.skip(f"needs the published file {name}: set TESSERA_VECTORS")
    return found


def text(name: str) -> str:
    return path(name).read_bytes().decode()


def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(name))
    return found
