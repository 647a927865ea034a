from __future__ import annotations

from typing import ClassVar

from django import forms

from tessera.people.models import Person


class ProfileForm(forms.ModelForm[Person]):
    class Meta:
        model = Person
        fields: ClassVar[list[str]] = ["name", "language"]
