from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import Permission
from tessera.people.access import scope_of
from tessera.people.queries import units

if TYPE_CHECKING:
    from django.http import QueryDict

    from tessera.people.models import Person, Unit

LARGEST = 2 * 1024 * 1024


class ImportForm(forms.Form):
    """A design as a file, or as its text; who answers for it here."""

    uuid = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "A design that Tessera wrote, or that follows its schema: at most 2 MB of JSON."
        ),
    )
    document = forms.CharField(
        label=_("Or the text of it"),
        required=False,
        strip=False,
        help_text=_("A file that you chose stands here once it was looked at."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=None,
        help_text=_("The school or centre that answers for it here."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, person: Person) -> None:
        super().__init__(data, files)
        scope = scope_of(person, Permission.DRAFT)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units() if scope.everywhere else units().filter(pk__in=scope.units)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file and file.size > LARGEST:
            raise ValidationError(_("This is more than 2 MB of text."))
        text = file.read() if file else cleaned.get("document", "").encode()
        if not text.strip():
            raise ValidationError(_("Choose a file, or put its text here."))
        try:
            cleaned["read"] = json.loads(text)
            cleaned["text"] = text.decode()
        except (ValueError, RecursionError) as fault:
            where = getattr(fault, "lineno", None)
            said = _("This is no JSON: look at line %(line)s.") if where else _("This is no JSON.")
            raise ValidationError(said, params={"line": where}) from None
        return cleaned

    def keep(self) -> None:
        """What was in the file stands in the form, so that it need not be chosen again."""
        kept = cast("QueryDict", self.data).copy()
        kept["document"] = self.cleaned_data["text"]
        self.data = kept
