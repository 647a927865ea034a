"""A key that the partner holds itself: proving it, signing with it elsewhere, and taking it out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.common.throttle import check_rate
from tessera.endorsement import operations, queries
from tessera.endorsement.enums import KeyState, Permission
from tessera.endorsement.forms import EndKeyForm, KeyForm, SignedForm
from tessera.people.access import PersonRequest, needs

if TYPE_CHECKING:
    from tessera.endorsement.models import OwnKey, Prepared, Request
    from tessera.people.models import Organisation

A_MINUTE = 10  # each makes this site look something up elsewhere


@needs(Permission.ANSWER)
@require_http_methods(["GET", "POST"])
def key(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Whose key signs for the organisation, and how it comes to be its own."""
    organisation = _organisation(request, uuid)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.register_key(
                organisation=organisation,
                did=form.cleaned_data["did"].strip(),
                by=request.user,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("endorsement:key", organisation.uuid)
    return _key_page(request, organisation, form=form)


@needs(Permission.ANSWER)
@require_safe
def text_to_prove(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What shows that the key is the organisation's own, once it is signed."""
    organisation = _organisation(request, uuid)
    waiting = _to_prove(organisation)
    return _download(waiting.challenge, f"tessera-key-{organisation.slug}.json")


@needs(Permission.ANSWER)
@require_POST
def prove(request: PersonRequest, uuid: UUID) -> HttpResponse:
    organisation = _organisation(request, uuid)
    waiting = _to_prove(organisation)
    form = SignedForm(request.POST, request.FILES)
    if form.is_valid():
        check_rate(request, of="own-key", limit=A_MINUTE)
        try:
            operations.prove_key(key=waiting, text=form.signed(), by=request.user, at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The key is yours, and signs from now on."))
            return redirect("endorsement:key", organisation.uuid)
    return _key_page(request, organisation, signed=form)


@needs(Permission.ANSWER)
@require_http_methods(["GET", "POST"])
def end(request: PersonRequest, uuid: UUID) -> HttpResponse:
    organisation = _organisation(request, uuid)
    used = queries.own_keys.in_use(organisation)
    if used is None:
        raise Http404
    form = EndKeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_key(
                key=used,
                takes_back=form.cleaned_data["takes_back"] == "yes",
                by=request.user,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The key is no longer in use."))
            return redirect("endorsement:key", organisation.uuid)
    facts = {
        "organisation": organisation,
        "used": used,
        "signed": queries.own_keys.signed_with(used),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "endorsement/end_key.html", facts, status=status)


@needs(Permission.ANSWER)
@require_http_methods(["GET", "POST"])
def sign(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The text as it will stand in badges: take it, sign it, hand it in."""
    asked = _asked(request, uuid)
    prepared = queries.own_keys.prepared_for(asked)
    if prepared is None:
        return redirect("endorsement:request", asked.uuid)
    form = SignedForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        check_rate(request, of="own-key", limit=A_MINUTE)
        try:
            given = operations.accept_signed(
                prepared=prepared, text=form.signed(), by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Thank you. Your endorsement is in, as you signed it."))
            return redirect("endorsement:request", given.request.uuid)
    facts = {
        "asked": asked,
        "version": asked.version,
        "prepared": prepared,
        "says": queries.own_keys.comment_in(prepared),
        "name": _name(prepared),
        "form": form,
    }
    return render(request, "endorsement/sign.html", facts, status=422 if form.errors else 200)


@needs(Permission.ANSWER)
@require_safe
def text_to_sign(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The exact unsigned endorsement."""
    prepared = queries.own_keys.prepared_for(_asked(request, uuid))
    if prepared is None:
        raise Http404
    return _download(prepared.document, _name(prepared))


def _sent(request: PersonRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _organisation(request: PersonRequest, uuid: UUID) -> Organisation:
    found: Organisation = get_object_or_404(
        queries.own_keys.organisations_of(request.user), uuid=uuid
    )
    return found


def _asked(request: PersonRequest, uuid: UUID) -> Request:
    return get_object_or_404(queries.requests_to(request.user), uuid=uuid)


def _to_prove(organisation: Organisation) -> OwnKey:
    waiting = queries.own_keys.to_prove(organisation)
    if waiting is None:
        raise Http404
    return waiting


def _key_page(
    request: PersonRequest,
    organisation: Organisation,
    *,
    form: KeyForm | None = None,
    signed: SignedForm | None = None,
) -> HttpResponse:
    now = clock.now()
    waiting = queries.own_keys.to_prove(organisation)
    state = queries.own_keys.state_of(waiting, now) if waiting else None
    facts: dict[str, Any] = {
        "organisation": organisation,
        "used": queries.own_keys.in_use(organisation),
        "waiting": waiting if state == KeyState.ASKED else None,
        "missed": waiting if state == KeyState.MISSED else None,
        "earlier": queries.own_keys.ever_used(organisation).exclude(ended_at=None),
        "form": form or KeyForm(),
        "signed": signed or SignedForm(),
        "name": f"tessera-key-{organisation.slug}.json",
        "host": (urlsplit(organisation.url).hostname or "").removeprefix("www."),
    }
    refused = bool((form and form.errors) or (signed and signed.errors))
    return render(request, "endorsement/key.html", facts, status=422 if refused else 200)


def _name(prepared: Prepared) -> str:
    return f"endorsement-{prepared.request.version.definition.slug}.json"


def _download(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
