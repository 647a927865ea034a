"""The gallery: every component with its states, for those who build pages and for the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tessera.common import clock
from tessera.ui.forms import RadioCards
from tessera.ui.templatetags.tessera import icon_names

SHAPES = {
    "window": gettext_lazy("Shop window"),
    "desk": gettext_lazy("Desk"),
    "workspace": gettext_lazy("Workspace"),
    "register": gettext_lazy("Register"),
    "document": gettext_lazy("Document"),
}

View = Callable[..., HttpResponse]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("As it should stand on your badges."),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    hours = forms.IntegerField(label=gettext_lazy("Hours of work"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why you want this"), widget=forms.Textarea)
    mode = forms.ChoiceField(
        label=gettext_lazy("How you will learn"),
        choices=[
            ("here", gettext_lazy("On campus")),
            ("away", gettext_lazy("At a distance")),
        ],
        widget=RadioCards(
            notes={
                "here": gettext_lazy("Two evenings a week."),
                "away": gettext_lazy("In your own time."),
            }
        ),
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days that suit you"),
        choices=[("mon", gettext_lazy("Monday")), ("tue", gettext_lazy("Tuesday"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        choices=[("1", gettext_lazy("Foundation")), ("2", gettext_lazy("Advanced"))],
    )
    evidence = forms.FileField(label=gettext_lazy("Your evidence"), required=False)
    agree = forms.BooleanField(label=gettext_lazy("This is my own work"))


def open_to_all(view: View) -> View:
    """Says on purpose that anyone may see this: the gallery shows nobody's data."""
    view.access = ("anyone",)  # type: ignore[attr-defined]
    return view


@open_to_all
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", _samples("", refused="refused" in request.GET))


@open_to_all
def shape(request: HttpRequest, shape: str) -> HttpResponse:
    """One of the five page shapes, as it looks with something in it."""
    if shape not in SHAPES:
        raise Http404
    return render(request, f"ui/shapes/{shape}.html", _samples(shape))


def _samples(here: str, refused: bool = False) -> dict[str, Any]:
    now = clock.now()
    answers = {"name": "Ada Achebe", "email": "ada", "mode": "here", "level": "1", "days": ["mon"]}
    return {
        "form": SampleForm(answers if refused else None),
        "institution": {"name": _("Example College")},
        "navigation": [
            {"label": _("Gallery"), "url": reverse("ui:gallery"), "current": not here},
            *(
                {"label": label, "url": reverse("ui:shape", args=[shape]), "current": shape == here}
                for shape, label in SHAPES.items()
            ),
        ],
        "icons": sorted(icon_names()),
        "parts": [
            {"label": _("Listening in teams"), "state": "met", "url": "#mosaic"},
            {"label": _("Difficult conversations"), "state": "met"},
            {"label": _("Leading change"), "state": "current", "note": _("Due in two weeks")},
            {"label": _("Ethics at work"), "state": "set"},
            {"label": _("Budgets and people"), "state": "lifted"},
            {"label": _("Coaching"), "state": "empty"},
        ],
        "steps": [
            {"label": _("The need"), "url": "#steps", "state": "done"},
            {"label": _("Outcomes"), "url": "#steps", "state": "attention"},
            {"label": _("Rubric"), "url": "#steps", "state": "current"},
            {"label": _("Endorsement"), "url": "", "state": "todo"},
        ],
        "checks": [
            {
                "label": _("Signature"),
                "result": "passed",
                "summary": _("The badge is exactly as the college signed it."),
                "facts": [
                    (_("Method"), "eddsa-rdfc-2022"),
                    (_("Key"), "did:web:example.org#key-1"),
                ],
            },
            {"label": _("Dates"), "result": "failed", "summary": _("It ended on 3 May 2026.")},
            {
                "label": _("Status"),
                "result": "unknown",
                "summary": _("The status list did not answer."),
                "detail": "GET https://example.org/status/1: timed out after 5 s",
            },
            {"label": _("Endorsement"), "result": "skipped"},
        ],
        "levels": [
            {
                "rank": 1,
                "name": _("Not yet"),
                "description": _("Reasons are given, but not theirs."),
            },
            {"rank": 2, "name": _("Nearly"), "description": _("Some recognise their own reasons.")},
            {"rank": 3, "name": _("Met"), "description": _("All concerned recognise them.")},
            {"rank": 4, "name": _("Strong"), "description": _("They add reasons of their own.")},
        ],
        "events": [
            {
                "title": _("Approved"),
                "at": now - timedelta(days=2),
                "by": "Ines Roy",
                "tone": "good",
            },
            {
                "title": _("Sent back with two findings"),
                "at": now - timedelta(days=20),
                "by": "Tom Okafor",
                "note": _("The rubric does not cover the third outcome."),
                "tone": "attention",
            },
            {"title": _("Proposed"), "at": now - timedelta(days=40), "by": "Ada Achebe"},
        ],
        "places": [{"label": _("Home"), "url": "/"}, {"label": _("Gallery"), "url": ""}],
        "facts": [(_("Hours"), "40"), (_("Level"), _("Advanced")), (_("Language"), _("English"))],
        "soon": now + timedelta(days=9, minutes=5),
        "page": Paginator(range(120), 25).page(2),
    }
