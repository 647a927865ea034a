"""The ratings side by side, and only the decisions that they support."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import (
    NEEDS_COMMENT,
    Outcome,
    Permission,
)
from tessera.assurance.forms import (
    DecisionForm,
    RemarkForm,
)
from tessera.assurance.views.shown import (
    findings_shown,
    may,
    refusal_of,
    shown,
    watched,
)
from tessera.common import clock
from tessera.common.refusal import NotReady, Refusal
from tessera.endorsement import queries as endorsement
from tessera.people.access import PersonRequest, needs

if TYPE_CHECKING:
    from tessera.assurance.models import Check, Proposal

# A condition is due this many working days from the decision, unless the chair says otherwise.
CONDITION_DAYS = 30


@needs(Permission.DECIDE)
@require_http_methods(["GET", "POST"])
def decide(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The ratings side by side, and only the decisions that they support."""
    now = clock.now()
    found = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    barred = refusal_of(policies.check_decider, found, by=request.user)
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
        "sheet": shown(request, found),
        "outcomes": outcomes,
        "can_approve": any(
            each["possible"] and each["outcome"] == Outcome.APPROVE for each in outcomes
        ),
        "needs_override": any(each["possible"] and each["obstacles"] for each in outcomes),
        "hold": queries.hold_of(found),
        "before": _before(request, found),
        "discussion": [] if barred else queries.remarks_visible_to(request.user, found),
        "remark_form": RemarkForm()
        if may(policies.check_remark, found, text="-", by=request.user)
        else None,
        "barred": barred,
        "endorsements": endorsement.in_force(found.version, now),
        "asked": endorsement.requests_of(found.version),
        "changes": queries.changes_since(found),
        "form": form,
    } | watched(found, now)
    return render(request, "assurance/decide.html", facts, status=422 if form.errors else 200)


def _outcomes(found: Proposal, at: datetime) -> list[dict[str, Any]]:
    """Each decision with what stands against it, and whether a chair may set that aside.

    The first that nothing stands against is the primary action.
    """
    possible = policies.possible_outcomes(found, at)
    free = [outcome for outcome, against in possible.items() if not against]
    return [
        {
            "outcome": outcome,
            "obstacles": against,
            "possible": all(isinstance(each, policies.OVERRIDABLE) for each in against),
            "primary": outcome == free[0],
        }
        for outcome, against in possible.items()
    ]


def _before(request: PersonRequest, found: Proposal) -> list[dict[str, Any]]:
    before = queries.previous_round(found)
    return findings_shown(request, before) if before else []


@needs(Permission.VIEW)
def overrides(request: PersonRequest) -> HttpResponse:
    """Every decision that the ratings did not support, and why it was taken."""
    facts = {"decisions": queries.overrides(request.user)}
    return render(request, "assurance/overrides.html", facts)


def _decision_form(request: PersonRequest, found: Proposal, *, blind: bool) -> DecisionForm:
    """With what the reviewers said ready to be used, unless this person may not read it."""
    sheet = queries.Sheet((), ()) if blind else queries.independent_sheet(found)
    return DecisionForm(
        request.POST if request.method == "POST" else None,
        troubled=_troubled(sheet),
        conditions=[
            *sheet.conditions,
            *(each for each in sheet.unmet if each not in sheet.conditions),
        ],
        needed=sheet.conditions,
        owners=found.version.authors.all(),
        initial={
            f"due-{check.code}": queries.due_after(clock.now(), CONDITION_DAYS)
            for check in [*sheet.conditions, *sheet.unmet]
        },
    )


def _troubled(sheet: queries.Sheet) -> dict[Check, str]:
    """Checks that a reviewer did not find plainly met, with the comments on them."""
    return {
        row.check: "\n".join(rating.comment for rating in wanting if rating.comment)
        for row in sheet.rows
        if (wanting := [each for each in row.ratings if each and each.value in NEEDS_COMMENT])
    }
