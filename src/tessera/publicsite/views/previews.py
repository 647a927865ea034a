"""A design before it is published, on the very pages that the public, the learner and the verifier will see.

Each is drawn by the template of the real page from the facts of the real page; only then is it made lifeless.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import Kind, Permission
from tessera.common import clock
from tessera.enrolment import previews as enrolment
from tessera.kernel.errors import KernelError
from tessera.people.access import PersonRequest, needs
from tessera.publicsite import lifeless, specimen, telling
from tessera.publicsite.views.pages import page_facts

READERS = ("public", "learner", "verifier")


@require_safe
@needs(Permission.VIEW, Permission.DRAFT)
def public(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The page in the catalogue, as if it were published today."""
    version = _visible(request, uuid)
    facts = page_facts(version, None, clock.now())
    facts |= {"newer": None, "is_open": True, "standing": None}
    note = _("The page in the catalogue, for anyone. Dates and endorsements are those of today.")
    return _page(request, version, "public", "publicsite/definition.html", facts, note)


@require_safe
@needs(Permission.VIEW, Permission.DRAFT)
def learner(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The workspace of somebody who has just enrolled."""
    version = _visible(request, uuid)
    if version.definition.kind == Kind.STACK:
        raise Http404  # It is earned by its parts: nobody enrols.
    facts = enrolment.workspace(version, request.user, clock.now())
    note = _("The workspace on the day that a learner enrols. The learner’s reason is invented.")
    return _page(request, version, "learner", "enrolment/workspace.html", facts, note)


@require_safe
@needs(Permission.VIEW, Permission.DRAFT)
def verifier(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The check of a badge of this design that was made for nobody."""
    version, at = _visible(request, uuid), clock.now()
    try:
        report = specimen.report(version, at=at)
    except (KernelError, ObjectDoesNotExist):
        banner = _banner(request, version, "verifier", "")
        return render(request, "publicsite/preview_unmade.html", {"banner": banner})
    facts = telling.in_words(report, at=at)
    facts |= {"text": specimen.ADDRESS, "award": {"uuid": specimen.HOLDER}}
    note = _(
        "The answer to whoever checks a badge of this design, made up for a holder who does not exist and"
        " in force today. It is not signed: what a signature and a status list prove is shown as it will"
        " read once they are there. Everything else was really checked."
    )
    return _page(request, version, "verifier", "publicsite/checked.html", facts, note)


def _visible(request: PersonRequest, uuid: UUID) -> Any:
    return get_object_or_404(catalogue.visible_to(request.user), uuid=uuid)


def _page(
    request: PersonRequest, version: Any, reader: str, template: str, facts: Any, note: str
) -> HttpResponse:
    html = render_to_string(template, facts, request)
    named = html.replace("<title>", f"<title>{_('Preview')} · ", 1)
    return HttpResponse(lifeless.page(named, _banner(request, version, reader, note)))


def _banner(request: PersonRequest, version: Any, reader: str, note: str) -> str:
    words = {"public": _("Public"), "learner": _("Learner"), "verifier": _("Verifier")}
    tabs = [
        {
            "label": words[each],
            "url": reverse(f"publicsite:preview_{each}", args=[version.uuid]),
            "is_current": each == reader,
        }
        for each in READERS
        if each != "learner" or version.definition.kind == Kind.MICRO
    ]
    context = {"version": version, "tabs": tabs, "note": note}
    return render_to_string("publicsite/_preview.html", context, request)
