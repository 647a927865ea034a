"""Outcomes down, criteria across: what judges what, shown and changed in place."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import Permission
from tessera.catalogue.models import Version
from tessera.catalogue.views.drafting import says_what_ends, spare
from tessera.common import clock
from tessera.kernel import merging
from tessera.people.access import PersonRequest, needs


@needs(Permission.VIEW, Permission.DRAFT)
@require_http_methods(["GET", "POST"])
@says_what_ends
def matrix(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """A hole is an outcome that nobody judges, or a criterion that judges nothing."""
    version = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    if request.method != "POST":
        return _page(request, version)
    judged = _judged(request)
    try:
        operations.save_matrix(
            version=version,
            judged=judged,
            seen=request.POST.get("seen"),
            spare=spare(request),
            by=request.user,
            at=clock.now(),
        )
    except policies.ChangedMeanwhile as refusal:
        return _page(request, version, refusal=refusal, mine=judged)
    messages.success(request, _("Saved."))
    return redirect("catalogue:matrix", uuid)


def _judged(request: PersonRequest) -> dict[int, list[int]]:
    """What was ticked, for each criterion that stood on the page."""
    shown = merging.read(request.POST.get("seen", ""))
    try:
        judged: dict[int, list[int]] = {int(pk): [] for pk in shown}
        for cell in request.POST.getlist("judges"):
            criterion, outcome = map(int, cell.split("-"))
            judged.setdefault(criterion, []).append(outcome)
    except ValueError:
        raise Http404 from None
    return judged


def _page(
    request: PersonRequest,
    version: Version,
    refusal: policies.ChangedMeanwhile | None = None,
    mine: dict[int, list[int]] | None = None,
) -> HttpResponse:
    criteria, rows = queries.matrix(version)
    idle = {criterion for criterion in criteria if not criterion.outcomes.all()}
    lines = [
        {
            "outcome": row.outcome,
            "is_judged": row.is_judged,
            "cells": [
                (criterion, there if mine is None else row.outcome.pk in mine.get(criterion.pk, ()))
                for criterion, there in row.cells
            ],
        }
        for row in rows
    ]
    theirs = [each for each in criteria if refusal and str(each.pk) in refusal.facts["fields"]]
    context = {
        "version": version,
        "criteria": [(criterion, criterion in idle) for criterion in criteria],
        "rows": lines,
        "holes": sum(not row.is_judged for row in rows),
        "idle": len(idle),
        "can_edit": policies.may(policies.check_draft, version, by=request.user),
        "seen": merging.written(queries.matrix_marks(version)),
        "refusal": refusal,
        "theirs": theirs,
    }
    status = refusal.status if refusal else 200
    return render(request, "catalogue/matrix.html", context, status=status)
