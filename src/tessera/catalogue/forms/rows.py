"""One form for each kind of row. What can be chosen is what belongs to the design."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries
from tessera.catalogue.enums import ComponentKind, EvidenceKind, Row
from tessera.catalogue.forms.conflicts import TellsConflicts
from tessera.catalogue.forms.help import HELP
from tessera.catalogue.forms.levels import LevelsField, LevelsList, Scale
from tessera.catalogue.models import Version
from tessera.people.queries import organisations
from tessera.ui.forms import SeveralField

FIELDS: dict[Row, tuple[str, ...]] = {
    Row.OUTCOME: ("text", "unaligned_reason"),
    Row.ALIGNMENT: ("outcome", "framework", "name", "url", "code"),
    Row.NEED: ("side", "kind", "source", "found_on", "finding"),
    Row.PARTNER: ("organisation", "part"),
    Row.SERVICE: ("commitment", "how"),
    Row.TASK: ("component", "title", "instructions", "accepts", "minimum_items"),
    Row.PROMPT: ("text",),
    Row.CRITERION: ("component", "statement", "essential", "weight", "outcomes"),
}
# What a row belongs to or names: the tables have no words for these.
NAMED = {
    "outcome": _("Outcome"),
    "organisation": _("Organisation"),
    "commitment": _("Commitment"),
    "component": _("Component"),
}
SCALE = [_("Beginning"), _("Developing"), _("Proficient"), _("Exemplary")]


class AddressField(forms.URLField):
    """An address typed without its scheme is an https one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class RowForm(TellsConflicts, forms.ModelForm[Any]):
    """The fields of one row, and the fingerprint of what the editor saw."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: Version, kind: Row, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today
        if self.instance.pk:
            self.fields["seen"].initial = queries.row_fingerprint(self.instance)
        for name, field in self.fields.items():
            field.help_text = HELP.get(name, "")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
        self._offer(version, today)
        if kind == Row.TASK:
            self.fields["accepts"] = forms.MultipleChoiceField(
                label=_("Evidence accepted"),
                choices=EvidenceKind.choices,
                required=False,
                help_text=HELP["accepts"],
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields["title"].help_text = _("Example: lead one real change.")
        if kind == Row.PROMPT:
            self.fields["text"].help_text = HELP["question"]
        if kind == Row.CRITERION:
            self.fields["essential"].help_text = HELP["essential_criterion"]
            self.fields["weight"].required = False
            self._add_levels()

    def values(self) -> dict[str, Any]:
        """What `add_row` and `edit_row` take."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if self.kind == Row.CRITERION:
            values["weight"] = values["weight"] or 1
            values["levels"], values["required_rank"] = values["levels"]
        if "outcomes" in values:
            values["outcomes"] = list(values["outcomes"])
        return values

    def show(self, version: Version, theirs: Any, both: Iterable[str]) -> None:
        """After a conflict: the words of both."""
        fresh = row_form(version, self.kind, today=self.today, row=theirs)
        self.show_theirs(fresh, both, queries.row_fingerprint(theirs))

    @property
    def is_arranging(self) -> bool:
        """Whether a button of the scale was pressed: the form is shown again, and nothing judged yet."""
        levels = self.fields.get("levels")
        if not self.is_bound or levels is None:
            return False
        assert isinstance(levels.widget, LevelsList)
        return levels.widget.is_arranging(self.data, self.add_prefix("levels"))

    def full_clean(self) -> None:
        if self.is_arranging:
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_arranging

    def _offer(self, version: Version, today: date) -> None:
        """Only this design's own parts, and nothing that it already names."""
        mine = self.instance
        offered: dict[str, Any] = {
            "outcome": version.outcomes.all(),
            "outcomes": version.outcomes.all(),
            "organisation": organisations().exclude(
                pk__in=version.partners.exclude(pk=mine.pk).values("organisation")
            ),
            "component": version.components.order_by("pk"),
        }
        if self.kind == Row.SERVICE:
            offered["commitment"] = queries.commitments_offered(version, mine, on=today)
        if self.kind == Row.TASK:
            offered["component"] = offered["component"].exclude(kind=ComponentKind.REFLECTIVE)
        for name, things in offered.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = things
                field.label = NAMED.get(name, field.label)
        if "outcomes" in self.fields:
            self.fields["outcomes"].required = False

    def _add_levels(self) -> None:
        held = (
            list(self.instance.levels.values_list("name", "description"))
            if self.instance.pk
            else []
        )
        self.fields["levels"] = LevelsField(
            label=_("Levels"),
            initial=Scale(held, self.instance.required_rank)
            if held
            else Scale([(str(name), "") for name in SCALE], 3),
            help_text=HELP["levels"],
        )
        self.order_fields(["component", "statement", "essential", "levels", "weight", "outcomes"])


def row_form(
    version: Version, kind: Row, *, today: date, row: Any = None, data: Any = None
) -> RowForm:
    model, _way = queries.ROWS[kind]
    made: Any = forms.modelform_factory(
        model,
        form=RowForm,
        fields=FIELDS[kind],
        widgets={
            "found_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "outcomes": forms.CheckboxSelectMultiple,
        },
        field_classes={"url": AddressField, "outcomes": SeveralField},
    )
    form: RowForm = made(
        data,
        instance=row,
        version=version,
        kind=kind,
        today=today,
        auto_id=f"{kind}_{row.pk if row else 'new'}_%s",
    )
    return form
