"""What the forms of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tessera.common.refusal import Refusal

if TYPE_CHECKING:
    pass


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=picker, help_text=help_text)


def words(
    label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "", longest: int = 4000
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RefusableForm(forms.Form):
    """Shows what the domain refused above what was typed, one line for each thing that is missing."""

    def refuse(self, refusal: Refusal) -> None:
        for line in refusal.facts.get("missing") or [refusal]:
            self.add_error(None, str(line))
