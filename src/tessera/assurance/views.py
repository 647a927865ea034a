"""The desk, the proposal, the blind review, the decision."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import NEEDS_COMMENT, TONES, Outcome, Permission, RatingValue
from tessera.assurance.forms import AnswersForm, AssignForm, DecisionForm, ReviewForm, SubmitForm
from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import EDITABLE
from tessera.catalogue.enums import Permission as CataloguePermission
from tessera.common import clock
from tessera.common.refusal import NotReady, Refusal
from tessera.endorsement import queries as endorsement
from tessera.people.access import PersonRequest, needs
from tessera.trail.queries import events_of
from tessera.trail.words import sentence

if TYPE_CHECKING:
    from tessera.assurance.models import Check, Proposal, Review

TIME_TO_REVIEW = timedelta(days=14)
SEES_PROPOSALS = (Permission.VIEW, Permission.ASSIGN, Permission.DECIDE, Permission.REVIEW)


@needs(*SEES_PROPOSALS)
def desk(request: PersonRequest) -> HttpResponse:
    """One's own reviews to write, and the proposals that one leads to a decision."""
    reviews = queries.reviews_of(request.user)
    facts = {
        "to_do": queries.reviews_to_do(request.user),
        "done": reviews.filter(submitted_at__isnull=False)[:20],
        "proposals": [
            {"proposal": each, "tone": TONES[each.state]}
            for each in queries.proposals_for_chair(request.user)
        ],
    }
    return render(request, "assurance/desk.html", facts)


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


