"""The proposal form, section by section. Only what is written is checked: a draft may be partial."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries
from tessera.catalogue.enums import ComponentKind, DeliveryMode, Kind, Permission, Section
from tessera.catalogue.forms.conflicts import TellsConflicts
from tessera.catalogue.forms.help import HELP
from tessera.catalogue.models import Version
from tessera.catalogue.queries.words import LANGUAGES
from tessera.common.languages import local
from tessera.kernel import merging
from tessera.people.access import scope_of
from tessera.people.queries import units
from tessera.ui.forms import SeveralField

if TYPE_CHECKING:
    from tessera.people.models import Person, Unit

# What only one of the two kinds is asked.
STACK_ONLY = ("stack_kind", "coverage", "expired_part")
MICRO_ONLY = ("stack_place", "completion_rule", "pass_share")
# Written beside the picture, in the studio.
IN_STUDIO = ("artwork_alt", "artwork_alt_fr")
# Asked of every design, though no simple look at the field can tell whether it is there.
WANTED = {
    "stack_kind",
    "stack_place",
    "coverage",
    "demonstration_options",
    *(f"instructions_{kind}" for kind in ComponentKind),
}
LONGEST = 20_000
LINES = {"summary": 2, "summary_fr": 2}


class NewForm(forms.Form):
    # Decided when the form is shown, so that sending it twice begins one design.
    uuid = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Name of the badge"), max_length=120, help_text=HELP["title"])
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, help_text=_("The school or centre that answers for it.")
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Kind.choices,
        initial=Kind.MICRO,
        widget=forms.RadioSelect,
        help_text=_("A stack is made of other badges, and has outcomes of its own."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = scope_of(person, Permission.DRAFT)
        mine = units() if scope.everywhere else units().filter(pk__in=scope.units)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = mine
        if mine.count() == 1:
            field.initial = mine.first()


class SectionForm(TellsConflicts, forms.ModelForm[Version]):
    """The plain fields of one section, and the fingerprint of what the editor saw."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, section: Section, is_amendment: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        self.fields["seen"].initial = queries.fingerprint(self.instance, section)
        for name, field in self.fields.items():
            field.help_text = HELP.get(name, "")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
                # Said, and not asked of the browser: that would cut off what is pasted.
                field.validators.append(MaxLengthValidator(LONGEST))
        for name, choices in (
            ("languages", LANGUAGES.items()),
            ("delivery_modes", DeliveryMode.choices),
        ):
            if name in self.fields:
                self._offer_many(name, choices)
        for name in ("adds_to", "prerequisites"):
            if name in self.fields:
                self.fields[name].widget = forms.CheckboxSelectMultiple(
                    choices=self.fields[name].widget.choices
                )
        if "prerequisites" in self.fields:
            self._offer_prerequisites()
        if is_amendment:
            self._ask_why()
        elif section == Section.QUALITY:
            self._add_instructions()
        if "adds_to" in self.fields and not queries.programmes().exists():
            del self.fields["adds_to"]
        for name, field in self.fields.items():
            # A draft may leave it empty, the panel may not: it is not called optional.
            field.wanted = name in WANTED or name in queries.NEEDED[section]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What `save_section` and `amend_version` take."""
        apart = ("seen", "reason")
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}

    def on_screen(self) -> str:
        """The marks of what its editor has before them, once it is saved."""
        return merging.written(queries.marks_of(self.values()))

    def told_apart(self, theirs: Version) -> list[str]:
        """Labels of the fields where another's words stand now, since this editor left them alone."""
        now = queries.section_marks(theirs, self.section)
        mine = queries.marks_of(self.values())
        return [str(self.fields[name].label) for name in mine if mine[name] != now[name]]

    def show(self, theirs: Version, both: Iterable[str]) -> None:
        """After a conflict: the words of both."""
        fresh = section_form(theirs, self.section, is_amendment="reason" in self.fields)
        self.show_theirs(fresh, both, queries.fingerprint(theirs, self.section))

    def _offer_many(self, name: str, choices: Any) -> None:
        old = self.fields[name]
        self.fields[name] = forms.MultipleChoiceField(
            label=str(old.label)[:1].upper() + str(old.label)[1:],
            choices=list(choices),
            required=False,
            help_text=old.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def _offer_prerequisites(self) -> None:
        field = self.fields["prerequisites"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        titles = {
            version.definition_id: local(version, "title")
            for version in queries.parts_on_offer(self.instance)
        }
        kept = self.instance.prerequisites.values_list("pk", flat=True)
        field.queryset = queries.definitions().filter(pk__in={*titles, *kept})
        field.label_from_instance = lambda each: titles.get(each.pk, each.slug)  # type: ignore[method-assign,assignment]

    def _ask_why(self) -> None:
        self.fields["reason"] = forms.CharField(
            label=_("Why it is changed"),
            help_text=_(
                "Anyone who looks at the design can read it. Example: the library moved, so the link"
                " is new."
            ),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _add_instructions(self) -> None:
        written = dict(self.instance.components.values_list("kind", "instructions"))
        asked = {}
        for kind in ComponentKind:
            name = f"instructions_{kind}"
            asked[name] = forms.CharField(
                label=_("What the learner does: %(component)s") % {"component": kind.label},
                required=False,
                initial=written.get(kind, ""),
                help_text=HELP[name],
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.fields = asked | self.fields


def section_form(
    version: Version, section: int, data: Any = None, *, is_amendment: bool = False
) -> SectionForm:
    """One section of the form; of a published version, what a minor amendment may change in it."""
    apart = MICRO_ONLY if version.definition.kind == Kind.STACK else STACK_ONLY
    if is_amendment:
        asked = queries.minor_fields(version, section)
    else:
        asked = tuple(each for each in queries.FIELDS[Section(section)] if each not in IN_STUDIO)
    # The rule of a stack is built on a page of its own.
    fields = [name for name in asked if name not in (*apart, "rule")]
    made: Any = forms.modelform_factory(
        Version,
        form=SectionForm,
        fields=fields,
        widgets={
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **{name: forms.Textarea(attrs={"rows": rows}) for name, rows in LINES.items()},
        },
        field_classes={"adds_to": SeveralField, "prerequisites": SeveralField},
    )
    form: SectionForm = made(
        data, instance=version, section=Section(section), is_amendment=is_amendment
    )
    return form
