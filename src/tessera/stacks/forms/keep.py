from django import forms
from django.utils.translation import gettext_lazy as _


class KeepForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the macro-badge stands without this part"),
        help_text=_("The record keeps it; the learner does not see it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
