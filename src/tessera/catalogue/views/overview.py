"""Looking at designs: the desk, one design; beginning, publishing, giving up."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import EDITABLE, PUBLIC, Permission, State
from tessera.catalogue.forms import NewForm
from tessera.catalogue.models import Version
from tessera.catalogue.views.steps import steps
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.people.access import PersonRequest, can, needs, open_to_all

TONES = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "info",
    State.IN_REVIEW: "info",
    State.RETURNED: "attention",
    State.DECLINED: "bad",
    State.APPROVED: "good",
    State.PUBLISHED: "good",
    State.UNDER_REVIEW: "attention",
    State.SUSPENDED: "attention",
}


@needs(Permission.VIEW, Permission.DRAFT)
def desk(request: PersonRequest) -> HttpResponse:
    """Designs by state, those that wait for someone first."""
    mine = list(queries.desk(request.user))
    groups = [
        {"state": state, "tone": TONES.get(state, "neutral"), "versions": found}
        for state in State
        if (found := [version for version in mine if version.state == state])
    ]
    context = {"groups": groups, "can_draft": can(request.user, Permission.DRAFT)}
    return render(request, "catalogue/desk.html", context)


@needs(Permission.DRAFT)
def new(request: PersonRequest) -> HttpResponse:
    """Begin a design: its name, who answers for it, and whether it is a stack."""
    form = NewForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        made = operations.create_definition(**form.cleaned_data, by=request.user, at=clock.now())
        return redirect("catalogue:section", made.uuid, 0)
    status = 422 if request.method == "POST" else 200
    return render(request, "catalogue/new.html", {"form": form}, status=status)


@needs(Permission.VIEW, Permission.DRAFT)
def version(request: PersonRequest, uuid: UUID) -> HttpResponse:
    return _overview(request, _visible(request, uuid))


def _overview(
    request: PersonRequest, version: Version, refusal: Refusal | None = None
) -> HttpResponse:
    """Where a design stands, what is missing from it, and what can be done next."""
    missing = queries.missing(version, on=timezone.localdate())
    context = {
        "version": version,
        "tone": TONES.get(State(version.state), "neutral"),
        "steps": steps(version, missing),
        "missing": missing,
        "is_open": version.state in EDITABLE,
        "chapters": queries.in_words(queries.content(version)),
        "can_edit": policies.may(policies.check_draft, version, by=request.user),
        "can_publish": policies.may(policies.check_publish, version, by=request.user),
        "can_withdraw": policies.may(policies.check_withdraw, version, by=request.user),
        "can_amend": policies.may(policies.check_amend, version, by=request.user),
        "can_open": policies.may(policies.check_open_version, version, by=request.user),
        "can_retire": policies.may(policies.check_retire, version, by=request.user),
        "can_extend": policies.may(policies.check_extend, version, by=request.user),
        "can_copy": can(request.user, Permission.DRAFT),
        "editions": queries.editions_of(version, request.user),
        "amendments": queries.amendments_of(version),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "catalogue/version.html", context, status=status)


@needs(Permission.PUBLISH)
@require_POST
def publish(request: PersonRequest, uuid: UUID) -> HttpResponse:
    version = _visible(request, uuid)
    try:
        operations.publish_version(version=version, by=request.user, at=clock.now())
    except Refusal as refusal:
        return _overview(request, version, refusal)
    messages.success(request, _("It is published and stands in the catalogue."))
    return redirect("catalogue:version", uuid)


@needs(Permission.DRAFT)
def withdraw(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Ask once, then give the design up."""
    version = _visible(request, uuid)
    if request.method != "POST":
        policies.check_withdraw(version, by=request.user)
        return render(request, "catalogue/withdraw.html", {"version": version})
    try:
        operations.withdraw_version(version=version, by=request.user, at=clock.now())
    except Refusal as refusal:
        return _overview(request, version, refusal)
    messages.success(request, _("The design is withdrawn."))
    return redirect("catalogue:desk")


@open_to_all
def artwork(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The badge's picture: for everyone once the design is public, before that for those who see it."""
    return _picture(request, uuid, "artwork", "image/png")


@open_to_all
def drawing(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The same as SVG, where it was drawn; it was written by us, whoever brought it."""
    return _picture(request, uuid, "artwork_svg", "image/svg+xml")


def _picture(request: HttpRequest, uuid: UUID, field: str, kind: str) -> HttpResponseBase:
    seen = queries.visible_to(request.user).exclude(**{field: ""})
    version = get_object_or_404(seen, uuid=uuid)
    try:
        answer = FileResponse(getattr(version, field).open(), content_type=kind)
    except FileNotFoundError:
        raise Http404 from None
    # A published version's picture can never change; a draft's may at any time.
    kept = "public, max-age=31536000, immutable" if version.state in PUBLIC else "private, no-cache"
    answer["Cache-Control"] = kept
    return answer


def _visible(request: PersonRequest, uuid: UUID) -> Version:
    found: Version = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    return found
