from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.credentials.enums import Visibility
from tessera.ui.forms import RadioCards

DAYS = [
    ("7", _("a week")),
    ("30", _("a month")),
    ("365", _("a year")),
    ("", _("until I end it")),
]


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(
        label=_("Who can see this badge"),
        choices=[("private", _("Only me")), ("public", _("Anyone with the address"))],
        widget=RadioCards(
            notes={
                Visibility.PRIVATE: _("Links that you make below still work."),
                Visibility.PUBLIC: _("There is no public list: they need the address from you."),
            }
        ),
    )


class ShareForm(forms.Form):
    label = forms.CharField(
        label=_("For whom"),
        help_text=_("Only you see this, to tell your links apart."),
        max_length=100,
        required=False,
    )
    days = forms.ChoiceField(label=_("It works for"), choices=DAYS, required=False, initial="30")

    def expires_at(self, at: datetime) -> datetime | None:
        days = self.cleaned_data["days"]
        return at + timedelta(days=int(days)) if days else None


class ProveForm(forms.Form):
    number = forms.CharField(
        label=_("The number that they show you"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    with_name = forms.BooleanField(label=_("Tell them my name too"), required=False)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        help_text=_("A picture (PNG or SVG), a PDF or a JSON file, as its issuer gave it to you."),
        required=False,
    )
    text = forms.CharField(
        label=_("Or its address, or its text"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One of the two is needed, so neither is called optional.
        for name in ("file", "text"):
            self.fields[name].wanted = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("text"):
            self.add_error("file", _("Choose a file, or paste the address or the text of a badge."))
        return given
