from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Outcome, Principle, RatingValue
from tessera.assurance.models import Check, Finding, Rating
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.assurance.queries import words_of
from tessera.common.refusal import Refusal

if TYPE_CHECKING:
    from tessera.people.models import Person


def day(label: Any, *, required: bool = True) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=picker)


class RefusableForm(forms.Form):
    """Shows what the domain refused above what was typed, one line for each thing that is missing."""

    def refuse(self, refusal: Refusal) -> None:
        for line in refusal.facts.get("missing") or [refusal]:
            self.add_error(None, str(line))


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


class ReviewForm(RefusableForm):
    """A rating and a comment for each check, and a summary; a draft may leave anything out."""

    summary = forms.CharField(
        label=_("In one paragraph"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, checks: Iterable[Check], ratings: Iterable[Rating], **kwargs: Any
    ) -> None:
        self.checks = list(checks)
        given = {rating.check_line_id: rating for rating in ratings}
        super().__init__(*args, **kwargs)
        for check in self.checks:
            rating = given.get(check.pk)
            self.fields[f"value-{check.code}"] = forms.ChoiceField(
                label=words_of(check),
                choices=_values(check),
                # Needed to hand it in; a draft may leave it out.
                required=check.mandatory and not self.is_bound,
                initial=rating.value if rating else "",
                widget=forms.RadioSelect,
            )
            self.fields[f"comment-{check.code}"] = forms.CharField(
                label=_("Comment"),
                required=False,
                max_length=2000,
                initial=rating.comment if rating else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def ratings(self) -> dict[Check, tuple[str, str]]:
        return {
            check: (
                self.cleaned_data[f"value-{check.code}"],
                self.cleaned_data[f"comment-{check.code}"],
            )
            for check in self.checks
        }

    def point_out(self, missing: dict[int, str]) -> None:
        """Say at each check what it lacks: a rating, or the comment on one that was given."""
        for check in self.checks:
            self.fields[f"value-{check.code}"].required = check.mandatory
            if check.pk in missing:
                rated = self.cleaned_data[f"value-{check.code}"]
                name = "comment" if rated else "value"
                self.add_error(f"{name}-{check.code}", missing[check.pk])

    @property
    def groups(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Fields by principle, in the order of the standard."""
        return [
            (
                str(principle.label),
                [
                    (self[f"value-{check.code}"], self[f"comment-{check.code}"])
                    for check in self.checks
                    if check.principle == principle
                ],
            )
            for principle in Principle
        ]


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


class DecisionForm(RefusableForm):
    """One form for all outcomes: findings for a return, conditions for an approval, a reason for each.

    `troubled` are the checks that a reviewer did not find plainly met, with what was said of them.
    """

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The authors read this. A decline needs one."),
    )
    other = forms.CharField(
        label=_("Other findings, one a line"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        troubled: dict[Check, str],
        conditions: Iterable[Check],
        owners: Iterable[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.troubled, self.conditions = list(troubled), list(conditions)
        self.owners = {str(person.uuid): person for person in owners}
        for check, said in troubled.items():
            self.fields[f"finding-{check.code}"] = forms.CharField(
                label=words_of(check),
                required=False,
                max_length=2000,
                initial=said,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for check in self.conditions:
            self.fields[f"condition-{check.code}"] = forms.CharField(
                label=_("Condition: %(check)s") % {"check": words_of(check)},
                required=False,
                max_length=2000,
                initial=troubled.get(check, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"owner-{check.code}"] = forms.ChoiceField(
                label=_("Who sees to it"),
                required=False,
                choices=[(uuid, str(person)) for uuid, person in self.owners.items()],
            )
            self.fields[f"due-{check.code}"] = day(_("To be met by"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("outcome") == Outcome.APPROVE:
            for check in self.conditions:
                for name in ("condition", "owner", "due"):
                    if not cleaned.get(f"{name}-{check.code}"):
                        self.add_error(f"{name}-{check.code}", _("An approval needs this."))
        return cleaned

    def values(self, outcome: str) -> dict[str, Any]:
        """What the operation takes; for a valid form."""
        words = self.cleaned_data
        findings = [
            NewFinding(words[f"finding-{check.code}"], check)
            for check in self.troubled
            if words[f"finding-{check.code}"]
        ]
        findings += [
            NewFinding(line.strip()) for line in words["other"].splitlines() if line.strip()
        ]
        conditions = [
            NewCondition(
                check,
                words[f"condition-{check.code}"],
                self.owners[words[f"owner-{check.code}"]],
                words[f"due-{check.code}"],
            )
            for check in self.conditions
            if outcome == Outcome.APPROVE
        ]
        return {
            "outcome": outcome,
            "reason": words["reason"],
            "findings": findings if outcome == Outcome.RETURN else [],
            "conditions": conditions,
        }

    @property
    def finding_fields(self) -> list[forms.BoundField]:
        return [*(self[f"finding-{check.code}"] for check in self.troubled), self["other"]]

    @property
    def condition_fields(self) -> list[list[forms.BoundField]]:
        return [
            [self[f"{name}-{check.code}"] for name in ("condition", "owner", "due")]
            for check in self.conditions
        ]


def _values(check: Check) -> list[tuple[str, Any]]:
    return [
        (value, value.label)
        for value in RatingValue
        if not (check.mandatory and value == RatingValue.NOT_APPLICABLE)
    ]
