"""A copy of everything that is one's own: asked for, waited for, taken along."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tessera.backpack import operations, queries
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.people.access import PersonRequest, needs_person


@require_http_methods(["GET", "HEAD", "POST"])
@needs_person
def archive(request: PersonRequest) -> HttpResponse:
    """What a copy holds, how far it is, and where it is taken from."""
    if request.method == "POST":
        try:
            operations.ask_for_archive(by=request.user, at=clock.now())
        except Refusal as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("Your copy is being made. You will get a message."))
        return redirect("backpack:archive")
    at = clock.now()
    asked = queries.archives_of(request.user)
    ready = asked.filter(ready_at__gt=at - queries.KEPT_FOR).first()
    shown = {
        "waiting": asked.filter(ready_at=None, asked_at__gt=at - queries.MADE_WITHIN).first(),
        "failed": asked.filter(pk__in=queries.archives_stuck(at)).exists(),
        "ready": ready,
        "until": queries.kept_until(ready) if ready else None,
    }
    return render(request, _template(request), shown)


def _template(request: HttpRequest) -> str:
    is_part = request.headers.get("HX-Request")
    return "backpack/_archive.html" if is_part else "backpack/archive_page.html"


@require_safe
@needs_person
def archive_file(request: PersonRequest, uuid: UUID) -> FileResponse:
    found = queries.archives_of(request.user).filter(ready_at__gt=clock.now() - queries.KEPT_FOR)
    held = get_object_or_404(found, uuid=uuid)
    response = FileResponse(held.file.open("rb"), as_attachment=True, filename="tessera.zip")
    response["Cache-Control"] = "private, no-store"
    return response
