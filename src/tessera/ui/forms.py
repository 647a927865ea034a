"""How forms are drawn: one template for a field, one for a form, one summary of its errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise

from tessera.common.refusal import Refusal

if TYPE_CHECKING:
    Several = forms.ModelMultipleChoiceField[Any]
else:
    Several = forms.ModelMultipleChoiceField


class RefusableForm(forms.Form):
    """A form that shows what the domain refused above what was typed."""

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(None, str(refusal))


class SeveralField(Several):
    """Some of what is offered. A number larger than any row's is no choice; SQLite breaks on it."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": ", ".join(map(str, value))[:100]},
            ) from None


class Renderer(TemplatesSetting):
    """Draws every form of the site; a field's own errors are `django/forms/errors/list/default.html`."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class RadioCards(forms.RadioSelect):
    """Choices worth a sentence each, drawn as cards: `notes` maps a choice's value to its sentence."""

    template_name = "ui/forms/radio_cards.html"

    def __init__(self, *, notes: Mapping[str, str | Promise], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.notes = notes

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {
            "note": self.notes.get(str(value), "")
        }


class Draft(forms.Field):
    """Needed in the end, so not marked as optional, though a draft may leave it empty."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class DraftText(Draft, forms.CharField):
    pass


class DraftChoice(Draft, forms.ChoiceField):
    pass
