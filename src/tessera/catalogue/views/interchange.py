"""Designs as files: out as JSON, in as drafts after a look that keeps nothing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import Permission
from tessera.catalogue.forms import ImportForm
from tessera.common import clock
from tessera.people.access import PersonRequest, needs, open_to_all

READABLE = {"ensure_ascii": False, "indent": 2}


@needs(Permission.VIEW, Permission.DRAFT)
@require_safe
def export(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The whole design as JSON, by the schema."""
    version = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    answer = JsonResponse(queries.exported(version), json_dumps_params=READABLE)
    name = f"{version.definition.slug}-v{version.number}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_safe
@open_to_all
def schema(request: HttpRequest) -> HttpResponse:
    """What a file of a design looks like."""
    return JsonResponse(
        queries.schema(), content_type="application/schema+json", json_dumps_params=READABLE
    )


@needs(Permission.DRAFT)
@require_http_methods(["GET", "POST"])
def bring(request: PersonRequest) -> HttpResponse:
    """Look at a file and say all that is wrong with it, field by field; then begin the draft."""
    if request.method != "POST":
        return render(request, "catalogue/bring.html", {"form": ImportForm(person=request.user)})
    form = ImportForm(request.POST, request.FILES, person=request.user)
    context = {"form": form, "problems": [], "is_fine": False}
    status = 422
    if form.is_valid():
        document, facts = form.cleaned_data["read"], form.cleaned_data
        form.keep()
        if "import" in request.POST:
            try:
                made = operations.import_definition(
                    document=document,
                    unit=facts["unit"],
                    uuid=facts["uuid"],
                    by=request.user,
                    at=clock.now(),
                )
            except policies.NotImportable as refusal:
                context["problems"] = refusal.facts["problems"]
            else:
                messages.success(request, _("It is here as a draft. Nobody has endorsed it yet."))
                return redirect("catalogue:version", made.uuid)
        else:
            context["problems"] = queries.problems(document)
            context["is_fine"] = not context["problems"]
            context["document"] = document
            status = 200 if context["is_fine"] else 422
    return render(request, "catalogue/bring.html", context, status=status)
