from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tessera.common.fields import single_line
from tessera.people.models import Organisation, Person
from tessera.people.policies import MAXIMUM_MONTHS, MAXIMUM_NEEDED
from tessera.ui.forms import RefusableForm

if TYPE_CHECKING:
    OrganisationModelForm = forms.ModelForm[Organisation]
else:
    OrganisationModelForm = forms.ModelForm


class SignupForm(forms.Form):
    """What joining asks beside the e-mail address and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        validators=[single_line],
        help_text=_("As it should stand on your badges. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: Person) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


# allauth leaves the name of a passkey without a label that can be translated.
class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("Name"), required=False)


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("Name"))


class OrganisationForm(OrganisationModelForm):
    """An outside organisation, as its endorsements will name it."""

    url = forms.URLField(
        label=_("Website"),
        assume_scheme="https",
        max_length=200,
        help_text=_("Its people have addresses at this website, or an administrator invites them."),
    )

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["name", "url", "description"]
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Name"),
            "description": _("What it does"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "name": _("As it signs. It stands in every badge that it endorses."),
            "url": _(
                "Its people have addresses at this website, or an administrator invites them."
            ),
        }
        widgets: ClassVar[dict[str, Any]] = {"description": forms.Textarea(attrs={"rows": 3})}

    def clean_name(self) -> str:
        single_line(name := str(self.cleaned_data["name"]))
        return name


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Name or website"), required=False, max_length=100)


class InviteForm(RefusableForm):
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("They get a link that opens once and works for fourteen days."),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, validators=[single_line]
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=[("en", _("English")), ("fr", _("French"))]
    )


class AddressForm(RefusableForm):
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class FreshLinkForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class AcceptForm(RefusableForm):
    """Proves no more than that the link was not simply passed on; the mailbox is the proof."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one at which you got the link."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        validators=[single_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class RulesForm(RefusableForm):
    needed = forms.IntegerField(
        label=_("Endorsements that a design needs before it is approved"),
        min_value=0,
        max_value=MAXIMUM_NEEDED,
        help_text=_(
            "By different organisations, each saying both that the skill is in demand and that the"
            " assessment reflects the job. With 0, none is needed."
        ),
    )
    months = forms.IntegerField(
        label=_("Months that an endorsement is in force"),
        min_value=1,
        max_value=MAXIMUM_MONTHS,
        help_text=_("Those given already keep their term."),
    )
    asks_interests = forms.BooleanField(
        label=_("Ask partners whether they have an interest to declare"), required=False
    )
    need_months = forms.IntegerField(
        label=_("Months after which evidence of need is called old"),
        min_value=1,
        max_value=MAXIMUM_MONTHS,
        help_text=_("Designers are told on the form; nothing is refused for it."),
    )
