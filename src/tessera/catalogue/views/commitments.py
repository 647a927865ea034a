"""What the institution has committed itself to: its editions, what stands in them, and what serves it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import Permission
from tessera.catalogue.forms import CloseForm, CommitmentForm, EditionForm, NameForm
from tessera.catalogue.models import Commitment, Edition
from tessera.common import clock, tables
from tessera.common.languages import local
from tessera.common.refusal import Refusal
from tessera.people.access import PersonRequest, can, needs
from tessera.ui.forms import RefusableForm

TONES = {"published": "good", "under_way": "attention", "none": "bad"}


@needs(Permission.VIEW)
@require_safe
def commitments(request: PersonRequest) -> HttpResponse:
    """Every edition, by kind."""
    facts = {
        "kinds": queries.editions_by_kind(on=timezone.localdate()),
        "can_commit": can(request.user, Permission.COMMIT),
    }
    return render(request, "catalogue/commitments.html", facts)


@needs(Permission.COMMIT)
@require_http_methods(["GET", "POST"])
def edition_new(request: PersonRequest) -> HttpResponse:
    form = EditionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = operations.add_edition(**form.cleaned_data, by=request.user, at=clock.now())
            except Refusal as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("The edition is recorded. Now say what stands in it."))
                return redirect("catalogue:edition", made.uuid)
    return render(request, "catalogue/edition_new.html", {"form": form}, status=status)


@needs(Permission.VIEW)
@require_http_methods(["GET", "POST"])
def edition(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What stands in it; and for those who record it, a form to add and one to close."""
    found = _edition(uuid)
    adding, closing = CommitmentForm(), CloseForm(initial={"on": found.in_force_until})
    if request.method == "GET":
        return _edition_page(request, found, adding, closing)
    policies.check_commit(by=request.user)
    if "close" in request.POST:
        closing = CloseForm(request.POST)
        status = _tried(closing, operations.close_edition, edition=found, by=request.user)
    else:
        adding = CommitmentForm(request.POST)
        status = _tried(adding, operations.add_commitment, edition=found, by=request.user)
    if status == 302:
        messages.success(request, _("Saved."))
        return redirect("catalogue:edition", uuid)
    return _edition_page(request, _edition(uuid), adding, closing, status)


def _edition_page(
    request: PersonRequest,
    found: Edition,
    adding: CommitmentForm,
    closing: CloseForm,
    status: int = 200,
) -> HttpResponse:
    facts = {
        "edition": found,
        "commitments": queries.commitments_of(found),
        "is_in_force": found.is_in_force(timezone.localdate()),
        "can_commit": can(request.user, Permission.COMMIT),
        "adding": adding,
        "closing": closing,
    }
    return render(request, "catalogue/edition.html", facts, status=status)


@needs(Permission.COMMIT)
@require_http_methods(["GET", "POST"])
def commitment(request: PersonRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Correct its words, while no design cites it."""
    row = _commitment(uuid, pk)
    so_far = {"title": row.title, "title_fr": row.title_fr, "text": row.text}
    form = CommitmentForm(request.POST or None, initial=so_far)
    status = 200
    if request.method == "POST":
        status = _tried(form, operations.reword_commitment, commitment=row, by=request.user)
        if status == 302:
            messages.success(request, _("Saved."))
            return redirect("catalogue:edition", uuid)
    facts = {"form": form, "edition": row.edition, "commitment": row}
    return render(request, "catalogue/commitment.html", facts, status=status)


@needs(Permission.COMMIT)
@require_POST
def commitment_remove(request: PersonRequest, uuid: UUID, pk: int) -> HttpResponse:
    operations.remove_commitment(commitment=_commitment(uuid, pk), by=request.user, at=clock.now())
    messages.success(request, _("Removed."))
    return redirect("catalogue:edition", uuid)


@needs(Permission.VIEW)
@require_safe
def coverage(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Which commitments are served, by what is published or only by what is under way."""
    found = _edition(uuid)
    rows = queries.coverage(found, person=request.user)
    counts = dict.fromkeys(TONES, 0)
    for row in rows:
        counts[row.standing] += 1
    facts = {
        "edition": found,
        "is_in_force": found.is_in_force(timezone.localdate()),
        "rows": [(row, TONES[row.standing], _standing(row.standing)) for row in rows],
        "counts": counts,
        "total": len(rows),
    }
    return render(request, "catalogue/coverage.html", facts)


@needs(Permission.VIEW)
@require_safe
def coverage_csv(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One line for each design that serves a commitment; one for a commitment that nothing serves."""
    found = _edition(uuid)
    columns = [_("Edition"), _("Commitment"), _("Standing"), _("Badge"), _("Version"), _("Unit")]
    columns += [_("State of the design"), _("How it serves it")]
    lines: list[list[Any]] = []
    for row in queries.coverage(found, person=request.user):
        head = [str(found), local(row.commitment, "title"), _standing(row.standing)]
        served = [
            [
                local(service.version, "title"),
                service.version.number,
                str(service.version.definition.unit),
                service.version.get_state_display(),
                service.how,
            ]
            for service in (*row.published, *row.under_way)
        ]
        lines += [head + each for each in served or [["", None, "", "", ""]]]
    return tables.download("coverage", columns, lines)


def _standing(standing: str) -> str:
    return {
        "published": _("served by a published badge"),
        "under_way": _("only by designs under way"),
        "none": _("by nothing yet"),
    }[standing]


def _tried(form: RefusableForm, keep: Any, **facts: Any) -> int:
    """302 when it was kept, else the status of what was wrong, which the form then tells."""
    if not form.is_valid():
        return 422
    try:
        keep(**form.cleaned_data, **facts, at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal.status
    return 302


def _edition(uuid: UUID) -> Edition:
    found: Edition = get_object_or_404(queries.commitment_editions(), uuid=uuid)
    return found


def _commitment(uuid: UUID, pk: int) -> Commitment:
    found: Commitment = get_object_or_404(queries.commitments_of(_edition(uuid)), pk=pk)
    return found


@needs(Permission.VIEW)
@require_http_methods(["GET", "POST"])
def names(request: PersonRequest) -> HttpResponse:
    """Names that belong to others: titles of designs are compared with them."""
    form, status = NameForm(), 200
    if request.method == "POST":
        policies.check_commit(by=request.user)
        form = NameForm(request.POST)
        status = _tried(form, operations.add_name, by=request.user)
        if status == 302:
            messages.success(request, _("It is on the list."))
            return redirect("catalogue:names")
    facts = {
        "names": queries.others_names(),
        "form": form,
        "can_commit": can(request.user, Permission.COMMIT),
    }
    return render(request, "catalogue/names.html", facts, status=status)


@needs(Permission.COMMIT)
@require_POST
def name_remove(request: PersonRequest, pk: int) -> HttpResponse:
    name = get_object_or_404(queries.others_names(), pk=pk)
    operations.remove_name(name=name, by=request.user, at=clock.now())
    messages.success(request, _("“%(name)s” is off the list.") % {"name": name.name})
    return redirect("catalogue:names")
