"""The badge studio: draw the badge and see it change, or bring a picture of one's own."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tessera.catalogue import artwork, operations, policies, queries
from tessera.catalogue.artwork_words import in_words
from tessera.catalogue.enums import Permission, Section
from tessera.catalogue.forms import DrawForm, UploadForm
from tessera.catalogue.models import Version
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.common.uploads import check_arrived
from tessera.kernel.badge import Design
from tessera.people.access import PersonRequest, needs


@needs(Permission.DRAFT)
@require_http_methods(["GET", "POST"])
def badge(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Every sending shows the picture; one button keeps it."""
    version: Version = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    policies.check_draft(version, by=request.user)
    check_arrived(request)
    if request.method == "GET":
        form = DrawForm(version=version)
        return _page(request, version, form, form.begun())
    if "upload" in request.POST:
        return _upload(request, version)
    form = DrawForm(request.POST, version=version)
    design = form.design
    if design is None:
        return _page(request, version, form, None, status=422)
    if "correct" in request.POST:
        form = form.corrected(design)
        return _page(request, version, form, form.design)
    if "suggest" in request.POST:
        return _page(request, version, form.suggested(design), design)
    if "keep" not in request.POST:
        form.errors.clear()  # it is only looked at
        return _page(request, version, form, design)
    if not form.is_valid():
        return _page(request, version, form, design, status=422)
    return _kept(
        request,
        version,
        _("The badge is drawn."),
        lambda: operations.draw_artwork(
            version=version, design=design, **_words(form), by=request.user, at=clock.now()
        ),
        lambda refusal: _page(request, version, form, design, refusal, status=refusal.status),
    )


def _upload(request: PersonRequest, version: Version) -> HttpResponse:
    upload, form = UploadForm(request.POST, request.FILES), DrawForm(version=version)
    if not upload.is_valid():
        return _page(request, version, form, form.begun(), upload=upload, status=422)
    return _kept(
        request,
        version,
        _("Your picture is on the badge."),
        lambda: operations.upload_artwork(
            version=version,
            file=upload.cleaned_data["picture"],
            **_words(upload),
            by=request.user,
            at=clock.now(),
        ),
        lambda refusal: _page(
            request, version, form, form.begun(), refusal, upload=upload, status=refusal.status
        ),
    )


def _kept(
    request: PersonRequest,
    version: Version,
    said: str,
    keep: Callable[[], Version],
    refused: Callable[[Refusal], HttpResponse],
) -> HttpResponse:
    try:
        keep()
    except Refusal as refusal:
        return refused(refusal)
    messages.success(request, said)
    return redirect(reverse("catalogue:section", args=[version.uuid, Section.BRAND]) + "#badge")


def _words(form: DrawForm | UploadForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("alt", "alt_fr")}


def _page(
    request: PersonRequest,
    version: Version,
    form: DrawForm,
    design: Design | None,
    refusal: Refusal | None = None,
    *,
    upload: UploadForm | None = None,
    status: int = 200,
) -> HttpResponse:
    said = {"alt": version.artwork_alt, "alt_fr": version.artwork_alt_fr}
    facts: dict[str, Any] = {
        "version": version,
        "form": form,
        "upload": upload or UploadForm(initial=said),
        "uploading": upload is not None,
        "refusal": refusal,
    }
    if design is not None:
        tone, words = artwork.contrast_in_words(design)
        drawn = base64.b64encode(artwork.draw(design).encode()).decode()
        facts |= {
            "picture": f"data:image/svg+xml;base64,{drawn}",
            "tone": tone,
            "contrast": words,
            "in_words": in_words(design, request.LANGUAGE_CODE),
        }
    part = "_studio" if request.headers.get("HX-Request") else "studio"
    # What is only looked at is swapped in, whatever it says.
    status = 200 if part == "_studio" else status
    return render(request, f"catalogue/{part}.html", facts, status=status)
