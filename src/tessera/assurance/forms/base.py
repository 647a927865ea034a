"""What the forms of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tessera.common.refusal import Refusal

if TYPE_CHECKING:
    pass


def day(label: Any, *, required: bool = True) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=picker)


class RefusableForm(forms.Form):
    """Shows what the domain refused above what was typed, one line for each thing that is missing."""

    def refuse(self, refusal: Refusal) -> None:
        for line in refusal.facts.get("missing") or [refusal]:
            self.add_error(None, str(line))
