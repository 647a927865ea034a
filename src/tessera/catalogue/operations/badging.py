"""Giving a badge its picture."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from tessera.catalogue import artwork
from tessera.catalogue.enums import Kind
from tessera.catalogue.models import Version
from tessera.catalogue.operations.drafting import editing

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from tessera.people.models import Person


def draw_artwork(
    *, version: Version, shape: str, palette: str, motif: str, by: Person, at: datetime
) -> Version:
    """Draw the badge from three choices, its level and whether it is a stack.

    Refuses: NotPermitted, WrongState.
    """
    design = artwork.Design(
        artwork.Shape(shape),
        artwork.Palette(palette),
        artwork.Motif(motif),
        level=version.level or 0,
        ring=version.definition.kind == Kind.STACK,
    )
    return _keep(version, artwork.render(design), design.facts(), by=by, at=at)


def upload_artwork(
    *, version: Version, file: UploadedFile[bytes], by: Person, at: datetime
) -> Version:
    """Use a picture of one's own.

    Refuses: NotPermitted, WrongState, TooLarge, EmptyFile, WrongKind, Drawing, NotSquare, BrokenPicture.
    """
    return _keep(version, artwork.accept(file), {}, by=by, at=at)


def _keep(
    version: Version, png: bytes, design: dict[str, Any], *, by: Person, at: datetime
) -> Version:
    with editing(version, by=by, at=at, artwork=True) as locked:
        name = f"{hashlib.sha256(png).hexdigest()[:40]}.png"
        locked.artwork.save(name, ContentFile(png), save=False)
        locked.artwork_design = design
        locked.save(update_fields=["artwork", "artwork_design"])
    return locked
