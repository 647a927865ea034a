from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.contrib.auth import get_user_model

if TYPE_CHECKING:
    from tessera.people.models import Person

    PersonForm = forms.ModelForm[Person]
else:
    PersonForm = forms.ModelForm


class ProfileForm(PersonForm):
    class Meta:
        model = get_user_model()
        fields: ClassVar[list[str]] = ["name", "language"]
