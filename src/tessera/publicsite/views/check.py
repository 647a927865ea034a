"""Is this badge real? Asked by anyone, answered in a sentence, and kept by nobody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tessera.checking import operations as checking
from tessera.checking import wording
from tessera.common import clock, uploads
from tessera.common.refusal import Refusal
from tessera.common.throttle import check_rate
from tessera.credentials import queries as awards
from tessera.credentials.enums import State
from tessera.kernel.openbadges.report import Report
from tessera.people.access import open_to_all
from tessera.publicsite.claims import claims
from tessera.publicsite.forms import CheckForm

LIMIT = 10 * uploads.MEBIBYTE


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def page(request: HttpRequest) -> HttpResponse:
    """Drop a file or paste a text; the result is this page, and is stored nowhere."""
    if request.method != "POST":
        return render(request, "publicsite/check.html", {"form": CheckForm()})
    status, form = 422, CheckForm()
    try:
        check_rate(request, of="check")
        uploads.check_arrived(request)
        form = CheckForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            data = bounded(file) if file else form.cleaned_data["text"]
            recipient = form.cleaned_data["recipient"].strip()
            report = checking.check(data, at=clock.now(), recipient=recipient or None)
            return render(request, "publicsite/checked.html", in_words(report))
    except Refusal as refusal:
        if not form.is_bound:
            form = CheckForm({"text": request.POST.get("text", "")})
        form.add_error(None, str(refusal))
        status = refusal.status
    return render(request, "publicsite/check.html", {"form": form}, status=status)


@csrf_exempt
@require_POST
@never_cache
@open_to_all
def api(request: HttpRequest) -> HttpResponse:
    """The same as data: the body is the credential, or a form with a `file`."""
    try:
        check_rate(request, of="check")
        name, data = _given(request)
        recipient = request.GET.get("recipient", "") or None
        report = checking.check(data, at=clock.now(), recipient=recipient)
    except Refusal as refusal:
        return _problem(refusal)
    response = JsonResponse({"source": name, **report.as_json()})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def bounded(file: UploadedFile[Any]) -> bytes:
    """The bytes of an upload. Refuses: TooLarge, EmptyFile."""
    if not file.size:
        raise uploads.EmptyFile
    if file.size > LIMIT:
        raise uploads.TooLarge(limit=LIMIT // uploads.MEBIBYTE)
    return bytes(file.read())


def in_words(report: Report) -> dict[str, Any]:
    """The report for people. The one bit of a list cannot tell *suspended* from *revoked*; we can."""
    answer = wording.answer(report)
    number = str(report.credential.get("id", ""))
    if answer.kind == "revoked" and awards.state_of(number) == State.SUSPENDED:
        tone, sentence, advice = wording.SENTENCES["suspended"]
        answer = wording.Answer("suspended", tone, str(sentence), str(advice))
    return {"answer": answer, "checks": wording.checks(report), "claims": claims(report)}


def _given(request: HttpRequest) -> tuple[str, bytes]:
    if request.content_type == "multipart/form-data":
        uploads.check_arrived(request)
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            raise uploads.EmptyFile
        return str(file.name), bounded(file)
    data = request.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise uploads.TooLarge(limit=LIMIT // uploads.MEBIBYTE)
    if not data.strip():
        raise uploads.EmptyFile
    return "request", data


def _problem(refusal: Refusal) -> HttpResponse:
    body: dict[str, Any] = {
        "type": f"{settings.PUBLIC_URL}/check/",
        "title": str(refusal),
        "status": refusal.status,
        "code": refusal.code,
    }
    response = JsonResponse(body, status=refusal.status, content_type="application/problem+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response
