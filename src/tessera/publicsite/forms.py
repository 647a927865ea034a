from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CheckForm(forms.Form):
    file = forms.FileField(
        label=_("The badge"),
        help_text=_("The file that you were given: a picture (PNG or SVG), a PDF or a JSON file."),
        required=False,
    )
    text = forms.CharField(
        label=_("Or paste its text"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )
    recipient = forms.CharField(
        label=_("Whose badge should it be?"),
        help_text=_("Their e-mail address, if you want to know that it is about them."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One of the two is needed, so neither is called optional.
        for name in ("file", "text"):
            self.fields[name].wanted = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("text"):
            self.add_error("file", _("Choose a file, or paste the text of the badge."))
        return given
