"""What follows the first edition: amending, the next version, copies, retiring, comparing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import Permission, Section, State
from tessera.catalogue.forms import CopyForm, RetireForm, section_form
from tessera.catalogue.models import Version
from tessera.common import clock
from tessera.people.access import PersonRequest, needs


@needs(Permission.DRAFT)
@require_safe
def amend(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The two ways to change what is published, and which of them is meant."""
    version = _visible(request, uuid)
    policies.check_designer(version, by=request.user)
    context = {
        "version": version,
        "sections": [each for each in Section if queries.minor_fields(version, each)],
        "can_amend": policies.may(policies.check_amend, version, by=request.user),
        "can_open": policies.may(policies.check_open_version, version, by=request.user),
        "under_way": queries.version_under_way(version.definition),
    }
    return render(request, "catalogue/amend.html", context)


@needs(Permission.DRAFT)
def amend_section(request: PersonRequest, uuid: UUID, section: int) -> HttpResponse:
    """Change a published version in small things, with the reason."""
    version = _visible(request, uuid)
    if section not in Section.values:
        raise Http404
    policies.check_amend(version, by=request.user)
    data = request.POST if request.method == "POST" else None
    form = section_form(version, section, data, is_amendment=True)
    status = 200
    if data is not None:
        status = 422
        if form.is_valid():
            try:
                made = operations.amend_version(
                    version=version,
                    section=section,
                    values=form.values(),
                    reason=form.cleaned_data["reason"],
                    seen=form.cleaned_data["seen"],
                    by=request.user,
                    at=clock.now(),
                )
            except policies.ChangedMeanwhile as refusal:
                form.add_error(None, str(refusal))
                form.show(_visible(request, uuid), refusal.facts["fields"])
                status = refusal.status
            else:
                said = (
                    _("It is changed, and the reason is kept.") if made else _("Nothing changed.")
                )
                messages.success(request, said)
                return redirect("catalogue:version", uuid)
    context = {"version": _visible(request, uuid), "form": form, "section": Section(section)}
    return render(request, "catalogue/amend_section.html", context, status=status)


@needs(Permission.DRAFT)
@require_POST
def open_next(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Begin the next version as a draft."""
    begun = operations.open_version(
        version=_visible(request, uuid), by=request.user, at=clock.now()
    )
    said = _("Version %(number)s is begun. The one before stays published until this one is.")
    messages.success(request, said % {"number": begun.number})
    return redirect("catalogue:version", begun.uuid)


@needs(Permission.DRAFT)
def copy(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Begin a new design from this one."""
    version = _visible(request, uuid)
    data = request.POST if request.method == "POST" else None
    form = CopyForm(data, person=request.user, version=version)
    if data is not None and form.is_valid():
        begun = operations.copy_definition(
            version=version, **form.cleaned_data, by=request.user, at=clock.now()
        )
        messages.success(request, _("The copy is yours to change. Nobody has endorsed it yet."))
        return redirect("catalogue:section", begun.uuid, 0)
    context = {"version": version, "form": form}
    return render(request, "catalogue/copy.html", context, status=200 if data is None else 422)


@needs(Permission.PUBLISH)
def retire(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Say what it touches, then retire a version; once it retires, move its last day."""
    version = _visible(request, uuid)
    is_retiring = version.state == State.RETIRING
    check = policies.check_extend if is_retiring else policies.check_retire
    check(version, by=request.user)
    data = request.POST if request.method == "POST" else None
    form = RetireForm(data, version=version, today=timezone.localdate())
    status = 200
    if data is not None:
        status = 422
        if form.is_valid():
            act = operations.extend_teach_out if is_retiring else operations.retire_version
            try:
                act(version=version, **form.cleaned_data, by=request.user, at=clock.now())
            except policies.LastDayHasPassed as refusal:
                form.add_error("teach_out_on", str(refusal))
            else:
                messages.success(request, _("Those enrolled are told until when they may finish."))
                return redirect("catalogue:version", uuid)
    context = {
        "version": version,
        "form": form,
        "is_retiring": is_retiring,
        "touches": queries.retiring_touches(version),
        "leaning": queries.leaning_on(version),
    }
    return render(request, "catalogue/retire.html", context, status=status)


@needs(Permission.VIEW, Permission.DRAFT)
@require_safe
def compare(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """This version beside any other that the person may read, field by field."""
    version = _visible(request, uuid)
    others = queries.comparable_with(version, request.user)
    chosen = _chosen(request, version)
    context = {
        "version": version,
        "others": others,
        "other": chosen,
        "sections": queries.compare(queries.content(chosen), queries.content(version))
        if chosen
        else [],
    }
    return render(request, "catalogue/compare.html", context)


def _chosen(request: PersonRequest, version: Version) -> Version | None:
    """The one asked for; without one, the edition before."""
    others = queries.comparable_with(version, request.user)
    wanted = request.GET.get("with")
    if not wanted:
        earlier = others.filter(definition=version.definition_id, number__lt=version.number)
        return earlier.order_by("-number").first()
    try:
        return get_object_or_404(others, uuid=UUID(wanted))
    except ValueError:
        raise Http404 from None


def _visible(request: PersonRequest, uuid: UUID) -> Version:
    found: Version = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    return found
