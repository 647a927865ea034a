"""The proposal on one side, the standard on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import (
    Permission,
)
from tessera.assurance.forms import (
    HandBackForm,
    RemarkForm,
    ReviewForm,
)
from tessera.assurance.views.shown import (
    findings_shown,
    may,
    refusal_of,
    shown,
    taken,
    watched,
)
from tessera.catalogue import queries as catalogue
from tessera.common import clock
from tessera.common.refusal import NotReady, Refusal
from tessera.people.access import PersonRequest, needs

if TYPE_CHECKING:
    from tessera.assurance.models import Review


@needs(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def review(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The proposal on one side, the standard on the other; once it is in, the others' ratings too."""
    found = get_object_or_404(queries.reviews_of(request.user), uuid=uuid)
    form = _review_form(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _review_taken(request, found, form):
        return redirect("assurance:review", found.uuid)
    status = 422 if form.errors else 200
    return render(request, "assurance/review.html", _page(request, found, form), status=status)


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


@needs(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def hand_back(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Give a review back that one cannot or may not write."""
    found = get_object_or_404(queries.reviews_of(request.user), uuid=uuid)
    form = HandBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        who = {"review": found, "by": request.user, "at": clock.now()}
        if taken(
            form, operations.hand_back_review, end=words["end"], reason=words["reason"], **who
        ):
            messages.success(
                request, _("You handed the review back. The chair asks somebody else.")
            )
            return redirect("assurance:desk")
    facts: dict[str, Any] = {
        "review": found,
        "proposal": found.proposal,
        "version": found.proposal.version,
    }
    facts |= {
        "form": form,
        "barred": refusal_of(
            policies.check_hand_back, found, end="conflict", reason="-", by=request.user
        ),
    }
    return render(request, "assurance/hand_back.html", facts, status=422 if form.errors else 200)


@needs(Permission.REVIEW, Permission.DECIDE)
@require_POST
def remark(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Say something in the discussion, and go back to where one came from."""
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    form = RemarkForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["text"]
        operations.add_remark(proposal=found, text=words, by=request.user, at=clock.now())
        messages.success(request, _("Said. The others have been told."))
    else:
        messages.error(request, _("Nothing was said: write a word first."))
    own = queries.reviews_of(request.user).filter(proposal=found, ended_at=None).first()
    if own is not None:
        return redirect("assurance:review", own.uuid)
    return redirect("assurance:decide", found.uuid)


def _page(request: PersonRequest, found: Review, form: ReviewForm) -> dict[str, Any]:
    chapters = catalogue.in_words(found.proposal.snapshot)
    before = queries.previous_round(found.proposal)
    writes = may(policies.check_write_review, found, by=request.user)
    is_in = found.submitted_at is not None
    return {
        "review": found,
        "proposal": found.proposal,
        "version": found.proposal.version,
        "chapters": chapters,
        "changes": queries.changes_since(found.proposal),
        "before": [
            line | {"field": form[f"settled-{line['each'].finding.pk}"] if writes else None}
            for line in (findings_shown(request, before) if before else [])
        ],
        "hold": queries.hold_of(found.proposal),
        "form": form if writes else None,
        "lines": _lines(form, chapters) if writes else [],
        "sheet": shown(request, found.proposal) if is_in else None,
        "waiting": is_in and not queries.is_unblinded(found.proposal),
        "discussion": queries.remarks_visible_to(request.user, found.proposal) if is_in else [],
        "remark_form": RemarkForm()
        if is_in and may(policies.check_remark, found.proposal, text="-", by=request.user)
        else None,
    } | watched(found.proposal, clock.now())


def _lines(form: ReviewForm, chapters: list[Any]) -> list[dict[str, Any]]:
    """The standard by principle: each check with its guidance and what the proposal says to it."""
    sources = queries.sources_of(form.checks, chapters)
    return [
        {
            "principle": principle,
            "checks": [
                {
                    "value": value,
                    "comment": comment,
                    "guidance": queries.guidance_of(check),
                    "sources": sources[check.pk],
                }
                for check, value, comment in lines
            ],
        }
        for principle, lines in form.groups
    ]


def _review_form(found: Review, data: Any = None) -> ReviewForm:
    return ReviewForm(
        data,
        checks=queries.checks_of(found.proposal),
        ratings=found.ratings.all(),
        findings=queries.findings_before(found.proposal),
        settlements=found.settlements.all(),
        initial={"summary": found.summary},
    )


def _save(request: PersonRequest, found: Review, form: ReviewForm) -> None:
    operations.save_review(
        review=found,
        ratings=form.ratings(),
        settlements=form.settlements(),
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
        form.point_out(queries.missing_from(found), queries.unjudged_findings(found))
        return False
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Your review is in. Thank you."))
    return True
