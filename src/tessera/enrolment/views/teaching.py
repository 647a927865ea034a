"""The pages of those who run offerings: registrar, instructor, assessor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tessera.common import clock
from tessera.common.refusal import NotPermitted, Refusal
from tessera.enrolment import forms, operations, queries
from tessera.enrolment.enums import Basis, Duty, Permission
from tessera.enrolment.models import Offering
from tessera.people.access import PersonRequest, can, needs

DUTIES = (Permission.RECORD_EDUCATIONAL, Permission.ASSESS_EVIDENCE)
BASES = {Duty.INSTRUCTOR: Basis.COMPLETED, Duty.ASSESSOR: Basis.RPL}


@require_safe
@needs(Permission.VIEW_OFFERING)
def offerings(request: PersonRequest) -> HttpResponse:
    facts = {
        "offerings": queries.offerings_visible_to(request.user),
        "may_open": can(request.user, Permission.OPEN_OFFERING),
    }
    return render(request, "enrolment/offerings.html", facts)


@require_safe
@needs(*DUTIES)
def teaching(request: PersonRequest) -> HttpResponse:
    staffed = queries.offerings_staffed_by(request.user).values("pk")
    found = queries.offerings_visible_to(request.user).filter(pk__in=staffed)
    return render(request, "enrolment/offerings.html", {"offerings": found, "own": True})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.OPEN_OFFERING)
def offering_new(request: PersonRequest) -> HttpResponse:
    form = forms.OfferingForm(
        request.POST or None,
        initial={"version": request.GET.get("version"), "language": request.user.language},
        versions=queries.versions_to_offer(request.user),
        instructors=queries.candidates(Duty.INSTRUCTOR),
        assessors=queries.candidates(Duty.ASSESSOR),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.create_offering(**form.cleaned_data, by=request.user, at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Prepared. Open it when learners may enrol."))
            return redirect("enrolment:offering", made.uuid)
    status = 422 if form.errors else 200
    return render(request, "enrolment/offering_new.html", {"form": form}, status=status)


@require_safe
@needs(Permission.VIEW_OFFERING, *DUTIES)
def offering(request: PersonRequest, uuid: UUID) -> HttpResponse:
    return show_offering(request, found(request, uuid))


@require_POST
@needs(Permission.OPEN_OFFERING)
def open_offering(request: PersonRequest, uuid: UUID) -> HttpResponse:
    here = found(request, uuid)
    try:
        operations.open_offering(offering=here, by=request.user, at=clock.now())
        messages.success(request, _("Open: learners can enrol from the public page."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("enrolment:offering", here.uuid)


@require_POST
@needs(Permission.OPEN_OFFERING)
def close_offering(request: PersonRequest, uuid: UUID) -> HttpResponse:
    here = found(request, uuid)
    try:
        operations.close_offering(offering=here, by=request.user, at=clock.now())
        messages.success(request, _("Closed to new learners. Those enrolled go on."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("enrolment:offering", here.uuid)


@require_POST
@needs(*DUTIES)
def record(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Records the Educational component of the learners ticked."""
    here = found(request, uuid)
    form = completion_form(request, here, request.POST)
    if form is None:
        raise NotPermitted(reason=_("you do not have this duty on this offering."))
    if form.is_valid():
        facts = dict(form.cleaned_data)
        learners = list(facts.pop("learners"))
        try:
            operations.record_educational_of(
                enrolments=learners, **facts, by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            names = ", ".join(each.learner.name for each in learners)
            messages.success(request, _("Recorded for %s.") % names)
            return redirect("enrolment:offering", here.uuid)
    return show_offering(request, here, form)


# -- Pieces -------------------------------------------------------------------------------------


def found(request: PersonRequest, uuid: UUID) -> Offering:
    return get_object_or_404(queries.offerings_visible_to(request.user), uuid=uuid)


def completion_form(
    request: PersonRequest, offering: Offering, data: Any = None
) -> forms.CompletionForm | None:
    """None for those who record nothing here."""
    bases = [
        basis for duty, basis in BASES.items() if queries.is_staff_of(request.user, offering, duty)
    ]
    if not bases:
        return None
    return forms.CompletionForm(
        data,
        learners=queries.awaiting_completion(offering).exclude(learner=request.user),
        bases=bases,
        today=timezone.localdate(clock.now()),
    )


def show_offering(
    request: PersonRequest, offering: Offering, refused: forms.CompletionForm | None = None
) -> HttpResponse:
    facts = {
        "offering": offering,
        "version": offering.version,
        "staff": [(duty.label, queries.offering_staff(offering, duty)) for duty in Duty],
        "enrolments": queries.enrolled_on(offering),
        "waiting": queries.awaiting_completion(offering).exclude(learner=request.user).exists(),
        "form": refused or completion_form(request, offering),
        "may_open": can(
            request.user,
            Permission.OPEN_OFFERING,
            unit=offering.version.definition.unit_id,
        ),
    }
    return render(request, "enrolment/offering.html", facts, status=422 if refused else 200)
