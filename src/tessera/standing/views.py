"""The calendar of reviews, and one design's page: how it stands, why, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tessera.catalogue.enums import State
from tessera.common import clock
from tessera.common.refusal import Refusal, WrongState
from tessera.endorsement import queries as endorsement
from tessera.enrolment import queries as enrolment
from tessera.people.access import PersonRequest, can, needs
from tessera.standing import forms, operations, policies, queries
from tessera.standing.enums import EFFECTS, TONES, Effect, Permission
from tessera.trail.queries import events_of
from tessera.trail.words import sentence

if TYPE_CHECKING:
    from tessera.catalogue.models import Version

YEARS_TO_NEXT = 2


@require_safe
@needs(Permission.VIEW)
def calendar(request: PersonRequest) -> HttpResponse:
    """What is under review or suspended now, then what comes, month by month."""
    today = timezone.localdate(clock.now())
    versions: list[Any] = list(queries.looked_after(request.user))
    facts = {
        "under_review": [
            {"version": version, "review": review, "late": review.due_on < today}
            for version in versions
            if version.state == State.UNDER_REVIEW
            for review in version.open_reviews
        ],
        "suspended": [
            {"version": version, "suspension": suspension}
            for version in versions
            if version.state == State.SUSPENDED
            for suspension in version.open_suspensions
        ],
        "months": [
            (
                month,
                [{"version": each, "soon": queries.is_soon(each, on=today)} for each in published],
            )
            for month, published in queries.months(versions, on=today)
        ],
    }
    return render(request, "standing/calendar.html", facts)


@require_safe
@needs(Permission.VIEW)
def version(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One design: how it stands in plain words, everything that was said, and the next step."""
    return _page(request, _found(request, uuid))


@require_POST
@needs(Permission.COMPLAIN)
def complain(request: PersonRequest, uuid: UUID) -> HttpResponse:
    def act(found: Version, form: Any) -> str:
        operations.record_complaint(
            version=found, by=request.user, at=clock.now(), **form.cleaned_data
        )
        return _("Recorded. The design is under review, and can be earned meanwhile.")

    return _taken(request, uuid, "complaint_form", forms.ComplaintForm(request.POST), act)


@require_POST
@needs(Permission.DECIDE)
def open_review(request: PersonRequest, uuid: UUID) -> HttpResponse:
    def act(found: Version, form: Any) -> str:
        operations.open_review(version=found, by=request.user, at=clock.now(), **form.cleaned_data)
        return _("The review is open. Owner and partners are told.")

    return _taken(request, uuid, "open_form", forms.OpenForm(request.POST), act)


@require_POST
@needs(Permission.DECIDE)
def conclude(request: PersonRequest, uuid: UUID) -> HttpResponse:
    def act(found: Version, form: Any) -> str:
        review = queries.reviews_of(found).first()
        if review is None:
            raise WrongState(state=found.get_state_display())
        operations.conclude_review(
            review=review, by=request.user, at=clock.now(), **form.cleaned_data
        )
        return _("Concluded. Everyone whom it touches is told.")

    return _taken(request, uuid, "conclude_form", forms.ConcludeForm(request.POST), act)


@require_POST
@needs(Permission.DECIDE)
def suspend(request: PersonRequest, uuid: UUID) -> HttpResponse:
    def act(found: Version, form: Any) -> str:
        operations.suspend(version=found, by=request.user, at=clock.now(), **form.cleaned_data)
        return _("Suspended. Learners, owner and partners are told.")

    return _taken(request, uuid, "suspend_form", forms.SuspendForm(request.POST), act)


@require_POST
@needs(Permission.DECIDE)
def reinstate(request: PersonRequest, uuid: UUID) -> HttpResponse:
    def act(found: Version, form: Any) -> str:
        suspension = queries.suspensions_of(found).first()
        if suspension is None:
            raise WrongState(state=found.get_state_display())
        operations.reinstate(
            suspension=suspension, by=request.user, at=clock.now(), **form.cleaned_data
        )
        return _("Reinstated. Learners, owner and partners are told.")

    return _taken(request, uuid, "reinstate_form", forms.ReinstateForm(request.POST), act)


@require_POST
@needs(Permission.DECIDE)
def schedule(request: PersonRequest, uuid: UUID) -> HttpResponse:
    def act(found: Version, form: Any) -> str:
        operations.schedule(version=found, by=request.user, at=clock.now(), **form.cleaned_data)
        return _("The date is set.")

    return _taken(request, uuid, "schedule_form", forms.ScheduleForm(request.POST), act)


def _found(request: PersonRequest, uuid: UUID) -> Version:
    return get_object_or_404(queries.visible_to(request.user), uuid=uuid)


def _taken(
    request: PersonRequest,
    uuid: UUID,
    name: str,
    form: forms.RefusableForm,
    act: Callable[[Version, Any], str],
) -> HttpResponse:
    """One step; refused, the page comes back with what was typed."""
    found = _found(request, uuid)
    status = 422
    if form.is_valid():
        try:
            said = act(found, form)
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
            found.refresh_from_db()
        else:
            messages.success(request, said)
            return redirect("standing:version", found.uuid)
    return _page(request, found, {name: form, "refused": form}, status=status)


def _page(
    request: PersonRequest, found: Version, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    now = clock.now()
    today = timezone.localdate(now)
    person = request.user
    barred = _refusal(policies.check_decides, found, by=person)
    review, held = queries.open_review(found), queries.suspension(found)
    earnable = found.state in queries.CAN_BE_EARNED
    decides = barred is None and can(person, Permission.DECIDE)
    proposed = {"next_on": forms.in_years(today, YEARS_TO_NEXT)}
    complains = can(person, Permission.COMPLAIN, unit=found.definition.unit_id) and earnable
    facts = {
        "version": found,
        "tone": TONES.get(State(found.state), "neutral"),
        "review": review,
        "late": review is not None and review.due_on < today,
        "suspension": held,
        "effect": EFFECTS[Effect(held.effect)] if held else "",
        "enrolled": enrolment.places_held(found).count(),
        "endorsements": endorsement.in_force(found, now),
        "reviews": [each for each in queries.reviews_of(found) if each.closed_at],
        "suspensions": queries.suspensions_of(found).exclude(ended_at=None),
        "against": _refusal(policies.check_may_stand, found, at=now)
        if decides and (review or held)
        else None,
        "barred": barred if can(person, Permission.DECIDE) else None,
        "complaint_form": forms.ComplaintForm() if complains else None,
        "open_form": forms.OpenForm() if decides and earnable and not review else None,
        "conclude_form": forms.ConcludeForm(initial=proposed) if decides and review else None,
        "suspend_form": forms.SuspendForm() if decides and earnable and not review else None,
        "reinstate_form": forms.ReinstateForm(initial=proposed) if decides and held else None,
        "schedule_form": forms.ScheduleForm(initial={"review_on": found.review_on})
        if decides and earnable
        else None,
        "events": [
            {"title": sentence(event.kind), "at": event.at, "by": event.by}
            for event in events_of(found)[:30]
        ],
    }
    return render(request, "standing/version.html", facts | (more or {}), status=status)


def _refusal(check: Any, thing: Any, **facts: Any) -> Refusal | None:
    """What a check would refuse, so that the page offers only what is possible."""
    try:
        check(thing, **facts)
    except Refusal as refusal:
        return refusal
    return None
