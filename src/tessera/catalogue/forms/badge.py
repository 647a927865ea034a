from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import artwork
from tessera.catalogue.models import Version


class DrawForm(forms.Form):
    """Three choices that a badge is drawn from."""

    shape = forms.ChoiceField(label=_("Shape"), choices=artwork.Shape.choices)
    palette = forms.ChoiceField(label=_("Colours"), choices=artwork.Palette.choices)
    motif = forms.ChoiceField(label=_("Motif"), choices=artwork.Motif.choices)

    def __init__(self, data: Any = None, *, version: Version) -> None:
        super().__init__(data, initial=version.artwork_design)


class UploadForm(forms.Form):
    """A picture of one's own; what it really holds is looked at when it is accepted."""

    picture = forms.FileField(
        label=_("Your own picture"),
        help_text=_("A square PNG of 300 to 4,000 pixels, up to 2 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
