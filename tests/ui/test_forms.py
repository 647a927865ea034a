import re

import pytest
from django import forms
from django.template import Context, Template

from tessera.people.models import Unit
from tessera.ui.forms import RadioCards, SeveralField


class Enrolment(forms.Form):
    name = forms.CharField(label="Your name", help_text="As on your badges.")
    hours = forms.IntegerField(label="Hours", required=False)
    mode = forms.ChoiceField(
        label="Mode",
        choices=[("here", "On campus"), ("away", "Away")],
        widget=RadioCards(notes={"here": "Two evenings."}),
    )
    agree = forms.BooleanField(label="My own work")
    token = forms.CharField(widget=forms.HiddenInput)


def ids(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


def test_refused_form_links_each_error_to_a_control_that_exists():
    html = str(Enrolment({"token": "x"}))
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets == ["id_name", "id_mode_0", "id_agree"]
    assert set(targets) - ids(html) == set()


def test_refused_field_is_described_by_its_help_and_its_error():
    html = str(Enrolment({"token": "x"}))
    field = re.search(r'<input[^>]*name="name"[^>]*>', html).group()
    described = re.search(r'aria-describedby="([^"]+)"', field).group(1).split()
    assert ('aria-invalid="true"' in field, described) == (
        True,
        ["id_name_helptext", "id_name_error"],
    )


def test_every_description_exists():
    for form in (Enrolment(), Enrolment({})):
        html = str(form)
        described = {
            one for ids in re.findall(r'aria-describedby="([^"]+)"', html) for one in ids.split()
        }
        assert described - ids(html) == set()


def test_no_id_stands_twice():
    html = str(Enrolment({}))
    found = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(found) == sorted(set(found))


def test_error_of_a_hidden_field_is_told_without_a_link():
    html = str(Enrolment({"name": "Ada", "mode": "here", "agree": "on"}))
    summary = re.search(r'class="error-summary".*?</div>', html, re.S).group()
    assert ("This field is required." in summary, "<a " in summary) == (True, False)


def test_form_without_errors_has_no_summary():
    assert "error-summary" not in str(Enrolment())


def test_only_what_is_optional_is_marked():
    marked = [
        name for name in Enrolment().fields if "(optional)" in Enrolment()[name].as_field_group()
    ]
    assert marked == ["hours"]


def test_choices_stand_in_a_fieldset_with_their_notes():
    html = Enrolment()["mode"].as_field_group()
    assert re.findall(r"<legend>(\w+)", html) == ["Mode"]
    assert re.findall(r'class="muted">([^<]+)', html) == ["Two evenings."]


def test_form_errors_tag_says_nothing_of_a_fresh_form():
    page = Template("{% form_errors form %}").render(Context({"form": Enrolment()}))
    assert page.strip() == ""


@pytest.mark.django_db
def test_several_of_what_no_row_can_be_are_no_choice():
    field = SeveralField(queryset=Unit.objects.all())
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(["9" * 30])
    assert refused.value.code == "invalid_choice"
