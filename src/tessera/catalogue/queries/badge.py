"""What the picture of a badge tells of its design."""

from __future__ import annotations

from tessera.catalogue.enums import Kind
from tessera.catalogue.models import Version
from tessera.kernel.badge.drawing import HIGHEST_LEVEL


def marks_of(version: Version) -> int:
    """One for each step of level, as many as fit."""
    return min(version.level or 0, HIGHEST_LEVEL)


def has_ring(version: Version) -> bool:
    return version.definition.kind == Kind.STACK


def is_outdated(version: Version) -> bool:
    """Whether a drawn picture tells another level than the design has now."""
    drawn = version.artwork_design
    return bool(drawn) and drawn.get("level", 0) != marks_of(version)
