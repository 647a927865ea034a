"""A rating and a comment for each check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Principle, RatingValue
from tessera.assurance.forms.base import RefusableForm
from tessera.assurance.models import Check, Rating
from tessera.assurance.queries import words_of

if TYPE_CHECKING:
    pass


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


def _values(check: Check) -> list[tuple[str, Any]]:
    return [
        (value, value.label)
        for value in RatingValue
        if not (check.mandatory and value == RatingValue.NOT_APPLICABLE)
    ]
