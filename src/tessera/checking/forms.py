from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

IDENTITY = re.compile(r"(did:[a-z0-9]+:[\w.:%-]+|https://[^\s/]+(/\S*)?)")


class KnownIssuerForm(forms.Form):
    identity = forms.RegexField(
        IDENTITY,
        label=_("Its identity"),
        help_text=_(
            "As the institution itself publishes it: it begins with did: or https://. A check of one of"
            " its badges shows it too, but a false badge would show a false one."
        ),
        max_length=300,
        error_messages={"invalid": _("An identity begins with did: or https://.")},
    )
    name = forms.CharField(label=_("Its name"), max_length=200)
    reason = forms.CharField(
        label=_("How you know that it is theirs"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
