"""The editions that are here, bringing one in, and looking an entry up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.common.uploads import check_arrived
from tessera.frameworks import operations, queries
from tessera.frameworks.enums import Permission, State
from tessera.frameworks.forms import ImportForm, SearchForm
from tessera.people.access import PersonRequest, can, needs

RECENT, HITS = 20, 50
UNDER_WAY = (State.WAITING, State.RUNNING)
TONES = {
    State.WAITING: "info",
    State.RUNNING: "info",
    State.CHECKED: "attention",
    State.DONE: "good",
    State.REFUSED: "bad",
}


@needs(Permission.IMPORT)
@require_safe
def register(request: PersonRequest) -> HttpResponse:
    facts = {
        "frameworks": queries.counted(queries.frameworks()),
        "imports": [(run, TONES[State(run.state)]) for run in queries.imports()[:RECENT]],
    }
    return render(request, "frameworks/register.html", facts)


@needs(Permission.IMPORT)
@require_http_methods(["GET", "POST"])
def bring(request: PersonRequest) -> HttpResponse:
    """Check a file; what is wrong with it stands on the page of the import."""
    form = ImportForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            check_arrived(request)
            if form.is_valid():
                file = form.cleaned_data["file"]
                run = operations.ask_import(
                    file=file,
                    name=file.name,
                    format=form.cleaned_data["format"],
                    facts=form.facts(),
                    encoding=form.cleaned_data["encoding"],
                    by=request.user,
                    at=clock.now(),
                )
                return redirect("frameworks:import", run.uuid)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    return render(request, "frameworks/bring.html", {"form": form}, status=status)


@needs(Permission.IMPORT)
@require_http_methods(["GET", "POST"])
def run(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """How far an import is, what is wrong with its file, and the wish to write it."""
    found = get_object_or_404(queries.imports(), uuid=uuid)
    if request.method == "POST":
        made = operations.confirm_import(trial=found, by=request.user, at=clock.now())
        return redirect("frameworks:import", made.uuid)
    french = get_language() == "fr"
    facts = {
        "run": found,
        "tone": TONES[State(found.state)],
        "under_way": found.state in UNDER_WAY,
        "faults": [
            {**fault, "said": fault["said_fr"] if french else fault["said"]}
            for fault in found.faults
        ],
    }
    whole = "frameworks/_run.html" if request.headers.get("HX-Request") else "frameworks/run.html"
    return render(request, whole, facts)


@needs(Permission.IMPORT)
@require_POST
def offer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Into the searches, or out of them."""
    framework = get_object_or_404(queries.frameworks(), uuid=uuid)
    if "withdraw" in request.POST:
        operations.withdraw_framework(framework=framework, by=request.user, at=clock.now())
        messages.success(request, _("It is kept, and no longer found."))
    else:
        operations.offer_framework(framework=framework, by=request.user, at=clock.now())
        messages.success(request, _("Designers find it from now on."))
    return redirect("frameworks:register")


@needs(Permission.SEARCH)
@require_safe
def search(request: PersonRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    form.is_valid()
    words, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", "")
    hits = queries.search(words, kinds=(kind,) if kind else (), limit=HITS)
    facts = {"form": form, "hits": hits, "words": words, "most": HITS}
    if request.headers.get("HX-Request"):
        return render(request, "frameworks/_hits.html", facts)
    facts |= {
        "frameworks": queries.offered(),
        "can_import": can(request.user, Permission.IMPORT),
    }
    return render(request, "frameworks/search.html", facts)
