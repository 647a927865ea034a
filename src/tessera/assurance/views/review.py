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
from tessera.assurance.enums import Permission
from tessera.assurance.forms import ReviewForm
from tessera.assurance.views.shown import may, shown
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
    before = queries.previous_round(found.proposal)
    facts = {
        "review": found,
        "proposal": found.proposal,
        "version": found.proposal.version,
        "chapters": catalogue.in_words(found.proposal.snapshot),
        "changes": queries.changes_since(found.proposal),
        "findings": queries.findings_of(before) if before else [],
        "form": form if may(policies.check_write_review, found, by=request.user) else None,
        "sheet": shown(request, found.proposal) if found.submitted_at else None,
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
