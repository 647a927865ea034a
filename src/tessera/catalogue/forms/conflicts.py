"""What a form shows when someone else wrote in the same fields meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.forms.levels import LevelsField
from tessera.kernel import merging

if TYPE_CHECKING:
    from django.http import QueryDict

# What a form asks by another name than it keeps.
ASKED_AS = {"required_rank": "levels"}


class TellsConflicts(forms.BaseForm):
    """A form with a field `seen`, which carries the marks of what its editor has on screen."""

    def show_theirs(self, fresh: forms.BaseForm, both: Iterable[str], seen: str) -> None:
        """Beside each field that `both` changed, what stands there now; `fresh` and `seen` are as it stands.

        What was seen of these is now theirs, so that saving once more is a decision and no accident.
        """
        names = set(both)
        for name in {ASKED_AS.get(each, each) for each in names}:
            written = fresh[name].initial
            if self.fields[name].has_changed(written, self[name].data):
                said = _("Meanwhile someone else wrote here: “%(theirs)s”")
                self.add_error(name, said % {"theirs": in_words(self.fields[name], written)})
        mine = cast("QueryDict", self.data).copy()
        theirs = {name: mark for name, mark in merging.read(seen).items() if name in names}
        mine["seen"] = merging.written(merging.read(mine.get("seen", "")) | theirs)
        self.data = mine


def in_words(field: forms.Field, value: Any) -> str:
    """A field's value as people would say it."""
    if isinstance(field, LevelsField):
        return field.in_words(value)
    if isinstance(field, forms.BooleanField):
        return str(_("yes") if value else _("no"))
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(each) for each in value or ())
    choices = {str(key): label for key, label in getattr(field, "choices", ())}
    several = value if isinstance(value, list | tuple) else [value]
    return ", ".join(
        str(choices.get(str(each), each)) for each in several if each not in (None, "")
    )
