"""Clean input: declarations, levels with feedback, reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from tessera.assessment.operations import Given
from tessera.assessment.queries import Line
from tessera.common.refusal import Refusal
from tessera.ui.forms import DraftChoice, DraftText, RadioCards


class Refusable(forms.Form):
    def refuse(self, refusal: Refusal, field: str | None = None) -> None:
        """Show what an operation refused, above the form or at a field."""
        self.add_error(field, str(refusal))


class ClaimForm(Refusable):
    original = forms.BooleanField(
        label=_("This is my own work. Where others took part, I say what was mine"),
        error_messages={"required": _("Only your own work can be claimed. Tick this if it is.")},
    )
    ai_use = forms.CharField(
        label=_("How I used artificial intelligence"),
        help_text=_("Name the tool and what it did for you, or write “not used”."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        error_messages={"required": _("Say how you used it, or write “not used”.")},
    )


class BeginForm(Refusable):
    conflict = forms.ChoiceField(
        label=_("Do you have a conflict of interest?"),
        help_text=_(
            "You have one when you are related to the learner, work for or with them, gain from the "
            "result, or feel that you could not judge freely."
        ),
        choices=[
            ("no", _("No: I judge this attempt")),
            ("yes", _("Yes: somebody else should judge it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer this before you see the work.")},
    )

    @property
    def no_conflict(self) -> bool:
        return bool(self.cleaned_data["conflict"] == "no")


class ReasonForm(Refusable):
    reason = forms.CharField(
        label=_("What is incomplete"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say what is incomplete, so that it can be mended.")},
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion on the judging screen; without fields when it was met before."""

    line: Line
    level: BoundField | None = None
    feedback: BoundField | None = None


class JudgeForm(Refusable):
    """A level and a feedback for each criterion that is open. A draft may leave any of them empty."""

    use_required_attribute = False
    feedback = forms.CharField(
        label=_("To the learner, about the whole"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
    )

    def __init__(self, *args: Any, lines: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            if line.carried:
                continue
            key = line.criterion.pk
            self.fields[f"level-{key}"] = DraftChoice(
                label=_("Level"),
                choices=[
                    (level.rank, self.level_name(line, level.rank, level.name))
                    for level in line.levels
                ],
                initial=line.level.rank if line.level else None,
                widget=RadioCards(
                    notes={str(level.rank): level.description for level in line.levels}
                ),
            )
            self.fields[f"feedback-{key}"] = DraftText(
                label=_("Feedback"),
                initial=line.feedback,
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=5000,
            )

    @staticmethod
    def level_name(line: Line, rank: int, name: str) -> str:
        return _("%(level)s (needed)") % {"level": name} if rank == line.required.rank else name

    @property
    def rows(self) -> list[Row]:
        return [
            Row(line)
            if line.carried
            else Row(
                line, self[f"level-{line.criterion.pk}"], self[f"feedback-{line.criterion.pk}"]
            )
            for line in self.lines
        ]

    @property
    def given(self) -> list[Given]:
        """What was written, by criterion."""
        found = []
        for line in self.lines:
            if line.carried:
                continue
            rank = self.cleaned_data[f"level-{line.criterion.pk}"]
            level = next((each for each in line.levels if str(each.rank) == rank), None)
            feedback = self.cleaned_data[f"feedback-{line.criterion.pk}"]
            found.append(Given(line.criterion, level, feedback))
        return found
