from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.assurance import queries as assurance
from tessera.assurance.enums import AppealState, Outcome
from tessera.assurance.policies import NewCondition, NewFinding
from tessera.common.refusal import Refusal
from tessera.meetings.enums import Verdict
from tessera.standing.enums import CHOICES, EFFECTS, Effect
from tessera.ui.forms import RadioCards

if TYPE_CHECKING:
    from tessera.meetings.models import Item
    from tessera.people.models import Person


def words(
    label: Any, help_text: Any = "", *, required: bool = False, rows: int = 3
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=8000, widget=area
    )


def day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    field = forms.DateField(label=label, help_text=help_text, required=required, widget=picker)
    field.wanted = True  # type: ignore[attr-defined]  # what it is needed for is said beside it
    return field


def some_of(label: Any, people: Iterable[Person], help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[(str(person.uuid), str(person)) for person in people],
        widget=forms.CheckboxSelectMultiple,
    )


class RefusableForm(forms.Form):
    """Shows what the domain refused above what was typed; `at` names the item, for ids of its own."""

    def __init__(self, *args: Any, at: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__}{at}-%s")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Refusal) -> None:
        for line in refusal.facts.get("missing") or [refusal]:
            self.add_error(None, str(line))


class PlanForm(RefusableForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    starts_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    place = forms.CharField(label=_("Where"), required=False, max_length=200)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.uuid): person for person in people}
        self.fields["members"] = some_of(_("Who is asked"), self.people.values())

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"people": [self.people[uuid] for uuid in given.pop("members")]}


class PresenceForm(RefusableForm):
    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.uuid): person for person in people}
        self.fields["present"] = some_of(_("Who is here"), self.people.values())

    def present(self) -> list[Person]:
        return [self.people[uuid] for uuid in self.cleaned_data["present"]]


class AddForm(RefusableForm):
    title = forms.CharField(label=_("Other business"), max_length=200)


class NotesForm(RefusableForm):
    notes = words(_("Notes"), rows=4)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.uuid): person for person in people}
        self.fields["recused"] = some_of(_("Takes no part in this item"), self.people.values())

    def recused(self) -> list[Person]:
        return [self.people[uuid] for uuid in self.cleaned_data["recused"]]


class DecideForm(RefusableForm):
    """A decision on a proposal: findings for a return, conditions for an approval that needs them."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = words(_("Reason"), _("The authors read this. A decline needs one."))
    other = words(_("Findings of a return, one a line"))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert item.proposal is not None
        sheet = assurance.independent_sheet(item.proposal)
        self.conditions = sheet.conditions
        self.owners = {str(each.uuid): each for each in item.proposal.version.authors.all()}
        for check in self.conditions:
            self.fields[f"condition-{check.code}"] = words(
                _("Condition: %(check)s") % {"check": assurance.words_of(check)}, rows=2
            )
            self.fields[f"owner-{check.code}"] = forms.ChoiceField(
                label=_("Who sees to it"),
                required=False,
                choices=[(uuid, str(person)) for uuid, person in self.owners.items()],
            )
            self.fields[f"due-{check.code}"] = day(_("To be met by"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == Outcome.APPROVE:
            for check in self.conditions:
                for name in ("condition", "owner", "due"):
                    if not cleaned.get(f"{name}-{check.code}"):
                        self.add_error(f"{name}-{check.code}", _("An approval needs this."))
        return cleaned

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        approves, returns = (given["outcome"] == each for each in (Outcome.APPROVE, Outcome.RETURN))
        return {
            "outcome": given["outcome"],
            "reason": given["reason"],
            "findings": [
                NewFinding(line.strip())
                for line in given["other"].splitlines()
                if returns and line.strip()
            ],
            "conditions": [
                NewCondition(
                    check,
                    given[f"condition-{check.code}"],
                    self.owners[given[f"owner-{check.code}"]],
                    given[f"due-{check.code}"],
                )
                for check in self.conditions
                if approves
            ],
        }


class ConcludeForm(RefusableForm):
    outcome = forms.ChoiceField(
        label=_("What comes of it"),
        choices=[(each.value, each.label) for each in CHOICES],
        widget=forms.RadioSelect,
    )
    reason = words(
        _("Reason"), _("Unless it is kept, learners, partners and the public may read it.")
    )
    next_on = day(_("Next review"), _("Needed while it stands."))
    effect = forms.ChoiceField(
        label=_("What it means for those who are enrolled"),
        required=False,
        choices=Effect.choices,
        widget=RadioCards(notes={str(key): text for key, text in EFFECTS.items()}),
    )
    teach_out_on = day(_("Last day for those who are enrolled"), _("Needed when it retires."))

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class JudgeForm(RefusableForm):
    """An appeal: the design is reviewed anew, or the decline stands."""

    outcome = forms.ChoiceField(
        label=_("The appeal"),
        choices=[
            (AppealState.UPHELD.value, _("Upheld: the design is reviewed anew, by others")),
            (AppealState.DISMISSED.value, _("Dismissed: the decline stands")),
        ],
        widget=forms.RadioSelect,
    )
    reason = words(_("Reason"), _("The authors read this."), required=True)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AnswerForm(RefusableForm):
    """A condition that is reported as met: it is, or not yet."""

    outcome = forms.ChoiceField(
        label=_("The condition"),
        choices=[(each.value, each.label) for each in (Verdict.MET, Verdict.NOT_MET)],
        widget=forms.RadioSelect,
    )
    reason = words(_("What is still missing"), _("Needed unless it is met; its owner reads this."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == Verdict.NOT_MET and not cleaned.get("reason"):
            self.add_error("reason", _("Say what is missing, so that it can be put right."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class MoreTimeForm(RefusableForm):
    """A condition that is due, and not reported as met."""

    due_on = day(_("More time, until"), required=True)
    reason = words(_("Reason"), _("Its owner reads this."), required=True)

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"outcome": Verdict.MORE_TIME}
