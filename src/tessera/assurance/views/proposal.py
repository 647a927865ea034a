"""A round: sent, led, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import TONES, Permission
from tessera.assurance.forms import AnswersForm, AssignForm, SubmitForm
from tessera.assurance.views.shown import SEES_PROPOSALS, TIME_TO_REVIEW, may, shown
from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import EDITABLE
from tessera.catalogue.enums import Permission as CataloguePermission
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.endorsement import queries as endorsement
from tessera.people.access import PersonRequest, needs
from tessera.trail.queries import events_of
from tessera.trail.words import sentence

if TYPE_CHECKING:
    from tessera.assurance.models import Proposal


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
        "endorsed": endorsement.in_force(version, now),
        "endorsements_missing": endorsement.missing_endorsements(version, now),
    }
    return render(request, "assurance/submit.html", facts, status=422 if form.errors else 200)


@needs(*SEES_PROPOSALS)
def proposal(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One round: where it stands, what was found and answered, who reviews it, what was submitted."""
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    return render(request, "assurance/proposal.html", _round(request, found))


@needs(Permission.ASSIGN)
@require_POST
def assign(request: PersonRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    form = _assign_form(found, request.POST)
    if form.is_valid():
        try:
            operations.assign_reviewer(
                proposal=found,
                reviewer=form.chosen(),
                due_on=form.cleaned_data["due_on"],
                by=request.user,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s has been asked.") % {"name": form.chosen()})
            return redirect("assurance:proposal", found.uuid)
    facts = _round(request, found) | {"assign_form": form}
    return render(request, "assurance/proposal.html", facts, status=422)


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
    facts = _round(request, found) | {"answers_form": form}
    return render(request, "assurance/proposal.html", facts, status=422)


def _round(request: PersonRequest, found: Proposal) -> dict[str, Any]:
    """Everything that the proposal's page shows to this person, and no more."""
    person = request.user
    leads = may(policies.check_leads, found, permission=Permission.ASSIGN, by=person)
    under_way = may(policies.check_under_way, found)
    findings = queries.findings_of(found)
    answers = may(policies.check_answer_finding, found, by=person) and bool(findings)
    return {
        "proposal": found,
        "version": found.version,
        "tone": TONES[found.state],
        "decision": queries.decision_of(found),
        "findings": findings,
        "answers_form": AnswersForm(findings=findings) if answers else None,
        "changes": queries.changes_since(found),
        "chapters": catalogue.in_words(found.snapshot),
        "reviews": found.reviews.select_related("reviewer") if leads else [],
        "assign_form": _assign_form(found) if leads and under_way else None,
        "leads": leads and under_way,
        "own_review": queries.reviews_of(person).filter(proposal=found).first(),
        "sheet": None if leads and under_way else shown(request, found),
        "events": _events(found) if leads else [],
    }


def _events(found: Proposal) -> list[dict[str, Any]]:
    return [
        {"title": sentence(event.kind), "at": event.at, "by": event.by}
        for event in events_of(found)
    ]


def _assign_form(found: Proposal, data: Any = None) -> AssignForm:
    before = queries.previous_round(found)
    return AssignForm(
        data,
        reviewers=queries.reviewers_for(found),
        before=set(before.reviews.values_list("reviewer", flat=True)) if before else set(),
        initial={"due_on": timezone.localdate(clock.now()) + TIME_TO_REVIEW},
    )
