"""Submitting a design, and answering what the panel found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tessera.assurance import operations, queries
from tessera.assurance.forms import (
    AnswersForm,
    SubmitForm,
)
from tessera.assurance.views.shown import (
    SEES_PROPOSALS,
)
from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import EDITABLE
from tessera.catalogue.enums import Permission as CataloguePermission
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.endorsement import queries as endorsement
from tessera.people.access import PersonRequest, needs

if TYPE_CHECKING:
    pass
from tessera.assurance.views.proposal import proposal_page


@needs(CataloguePermission.SUBMIT)
@require_http_methods(["GET", "POST"])
def submit(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The designer's last look: what is still missing, then one button."""
    now = clock.now()
    version = get_object_or_404(catalogue.visible_to(request.user), uuid=uuid)
    form = SubmitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.submit_proposal(version=version, by=request.user, at=now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Submitted. The quality panel has been told."))
            return redirect("assurance:proposal", made.uuid)
    facts = {
        "version": version,
        "form": form,
        "missing": catalogue.missing(version, on=timezone.localdate(now)),
        "unanswered": queries.unanswered(version),
        "last": queries.latest_proposal(version),
        "can_submit": version.state in EDITABLE,
        "overdue": queries.overdue_conditions(version.definition, on=timezone.localdate(now)),
        "endorsed": endorsement.in_force(version, now),
        "endorsements_missing": endorsement.missing_endorsements(version, now),
    }
    return render(request, "assurance/submit.html", facts, status=422 if form.errors else 200)


@needs(*SEES_PROPOSALS)
@require_POST
def answer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Keep the designers' answers to the findings."""
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    form = AnswersForm(request.POST, findings=queries.findings_of(found))
    if form.is_valid():
        try:
            operations.answer_findings(
                proposal=found, answers=form.changed(), by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your answers are saved."))
            return redirect("assurance:proposal", found.uuid)
    facts = proposal_page(request, found) | {"answers_form": form}
    return render(request, "assurance/proposal.html", facts, status=422)
