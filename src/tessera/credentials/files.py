"""A badge as files: the credential to the byte as it was signed, and what carries it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse

from tessera.credentials.queries import signed_body, signed_token
from tessera.kernel.openbadges.bake import bake_png, bake_svg

if TYPE_CHECKING:
    from tessera.credentials.models import Award

MEDIA_TYPES = {
    "text/html": "html",
    "application/vc+ld+json": "json",
    "application/vc": "json",
    "application/ld+json": "json",
    "application/json": "json",
    "application/vc+jwt": "jwt",
    "application/jwt": "jwt",
    "image/png": "png",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
}


def form_preferred(request: HttpRequest) -> str:
    """The form that the reader's `Accept` asks for; a page for those who do not mind."""
    return MEDIA_TYPES[request.get_preferred_type(list(MEDIA_TYPES)) or "text/html"]


def filename(award: Award, ending: str) -> str:
    return f"{award.version.definition.slug}.{ending}"


def baked(award: Award) -> bytes:
    """The artwork with the credential inside. Raises ContainerError for artwork that is no PNG."""
    return bake_png(_artwork(award), signed_body(award))


def drawn(award: Award) -> bytes:
    """The drawing itself, or a frame around a picture that never was one, with the credential inside."""
    if award.version.artwork_svg:
        with award.version.artwork_svg.open() as file:
            return bake_svg(file.read(), signed_body(award))
    picture = base64.b64encode(_artwork(award)).decode()
    title = escape(award.version.title)
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600"'
        f' role="img"><title>{title}</title>'
        f'<image width="600" height="600" href="data:image/png;base64,{picture}"/></svg>'
    )
    return bake_svg(drawing.encode(), signed_body(award))


def json_file(award: Award) -> HttpResponse:
    response = HttpResponse(signed_body(award), content_type="application/vc+ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    return named(response, award, "json")


def jwt_file(award: Award) -> HttpResponse:
    response = HttpResponse(signed_token(award), content_type="application/vc+jwt")
    response["Access-Control-Allow-Origin"] = "*"
    return named(response, award, "jwt")


def png_file(award: Award) -> HttpResponse:
    return named(HttpResponse(baked(award), content_type="image/png"), award, "png")


def svg_file(award: Award) -> HttpResponse:
    return named(HttpResponse(drawn(award), content_type="image/svg+xml"), award, "svg")


def named(response: HttpResponse, award: Award, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'inline; filename="{filename(award, ending)}"'
    return response


def _artwork(award: Award) -> bytes:
    with award.version.artwork.open("rb") as artwork:
        return bytes(artwork.read())


FORMS: dict[str, Callable[[Award], HttpResponse]] = {
    "json": json_file,
    "jwt": jwt_file,
    "png": png_file,
    "svg": svg_file,
}
