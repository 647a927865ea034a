from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tessera.people.models import Person, single_line


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
