"""A badge as files: the credential to the byte as it was signed, and the artwork that carries it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

from tessera.credentials.queries import signed_body
from tessera.kernel.openbadges.bake import bake_png

if TYPE_CHECKING:
    from tessera.credentials.models import Award

MEDIA_TYPES = {
    "text/html": "html",
    "application/vc+ld+json": "json",
    "application/vc": "json",
    "application/ld+json": "json",
    "application/json": "json",
    "image/png": "png",
}


def form_preferred(request: HttpRequest) -> str:
    """The form that the reader's `Accept` asks for; a page for those who do not mind."""
    return MEDIA_TYPES[request.get_preferred_type(list(MEDIA_TYPES)) or "text/html"]


def filename(award: Award, ending: str) -> str:
    return f"{award.version.definition.slug}.{ending}"


def baked(award: Award) -> bytes:
    """The artwork with the credential inside. Raises ContainerError for artwork that is no PNG."""
    with award.version.artwork.open("rb") as artwork:
        return bake_png(artwork.read(), signed_body(award))


def json_file(award: Award) -> HttpResponse:
    response = HttpResponse(signed_body(award), content_type="application/vc+ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    return _named(response, award, "json")


def png_file(award: Award) -> HttpResponse:
    return _named(HttpResponse(baked(award), content_type="image/png"), award, "png")


def _named(response: HttpResponse, award: Award, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'inline; filename="{filename(award, ending)}"'
    return response


FORMS: dict[str, Callable[[Award], HttpResponse]] = {"json": json_file, "png": png_file}
