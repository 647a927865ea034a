"""Giving a badge its picture, and the words for those who do not see it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from tessera.catalogue import artwork
from tessera.catalogue.models import Version
from tessera.catalogue.operations.drafting import editing
from tessera.catalogue.queries.badge import has_ring, marks_of
from tessera.kernel.badge import Design

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from tessera.people.models import Person


def draw_artwork(
    *, version: Version, design: Design, alt: str, alt_fr: str, by: Person, at: datetime
) -> Version:
    """Draw the badge from the choices of `design`; the design's own level and kind are what count.

    Raises DrawingError for choices that are none. Refuses: NotPermitted, WrongState, TooAlike.
    """
    picture = artwork.render(replace(design, level=marks_of(version), ring=has_ring(version)))
    return _keep(version, picture, alt, alt_fr, by=by, at=at)


def upload_artwork(
    *,
    version: Version,
    file: UploadedFile[bytes],
    alt: str,
    alt_fr: str,
    by: Person,
    at: datetime,
) -> Version:
    """Use a picture of one's own.

    Refuses: NotPermitted, WrongState, TooLarge, EmptyFile, WrongKind, UnusableDrawing, NotSquare,
    BrokenPicture, BlankPicture.
    """
    return _keep(version, artwork.accept(file), alt, alt_fr, by=by, at=at)


def _keep(
    version: Version,
    picture: artwork.Picture,
    alt: str,
    alt_fr: str,
    *,
    by: Person,
    at: datetime,
) -> Version:
    with editing(version, by=by, at=at, artwork=True) as locked:
        name = hashlib.sha256(picture.png).hexdigest()[:40]
        locked.artwork.save(f"{name}.png", ContentFile(picture.png), save=False)
        locked.artwork_svg = ""
        if picture.svg:
            locked.artwork_svg.save(f"{name}.svg", ContentFile(picture.svg.encode()), save=False)
        locked.artwork_design = picture.facts
        locked.artwork_alt, locked.artwork_alt_fr = alt, alt_fr
        locked.save(
            update_fields=[
                "artwork",
                "artwork_svg",
                "artwork_design",
                "artwork_alt",
                "artwork_alt_fr",
            ]
        )
    return locked
