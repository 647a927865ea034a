from __future__ import annotations

from datetime import datetime, timedelta

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
