from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.credentials.enums import RevocationReason, State


class RevokeForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"), choices=RevocationReason.choices, widget=forms.RadioSelect
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("The learner reads this word for word."),
    )


class RegisterForm(forms.Form):
    q = forms.CharField(label=_("Name, e-mail or badge"), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *State.choices], required=False
    )
