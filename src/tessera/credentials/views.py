from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tessera.assessment import queries as assessment
from tessera.common import clock, tables
from tessera.common.languages import local
from tessera.common.refusal import Refusal
from tessera.credentials import documents, files, operations, policies, queries
from tessera.credentials.certificate import certificate
from tessera.credentials.enums import Outcome, Permission, Visibility
from tessera.credentials.face import face
from tessera.credentials.forms import RegisterForm, RevokeForm, RunForm
from tessera.credentials.models import Award
from tessera.people.access import PersonRequest, can, needs, open_to_all

PAGE = 50
RECENT = 3


# -- The registrar's desk -----------------------------------------------------------------------


@needs(Permission.CONFIRM)
@require_GET
def awaiting(request: PersonRequest) -> HttpResponse:
    facts = {
        "attempts": queries.awaiting_confirmation(request.user),
        "runs": queries.runs_of(request.user)[:RECENT],
    }
    return render(request, "credentials/awaiting.html", facts)


@needs(Permission.CONFIRM)
@require_http_methods(["GET", "POST"])
def confirm(request: PersonRequest, uuid: UUID) -> HttpResponse:
    attempt = get_object_or_404(assessment.visible_to(request.user), uuid=uuid)
    refusal = None
    if request.method == "POST":
        try:
            award = operations.confirm_award(
                attempt=attempt, seen=request.POST.get("seen"), by=request.user, at=clock.now()
            )
        except Refusal as refused:
            refusal = refused
            attempt.refresh_from_db()
        else:
            messages.success(request, _said_of(attempt, award))
            return redirect("credentials:awaiting")
    facts = {
        "attempt": attempt,
        "chain": assessment.decision_chain(attempt),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "credentials/confirm.html", facts, status=status)


@needs(Permission.CONFIRM)
@require_http_methods(["GET", "POST"])
def confirm_all(request: PersonRequest) -> HttpResponse:
    """First what would become of each, then the wish: every one stands or falls by itself."""
    plan = queries.plan(request.user)
    form, refusal = RunForm(request.POST or request.GET, plan=plan), None
    if request.method == "POST":
        try:
            run = operations.ask_run(version=form.chosen, by=request.user, at=clock.now())
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("credentials:run", run.uuid)
    if form.chosen:
        plan = [one for one in plan if one.attempt.enrolment.version_id == form.chosen.pk]
    foreseen = list(zip(plan, policies.foreseen(plan), strict=True))
    facts = {
        "form": form,
        "chosen": form.chosen,
        "refusal": refusal,
        "page": Paginator(foreseen, PAGE).get_page(request.GET.get("page")),
        "would": sum(refused is None for _one, refused in foreseen),
        "would_not": [(one, refused) for one, refused in foreseen if refused][:PAGE],
    }
    status = refusal.status if refusal else 200
    return render(request, "credentials/confirm_all.html", facts, status=status)


