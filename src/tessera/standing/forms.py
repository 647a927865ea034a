from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import Refusal
from tessera.standing.enums import CHOICES, EFFECTS, Effect, Outcome, Source
from tessera.ui.forms import RadioCards

OUTCOMES = {
    Outcome.KEEP: _("It stands until the next review. An endorsement must be in force."),
    Outcome.AMEND: _(
        "It stands meanwhile. Its designers are told to begin a next version, and why."
    ),
    Outcome.RETIRE: _(
        "Nobody new can begin. Those who are enrolled finish by the last day; badges keep their value."
    ),
    Outcome.SUSPEND: _("Nobody new can begin until it is reinstated. Say what it means below."),
}


def words(
    label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=4000, widget=area
    )


def day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    field = forms.DateField(label=label, help_text=help_text, required=required, widget=picker)
    field.wanted = True  # type: ignore[attr-defined]  # what it is needed for is said beside it
    return field


def effect(*, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What it means for those who are enrolled"),
        required=required,
        choices=Effect.choices,
        widget=RadioCards(notes={str(key): text for key, text in EFFECTS.items()}),
    )


class RefusableForm(forms.Form):
    """Shows what the domain refused above what was typed, one line for each thing that is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Several stand on one page, with fields of the same name.
        kwargs.setdefault("auto_id", f"{type(self).__name__}-%s")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Refusal) -> None:
        for line in refusal.facts.get("missing") or [refusal]:
            self.add_error(None, str(line))


class ComplaintForm(RefusableForm):
    source = forms.ChoiceField(label=_("Who complains"), choices=[("", "—"), *Source.choices])
    sender = forms.CharField(
        label=_("Name and how to reach them"),
        help_text=_("Only those who look after this design read it."),
        required=False,
        max_length=200,
    )
    text = words(_("What the complaint says"), _("In their words as far as possible."))


class OpenForm(RefusableForm):
    reason = words(_("Why it is looked at again"))


class ConcludeForm(RefusableForm):
    outcome = forms.ChoiceField(
        label=_("What comes of it"),
        choices=[(each.value, each.label) for each in CHOICES],
        widget=RadioCards(notes={str(key): text for key, text in OUTCOMES.items()}),
    )
    reason = words(
        _("Reason"), _("Unless it is kept, learners, partners and the public may read it.")
    )
    next_on = day(_("Next review"), _("Needed while it stands."), required=False)
    effect = effect(required=False)
    teach_out_on = day(
        _("Last day for those who are enrolled"), _("Needed when it retires."), required=False
    )


class SuspendForm(RefusableForm):
    reason = words(_("Reason"), _("Learners, partners and the public read it."))
    effect = effect()


class ReinstateForm(RefusableForm):
    reason = words(_("Why it may stand again"))
    next_on = day(_("Next review"))


class ScheduleForm(RefusableForm):
    review_on = day(_("Next review"))


def in_years(day: date, years: int) -> str:
    """A day to propose, so many years later, as a date field writes it."""
    return day.replace(year=day.year + years, day=min(day.day, 28)).isoformat()
