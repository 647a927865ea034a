"""The learner's pages: enrolling, the workspace, evidence and reflection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import ComponentKind, EvidenceKind
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.common.uploads import check_arrived
from tessera.enrolment import forms, operations, policies, queries
from tessera.enrolment.models import Enrolment, Evidence
from tessera.people.access import PersonRequest, needs_person

# What a browser may show by itself; everything else is only ever downloaded.
SHOWN_INLINE = {"application/pdf", "image/png", "image/jpeg", "image/webp", "text/plain"}
# Nothing in a learner's file runs here. A browser's own PDF viewer cannot work inside a sandbox.
SEALED = "sandbox; default-src 'none'; frame-ancestors 'self'"
SEALED_PDF = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
ADD: dict[EvidenceKind, Callable[..., Evidence]] = {
    EvidenceKind.FILE: operations.add_file,
    EvidenceKind.LINK: operations.add_link,
    EvidenceKind.TEXT: operations.add_text,
}


@require_safe
@needs_person
def home(request: PersonRequest) -> HttpResponse:
    enrolments = queries.enrolments_of(request.user)
    return render(request, "enrolment/home.html", {"enrolments": enrolments})


@require_http_methods(["GET", "HEAD", "POST"])
@needs_person
def enrol(request: PersonRequest, uuid: UUID) -> HttpResponse:
    now = clock.now()
    offering = get_object_or_404(queries.offerings_to_enrol_in(), uuid=uuid)
    standing = queries.standing_enrolment(request.user, offering)
    if standing:
        return redirect("enrolment:workspace", standing.uuid)
    form = forms.EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.enrol(
                offering=offering,
                learner=request.user,
                motive=form.cleaned_data["motive"],
                at=now,
            )
        except policies.AlreadyEnrolled:
            return redirect("enrolment:enrol", offering.uuid)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("You are enrolled. This is your workspace."))
            return redirect("enrolment:workspace", made.uuid)
    facts = {
        "form": form,
        "offering": offering,
        "version": offering.version,
        "missing": queries.prerequisites_missing(offering.version, request.user, now),
        "left": queries.places_left(offering),
    }
    return render(request, "enrolment/enrol.html", facts, status=422 if form.errors else 200)


@require_safe
@needs_person
def workspace(request: PersonRequest, uuid: UUID) -> HttpResponse:
    return show_workspace(request, get_object_or_404(mine(request), uuid=uuid))


@require_POST
@needs_person
def add_evidence(request: PersonRequest, uuid: UUID, task: int, kind: str) -> HttpResponse:
    enrolment = get_object_or_404(mine(request), uuid=uuid)
    chosen = get_object_or_404(queries.tasks_of(enrolment), pk=task)
    prefix = f"{kind}-{chosen.pk}"
    form = forms.EVIDENCE_FORMS[EvidenceKind(kind)](request.POST, request.FILES, prefix=prefix)
    what = {"link": "url"}.get(kind, kind)
    try:
        check_arrived(request)
        if form.is_valid():
            ADD[EvidenceKind(kind)](
                enrolment=enrolment,
                task=chosen,
                by=request.user,
                at=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("“%s” is added.") % form.cleaned_data["title"])
            return redirect(f"{enrolment_path(enrolment)}#task-{chosen.pk}")
    except Refusal as refusal:
        form.refuse(refusal, what)
    return show_workspace(request, enrolment, refused=form)


@require_POST
@needs_person
def remove_evidence(request: PersonRequest, uuid: UUID) -> HttpResponse:
    evidence = get_object_or_404(queries.evidence_of(request.user), uuid=uuid)
    try:
        operations.remove_evidence(evidence=evidence, by=request.user, at=clock.now())
        messages.success(request, _("“%s” is removed.") % evidence.title)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{enrolment_path(evidence.enrolment)}#task-{evidence.task_id}")


@require_POST
@needs_person
def reflection(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Saves drafts, for the button and for the script that saves by itself."""
    enrolment = get_object_or_404(mine(request), uuid=uuid)
    alone = request.headers.get("X-Requested-With") == "autosave"
    parts = queries.parts_of(enrolment)
    form = forms.ReflectionForm(request.POST, answers=answers_in(parts))
    if form.is_valid():
        try:
            operations.save_reflections(
                enrolment=enrolment, answers=form.given, by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            if alone:
                raise
            form.refuse(refusal)
        else:
            if alone:
                return JsonResponse({"saved": True})
            messages.success(request, _("Your reflection is saved. Nobody else sees it yet."))
            return redirect(f"{enrolment_path(enrolment)}#reflective")
    if alone:
        return JsonResponse(form.errors, status=422)
    return show_workspace(request, enrolment, reflecting=form)


@require_POST
@needs_person
def withdraw(request: PersonRequest, uuid: UUID) -> HttpResponse:
    enrolment = get_object_or_404(mine(request), uuid=uuid)
    try:
        operations.withdraw(enrolment=enrolment, by=request.user, at=clock.now())
        messages.success(request, _("You have given up your place."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("enrolment:home")


@require_safe
@needs_person
def artefact(request: PersonRequest, uuid: UUID) -> FileResponse:
    """A learner's file, for those who may see it, sealed off from the site."""
    found = get_object_or_404(queries.artefacts_visible_to(request.user), uuid=uuid)
    kind = found.media_type
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=kind not in SHOWN_INLINE,
        filename=found.name,
        content_type="text/plain; charset=utf-8" if kind == "text/plain" else kind,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = SEALED_PDF if kind == "application/pdf" else SEALED
    response["Cache-Control"] = "private, no-store"
    return response


# -- Pieces -------------------------------------------------------------------------------------


def mine(request: PersonRequest) -> QuerySet[Enrolment]:
    return queries.enrolments_of(request.user)


def enrolment_path(enrolment: Enrolment) -> str:
    return reverse("enrolment:workspace", args=[enrolment.uuid])


def answers_in(parts: list[queries.Part]) -> tuple[queries.Answer, ...]:
    return next(part.answers for part in parts if part.kind == ComponentKind.REFLECTIVE)


def show_workspace(
    request: PersonRequest,
    enrolment: Enrolment,
    *,
    refused: forms.EvidenceForm | None = None,
    reflecting: forms.ReflectionForm | None = None,
) -> HttpResponse:
    """The workspace, with a form that was refused in its place."""
    facts = workspace_facts(enrolment, queries.parts_of(enrolment), refused, reflecting)
    status = 422 if refused or reflecting else 200
    return render(request, "enrolment/workspace.html", facts, status=status)


def workspace_facts(
    enrolment: Enrolment,
    parts: list[queries.Part],
    refused: forms.EvidenceForm | None = None,
    reflecting: forms.ReflectionForm | None = None,
) -> dict[str, Any]:
    """What the template of the workspace shows."""
    educational, demonstration, reflective = parts
    return {
        "enrolment": enrolment,
        "version": enrolment.version,
        "parts": parts,
        "pass_rule": catalogue.pass_rule_in_words(enrolment.version.pass_share),
        "educational": educational,
        "demonstration": demonstration,
        "reflective": reflective,
        "next": queries.next_step(enrolment, parts),
        "tasks": [
            (work, adding_forms(work, demonstration, refused)) for work in demonstration.tasks
        ],
        "refused": refused or reflecting,
        "reflection": reflecting or forms.ReflectionForm(answers=reflective.answers),
    }


def adding_forms(
    work: queries.TaskWork, part: queries.Part, refused: forms.EvidenceForm | None
) -> list[tuple[EvidenceKind, forms.EvidenceForm, bool]]:
    """An empty form for each kind that the task accepts, or the one that was refused, opened."""
    found = []
    for kind in work.accepts if part.open else ():
        prefix = f"{kind}-{work.task.pk}"
        if refused is not None and refused.prefix == prefix:
            found.append((kind, refused, True))
        else:
            found.append((kind, forms.EVIDENCE_FORMS[kind](prefix=prefix), False))
    return found
