"""A criterion's scale as a form: levels written, moved and removed one by one, the one needed marked."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST, LONGEST_NAME, LONGEST_TEXT = 10, 60, 300
ADD, UP, DOWN, REMOVE = "add", "up", "down", "remove"


class Scale(NamedTuple):
    """Pairs of name and description, lowest first, and the rank that is needed, if one is chosen."""

    levels: list[tuple[str, str]]
    required: int | None

    def arranged(self, move: str) -> tuple[Scale, str]:
        """After the move that a button names, and what has the focus then, as `2-name`."""
        verb, _dash, number = move.partition("-")
        levels, rank = list(self.levels), int(number) if number.isdecimal() else 0
        if verb == ADD and len(levels) < MOST:
            return Scale([*levels, ("", "")], self.required), f"{len(levels) + 1}-name"
        if verb == REMOVE and 1 <= rank <= len(levels):
            del levels[rank - 1]
            return Scale(levels, self._without(rank)), f"{min(rank, len(levels))}-name"
        other = rank + {UP: -1, DOWN: 1}.get(verb, 0)
        if other == rank or not (1 <= rank <= len(levels) and 1 <= other <= len(levels)):
            return self, ""
        levels[rank - 1], levels[other - 1] = levels[other - 1], levels[rank - 1]
        end = {1: DOWN, len(levels): UP}
        return Scale(levels, self._swapped(rank, other)), f"{other}-{end.get(other, verb)}"

    def _without(self, rank: int) -> int | None:
        if self.required is None or self.required == rank:
            return None
        return self.required - (self.required > rank)

    def _swapped(self, one: int, other: int) -> int | None:
        return {one: other, other: one}.get(self.required or 0, self.required)


class LevelsList(forms.Widget):
    """Its buttons send the whole form; what they ask for is done when the form is read."""

    template_name = "catalogue/_levels.html"
    use_fieldset = True
    focus = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Scale:
        names, texts = data.getlist(f"{name}-name"), data.getlist(f"{name}-description")
        needed = data.get(f"{name}-needed", "")
        scale = Scale(
            list(zip_longest(names, texts, fillvalue=""))[: MOST * 2],
            int(needed) if needed.isdecimal() else None,
        )
        if self.is_arranging(data, name):
            scale, self.focus = scale.arranged(data[f"{name}-do"])
        return scale

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-name" not in data

    def is_arranging(self, data: Any, name: str) -> bool:
        return f"{name}-do" in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-1-name" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        scale = value or Scale([], None)
        context["widget"] |= {
            "rows": [self._row(rank, scale) for rank in range(1, len(scale.levels) + 1)],
            "is_full": len(scale.levels) >= MOST,
        }
        return context

    def _row(self, rank: int, scale: Scale) -> dict[str, Any]:
        name, description = scale.levels[rank - 1]
        buttons = [
            (UP, "up", _("Move level %(rank)s up"), rank == 1),
            (DOWN, "down", _("Move level %(rank)s down"), rank == len(scale.levels)),
            (REMOVE, "cross", _("Remove level %(rank)s"), False),
        ]
        return {
            "rank": str(rank),
            "name": name,
            "description": description,
            "is_needed": rank == scale.required,
            "is_lowest": rank == 1,
            "has_focus": self.focus == f"{rank}-name",
            "buttons": [
                {
                    "verb": verb,
                    "icon": icon,
                    "label": label % {"rank": rank},
                    "is_off": is_off,
                    "has_focus": self.focus == f"{rank}-{verb}",
                }
                for verb, icon, label, is_off in buttons
            ],
        }


class LevelsField(forms.Field):
    """Two levels or more, each with a name, the one that is needed above the lowest."""

    widget = LevelsList

    def clean(self, value: Scale) -> Scale:
        levels: list[tuple[str, str]] = []
        required: int | None = None
        faults: list[str | Promise] = []
        for rank, (name, text) in enumerate(value.levels, start=1):
            level = (name.strip(), text.strip())
            if not any(level):
                continue
            if not level[0]:
                faults.append(_("Give level %(rank)s a name.") % {"rank": rank})
            if len(level[0]) > LONGEST_NAME or len(level[1]) > LONGEST_TEXT:
                faults.append(
                    _("Shorten level %(rank)s: 60 letters for its name, 300 for its text.")
                    % {"rank": rank}
                )
            levels.append(level)
            if rank == value.required:
                required = len(levels)
        if not 2 <= len(levels) <= MOST:
            faults.append(_("Write from two to ten levels, the lowest first."))
        elif required is None or required < 2:
            faults.append(_("Mark the level that is needed: any above the lowest."))
        if faults:
            raise ValidationError(faults)
        return Scale(levels, required)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(initial != data)

    def in_words(self, scale: Scale) -> str:
        """The scale on one line, as where two people wrote it at once."""
        return " < ".join(
            (_("%(level)s (needed)") % {"level": name}) if rank == scale.required else name
            for rank, (name, _text) in enumerate(scale.levels, start=1)
        )