@needs(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def review(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The proposal on one side, the standard on the other; once it is in, the others' ratings too."""
    found = get_object_or_404(queries.reviews_of(request.user), uuid=uuid)
    form = _review_form(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _review_taken(request, found, form):
        return redirect("assurance:review", found.uuid)
    before = queries.previous_round(found.proposal)
    facts = {
        "review": found,
        "proposal": found.proposal,
        "version": found.proposal.version,
        "chapters": catalogue.in_words(found.proposal.snapshot),
        "changes": queries.changes_since(found.proposal),
        "findings": queries.findings_of(before) if before else [],
        "form": form if _may(policies.check_write_review, found, by=request.user) else None,
        "sheet": _shown(request, found.proposal) if found.submitted_at else None,
    }
    return render(request, "assurance/review.html", facts, status=422 if form.errors else 200)


@needs(Permission.REVIEW)
@require_POST
def save_draft(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Autosave: keep what is written so far."""
    found = get_object_or_404(queries.reviews_of(request.user), uuid=uuid)
    form = _review_form(found, request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    _save(request, found, form)
    return HttpResponse(status=204)


@needs(Permission.DECIDE)
@require_http_methods(["GET", "POST"])
def decide(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The ratings side by side, and only the decisions that they support."""
    now = clock.now()
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    barred = _refusal(policies.check_decider, found, by=request.user)
    form = _decision_form(request, found, blind=barred is not None)
    if request.method == "POST" and form.is_valid():
        outcome = request.POST.get("outcome", "")
        try:
            if outcome not in Outcome:
                raise NotReady(missing=[_("Choose a decision.")])
            operations.decide(proposal=found, by=request.user, at=now, **form.values(outcome))
        except Refusal as refusal:
            found.refresh_from_db()
            if not queries.is_decided_by(found, request.user):
                form.refuse(refusal)
        if not form.errors:
            messages.success(request, _("Decided. The authors and the reviewers are told."))
            return redirect("assurance:proposal", found.uuid)
    outcomes = [] if barred else _outcomes(found, now)
    facts = {
        "proposal": found,
        "version": found.version,
        "sheet": _shown(request, found),
        "outcomes": outcomes,
        "can_approve": any(
            each["primary"] and each["outcome"] == Outcome.APPROVE for each in outcomes
        ),
        "barred": barred,
        "endorsements": endorsement.in_force(found.version, now),
        "asked": endorsement.requests_of(found.version),
        "changes": queries.changes_since(found),
        "form": form,
    }
    return render(request, "assurance/decide.html", facts, status=422 if form.errors else 200)


def _outcomes(found: Proposal, at: datetime) -> list[dict[str, Any]]:
    """Each decision with what stands against it; the first that nothing does is the primary action."""
    possible = policies.possible_outcomes(found, at)
    free = [outcome for outcome, against in possible.items() if not against]
    return [
        {"outcome": outcome, "obstacles": against, "primary": outcome == free[0]}
        for outcome, against in possible.items()
    ]


def _round(request: PersonRequest, found: Proposal) -> dict[str, Any]:
    """Everything that the proposal's page shows to this person, and no more."""
    person = request.user
    leads = _may(policies.check_leads, found, permission=Permission.ASSIGN, by=person)
    under_way = _may(policies.check_under_way, found)
    findings = queries.findings_of(found)
    answers = _may(policies.check_answer_finding, found, by=person) and bool(findings)
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
        "sheet": None if leads and under_way else _shown(request, found),
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


def _review_form(found: Review, data: Any = None) -> ReviewForm:
    return ReviewForm(
        data,
        checks=queries.checks_of(found.proposal),
        ratings=found.ratings.all(),
        initial={"summary": found.summary},
    )


def _save(request: PersonRequest, found: Review, form: ReviewForm) -> None:
    operations.save_review(
        review=found,
        ratings=form.ratings(),
        summary=form.cleaned_data["summary"],
        by=request.user,
        at=clock.now(),
    )


def _review_taken(request: PersonRequest, found: Review, form: ReviewForm) -> bool:
    """Whether the review was handed in, now or by a first click; what was written is kept either way."""
    try:
        _save(request, found, form)
        operations.submit_review(review=found, by=request.user, at=clock.now())
    except policies.ReviewIsIn:
        return True
    except NotReady:
        form.point_out(queries.missing_from(found))
        return False
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Your review is in. Thank you."))
    return True


def _decision_form(request: PersonRequest, found: Proposal, *, blind: bool) -> DecisionForm:
    """With what the reviewers said ready to be used, unless this person may not read it."""
    sheet = queries.Sheet((), ()) if blind else queries.independent_sheet(found)
    return DecisionForm(
        request.POST if request.method == "POST" else None,
        troubled=_troubled(sheet),
        conditions=sheet.conditions,
        owners=found.version.authors.all(),
        initial={
            f"due-{check.code}": timezone.localdate(clock.now()) + TIME_TO_REVIEW
            for check in sheet.conditions
        },
    )


def _troubled(sheet: queries.Sheet) -> dict[Check, str]:
    """Checks that a reviewer did not find plainly met, with the comments on them."""
    return {
        row.check: "\n".join(rating.comment for rating in wanting if rating.comment)
        for row in sheet.rows
        if (wanting := [each for each in row.ratings if each and each.value in NEEDS_COMMENT])
    }


def _shown(request: PersonRequest, found: Proposal) -> dict[str, Any] | None:
    """The ratings side by side as far as this person may read them; None when that is nothing."""
    sheet = queries.sheet_for(request.user, found)
    if not sheet.reviews:
        return None
    agreed, of = sheet.agreement
    return {
        "reviews": sheet.reviews,
        "agreed": agreed,
        "of": of,
        "rows": [
            {
                "text": queries.words_of(row.check),
                "principle": row.check.get_principle_display(),
                "agreed": row.agreed,
                "cells": [
                    {
                        "word": RatingValue(rating.value).label,
                        "tone": TONES[RatingValue(rating.value)],
                        "comment": rating.comment,
                    }
                    if rating and rating.value
                    else None
                    for rating in row.ratings
                ],
            }
            for row in sheet.rows
        ],
    }


def _refusal(check: Any, thing: Any, **facts: Any) -> Refusal | None:
    """What a check would refuse, so that the page offers only what is possible."""
    try:
        check(thing, **facts)
    except Refusal as refusal:
        return refusal
    return None


def _may(check: Any, thing: Any, **facts: Any) -> bool:
    return _refusal(check, thing, **facts) is None
