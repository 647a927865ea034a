"""Claiming, judging, and reading what was decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tessera.assessment import forms, operations, policies, queries
from tessera.assessment.enums import Permission, State
from tessera.assessment.models import Attempt
from tessera.common import clock
from tessera.common.refusal import Refusal, WrongState
from tessera.enrolment import queries as enrolment_queries
from tessera.people.access import PersonRequest, needs, needs_person

STAFF = (Permission.VIEW, Permission.JUDGE)


# -- The learner --------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs_person
def claim(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What is there and what is missing, the declarations, and what became of earlier attempts."""
    found = enrolment_queries.enrolments_of(request.user)
    enrolment = get_object_or_404(found, uuid=uuid)
    form = forms.ClaimForm(request.POST or None)
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.claim(
                enrolment=enrolment, **form.cleaned_data, by=request.user, at=clock.now()
            )
        except policies.AlreadyClaimed as already:
            messages.info(request, str(already))
            return redirect("assessment:claim", enrolment.uuid)
        except Refusal as refusal:
            refused = refusal
            form.refuse(refusal)
        else:
            messages.success(request, _("Handed in. An assessor looks at it next."))
            return redirect("assessment:claim", enrolment.uuid)
    parts = enrolment_queries.parts_of(enrolment)
    attempts = list(queries.attempts_of(enrolment))
    facts = {
        "form": form,
        "enrolment": enrolment,
        "parts": parts,
        "missing": [line for part in parts for line in part.missing],
        "working": enrolment_queries.is_working(enrolment),
        "attempts": attempts,
        "left": queries.attempts_left(enrolment),
        "feedback": queries.feedback_of(attempts[0]) if attempts else None,
    }
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "assessment/claim.html", facts, status=status)


@require_safe
@needs_person
def feedback(request: PersonRequest, uuid: UUID) -> HttpResponse:
    attempt = get_object_or_404(
        queries.visible_to(request.user).filter(enrolment__learner=request.user), uuid=uuid
    )
    facts = {"attempt": attempt, "chain": queries.feedback_of(attempt)}
    return render(request, "assessment/feedback.html", facts)


# -- The assessor -------------------------------------------------------------------------------


@require_safe
@needs(Permission.JUDGE)
def queue(request: PersonRequest) -> HttpResponse:
    attempts = queries.queue_of(request.user)
    return render(request, "assessment/queue.html", {"attempts": attempts})


@require_safe
@needs(*STAFF)
def attempt(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """To take up, to judge, or to read: whichever is this person's part now."""
    return show_attempt(request, found(request, uuid))


@require_POST
@needs(Permission.JUDGE)
def begin(request: PersonRequest, uuid: UUID) -> HttpResponse:
    here = found(request, uuid)
    form = forms.BeginForm(request.POST)
    if not form.is_valid():
        return show_attempt(request, here, beginning=form)
    try:
        judgement = operations.begin_judgement(
            attempt=here, no_conflict=form.no_conflict, by=request.user, at=clock.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("assessment:attempt", here.uuid)
    if judgement is None:
        messages.success(request, _("Noted. Somebody else will judge this attempt."))
        return redirect("assessment:queue")
    return redirect("assessment:attempt", here.uuid)


@require_POST
@needs(Permission.JUDGE)
def judge(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Saves the draft, by button or by itself, and submits it when asked to."""
    here = found(request, uuid)
    alone = request.headers.get("X-Requested-With") == "autosave"
    judgement = queries.judgement_of(here, request.user)
    if judgement is None or here.state != State.IN_ASSESSMENT:
        if alone:
            raise WrongState(state=here.get_state_display())
        messages.info(request, _("Your judgement is not open: nothing was changed."))
        return redirect("assessment:attempt", here.uuid)
    form = forms.JudgeForm(request.POST, lines=queries.lines_of(here, judgement))
    if not form.is_valid():
        return (
            JsonResponse(form.errors, status=422)
            if alone
            else show_attempt(request, here, judging=form)
        )
    now = clock.now()
    try:
        operations.save_marks(
            judgement=judgement,
            given=form.given,
            feedback=form.cleaned_data["feedback"],
            by=request.user,
            at=now,
        )
        if "submit" in request.POST and not alone:
            operations.submit_judgement(judgement=judgement, by=request.user, at=now)
    except Refusal as refusal:
        if alone:
            raise
        form.refuse(refusal)
        return show_attempt(request, here, judging=form)
    if alone:
        return JsonResponse({"saved": True})
    if "submit" in request.POST:
        messages.success(request, _("Your judgement is in. The registrar confirms the result."))
        return redirect("assessment:queue")
    messages.success(request, _("Saved. Nobody sees it until you hand it in."))
    return redirect("assessment:attempt", here.uuid)


@require_POST
@needs(Permission.JUDGE)
def return_incomplete(request: PersonRequest, uuid: UUID) -> HttpResponse:
    here = found(request, uuid)
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        try:
            operations.return_incomplete(
                attempt=here, **form.cleaned_data, by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("assessment:attempt", here.uuid)
        messages.success(request, _("Returned to the learner, with your words."))
        return redirect("assessment:queue")
    return show_attempt(request, here, returning=form)


@require_POST
@needs(Permission.CONFIRM)
def reopen(request: PersonRequest, uuid: UUID) -> HttpResponse:
    here = found(request, uuid)
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        try:
            operations.reopen(attempt=here, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("The assessor is asked to look again."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("assessment:attempt", here.uuid)
    return show_attempt(request, here, reopening=form)


# -- Pieces -------------------------------------------------------------------------------------


def found(request: PersonRequest, uuid: UUID) -> Attempt:
    return get_object_or_404(queries.visible_to_staff(request.user), uuid=uuid)


def show_attempt(
    request: PersonRequest,
    attempt: Attempt,
    *,
    beginning: forms.BeginForm | None = None,
    judging: forms.JudgeForm | None = None,
    returning: forms.ReasonForm | None = None,
    reopening: forms.ReasonForm | None = None,
) -> HttpResponse:
    part = queries.part_of(request.user, attempt)
    facts: dict[str, Any] = {"attempt": attempt, "enrolment": attempt.enrolment, "part": part}
    refused = beginning or judging or returning or reopening
    status = 422 if refused else 200
    if part == "begin":
        facts["form"] = beginning or forms.BeginForm()
        return render(request, "assessment/begin.html", facts, status=status)
    chain = queries.decision_chain(attempt)
    facts["chain"] = chain
    if part == "judge":
        judgement = queries.judgement_of(attempt, request.user)
        lines = queries.lines_of(attempt, judgement)
        feedback = judgement.feedback if judgement else ""
        facts["form"] = judging or forms.JudgeForm(lines=lines, initial={"feedback": feedback})
        facts["returning"] = returning or forms.ReasonForm(prefix=None)
        return render(request, "assessment/judge.html", facts, status=status)
    facts["reopening"] = reopening or forms.ReasonForm()
    return render(request, "assessment/attempt.html", facts, status=status)
