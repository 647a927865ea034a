from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import Refusal

if TYPE_CHECKING:
    from tessera.people.models import Organisation, Person


class RefusableForm(forms.Form):
    """A form that shows what the domain refused above what was typed."""

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(None, str(refusal))


class AskForm(RefusableForm):
    """Whom to ask: `contacts` are people with the organisation that each answers for."""

    contact = forms.ChoiceField(label=_("Whom to ask"))
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Why you turn to them. The design and the two questions are added by themselves."
        ),
    )
    answer_by = forms.DateField(
        label=_("Answer by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self, *args: Any, contacts: list[tuple[Person, Organisation]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {
            f"{person.uuid}.{organisation.uuid}": (person, organisation)
            for person, organisation in contacts
        }
        self.fields["contact"].choices = [  # type: ignore[attr-defined]
            (key, f"{organisation} – {person}")
            for key, (person, organisation) in self.contacts.items()
        ]

    def values(self) -> dict[str, Any]:
        """What the operation takes; for a valid form."""
        contact, organisation = self.contacts[self.cleaned_data["contact"]]
        return {
            "contact": contact,
            "organisation": organisation,
            "message": self.cleaned_data["message"],
            "answer_by": self.cleaned_data["answer_by"],
        }


def words(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AnswerForm(RefusableForm):
    """Both answers in one form, so that changing one's mind loses no word; `answer` names the button."""

    demand = words(
        _("Is the skill in demand?"),
        _("Say how you know: whom you hire, what you lack, where your field is going."),
    )
    reflects = words(
        _("Does the assessment reflect the job?"),
        _("Compare the tasks and the levels with what is expected at work."),
    )
    support = words(
        _("How do you support it?"), _("For example: co-design, placements, assessors, funding."), 2
    )
    recognition = words(
        _("How do you recognise the badge?"), _("For example: an interview, pay, advancement."), 2
    )
    reason = words(
        _("What should change, or why you decline"),
        _("Only when you do not endorse it. The designers read this."),
        3,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declines = self.data.get("answer") == "decline"
        for name in ("demand", "reflects", "reason"):
            self.fields[name].required = not self.is_bound or declines == (name == "reason")
            self.fields[name].error_messages["required"] = _("Please write a sentence or two.")

    def show_again(self, digest: str) -> None:
        """The page now shows another design: what is sent next answers that one."""
        self.data = {name: self.data[name] for name in self.data} | {"seen": digest}

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self["demand"], self["reflects"]]

    @property
    def extras(self) -> list[forms.BoundField]:
        return [self["support"], self["recognition"]]


class WithdrawForm(RefusableForm):
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The designers read this."),
    )
