"""Looking at a design."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from tessera.catalogue import queries
from tessera.catalogue.enums import PUBLIC, Permission
from tessera.people.access import needs, open_to_all


@needs(Permission.VIEW, Permission.DRAFT)
def version(request: HttpRequest, uuid: UUID) -> HttpResponse:
    version = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    chapters = queries.in_words(queries.content(version))
    return render(request, "catalogue/version.html", {"version": version, "chapters": chapters})


@open_to_all
def artwork(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The badge's picture: for everyone once the design is public, before that for those who see it."""
    seen = queries.visible_to(request.user).filter(~Q(artwork=""))
    version = get_object_or_404(seen, uuid=uuid)
    try:
        answer = FileResponse(version.artwork.open(), content_type="image/png")
    except FileNotFoundError:
        raise Http404 from None
    kept = "public, max-age=86400" if version.state in PUBLIC else "private, no-cache"
    answer["Cache-Control"] = kept
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
