from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.frameworks import formats
from tessera.frameworks.enums import Format, Kind


class ImportForm(forms.Form):
    """A file, and what its format does not say of the framework."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "As it was published: one CSV, text or JSON file, or a ZIP of the files of one edition."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.json,.zip"}),
    )
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices)
    edition = forms.CharField(
        label=_("Edition"),
        max_length=40,
        required=False,
        help_text=_("As its publisher calls it. Example: 1.2 or 2021 Version 1.0."),
    )
    encoding = forms.ChoiceField(
        label=_("Letters"), choices=formats.ENCODINGS.items(), initial="utf-8"
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)
    code = forms.SlugField(
        label=_("Short name"),
        max_length=40,
        required=False,
        help_text=_("Editions with the same short name follow each other."),
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=200, required=False)
    source = forms.URLField(
        label=_("Where it is published"), max_length=500, required=False, assume_scheme="https"
    )
    licence = forms.CharField(label=_("Licence"), max_length=300, required=False)
    node_address = forms.CharField(
        label=_("Address of one entry"),
        max_length=300,
        required=False,
        help_text=_(
            "For files that give no addresses. Example: https://skills.example.org/entry/{code}"
        ),
    )

    FACTS = ("code", "name", "name_fr", "publisher", "edition", "source", "licence", "node_address")

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FACTS}

    def clean_node_address(self) -> str:
        address: str = self.cleaned_data["node_address"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError(_("An address begins with https://"))
        return address


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Words"), max_length=200, required=False, strip=True)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("every kind")), *Kind.choices], required=False
    )
