"""Baking: a credential carried inside a PNG or an SVG (Open Badges 3.0, section 5.3).

A baked image is a claim like any other: unbaking proves nothing. Drawings and pixels stay as they
are, byte for byte; what an image carried before is taken out, because it speaks for one credential.
"""

from __future__ import annotations

from tessera.kernel.openbadges.bake.claim import (
    CLR,
    MAXIMUM_CREDENTIAL,
    MAXIMUM_IMAGE,
    OPEN_BADGE,
    OPEN_BADGE_2,
    Label,
    label_of,
)
from tessera.kernel.openbadges.bake.png import (
    MAXIMUM_CHUNKS,
    PreparedPng,
    bake_png,
    is_png,
    prepare_png,
    unbake_png,
)
from tessera.kernel.openbadges.bake.svg import (
    MAXIMUM_DEPTH,
    MAXIMUM_ELEMENTS,
    bake_svg,
    unbake_svg,
)

__all__ = [
    "CLR",
    "MAXIMUM_CHUNKS",
    "MAXIMUM_CREDENTIAL",
    "MAXIMUM_DEPTH",
    "MAXIMUM_ELEMENTS",
    "MAXIMUM_IMAGE",
    "OPEN_BADGE",
    "OPEN_BADGE_2",
    "Label",
    "PreparedPng",
    "bake",
    "bake_png",
    "bake_svg",
    "is_png",
    "label_of",
    "prepare_png",
    "unbake",
    "unbake_png",
    "unbake_svg",
]


def bake(image: bytes, credential: str) -> bytes:
    """The PNG or SVG with the credential inside. Raises ContainerError, as the two bakers do."""
    return bake_png(image, credential) if is_png(image) else bake_svg(image, credential)


def unbake(image: bytes) -> str:
    """The credential inside a PNG or SVG. Raises ContainerError, as the two readers do."""
    return unbake_png(image) if is_png(image) else unbake_svg(image)
