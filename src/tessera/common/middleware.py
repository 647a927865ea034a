"""Turns a Refusal that a view let through into a page in the reader's language, or problem+json."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from tessera.common.refusal import Refusal


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, Refusal):
            return None
        if request.accepts("text/html"):
            return render(request, "refused.html", {"refusal": fault}, status=fault.status)
        body = {"title": str(fault), "status": fault.status, "code": fault.code, **fault.facts}
        return JsonResponse(
            body,
            status=fault.status,
            content_type="application/problem+json",
            json_dumps_params={"default": str},
        )
