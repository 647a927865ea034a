"""A round: where it stands, and the steps of those who lead it."""

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
from tessera.assurance.enums import (
    TONES,
    UNDER_WAY,
    Permission,
    ProposalState,
)
from tessera.assurance.forms import (
    AnswersForm,
    AssignForm,
    ReasonForm,
    ScreenForm,
)
from tessera.assurance.views.shown import (
    SEES_PROPOSALS,
    findings_shown,
    may,
    refusal_of,
    shown,
    taken,
    watched,
)
from tessera.catalogue import queries as catalogue
from tessera.common import clock
from tessera.endorsement import queries as endorsement
from tessera.people.access import PersonRequest, needs
from tessera.trail.queries import events_of
from tessera.trail.words import sentence

if TYPE_CHECKING:
    from tessera.assurance.models import Proposal


@needs(*SEES_PROPOSALS)
def proposal(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One round: where it stands, what was found and answered, who reviews it, what was submitted."""
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    return render(request, "assurance/proposal.html", proposal_page(request, found))


@needs(Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def screen(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Ready for reviewers, or back to its designers before anyone is bothered."""
    now = clock.now()
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    barred = refusal_of(policies.check_screen, found, by=request.user)
    form = ScreenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        who = {"proposal": found, "by": request.user, "at": now}
        if "back" in request.POST:
            words = {"findings": form.lines(), "reason": form.cleaned_data["reason"]}
            if taken(form, operations.screen_back, **who, **words):
                messages.success(request, _("It is back with its authors, who have been told."))
                return redirect("assurance:proposal", found.uuid)
        elif taken(form, operations.screen_proposal, **who):
            messages.success(request, _("Ready for reviewers. Now choose them."))
            return redirect("assurance:proposal", found.uuid)
    facts = {
        "proposal": found,
        "version": found.version,
        "barred": barred,
        "chapters": catalogue.in_words(found.snapshot),
        "endorsed": endorsement.in_force(found.version, now),
        "asked": endorsement.requests_of(found.version),
        "findings": _before(request, found),
        "form": form,
    } | watched(found, now)
    return render(request, "assurance/screen.html", facts, status=422 if form.errors else 200)


@needs(Permission.ASSIGN)
@require_POST
def assign(request: PersonRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    form = _assign_form(found, request.POST)
    if form.is_valid() and taken(
        form,
        operations.assign_reviewers,
        proposal=found,
        reviewers=form.chosen(),
        due_on=form.cleaned_data["due_on"],
        by=request.user,
        at=clock.now(),
    ):
        for person in form.chosen():
            messages.success(request, _("%(name)s has been asked.") % {"name": person})
        return redirect("assurance:proposal", found.uuid)
    facts = proposal_page(request, found) | {"assign_form": form}
    return render(request, "assurance/proposal.html", facts, status=422)


@needs(Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def remove(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take a review back that is not in; somebody else can be asked then."""
    found = get_object_or_404(queries.reviews_led_by(request.user), uuid=uuid)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if taken(
            form,
            operations.remove_reviewer,
            review=found,
            reason=reason,
            by=request.user,
            at=clock.now(),
        ):
            messages.success(request, _("%(name)s has been told.") % {"name": found.reviewer})
            return redirect("assurance:proposal", found.proposal.uuid)
    facts: dict[str, Any] = {
        "review": found,
        "proposal": found.proposal,
        "version": found.proposal.version,
    }
    facts |= {
        "form": form,
        "barred": refusal_of(policies.check_remove, found, reason="-", by=request.user),
    }
    return render(request, "assurance/remove.html", facts, status=422 if form.errors else 200)


@needs(Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def hold(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Stop every clock of a proposal, saying why."""
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        who = {"proposal": found, "by": request.user, "at": clock.now()}
        if taken(form, operations.hold_proposal, reason=reason, **who):
            messages.success(request, _("On hold. Everyone concerned has been told."))
            return redirect("assurance:proposal", found.uuid)
    facts: dict[str, Any] = {"proposal": found, "version": found.version, "form": form}
    facts |= {"barred": refusal_of(policies.check_hold, found, reason="-", by=request.user)}
    return render(request, "assurance/hold.html", facts, status=422 if form.errors else 200)


@needs(Permission.ASSIGN)
@require_POST
def resume(request: PersonRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    operations.resume_proposal(proposal=found, by=request.user, at=clock.now())
    messages.success(request, _("It goes on. Due dates moved by as long as it stood still."))
    return redirect("assurance:proposal", found.uuid)


def proposal_page(request: PersonRequest, found: Proposal) -> dict[str, Any]:
    """Everything that the proposal's page shows to this person, and no more."""
    person, at = request.user, clock.now()
    leads = may(policies.check_leads, found, permission=Permission.ASSIGN, by=person)
    under_way = found.state in UNDER_WAY
    held = queries.hold_of(found)
    findings = queries.findings_of(found)
    answers = bool(findings) and may(policies.check_answer_finding, found, by=person)
    assigns = leads and not held and found.state in (ProposalState.OPEN, ProposalState.IN_REVIEW)
    return {
        "proposal": found,
        "version": found.version,
        "tone": TONES[found.state],
        "hold": held,
        "decision": queries.decision_of(found),
        "condition_tones": TONES,
        "findings": findings_shown(request, found),
        "before": _before(request, found),
        "answers_form": AnswersForm(findings=findings) if answers else None,
        "changes": queries.changes_since(found),
        "chapters": catalogue.in_words(found.snapshot),
        "reviews": _reviews(found, at) if leads else [],
        "assign_form": _assign_form(found) if assigns else None,
        "leads": leads and under_way,
        "screens": leads and found.state == ProposalState.SCREENING,
        "own_review": queries.reviews_of(person).filter(proposal=found, ended_at=None).first(),
        "sheet": None if leads and under_way else shown(request, found),
        "events": _events(found) if leads else [],
        "appeal": queries.appeal_of(found),
        "behind": queries.appeal_behind(found),
        "can_appeal": found.state == ProposalState.DECLINED
        and may(policies.check_may_lodge, found, by=person, at=at),
        "appeal_until": queries.appeal_until(found)
        if found.state == ProposalState.DECLINED
        else None,
    }


def _before(request: PersonRequest, found: Proposal) -> list[dict[str, Any]]:
    """The findings of the round before, with their answers."""
    before = queries.previous_round(found)
    return findings_shown(request, before) if before else []


def _reviews(found: Proposal, at: Any) -> list[dict[str, Any]]:
    """Each review with what the chair has to know of it: in, late, ended, or no longer independent."""
    today = timezone.localdate(at)
    independent = set(queries.independent_reviewers(found))
    return [
        {
            "review": each,
            "is_late": each.submitted_at is None and each.ended_at is None and each.due_on < today,
            "counts": each.reviewer_id in independent,
        }
        for each in found.reviews.select_related("reviewer").order_by("ended_at", "pk")
    ]


def _events(found: Proposal) -> list[dict[str, Any]]:
    return [
        {"title": sentence(event.kind), "at": event.at, "by": event.by}
        for event in events_of(found)
    ]


def _assign_form(found: Proposal, data: Any = None) -> AssignForm:
    """The best are ticked, as many as are still needed for a decision."""
    candidates = queries.candidates_for(found)
    needed = queries.reviewers_needed(found)
    best = [str(each.person.uuid) for each in candidates[:needed]]
    return AssignForm(
        data,
        candidates=candidates,
        initial={"due_on": queries.due_after(clock.now()), "reviewers": best},
    )
