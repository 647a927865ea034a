from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import local
from tessera.credentials.enums import RevocationReason, State

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.credentials.queries import Planned


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


class RunForm(forms.Form):
    """Which badge to confirm, of those that something waits for."""

    def __init__(self, *given: Any, plan: Sequence[Planned], **named: Any) -> None:
        super().__init__(*given, **named)
        found = {one.attempt.enrolment.version_id: one.attempt.enrolment.version for one in plan}
        self.versions = found
        self.fields["version"] = forms.ChoiceField(
            label=_("Badge"),
            required=False,
            choices=[
                ("", _("All badges")),
                *((str(pk), local(version, "title")) for pk, version in found.items()),
            ],
        )

    @property
    def chosen(self) -> Version | None:
        """The version that was chosen; None for all, and for one that has nothing waiting."""
        asked = self.cleaned_data.get("version") if self.is_valid() else ""
        return self.versions.get(int(asked)) if asked else None
