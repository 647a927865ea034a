"""Submitting, asking reviewers, answering findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tessera.assurance.forms.base import RefusableForm, day, words
from tessera.assurance.models import Finding
from tessera.assurance.queries import Candidate

if TYPE_CHECKING:
    from tessera.people.models import Person


class SubmitForm(RefusableForm):
    """Nothing to fill in: submitting is one button."""


class ScreenForm(RefusableForm):
    """Findings, one a line, when the proposal is not ready to be reviewed."""

    findings = words(
        _("What is missing, one thing a line"),
        required=False,
        rows=4,
        help_text=_("Only when you send it back. Each line becomes a finding that is answered."),
    )
    reason = words(_("A word to the authors"), required=False, rows=2)

    def lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["findings"].splitlines() if line.strip()]


class AssignForm(RefusableForm):
    """Whom to ask: those who should be asked first are ticked, and each says what a chair should know."""

    reviewers = forms.MultipleChoiceField(
        label=_("Whom to ask"), widget=forms.CheckboxSelectMultiple
    )
    due_on = day(
        _("Review due on"),
        help_text=_("Ten working days from today; weekends and closures do not count."),
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.person.uuid): each.person for each in candidates}
        self.fields["reviewers"].choices = [  # type: ignore[attr-defined]
            (str(each.person.uuid), _about(each)) for each in candidates
        ]

    def chosen(self) -> list[Person]:
        return [self.people[uuid] for uuid in self.cleaned_data["reviewers"]]


def _about(candidate: Candidate) -> str:
    load = ngettext(
        "%(count)d review to write", "%(count)d reviews to write", candidate.open_reviews
    ) % {"count": candidate.open_reviews}
    facts = [load if candidate.open_reviews else gettext("nothing to review now")]
    if candidate.reviewed_before:
        facts.insert(0, gettext("reviewed the round before"))
    if candidate.same_unit:
        facts.append(gettext("works in the unit that proposes it"))
    return f"{candidate.person} ({', '.join(facts)})"


class ReasonForm(RefusableForm):
    """Why a proposal is held, or a review taken back: those concerned read it."""

    reason = words(_("Reason"), rows=2)


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
