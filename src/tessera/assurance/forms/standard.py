"""Editing an edition of the quality standard, and the calendar that due dates follow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Principle
from tessera.assurance.forms.base import RefusableForm, day, words
from tessera.assurance.models import Check
from tessera.assurance.queries import answering_fields
from tessera.catalogue.enums import Kind


class DraftForm(RefusableForm):
    edition = forms.CharField(
        label=_("Name of the new edition"), max_length=40, help_text=_("Example: 2027.")
    )


class EditionForm(RefusableForm):
    edition = forms.CharField(label=_("Name of the edition"), max_length=40)
    note = words(
        _("What is new in it"),
        required=False,
        help_text=_("Designers and reviewers read this when it is put in force."),
    )


class ForceForm(RefusableForm):
    on = day(
        _("In force from"),
        help_text=_(
            "What is submitted before that day is still rated under the edition of before."
        ),
    )


class CheckForm(RefusableForm):
    """One line of the standard, in both languages."""

    principle = forms.TypedChoiceField(label=_("Principle"), choices=Principle.choices, coerce=int)
    code = forms.SlugField(
        label=_("Short name"),
        max_length=60,
        help_text=_("Letters and hyphens. It stays the same from edition to edition."),
    )
    text = words(_("The check, in English"), rows=2, longest=300)
    text_fr = words(_("The check, in French"), rows=2, longest=300)
    guidance = words(_("Guidance, in English"), required=False, rows=2, longest=1000)
    guidance_fr = words(_("Guidance, in French"), required=False, rows=2, longest=1000)
    answered_by = forms.MultipleChoiceField(
        label=_("Where the proposal answers it"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("The reviewer reads what stands in these fields beside the check."),
    )
    mandatory = forms.BooleanField(
        label=_("Mandatory: an approval needs it met"), required=False, initial=True
    )
    only_for = forms.ChoiceField(
        label=_("Asked of"),
        required=False,
        choices=[("", _("every design")), *Kind.choices],
    )

    def __init__(self, *args: Any, check: Check | None = None, **kwargs: Any) -> None:
        if check is not None:
            kwargs["initial"] = {name: getattr(check, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].choices = answering_fields()  # type: ignore[attr-defined]


class ClosureForm(RefusableForm):
    name = forms.CharField(label=_("Name, in English"), max_length=100)
    name_fr = forms.CharField(label=_("Name, in French"), max_length=100)
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day comes before the first."))
        return cleaned
