"""A sentence for those who do not see a drawn badge: suggested, for its designer to keep or better."""

from __future__ import annotations

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tessera.kernel.badge import Design, nearest

LONGEST = 200

SHAPES: dict[str, str | Promise] = {
    "square": _("A square tile"),
    "round": _("A round tile"),
    "hexagon": _("A six-sided tile"),
    "octagon": _("An eight-sided tile"),
    "arch": _("A tile shaped like an arch"),
}
ICONS: dict[str, str | Promise] = {
    "star": _("a star"),
    "steps": _("rising steps"),
    "bridge": _("a bridge"),
    "wave": _("a row of waves"),
    "leaf": _("a leaf"),
    "people": _("people side by side"),
    "spiral": _("a spiral"),
    "frame": _("a tile within a tile"),
    "book": _("an open book"),
    "lamp": _("a light bulb"),
    "wheel": _("a cogwheel"),
    "heart": _("a heart"),
    "speech": _("a speech bubble"),
    "globe": _("a globe"),
    "chart": _("a bar chart"),
    "shield": _("a shield"),
    "glass": _("a magnifying glass"),
    "code": _("a pair of angle brackets"),
    "key": _("a key"),
    "sun": _("a sun"),
}
COLOURS: dict[str, str | Promise] = {
    "black": _("black"),
    "grey": _("grey"),
    "light grey": _("light grey"),
    "white": _("white"),
    "brown": _("brown"),
    "red-brown": _("red-brown"),
    "red": _("red"),
    "wine": _("wine red"),
    "pink": _("pink"),
    "orange": _("orange"),
    "light orange": _("light orange"),
    "sand": _("sand"),
    "yellow": _("yellow"),
    "gold": _("gold"),
    "green": _("green"),
    "light green": _("light green"),
    "teal": _("teal"),
    "blue": _("blue"),
    "light blue": _("light blue"),
    "purple": _("purple"),
    "lilac": _("lilac"),
}


def in_words(design: Design, language: str) -> str:
    """“A round tile in blue with a star in orange. It says “Leadership”. Two marks …” in that language."""
    with translation.override(language):
        said = [
            gettext("%(shape)s in %(ground)s with %(icon)s in %(figure)s.")
            % {
                "shape": SHAPES[design.shape],
                "ground": COLOURS[nearest(design.ground)],
                "icon": ICONS[design.icon],
                "figure": COLOURS[nearest(design.figure)],
            }
        ]
        if design.text:
            said.append(gettext("It says “%(text)s”.") % {"text": design.text})
        if design.level:
            said.append(
                ngettext(
                    "%(count)s mark tells its level.",
                    "%(count)s marks tell its level.",
                    design.level,
                )
                % {"count": design.level}
            )
        if design.ring:
            said.append(gettext("A ring tells that it is a stack."))
        if design.name:
            said.append(gettext("At the top: “%(name)s”.") % {"name": design.name})
    sentence = said[0]
    for each in said[1:]:
        if len(f"{sentence} {each}") <= LONGEST:
            sentence = f"{sentence} {each}"
    return sentence
