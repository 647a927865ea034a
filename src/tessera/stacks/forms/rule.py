"""One form for each term of a rule, which makes the term, and is filled from one that stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import Kind
from tessera.common.languages import local
from tessera.kernel.rules import terms
from tessera.people.queries import units

if TYPE_CHECKING:
    from tessera.catalogue.models import Version


class TermForm(forms.Form):
    """`old` is the term at the place: the one to change, or the one that a frame is put around."""

    def __init__(
        self, data: Any = None, *, version: Version, old: terms.Rule | None = None
    ) -> None:
        self.old = old
        self.on_offer = {
            str(each.definition.uuid): each for each in catalogue.parts_on_offer(version)
        }
        super().__init__(data, initial=self.written(old) if old else {})
        named = [(uuid, local(each, "title")) for uuid, each in self.on_offer.items()]
        named.sort(key=lambda each: each[1])
        for name, field in self.fields.items():
            if name == "category" and isinstance(field, forms.ChoiceField):
                field.choices = [(unit.slug, local(unit, "name")) for unit in units()]
            elif isinstance(field, forms.ChoiceField):
                field.choices = named

    def written(self, old: terms.Rule) -> dict[str, Any]:
        return {name: getattr(old, name, None) for name in self.base_fields}

    def term(self) -> terms.Rule:
        """Raises RuleError for what no rule can be."""
        raise NotImplementedError

    def leaf(self, definition: str) -> terms.Leaf:
        if self.on_offer[definition].definition.kind == Kind.STACK:
            return terms.HoldsStack(definition)
        return terms.Holds(definition)


def _among() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Only out of these"),
        required=False,
        help_text=_("Leave all empty to count every badge of the college."),
        widget=forms.CheckboxSelectMultiple,
    )


class HoldsForm(TermForm):
    definition = forms.ChoiceField(label=_("Badge"))
    min_level = forms.IntegerField(
        label=_("Level at least"), min_value=0, max_value=9, required=False
    )
    min_version = forms.IntegerField(
        label=_("Version at least"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Leave empty to count every version, the older ones too."),
    )

    def written(self, old: terms.Rule) -> dict[str, Any]:
        if isinstance(old, terms.HoldsStack):
            return {"definition": old.stack}
        return super().written(old)

    def term(self) -> terms.Rule:
        leaf = self.leaf(self.cleaned_data["definition"])
        if isinstance(leaf, terms.HoldsStack):
            return leaf
        return terms.Holds(**self.cleaned_data)


class CapstoneForm(TermForm):
    definition = forms.ChoiceField(
        label=_("Badge of the capstone"),
        help_text=_(
            "A demonstration and a reflection over the whole stack, assessed like any other."
        ),
    )

    def term(self) -> terms.Rule:
        return terms.Capstone(self.cleaned_data["definition"])


class GroupForm(TermForm):
    parts = forms.MultipleChoiceField(label=_("Badges"), widget=forms.CheckboxSelectMultiple)
    n = forms.IntegerField(
        label=_("How many of them"),
        min_value=1,
        max_value=terms.MAXIMUM_TERMS,
        required=False,
        help_text=_("Leave empty when all are needed. Example: 2, for any two of them."),
    )

    def term(self) -> terms.Rule:
        parts = tuple(self.leaf(each) for each in self.cleaned_data["parts"])
        return terms.AtLeast(self.cleaned_data["n"] or len(parts), parts)


class CountForm(TermForm):
    """How many of a group that stands."""

    n = forms.IntegerField(
        label=_("How many of its parts"), min_value=1, max_value=terms.MAXIMUM_TERMS
    )

    def term(self) -> terms.Rule:
        assert isinstance(self.old, terms.AtLeast)
        return replace(self.old, n=self.cleaned_data["n"])


class HoursForm(TermForm):
    minimum = forms.IntegerField(label=_("Hours at least"), min_value=1, max_value=9999)
    among = _among()

    def term(self) -> terms.Rule:
        return terms.Hours(self.cleaned_data["minimum"], tuple(self.cleaned_data["among"]))


class CreditsForm(TermForm):
    minimum = forms.DecimalField(
        label=_("Credits at least"), min_value=0, max_value=999, decimal_places=2
    )
    among = _among()

    def term(self) -> terms.Rule:
        return terms.Credits(self.cleaned_data["minimum"], tuple(self.cleaned_data["among"]))


class PerCategoryForm(TermForm):
    category = forms.ChoiceField(
        label=_("Unit"), help_text=_("The school or centre that answers for the badges.")
    )
    minimum = forms.IntegerField(label=_("How many badges"), min_value=1, max_value=99)

    def term(self) -> terms.Rule:
        return terms.PerCategory(self.cleaned_data["category"], self.cleaned_data["minimum"])


class AtLevelForm(TermForm):
    level = forms.IntegerField(label=_("Level at least"), min_value=0, max_value=9)
    minimum = forms.IntegerField(label=_("How many badges"), min_value=1, max_value=99)
    among = _among()

    def term(self) -> terms.Rule:
        asked = self.cleaned_data
        return terms.AtLevel(asked["level"], asked["minimum"], tuple(asked["among"]))


class InOrderForm(TermForm):
    def term(self) -> terms.Rule:
        assert self.old is not None
        return terms.InOrder(terms.children(self.old))


class AnyOrderForm(TermForm):
    def term(self) -> terms.Rule:
        assert self.old is not None
        return terms.all_of(*terms.children(self.old))


class FrameForm(TermForm):
    """What a frame holds: of one that stands its own rule, else the term that it is put around."""

    frame: type[terms.Frame]

    def inner(self) -> terms.Rule:
        assert self.old is not None
        return self.old.rule if type(self.old) is self.frame else self.old


class WithinForm(FrameForm):
    frame = terms.Within
    months = forms.IntegerField(label=_("Months at the most"), min_value=1, max_value=600)

    def term(self) -> terms.Rule:
        return terms.Within(self.cleaned_data["months"], self.inner())


class FromIssuerForm(FrameForm):
    frame = terms.FromIssuer
    percent = forms.IntegerField(
        label=_("Share from this institution, in per cent"), min_value=1, max_value=100
    )

    def term(self) -> terms.Rule:
        return terms.FromIssuer(self.cleaned_data["percent"], self.inner())


class SingleUseForm(FrameForm):
    frame = terms.SingleUse

    def term(self) -> terms.Rule:
        return terms.SingleUse(self.inner())


FORMS: dict[str, type[TermForm]] = {
    "holds": HoldsForm,
    "group": GroupForm,
    "hours": HoursForm,
    "credits": CreditsForm,
    "per_category": PerCategoryForm,
    "at_level": AtLevelForm,
    "capstone": CapstoneForm,
    "count": CountForm,
    "in_order": InOrderForm,
    "any_order": AnyOrderForm,
    "within": WithinForm,
    "from_issuer": FromIssuerForm,
    "single_use": SingleUseForm,
}
TITLES = {
    "holds": _("One badge"),
    "group": _("A group of badges"),
    "hours": _("A number of hours"),
    "credits": _("A number of credits"),
    "per_category": _("Badges of one unit"),
    "at_level": _("Badges at a level"),
    "capstone": _("A capstone"),
    "count": _("How many of its parts"),
    "in_order": _("In this order"),
    "any_order": _("In any order"),
    "within": _("All within a period"),
    "from_issuer": _("A share from here"),
    "single_use": _("No badge counts twice"),
}
