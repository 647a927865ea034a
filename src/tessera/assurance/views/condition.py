"""Conditions: a register, and one page each for its owner and its chair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tessera.assurance import operations, policies, queries
from tessera.assurance.enums import (
    TONES,
    ConditionState,
)
from tessera.assurance.forms import (
    ExtendForm,
    ReplyForm,
    ReportForm,
)
from tessera.assurance.views.shown import (
    may,
    taken,
)
from tessera.common import clock
from tessera.people.access import PersonRequest, needs_person

if TYPE_CHECKING:
    from tessera.assurance.models import Condition


@needs_person
def conditions(request: PersonRequest) -> HttpResponse:
    """Everything still to be met, the soonest due first, and what was met."""
    today = timezone.localdate(clock.now())
    mine = queries.conditions_visible_to(request.user)
    facts = {
        "conditions": [_line(each, today) for each in queries.conditions_open(request.user)],
        "met": [_line(each, today) for each in mine.filter(state=ConditionState.MET)[:50]],
    }
    return render(request, "assurance/conditions.html", facts)


@needs_person
@require_http_methods(["GET", "POST"])
def condition(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What was promised; its owner says that it is done, the chair confirms it or says what is missing, or
    gives more time."""
    found = get_object_or_404(queries.conditions_visible_to(request.user), uuid=uuid)
    person, now = request.user, clock.now()
    reports = may(policies.check_report, found, note="-", by=person)
    confirms = may(policies.check_confirm, found, by=person)
    extends = may(policies.check_may_extend, found, by=person)
    post = request.POST if request.method == "POST" else None
    extending = ExtendForm(post if post and "extend" in post else None, auto_id="extend-%s")
    form = (ReportForm if reports else ReplyForm)(None if extending.is_bound else post)
    who: dict[str, Any] = {"condition": found, "by": person, "at": now}
    if request.method == "POST" and "confirm" in request.POST:
        operations.confirm_condition(**who)
        messages.success(request, _("Confirmed: this condition is met."))
        return redirect("assurance:condition", found.uuid)
    if extends and extending.is_valid():
        if taken(extending, operations.extend_condition, **extending.cleaned_data, **who):
            messages.success(request, _("There is more time now. Its owner is told."))
            return redirect("assurance:condition", found.uuid)
    elif form.is_valid():
        words = form.cleaned_data
        done = (
            taken(form, operations.report_condition, note=words["note"], **who)
            if isinstance(form, ReportForm)
            else taken(form, operations.reopen_condition, reply=words["reply"], **who)
        )
        if done:
            messages.success(request, _("Sent. You hear when it is answered."))
            return redirect("assurance:condition", found.uuid)
    facts = _line(found, timezone.localdate(now)) | {
        "proposal": found.decision.proposal,
        "version": found.decision.proposal.version,
        "check": queries.words_of(found.check_line),
        "sees_proposal": queries.visible_to(person).filter(pk=found.decision.proposal_id).exists(),
        "reports": reports,
        "confirms": confirms,
        "form": form,
        "extending": extending if extends else None,
    }
    status = 422 if form.errors or extending.errors else 200
    return render(request, "assurance/condition.html", facts, status=status)


def _line(found: Condition, today: Any) -> dict[str, Any]:
    is_late = found.state == ConditionState.OPEN and found.due_on < today
    tone = "bad" if is_late else TONES.get(found.state, "attention")
    word = _("overdue") if is_late else found.get_state_display()
    return {"condition": found, "is_late": is_late, "tone": tone, "word": word}
