"""Around every view: refusals become pages, and what is shown to one person stays theirs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import has_vary_header

from tessera.common.refusal import Refusal


class OwnPagesMiddleware:
    """Keeps a page that depends on who asks out of shared caches; one that says otherwise is let be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if has_vary_header(response, "Cookie"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class RefusalMiddleware:
    """Turns a Refusal that a view let through into a page in the reader's language, or problem+json."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, Refusal):
            return None
        if request.accepts("text/html"):
            return render(request, "refused.html", {"refusal": fault}, status=fault.status)
        body = {**fault.facts, "title": str(fault), "status": fault.status, "code": fault.code}
        return JsonResponse(
            body,
            status=fault.status,
            content_type="application/problem+json",
            json_dumps_params={"default": str},
        )
