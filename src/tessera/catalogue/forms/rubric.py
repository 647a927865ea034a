"""The rule by which a rubric is passed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries
from tessera.catalogue.enums import Section
from tessera.catalogue.forms.conflicts import TellsConflicts
from tessera.catalogue.forms.help import HELP
from tessera.catalogue.models import Version


class PassRuleForm(TellsConflicts, forms.Form):
    pass_share = forms.IntegerField(
        label=_("Share of the weight to be met, in percent"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=HELP["pass_share"],
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, version: Version) -> None:
        self.kept = version.pass_share
        seen = queries.fingerprint(version, Section.QUALITY)
        super().__init__(data, initial={"pass_share": self.kept, "seen": seen})

    @property
    def share(self) -> int | None:
        """The share that is written, if it is one; what is kept otherwise."""
        if self.is_bound and "pass_share" not in self.errors:
            written: int | None = self.cleaned_data["pass_share"]
            return written
        return self.kept