@needs(Permission.CONFIRM)
@require_GET
def run(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """How far a run is, and what became of its rows."""
    found = get_object_or_404(queries.runs_of(request.user), uuid=uuid)
    counts = queries.counts(found)
    facts = {
        "run": found,
        "counts": counts,
        "done": found.size - counts[Outcome.WAITING],
        "refused": queries.rows(found).filter(outcome=Outcome.REFUSED)[:PAGE],
    }
    whole = "credentials/_run.html" if request.headers.get("HX-Request") else "credentials/run.html"
    return render(request, whole, facts)


@needs(Permission.CONFIRM)
@require_POST
def stop_run(request: PersonRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(queries.runs_of(request.user), uuid=uuid)
    operations.stop_run(run=found, by=request.user, at=clock.now())
    messages.success(request, _("The run is stopped. What was not looked at waits as before."))
    return redirect("credentials:run", found.uuid)


@needs(Permission.CONFIRM)
@require_GET
def run_file(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What became of every row, for a spreadsheet."""
    found = get_object_or_404(queries.runs_of(request.user), uuid=uuid)
    columns = (
        _("Row"),
        _("Learner"),
        _("E-mail"),
        _("Badge"),
        _("What became of it"),
        _("Why"),
        _("Address"),
    )
    rows = (
        (
            row.number,
            row.attempt.enrolment.learner.name,
            row.attempt.enrolment.learner.email,
            local(row.attempt.enrolment.version, "title"),
            row.get_outcome_display(),
            row.reason,
            documents.credential_iri(row.award) if row.award else "",
        )
        for row in queries.rows(found)
    )
    return tables.download(f"awards-{found.asked_at:%Y-%m-%d}", columns, rows)


@needs(Permission.VIEW)
@require_GET
def register(request: PersonRequest) -> HttpResponse:
    form = RegisterForm(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    awards = queries.register(request.user, words=asked.get("q", ""), state=asked.get("state", ""))
    page = Paginator(awards, PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page": page,
        "may_confirm": can(request.user, Permission.CONFIRM),
        "may_revoke": can(request.user, Permission.REVOKE),
    }
    return render(request, "credentials/register.html", facts)


@needs(Permission.CONFIRM)
@require_POST
def retry(request: PersonRequest, uuid: UUID) -> HttpResponse:
    award = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    operations.retry(award=award, by=request.user, at=clock.now())
    messages.success(request, _("Issuing the badge was started again."))
    return redirect("credentials:register")


@needs(Permission.REVOKE)
@require_http_methods(["GET", "POST"])
def revoke(request: PersonRequest, uuid: UUID) -> HttpResponse:
    award = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    form, refusal = RevokeForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            operations.revoke(award=award, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("The badge is revoked and the learner has been told."))
            return redirect("credentials:register")
    facts = {
        "award": award,
        "form": form,
        "refusal": refusal,
        "resting": queries.resting_on(award),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "credentials/revoke.html", facts, status=status)


@needs(Permission.REVOKE)
@require_POST
def lift(request: PersonRequest, uuid: UUID) -> HttpResponse:
    award = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    operations.lift(award=award, by=request.user, at=clock.now())
    messages.success(request, _("The badge is valid again and the learner has been told."))
    return redirect("credentials:register")


def _said_of(attempt: Any, award: Award | None) -> str:
    name = attempt.enrolment.learner.name
    if award is None:
        return _("Confirmed: not yet met. %(name)s may try again.") % {"name": name}
    return _("Confirmed. The badge of %(name)s is being signed and sent.") % {"name": name}


# -- The public badge ---------------------------------------------------------------------------


@open_to_all
@require_GET
def credential(request: HttpRequest, uuid: UUID, form: str = "") -> HttpResponse:
    award = queries.public_award(uuid, request.user)
    if award is None:
        raise Http404
    response = render_badge(request, award, form=form, address=f"/credentials/{uuid}")
    patch_vary_headers(response, ["Accept", "Cookie"])
    return response


def render_badge(
    request: HttpRequest,
    award: Award,
    *,
    shared: bool = False,
    form: str = "",
    address: str = "",
    code: str = "",
) -> HttpResponse:
    """The badge in the form asked for: "" by `Accept`, else "html", "pdf" or one of files.FORMS.

    `shared`: reached by the learner's link, of which no cache keeps a copy. `address` is the path
    under which `.json` and the others answer; without it no downloads are shown. `code` is printed on
    the certificate.
    """
    form = form or files.form_preferred(request)
    if form == "html":
        response = _page(request, award, shared=shared, address=address)
    elif form == "pdf":
        is_open = shared or award.visibility == Visibility.PUBLIC
        opens = settings.PUBLIC_URL + address if is_open and address else ""
        made = certificate(award, named=False, address=opens, code=code, at=clock.now())
        response = files.named(HttpResponse(made, content_type="application/pdf"), award, "pdf")
    elif form in files.FORMS:
        response = files.FORMS[form](award)
    else:
        raise Http404
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store" if shared else "private, no-cache"
    return response


def _page(request: HttpRequest, award: Award, *, shared: bool, address: str) -> HttpResponse:
    here = request.build_absolute_uri("/").rstrip("/")
    host = settings.PUBLIC_URL.partition("://")[2]
    name = files.filename(award, "json")
    facts = {
        "award": award,
        "face": face(award, at=clock.now()),
        "address": address,
        "artwork": reverse("catalogue:artwork", args=[award.version.uuid]),
        "page_url": settings.PUBLIC_URL + address if address else "",
        "picture_url": settings.PUBLIC_URL
        + reverse("catalogue:artwork", args=[award.version.uuid]),
        "page": documents.public_page(award.version),
        "shared": shared,
        "command": f"tessera verify --map https://{host}={here} --map http://{host}={here} {name}"
        if settings.DEMO
        else "",
    }
    return render(request, "credentials/credential.html", facts)
