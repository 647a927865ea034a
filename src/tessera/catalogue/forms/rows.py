"""One form for each kind of row. What can be chosen is what belongs to the design."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries
from tessera.catalogue.enums import ComponentKind, EvidenceKind, Row
from tessera.catalogue.forms.conflicts import TellsConflicts
from tessera.catalogue.forms.help import HELP
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
    Row.CRITERION: ("component", "statement", "essential", "required_rank", "weight", "outcomes"),
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
            self.fields["required_rank"].help_text = HELP["required_level"]
            self.fields["weight"].required = False
            self._add_levels()

    def values(self) -> dict[str, Any]:
        """What `add_row` and `edit_row` take."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if self.kind == Row.CRITERION:
            values["weight"] = values["weight"] or 1
        if "outcomes" in values:
            values["outcomes"] = list(values["outcomes"])
        return values

    def show(self, version: Version, theirs: Any, both: Iterable[str]) -> None:
        """After a conflict: the words of both."""
        fresh = row_form(version, self.kind, today=self.today, row=theirs)
        self.show_theirs(fresh, both, queries.row_fingerprint(theirs))

    def clean_levels(self) -> list[tuple[str, str]]:
        levels = []
        for line in self.cleaned_data["levels"].splitlines():
            name, _colon, description = (part.strip() for part in line.partition(":"))
            if not name:
                continue
            if len(name) > 60 or len(description) > 300:
                raise ValidationError(_("Keep a level’s name to 60 letters, its text to 300."))
            levels.append((name, description))
        if len(levels) < 2:
            raise ValidationError(_("Write two levels or more, one a line, the lowest first."))
        return levels

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        levels, required = cleaned.get("levels"), cleaned.get("required_rank")
        if levels and required is not None and not 2 <= required <= len(levels):
            self.add_error(
                "required_rank", _("Choose a level above the lowest, and one that you wrote.")
            )
        return cleaned

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
        held = self.instance.levels.values_list("name", "description") if self.instance.pk else ()
        lines = [f"{name}: {text}" if text else name for name, text in held]
        self.fields["levels"] = forms.CharField(
            label=_("Levels"),
            initial="\n".join(lines or map(str, SCALE)),
            help_text=HELP["levels"],
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        self.order_fields(["component", "statement", "essential", "levels", "required_rank"])


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
