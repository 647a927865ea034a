from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import Permission
from tessera.catalogue.forms.help import HELP
from tessera.catalogue.models import Version
from tessera.catalogue.policies import TEACH_OUT_DAYS
from tessera.people.access import scope_of
from tessera.people.queries import units

if TYPE_CHECKING:
    from datetime import date

    from tessera.people.models import Person, Unit


class CopyForm(forms.Form):
    """A new design from one that is there: its name, and who answers for it."""

    uuid = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Name of the new badge"), max_length=120, help_text=HELP["title"]
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, help_text=_("The school or centre that answers for it.")
    )

    def __init__(self, data: Any = None, *, person: Person, version: Version) -> None:
        super().__init__(data)
        scope = scope_of(person, Permission.DRAFT)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units() if scope.everywhere else units().filter(pk__in=scope.units)
        field.initial = version.definition.unit_id


class RetireForm(forms.Form):
    """The last day for those enrolled, and why."""

    teach_out_on = forms.DateField(
        label=_("Those enrolled may finish until"),
        help_text=_("A day to come. Example: a year from now."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Why it is retired"),
        help_text=_(
            "Read by those who are enrolled. Example: the method that it teaches is no longer used."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, version: Version, today: date) -> None:
        super().__init__(
            data,
            initial={
                "teach_out_on": version.teach_out_on or today + timedelta(days=TEACH_OUT_DAYS),
                "reason": version.retire_reason,
            },
        )
