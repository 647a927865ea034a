"""The picture of a badge: drawn from choices, or a drawing from outside made safe.

Pure: the same design and the same font give the same bytes, and lettering is drawn as outlines, so that
no reader needs a font. Nothing here renders pixels, reads files or knows a language.
"""

from tessera.kernel.badge.cleaning import clean
from tessera.kernel.badge.colours import contrast, is_colour, nearest, readable
from tessera.kernel.badge.drawing import Design, draw
from tessera.kernel.badge.icons import ICONS, icon
from tessera.kernel.badge.lettering import Face
from tessera.kernel.badge.shapes import SHAPES

__all__ = [
    "ICONS",
    "SHAPES",
    "Design",
    "Face",
    "clean",
    "contrast",
    "draw",
    "icon",
    "is_colour",
    "nearest",
    "readable",
]
