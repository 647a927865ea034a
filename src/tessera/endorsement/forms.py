from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tessera.common.fields import single_line
from tessera.common.languages import labelled
from tessera.endorsement.enums import About, Interest, Recognition, Support
from tessera.ui.forms import RefusableForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tessera.endorsement.models import Suggestion
    from tessera.people.models import Organisation, Person

MOST_SIGNED = 200_000  # characters; what is given out to be signed has a tenth of that at most


class AskForm(RefusableForm):
    """Whom to ask: people with the organisation that each answers for, or someone to invite.

    `contacts` are people and organisations; `empty` are organisations for which nobody answers yet.
    """

    contact = forms.ChoiceField(label=_("Whom to ask"))
    email = forms.EmailField(
        label=_("Their e-mail"),
        required=False,
        help_text=_("Only when nobody of the organisation is here yet: an address at its website."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Their name"), required=False, max_length=200, validators=[single_line]
    )
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
        self,
        *args: Any,
        contacts: list[tuple[Person, Organisation]],
        empty: list[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contacts: dict[str, tuple[Person | None, Organisation]] = {
            f"{person.uuid}.{organisation.uuid}": (person, organisation)
            for person, organisation in contacts
        }
        self.contacts |= {f"new.{each.uuid}": (None, each) for each in empty}
        self.fields["contact"].choices = [  # type: ignore[attr-defined]
            (key, f"{organisation} – {person or _('invite someone')}")
            for key, (person, organisation) in self.contacts.items()
        ]
        if not empty:
            del self.fields["email"], self.fields["name"]

    def clean(self) -> None:
        chosen = self.contacts.get(self.cleaned_data.get("contact", ""))
        invites = chosen is not None and chosen[0] is None
        if invites and not self.cleaned_data.get("email") and "email" not in self.errors:
            self.add_error(
                "email", _("Whom shall we write to? Nobody of the organisation is here.")
            )

    def values(self) -> dict[str, Any]:
        """What the operation takes; for a valid form."""
        contact, organisation = self.contacts[self.cleaned_data["contact"]]
        told = {name: self.cleaned_data[name] for name in ("message", "answer_by")}
        if contact is None:
            told |= {name: self.cleaned_data[name] for name in ("email", "name")}
        return told | {"contact": contact, "organisation": organisation}


def words(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


def several(label: Any, kinds: type[Support | Recognition]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=kinds.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


YES_NO = [("yes", _("Yes, and we say so")), ("no", _("No, or we cannot say"))]
IN_WORDS = _("In your words")


class AnswerForm(RefusableForm):
    """Every way to answer in one form, so that changing one's mind loses no word; `answer` names the button."""

    demand_says = choice(_("Is the skill in demand?"), YES_NO)
    demand = words(
        IN_WORDS, _("How you know: whom you hire, what you lack, where your field is going.")
    )
    reflects_says = choice(_("Does the assessment reflect the job?"), YES_NO)
    reflects = words(IN_WORDS, _("Compare the tasks and the levels with what is expected at work."))
    support_kinds = several(_("We support it with"), Support)
    support = words(_("More about that"), rows=2)
    recognition_kinds = several(_("We recognise the badge with"), Recognition)
    recognition = words(_("More about that"), rows=2)
    comment = words(_("A comment for the designers"), _("Not signed, and not published."), rows=2)
    interest = choice(
        _("Do you gain from this other than by good people to hire?"),
        [
            (Interest.NONE, _("No, there is nothing to declare")),
            (Interest.SOME, _("Yes: we are paid for it, are related to an author, or alike")),
        ],
    )
    interest_words = words(
        _("What it is"), _("The quality panel reads this. It does not bar your answer."), rows=2
    )
    change_outcomes = words(_("In what the earner can do"), rows=2)
    change_assessment = words(_("In how it is judged"), rows=2)
    change_other = words(_("In something else"), rows=2)
    reason = words(_("Why you decline"), _("The designers read this."))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, asks_interests: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("demand_says", "reflects_says", "demand", "reflects", "interest"):
            self.fields[name].wanted = True  # type: ignore[attr-defined]
        if not asks_interests:
            del self.fields["interest"], self.fields["interest_words"]

    @property
    def way(self) -> str:
        """Which button was pressed: endorse, propose or decline."""
        return str(self.data.get("answer", "endorse"))

    def clean(self) -> None:
        said = self.cleaned_data
        sentence = _("Please write a sentence or two.")
        if self.way == "decline":
            if not said.get("reason", "").strip():
                self.add_error("reason", sentence)
        elif self.way == "propose":
            if not any(said.get(f"change_{about}", "").strip() for about in About.values):
                self.add_error("change_outcomes", sentence)
        else:
            self._check_endorsing(said)

    def _check_endorsing(self, said: dict[str, Any]) -> None:
        for name in ("demand", "reflects"):
            if not said.get(f"{name}_says"):
                self.add_error(f"{name}_says", _("Please choose one."))
            elif said[f"{name}_says"] == "yes" and not said.get(name, "").strip():
                self.add_error(name, _("Please write a sentence or two."))
        if said.get("demand_says") == said.get("reflects_says") == "no":
            self.add_error(
                None,
                _("You say neither. Decline below, or propose what should change first."),
            )
        if "interest" in self.fields:
            if not said.get("interest"):
                self.add_error("interest", _("Please choose one."))
            elif said["interest"] == Interest.SOME and not said.get("interest_words", "").strip():
                self.add_error("interest_words", _("Please write a sentence or two."))

    def statement(self) -> dict[str, Any]:
        """What is given; words beside a “no” go to the designers, unsigned."""
        said = self.cleaned_data
        given = {name: said[name] for name in ("support_kinds", "support")}
        given |= {name: said[name] for name in ("recognition_kinds", "recognition")}
        comments = [said["comment"].strip()]
        for name in ("demand", "reflects"):
            yes = said[f"{name}_says"] == "yes"
            given[name] = said[name] if yes else ""
            if not yes and said[name].strip():
                asked = self.fields[f"{name}_says"].label
                comments.append(labelled(asked, said[name].strip()))
        given["comment"] = "\n\n".join(filter(None, comments))
        if "interest" in self.fields:
            given |= {"interest": said["interest"], "interest_words": said["interest_words"]}
        return given

    def changes(self) -> dict[str, str]:
        return {about: self.cleaned_data[f"change_{about}"] for about in About.values}

    def typed(self) -> dict[str, Any]:
        """Everything as it was typed, whole or not, to be kept as a draft."""
        kept = {name: self[name].data for name in self.fields if name != "seen"}
        return {name: value for name, value in kept.items() if value}

    def show_again(self, digest: str) -> None:
        """The page now shows another design: what is sent next answers that one."""
        changed = self.data.copy()  # type: ignore[attr-defined]
        changed["seen"] = digest
        self.data = changed

    def _these(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def questions(self) -> list[forms.BoundField]:
        return self._these("demand_says", "demand", "reflects_says", "reflects")

    @property
    def extras(self) -> list[forms.BoundField]:
        return self._these(
            "support_kinds", "support", "recognition_kinds", "recognition", "comment"
        )

    @property
    def interests(self) -> list[forms.BoundField]:
        return self._these("interest", "interest_words")

    @property
    def proposals(self) -> list[forms.BoundField]:
        return self._these(*(f"change_{about}" for about in About.values))

    @property
    def shows_extras(self) -> bool:
        return any(field.value() for field in self.extras)

    @property
    def shows_proposals(self) -> bool:
        return any(field.value() or field.errors for field in self.proposals)


class SuggestionsForm(RefusableForm):
    """An answer for each change that a partner proposed."""

    def __init__(self, *args: Any, suggestions: Iterable[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_name = {f"answer_{each.pk}": each for each in suggestions}
        for name, each in self.by_name.items():
            self.fields[name] = words(
                each.text, _("What you changed, or why you leave it."), rows=2
            )
            self.fields[name].initial = each.answer

    def answers(self) -> Mapping[Suggestion, str]:
        return {each: self.cleaned_data[name] for name, each in self.by_name.items()}


class WithdrawForm(RefusableForm):
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The designers read this."),
    )


class KeyForm(RefusableForm):
    did = forms.CharField(
        label=_("The DID of your key"),
        max_length=300,
        validators=[single_line],
        help_text=_("It begins with did:web: and your domain, or with did:key:."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class SignedForm(RefusableForm):
    """The signed text, as a file or pasted."""

    file = forms.FileField(label=_("The signed file"), required=False)
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        max_length=MOST_SIGNED,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One of the two is needed, so neither is called optional.
        for name in ("file", "text"):
            self.fields[name].wanted = True  # type: ignore[attr-defined]

    def clean(self) -> None:
        file = self.cleaned_data.get("file")
        if self.errors:
            return
        if file is None and not self.cleaned_data.get("text"):
            self.add_error("file", _("Choose the signed file, or paste its text."))
        elif file is not None and file.size > MOST_SIGNED:
            self.add_error("file", _("This is far larger than the text that you were given."))

    def signed(self) -> str:
        """What was handed in; for a valid form."""
        file = self.cleaned_data.get("file")
        return file.read().decode(errors="replace") if file else str(self.cleaned_data["text"])


class EndKeyForm(RefusableForm):
    takes_back = forms.ChoiceField(
        label=_("What is signed with it"),
        choices=[
            ("no", _("It stays: the key is only being replaced or no longer used")),
            ("yes", _("It is all taken back: the key was lost, stolen or misused")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
