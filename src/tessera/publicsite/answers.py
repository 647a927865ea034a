"""How an address answers: the form that was asked for, and the headers of what machines read."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

JSON_LD = "application/ld+json"
CREDENTIAL = "application/vc+ld+json"
DID = "application/did+json"
KEY_SET = "application/jwk-set+json"
FEW_MINUTES = "public, max-age=300"


def wants_page(request: HttpRequest) -> bool:
    """At an address for machines: whether this reader asks for a page before all else."""
    kinds = [JSON_LD, CREDENTIAL, "application/json", "text/html"]
    return request.get_preferred_type(kinds) == "text/html"


def wants_data(request: HttpRequest) -> bool:
    """At an address for people: whether this reader asks for data before all else."""
    if "format" in request.GET:
        return request.GET["format"] == "json"
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def document(body: dict[str, Any] | str, *, kind: str = JSON_LD) -> HttpResponse:
    """A document that anyone, from any site, may read. Text is served byte for byte."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    response = HttpResponse(text.encode(), content_type=kind)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = FEW_MINUTES
    response["X-Content-Type-Options"] = "nosniff"
    return response


def negotiated(response: HttpResponse) -> HttpResponse:
    """Say that the answer depends on what was asked for, so that caches keep both."""
    patch_vary_headers(response, ["Accept"])
    return response


def unless_known(request: HttpRequest, response: HttpResponse, *, tag: str) -> HttpResponseBase:
    """The answer, or 304 for a reader who has these bytes already."""
    etag = quote_etag(tag)
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
