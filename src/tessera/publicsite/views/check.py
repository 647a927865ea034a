"""Is this badge real? Asked by anyone, answered in a sentence, and kept by nobody."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tessera.checking import operations as checking
from tessera.checking import wording
from tessera.common import clock, tables, uploads
from tessera.common.refusal import Refusal
from tessera.common.throttle import check_rate
from tessera.kernel.openbadges.report import Report
from tessera.people.access import open_to_all
from tessera.publicsite import batch, given, telling
from tessera.publicsite.forms import CheckForm

LIMIT = 10 * uploads.MEBIBYTE
# A table holds one of the few who answer: it comes to an end, and says what it did not get to.
SECONDS, TABLES_A_MINUTE = 60, 4
ROWS, KEPT = "tessera.check.rows", timedelta(hours=12)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all
def page(request: HttpRequest) -> HttpResponseBase:
    """Drop files, paste a text, an address or a code; the result is this page, and is stored nowhere."""
    if request.method != "POST":
        return render(request, "publicsite/check.html", {"form": CheckForm()})
    status, form = 422, CheckForm()
    try:
        check_rate(request, of="check")
        uploads.check_arrived(request)
        form = CheckForm(request.POST, request.FILES)
        if form.is_valid():
            files, text = form.cleaned_data["file"], form.cleaned_data["text"]
            if batch.is_many(files, text):
                return _table(request, batch.items_of(files, text))
            data = bounded(files[0]) if files else text
            report = _checked(request, data, recipient=form.cleaned_data["recipient"])
            shown = telling.in_words(report, at=clock.now())
            return render(request, "publicsite/checked.html", {**shown, "text": text})
    except Refusal as refusal:
        if not form.is_bound:
            form = CheckForm({"text": request.POST.get("text", "")})
        form.add_error(None, str(refusal))
        status = refusal.status
    return render(request, "publicsite/check.html", {"form": form}, status=status)


def _checked(request: HttpRequest, data: str | bytes, *, recipient: str = "") -> Report:
    """The report on what was handed in, or leads to it. Refuses as `given` and `checking` do."""
    at = clock.now()
    if isinstance(data, str):
        data = given.credential_of(data, hosts={request.get_host()}, at=at)
    return checking.check(data, at=at, recipient=recipient.strip() or None)


# -- Many at once -------------------------------------------------------------------------------


def _table(request: HttpRequest, items: list[batch.Item]) -> HttpResponseBase:
    """The page grows by a row with each badge that was checked: nothing is kept in between."""
    check_rate(request, of="check-table", limit=TABLES_A_MINUTE)
    return StreamingHttpResponse(_written(request, items, translation.get_language() or "en"))


def _written(request: HttpRequest, items: list[batch.Item], language: str) -> Iterator[str]:
    mark = "<!-- rows -->"
    rows: list[list[str]] = []
    with translation.override(language):
        head, _mark, foot = render_to_string(
            "publicsite/checked_many.html", {"items": items}, request
        ).partition(mark)
        yield head
    until = time.monotonic() + SECONDS
    for number, item in enumerate(items, start=1):
        with translation.override(language):
            row = _row(request, item, is_late=time.monotonic() > until)
            rows.append([item.name, row["word"], row["sentence"], row["title"], row["issuer"]])
            yield render_to_string("publicsite/_checked_row.html", {**row, "number": number})
    with translation.override(language):
        packed = signing.dumps([_columns(), *rows], salt=ROWS, compress=True)
        end, _mark, rest = foot.partition("<!-- end -->")
        yield end
        yield render_to_string(
            "publicsite/_checked_end.html", {"rows": packed, "total": len(rows)}, request
        )
        yield rest


def _columns() -> list[str]:
    return [_("What you handed in"), _("The answer"), _("In words"), _("Badge"), _("Issuer")]


def _row(request: HttpRequest, item: batch.Item, *, is_late: bool) -> dict[str, str]:
    row = {"name": item.name, "title": "", "issuer": ""}
    unread = {"tone": "attention", "word": str(wording.WORDS["undecided"])}
    if is_late:
        return (
            row | unread | {"sentence": _("There was no time left for this one. Check it again.")}
        )
    if item.why_not:
        return row | unread | {"sentence": str(item.why_not)}
    try:
        report = _checked(request, item.data, recipient=item.recipient)
    except Refusal as refusal:
        return row | unread | {"sentence": str(refusal)}
    answer = telling.answer_to(report)
    claimed = report.credential.get("achievement")
    title = claimed.get("name") if isinstance(claimed, dict) else ""
    sentence = f"{answer.sentence} {_about(report, item.recipient)}".strip()
    return row | {
        "tone": answer.tone,
        "word": answer.word,
        "sentence": sentence,
        "title": str(title or report.credential.get("name") or "")[:200],
        "issuer": wording.issuer_name(report)[:200],
    }


def _about(report: Report, recipient: str) -> str:
    if recipient and report.step("recipient").result == "passed":
        return _("It is about %(address)s.") % {"address": recipient}
    return ""


@require_POST
@never_cache
@open_to_all
def table(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of a table that was just shown, as a file; they come back with their seal."""
    if kind not in tables.KINDS:
        raise Http404
    try:
        columns, *rows = signing.loads(request.POST.get("rows", ""), salt=ROWS, max_age=KEPT)
    except signing.BadSignature:
        return render(request, "publicsite/check.html", {"form": CheckForm()}, status=422)
    return tables.download("badges", columns, rows, kind=kind)


# -- The same for machines ----------------------------------------------------------------------


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
