from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; empty ones are left for the check to say so."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        return [file for file in data or [] if file is not None]


class CheckForm(forms.Form):
    file = FilesField(
        label=_("The badge, or several"),
        help_text=_(
            "The file that you were given: a picture (PNG or SVG), a PDF or a JSON file. For a list of"
            " people: many files, a ZIP, or a CSV file with a link in each row."
        ),
        required=False,
    )
    text = forms.CharField(
        label=_("Or a link, a code, or its text"),
        help_text=_("Such as the code that is printed on a certificate."),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
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
            self.add_error(
                "file", _("Choose a file, or paste a link, a code or the text of a badge.")
            )
        return given
