"""Clean input: an offering, a motive, evidence, answers, a completion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tessera.catalogue.enums import EvidenceKind
from tessera.common.refusal import Refusal
from tessera.common.uploads import EVIDENCE_TYPES, REQUEST_LIMIT
from tessera.enrolment.enums import Basis
from tessera.enrolment.models import Enrolment, Evidence, Offering
from tessera.ui.forms import DraftText, SeveralField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tessera.catalogue.models import Version
    from tessera.enrolment.queries import Answer
    from tessera.people.models import Person

LONGEST_TEXT = 50_000


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Refusable:
    """A form that can also show what an operation refused."""

    def refuse(self: Any, refusal: Refusal, field: str | None = None) -> None:
        """Say it at the field, in place of whatever else was wrong there, or above the form."""
        self.errors.pop(field, None)
        self.add_error(field, str(refusal))


class OfferingForm(Refusable, forms.ModelForm[Offering]):
    instructors = SeveralField(
        queryset=None, widget=forms.CheckboxSelectMultiple, label=_("Who teaches it")
    )
    assessors = SeveralField(
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who assesses it"),
        help_text=_("Assessors judge what learners hand in. They never confirm what they judged."),
    )

    class Meta:
        model = Offering
        fields = [
            "version",
            "title",
            "mode",
            "place",
            "language",
            "starts_on",
            "ends_on",
            "capacity",
            "fee",
        ]
        labels = {"version": _("Micro-credential")}
        help_texts = {
            "starts_on": _("Leave it empty when learners begin whenever they like."),
            "capacity": _("Leave it empty when there is room for everyone."),
        }
        widgets = {"starts_on": day(), "ends_on": day()}

    def __init__(
        self,
        *args: Any,
        versions: QuerySet[Version],
        instructors: QuerySet[Person],
        assessors: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in [
            ("version", versions),
            ("instructors", instructors),
            ("assessors", assessors),
        ]:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found
        self.fields["version"].to_field_name = "uuid"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("It ends before it starts."))
        return given


class EnrolForm(Refusable, forms.Form):
    motive = forms.CharField(
        label=_("Why do you want this?"),
        help_text=_(
            "In your own words. You will read it again when you look back on what you learned; "
            "your assessor reads it beside your reflection."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        error_messages={"required": _("Say in your own words why you want this.")},
    )
    notice = forms.BooleanField(
        label=_("I have read what is kept about me, why, and for how long"),
        error_messages={"required": _("Read the notice above and tick this to go on.")},
    )


class EvidenceForm(Refusable, forms.ModelForm[Evidence]):
    """The part that every kind of evidence shares; what is sent comes last, so that a file that is
    cut off on its way takes nothing with it."""

    class Meta:
        model = Evidence
        fields = ["title", "description", "third_parties_cleared"]
        labels = {
            "third_parties_cleared": _("Nobody else can be recognised in it, or they have agreed")
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}


class FileForm(EvidenceForm):
    file = forms.FileField(
        label=_("File"),
        help_text=format_lazy(
            _("Up to {size} MB: {kinds}."),
            size=REQUEST_LIMIT // 1024**2,
            kinds=", ".join(sorted(end.lstrip(".") for end in EVIDENCE_TYPES.values())),
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(EVIDENCE_TYPES.values())}),
    )


class LinkForm(EvidenceForm):
    url = forms.URLField(
        label=_("Address"),
        help_text=_("Make sure that your assessor can open it."),
        assume_scheme="https",
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )


class TextForm(EvidenceForm):
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 10}), max_length=LONGEST_TEXT
    )


EVIDENCE_FORMS: dict[EvidenceKind, type[EvidenceForm]] = {
    EvidenceKind.FILE: FileForm,
    EvidenceKind.LINK: LinkForm,
    EvidenceKind.TEXT: TextForm,
}


class ReflectionForm(Refusable, forms.Form):
    """One field a prompt, each with what was saved last; a draft may leave any of them empty."""

    use_required_attribute = False

    def __init__(self, *args: Any, answers: Iterable[Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prompts = {f"prompt-{answer.prompt.pk}": answer.prompt.pk for answer in answers}
        for answer in answers:
            self.fields[f"prompt-{answer.prompt.pk}"] = DraftText(
                label=_(answer.prompt.text),
                initial=answer.text,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 7}),
            )

    @property
    def given(self) -> dict[int, str]:
        return {prompt: self.cleaned_data[name] for name, prompt in self.prompts.items()}


class CompletionForm(Refusable, forms.Form):
    """Which learners completed the learning, and when."""

    learners: forms.ModelMultipleChoiceField[Enrolment] = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="uuid",
        label=_("Learners"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one learner.")},
    )
    basis = forms.ChoiceField(label=_("How"), choices=Basis.choices, widget=forms.RadioSelect)
    completed_on = forms.DateField(label=_("Completed on"), widget=day())
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(
        self,
        *args: Any,
        learners: QuerySet[Enrolment],
        bases: list[Basis],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learners"].queryset = learners  # type: ignore[attr-defined]
        self.fields["learners"].label_from_instance = lambda row: row.learner.name  # type: ignore[attr-defined]
        self.fields["basis"].choices = [(basis.value, basis.label) for basis in bases]  # type: ignore[attr-defined]
        self.fields["basis"].initial = bases[0] if bases else None
        self.fields["completed_on"].initial = today
