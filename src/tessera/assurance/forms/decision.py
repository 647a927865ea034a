"""The outcome, with its findings, conditions and reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Outcome
from tessera.assurance.forms.base import RefusableForm, day, words
from tessera.assurance.models import Check
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.assurance.queries import words_of

if TYPE_CHECKING:
    from tessera.people.models import Person


class DecisionForm(RefusableForm):
    """One form for all outcomes: findings for a return, conditions for an approval, a reason for each.

    `troubled` are the checks that a reviewer did not find plainly met, with what was said of them;
    `conditions` those on which a condition may hang, and `needed` those of them on which one must.
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

    override = words(
        _("Why the ratings are set aside"),
        required=False,
        help_text=_(
            "Only for a decision that the ratings do not support. It is kept with the decision, and"
            " auditors and the other chairs are told."
        ),
    )

    def __init__(
        self,
        *args: Any,
        troubled: dict[Check, str],
        conditions: Iterable[Check],
        needed: Iterable[Check],
        owners: Iterable[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.troubled, self.conditions = list(troubled), list(conditions)
        self.needed = set(needed)
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
                initial=troubled.get(check, "") if check in self.needed else "",
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
                if check not in self.needed and not cleaned.get(f"condition-{check.code}"):
                    continue
                for name in ("condition", "owner", "due"):
                    if not cleaned.get(f"{name}-{check.code}"):
                        self.add_error(f"{name}-{check.code}", _("An approval needs this."))
        return cleaned

    def values(self, outcome: str) -> dict[str, Any]:
        """What the operation takes; for a valid form."""
        said = self.cleaned_data
        findings = [
            NewFinding(said[f"finding-{check.code}"], check)
            for check in self.troubled
            if said[f"finding-{check.code}"]
        ]
        findings += [
            NewFinding(line.strip()) for line in said["other"].splitlines() if line.strip()
        ]
        conditions = [
            NewCondition(
                check,
                said[f"condition-{check.code}"],
                self.owners[said[f"owner-{check.code}"]],
                said[f"due-{check.code}"],
            )
            for check in self.conditions
            if outcome == Outcome.APPROVE and said[f"condition-{check.code}"]
        ]
        return {
            "outcome": outcome,
            "reason": said["reason"],
            "override": said["override"],
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
