"""A rating and a comment for each check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Principle, RatingValue, ReviewEnd
from tessera.assurance.forms.base import RefusableForm, words
from tessera.assurance.models import Check, Finding, Rating, Settlement
from tessera.assurance.queries import words_of

if TYPE_CHECKING:
    pass

WORDS = {True: "yes", False: "no", None: ""}
SETTLED = [("yes", _("Settled")), ("no", _("Not settled"))]


class ReviewForm(RefusableForm):
    """A rating and a comment for each check, and a summary; a draft may leave anything out."""

    summary = forms.CharField(
        label=_("In one paragraph"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        checks: Iterable[Check],
        ratings: Iterable[Rating],
        findings: Iterable[Finding] = (),
        settlements: Iterable[Settlement] = (),
        **kwargs: Any,
    ) -> None:
        self.checks, self.findings = list(checks), list(findings)
        given = {rating.check_line_id: rating for rating in ratings}
        settled = {each.finding_id: each.settled for each in settlements}
        super().__init__(*args, **kwargs)
        for finding in self.findings:
            self.fields[f"settled-{finding.pk}"] = forms.ChoiceField(
                label=_("Is it settled?"),
                choices=SETTLED,
                required=not self.is_bound,
                initial=WORDS[settled.get(finding.pk)],
                widget=forms.RadioSelect,
            )
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
                widget=forms.Textarea(attrs={"rows": 1}),
            )

    def ratings(self) -> dict[Check, tuple[str, str]]:
        return {
            check: (
                self.cleaned_data[f"value-{check.code}"],
                self.cleaned_data[f"comment-{check.code}"],
            )
            for check in self.checks
        }

    def settlements(self) -> dict[Finding, bool]:
        """What was said of each finding of the round before; nothing of those left open."""
        said = {finding: self.cleaned_data[f"settled-{finding.pk}"] for finding in self.findings}
        return {finding: word == "yes" for finding, word in said.items() if word}

    def point_out(self, missing: dict[int, str], unjudged: Iterable[Finding]) -> None:
        """Say at each check what it lacks: a rating, or the comment on one that was given."""
        for finding in unjudged:
            self.add_error(f"settled-{finding.pk}", _("Say whether this finding is settled."))
        for check in self.checks:
            self.fields[f"value-{check.code}"].required = check.mandatory
            if check.pk in missing:
                rated = self.cleaned_data[f"value-{check.code}"]
                name = "comment" if rated else "value"
                self.add_error(f"{name}-{check.code}", missing[check.pk])

    @property
    def done(self) -> int:
        """How many checks carry a rating."""
        return sum(bool(self[f"value-{check.code}"].value()) for check in self.checks)

    @property
    def groups(self) -> list[tuple[str, list[tuple[Check, forms.BoundField, forms.BoundField]]]]:
        """Fields by principle, in the order of the standard."""
        return [
            (
                str(principle.label),
                [
                    (check, self[f"value-{check.code}"], self[f"comment-{check.code}"])
                    for check in self.checks
                    if check.principle == principle
                ],
            )
            for principle in Principle
        ]


class HandBackForm(RefusableForm):
    """Giving a review back: why, in a kind and in words."""

    end = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (ReviewEnd.CONFLICT, _("I have a conflict of interest")),
            (ReviewEnd.NO_TIME, _("I have no time for it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = words(_("In a sentence"), rows=2, help_text=_("Only the quality chair reads this."))


class RemarkForm(RefusableForm):
    text = words(_("What you want to say"), rows=3)


def _values(check: Check) -> list[tuple[str, Any]]:
    return [
        (value, value.label)
        for value in RatingValue
        if not (check.mandatory and value == RatingValue.NOT_APPLICABLE)
    ]
