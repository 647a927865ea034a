"""Badges that were earned elsewhere: added, checked again, taken along, removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tessera.backpack import operations, queries
from tessera.backpack.forms import ImportForm
from tessera.checking import operations as checking
from tessera.checking import reaching, wording
from tessera.common import clock, uploads
from tessera.common.refusal import Refusal
from tessera.common.throttle import check_rate
from tessera.people.access import PersonRequest, needs_person

if TYPE_CHECKING:
    from tessera.backpack.models import Imported

KINDS = {"json": "application/vc+ld+json", "jwt": "application/vc+jwt"}
ADDRESS = re.compile(r"https?://\S+")


@require_http_methods(["GET", "HEAD", "POST"])
@needs_person
def add(request: PersonRequest) -> HttpResponse:
    """A file, an address or a text; what is refused says why, and what was typed stays."""
    status, form = 200, ImportForm()
    if request.method == "POST":
        status = 422
        try:
            check_rate(request, of="import")
            uploads.check_arrived(request)
            form = ImportForm(request.POST, request.FILES)
            if form.is_valid():
                kept = _import(request, form.cleaned_data)
                messages.success(request, _("The badge is in your backpack."))
                return redirect("backpack:imported", uuid=kept.uuid)
        except Refusal as refusal:
            if not form.is_bound:
                form = ImportForm({"text": request.POST.get("text", "")})
            form.add_error(None, str(refusal))
            status = refusal.status
    return render(request, "backpack/add.html", {"form": form}, status=status)


def _import(request: PersonRequest, given: dict[str, Any]) -> Imported:
    data: bytes | str = given["text"]
    source = ""
    if given["file"]:
        if given["file"].size > checking.MAXIMUM_BYTES:
            raise uploads.TooLarge(limit=checking.MAXIMUM_BYTES // uploads.MEBIBYTE)
        data = given["file"].read()
    elif ADDRESS.fullmatch(given["text"]):
        source = given["text"]
        data = reaching.badge_at(source)
    return operations.import_badge(data=data, source=source, by=request.user, at=clock.now())


@require_safe
@needs_person
def imported(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What it is, what the newest check said, and what can be done with it."""
    return _page(request, _own(request, uuid))


@require_POST
@needs_person
def check(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Check it now; the page lists each thing that was looked at."""
    own = _own(request, uuid)
    check_rate(request, of="import")
    report = operations.check_again(imported=own, at=clock.now())
    return _page(request, own, checks=wording.checks(report))


@require_safe
@needs_person
def download(request: PersonRequest, uuid: UUID, form: str) -> HttpResponse:
    """The text of the badge exactly as it came."""
    own = _own(request, uuid)
    if form != own.form:
        raise Http404
    response = HttpResponse(own.body.encode(), content_type=KINDS[form])
    response["Content-Disposition"] = f'attachment; filename="{own.uuid}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@needs_person
def remove(request: PersonRequest, uuid: UUID) -> HttpResponse:
    own = _own(request, uuid)
    operations.remove_imported(imported=own, by=request.user, at=clock.now())
    messages.success(request, _("The badge is no longer in your backpack."))
    return redirect("backpack:home")


def _own(request: PersonRequest, uuid: UUID) -> Imported:
    return get_object_or_404(queries.imported_by(request.user), uuid=uuid)


def _page(request: HttpRequest, own: Imported, **more: Any) -> HttpResponse:
    answer = wording.said(own.answer, issuer=own.issuer)
    return render(request, "backpack/imported.html", {"badge": own, "answer": answer, **more})
