"""Appealing a decline, and answering the appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import (
    TONES,
)
from tessera.assurance.forms import (
    AppealForm,
    JudgeForm,
)
from tessera.assurance.views.shown import (
    SEES_PROPOSALS,
    refusal_of,
    shown,
    taken,
)
from tessera.catalogue.enums import Permission as CataloguePermission
from tessera.common import clock
from tessera.people.access import PersonRequest, needs

if TYPE_CHECKING:
    pass


@needs(CataloguePermission.SUBMIT)
@require_http_methods(["GET", "POST"])
def lodge(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The designers say why a decline should be looked at again."""
    now = clock.now()
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    barred = refusal_of(policies.check_may_lodge, found, by=request.user, at=now)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        who = {"proposal": found, "by": request.user, "at": now}
        if taken(form, operations.lodge_appeal, **form.cleaned_data, **who):
            messages.success(request, _("Your appeal is lodged. Others than before decide on it."))
            return redirect("assurance:proposal", found.uuid)
    facts = {"proposal": found, "version": found.version, "form": form, "barred": barred}
    facts["decision"] = queries.decision_of(found)
    facts["until"] = queries.appeal_until(found) if facts["decision"] else None
    return render(request, "assurance/lodge.html", facts, status=422 if form.errors else 200)


@needs(*SEES_PROPOSALS)
@require_http_methods(["GET", "POST"])
def appeal(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The appeal and, for a chair who had no part in the round, the answer to it."""
    found = get_object_or_404(queries.appeals_visible_to(request.user), uuid=uuid)
    barred = refusal_of(policies.check_judge, found, reason="-", by=request.user)
    form = JudgeForm(request.POST if request.method == "POST" else None)
    if {"uphold", "dismiss"} & {*request.POST} and form.is_valid():
        upholds = "uphold" in request.POST
        operation = operations.uphold_appeal if upholds else operations.dismiss_appeal
        who = {"appeal": found, "by": request.user, "at": clock.now()}
        if taken(form, operation, reason=form.cleaned_data["reason"], **who):
            messages.success(
                request,
                _("Upheld: the design is reviewed anew, by others.")
                if upholds
                else _("Dismissed: the decline stands. The authors have been told."),
            )
            return redirect("assurance:appeal", found.uuid)
    facts = {
        "appeal": found,
        "tone": TONES.get(found.state, "attention"),
        "proposal": found.proposal,
        "version": found.proposal.version,
        "decision": queries.decision_of(found.proposal),
        "sheet": shown(request, found.proposal),
        "barred": barred,
        "form": form,
    }
    return render(request, "assurance/appeal.html", facts, status=422 if form.errors else 200)
