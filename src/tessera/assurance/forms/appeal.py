"""An appeal of a decline, and its answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Ground
from tessera.assurance.forms.base import RefusableForm, words


class AppealForm(RefusableForm):
    ground = forms.ChoiceField(
        label=_("On what ground"), choices=Ground.choices, widget=forms.RadioSelect
    )
    text = words(
        _("Why the decision should be looked at again"),
        rows=6,
        help_text=_("Say what was overlooked or went wrong, and where it can be seen."),
    )


class JudgeForm(RefusableForm):
    reason = words(_("Reason"), rows=4, help_text=_("The authors read this."))
