"""Editions of values, plans and strategies, and what stands in them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import CommitmentKind
from tessera.ui.forms import RefusableForm


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EditionForm(RefusableForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=CommitmentKind.choices)
    name = forms.CharField(
        label=_("Name of the edition"),
        max_length=60,
        help_text=_("As people call it. Example: Strategic Plan 2025-2030."),
    )
    name_fr = forms.CharField(label=_("The same in French"), max_length=60)
    url = forms.URLField(
        label=_("Where it can be read"), required=False, assume_scheme="https", max_length=200
    )
    in_force_from = forms.DateField(label=_("First day in force"), widget=_day())
    in_force_until = forms.DateField(
        label=_("Last day in force"),
        required=False,
        widget=_day(),
        help_text=_("Left empty while nobody knows; it is set when the next edition is near."),
    )


class CloseForm(RefusableForm):
    on = forms.DateField(label=_("Last day in force"), widget=_day())


class CommitmentForm(RefusableForm):
    title = forms.CharField(
        label=_("In a few words"),
        max_length=200,
        help_text=_("Example: Learning for every stage of life."),
    )
    title_fr = forms.CharField(label=_("The same in French"), max_length=200)
    text = forms.CharField(
        label=_("In full"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NameForm(RefusableForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("A trade mark, a product or another institution. Example: SkillsRoute."),
    )
    owner = forms.CharField(
        label=_("Whose it is"), max_length=120, help_text=_("Example: SkillsRoute Software Ltd.")
    )
