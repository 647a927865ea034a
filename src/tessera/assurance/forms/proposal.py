"""Submitting, asking reviewers, answering findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.assurance.forms.base import RefusableForm, day
from tessera.assurance.models import Finding

if TYPE_CHECKING:
    from tessera.people.models import Person


class SubmitForm(RefusableForm):
    """Nothing to fill in: submitting is one button."""


class AssignForm(RefusableForm):
    reviewer = forms.ChoiceField(label=_("Reviewer"))
    due_on = day(_("Review due on"))

    def __init__(
        self, *args: Any, reviewers: Iterable[Person], before: set[int], **kwargs: Any
    ) -> None:
        """`before` holds the ids of those who reviewed an earlier round."""
        super().__init__(*args, **kwargs)
        self.reviewers = {str(person.uuid): person for person in reviewers}
        again = _("%(name)s (reviewed the round before)")
        self.fields["reviewer"].choices = [  # type: ignore[attr-defined]
            (uuid, again % {"name": person} if person.pk in before else str(person))
            for uuid, person in self.reviewers.items()
        ]

    def chosen(self) -> Person:
        return self.reviewers[self.cleaned_data["reviewer"]]


class AnswersForm(RefusableForm):
    """An answer to each finding."""

    def __init__(self, *args: Any, findings: Iterable[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = list(findings)
        for number, finding in enumerate(self.findings, start=1):
            self.fields[f"answer-{finding.pk}"] = forms.CharField(
                label=_("Answer to finding %(number)d") % {"number": number},
                help_text=finding.text,
                required=not self.is_bound,
                max_length=4000,
                initial=finding.answer,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def changed(self) -> list[tuple[Finding, str]]:
        return [
            (finding, self.cleaned_data[f"answer-{finding.pk}"])
            for finding in self.findings
            if f"answer-{finding.pk}" in self.changed_data
        ]
