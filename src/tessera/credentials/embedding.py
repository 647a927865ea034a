"""A public badge on other people's pages: a small frame, and oEmbed, by which pages ask for it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from uuid import UUID

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from tessera.common import clock
from tessera.common.languages import local
from tessera.credentials import queries
from tessera.credentials.face import face
from tessera.people.access import open_to_all

if TYPE_CHECKING:
    from tessera.credentials.models import Award

WIDTH, HEIGHT, NARROWEST = 420, 220, 240
_ADDRESS = re.compile(r"/credentials/([0-9a-f-]{36})/?")


@require_safe
@open_to_all
@xframe_options_exempt
@csp_update({"frame-ancestors": "*"})  # type: ignore[untyped-decorator]  # the library has no types
def embed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The only page that others may frame: it asks for nothing and holds nothing of who looks."""
    award = _public(uuid)
    shown = {
        "face": face(award, at=clock.now()),
        "artwork": reverse("catalogue:artwork", args=[award.version.uuid]),
        "address": settings.PUBLIC_URL + reverse("credentials:credential", args=[uuid]),
    }
    response = render(request, "credentials/embed.html", shown)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@open_to_all
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0, for the address of a public badge; JSON only."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    path = request.GET.get("url", "").removeprefix(settings.PUBLIC_URL)
    found = _ADDRESS.fullmatch(path)
    try:
        award = _public(UUID(found[1])) if found else None
    except ValueError:
        award = None
    if award is None:
        raise Http404
    title = local(award.version, "title")
    width = _at_most(request.GET.get("maxwidth", ""), WIDTH)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Tessera",
        "provider_url": settings.PUBLIC_URL,
        "html": frame(award, title=title, width=width),
        "width": width,
        "height": HEIGHT,
    }
    response = JsonResponse(answer)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def frame(award: Award, *, title: str, width: int = WIDTH) -> str:
    """The HTML that shows a public badge on another page."""
    source = settings.PUBLIC_URL + reverse("credentials:embed", args=[award.uuid])
    name = escape(_("Badge: %(title)s") % {"title": title})
    return (
        f'<iframe src="{escape(source)}" title="{name}" width="{width}" height="{HEIGHT}"'
        ' loading="lazy"></iframe>'
    )


def _public(uuid: UUID) -> Award:
    """Whoever looks: what only its owner may see is not for a frame. Raises Http404."""
    award = queries.public_award(uuid, AnonymousUser())
    if award is None:
        raise Http404
    return award


def _at_most(asked: str, width: int) -> int:
    return max(NARROWEST, min(int(asked), width)) if asked.isdecimal() and len(asked) < 6 else width
