from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tessera.backpack import codes, operations, policies, queries, take_away
from tessera.backpack.forms import ShareForm, VisibilityForm
from tessera.checking import wording
from tessera.common import clock
from tessera.credentials import files, records
from tessera.credentials import operations as awards
from tessera.credentials import queries as credentials
from tessera.credentials.certificate import certificate
from tessera.credentials.enums import STANDING as STANDING_STATES
from tessera.credentials.enums import State, Visibility
from tessera.credentials.face import standing
from tessera.credentials.views import render_badge
from tessera.people.access import PersonRequest, needs_person
from tessera.stacks import queries as stacks

if TYPE_CHECKING:
    from tessera.backpack.models import ShareLink
    from tessera.credentials.models import Award

STANDING = {"valid": "good", "expired": "attention", "suspended": "attention", "revoked": "bad"}


@require_safe
@needs_person
def home(request: PersonRequest) -> HttpResponse:
    """Everything that one has earned, whatever became of it, and what is nearest."""
    at = clock.now()
    owned = list(credentials.awards_of(request.user).select_related("revocation"))
    progress = stacks.progress_of(request.user, at)
    held = {award.definition_id for award in owned if award.state in STANDING_STATES}
    growing = [each for each in progress if each.version.definition_id not in held]
    drawn = growing[0] if growing else (progress[0] if progress else None)
    shown = {
        "badges": [(award, *_state(award)) for award in owned],
        "standing": sum(_state(award)[0] == "good" for award in owned),
        "nearest": growing[0] if growing else None,
        "drawn": drawn,
        "others": [each for each in growing if each is not drawn],
        "elsewhere": [
            (each, wording.said(each.answer, issuer=each.issuer))
            for each in queries.imported_by(request.user)
        ],
    }
    return render(request, "backpack/home.html", shown)


@require_safe
@needs_person
def badge(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One's own badge: what it is worth, who sees it, and every way to take it along."""
    return _badge(request, _own(request, uuid))


@require_POST
@needs_person
def code(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Make the code that stands on the certificate."""
    operations.create_code(award=_own(request, uuid), by=request.user, at=clock.now())
    messages.success(request, _("Your certificate has a code now, by which others can look it up."))
    return redirect(reverse("backpack:badge", args=[uuid]) + "#take")


@require_safe
@needs_person
def paper(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The certificate with one's name and, if there is one, the code. Refuses: NoGlyph."""
    award = _own(request, uuid)
    if award.is_being_issued:
        raise Http404
    printed = queries.code_of(award)
    made = certificate(
        award,
        named=True,
        address=_address(printed) if printed else _public_address(award),
        code=codes.shown(printed.code or "") if printed else "",
        at=clock.now(),
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return files.named(response, award, "pdf")


@require_safe
@needs_person
def record(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """A macro-badge with the badges that it rests on, as one signed file for computers (CLR 2.0)."""
    award = _own(request, uuid)
    kept = records.newest(award) if award.state == State.ISSUED else None
    if kept is None:
        raise Http404
    response = HttpResponse(kept.body, content_type="application/vc+ld+json")
    response["Cache-Control"] = "private, no-store"
    return files.named(response, award, "clr.json")


@require_safe
@needs_person
def preview(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The badge as a stranger with the address would see it."""
    award = _own(request, uuid)
    if award.is_being_issued:
        raise Http404
    return render_badge(request, award, shared=True, form="html")


@require_POST
@needs_person
def visibility(request: PersonRequest, uuid: UUID) -> HttpResponse:
    award = _own(request, uuid)
    form = VisibilityForm(request.POST)
    if not form.is_valid():
        return _badge(request, award, visibility=form)
    chosen = form.cleaned_data["visibility"]
    awards.set_visibility(award=award, visibility=chosen, by=request.user, at=clock.now())
    said = {
        Visibility.PUBLIC: _("Anyone with the address can see this badge now."),
        Visibility.PRIVATE: _("Only you can see this badge now."),
    }
    messages.success(request, said[chosen])
    return redirect("backpack:badge", uuid=uuid)


@require_POST
@needs_person
def share(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Make a link to show the badge to somebody."""
    award, at = _own(request, uuid), clock.now()
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _badge(request, award, share=form)
    operations.create_link(
        award=award,
        label=form.cleaned_data["label"],
        expires_at=form.expires_at(at),
        by=request.user,
        at=at,
    )
    messages.success(request, _("Your link is ready to copy."))
    return redirect(reverse("backpack:badge", args=[uuid]) + "#links")


@require_POST
@needs_person
def withdraw(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """End a link."""
    link = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    operations.withdraw_link(link=link, by=request.user, at=clock.now())
    messages.success(request, _("The link shows nothing any more."))
    return redirect(reverse("backpack:badge", args=[link.award.uuid]) + "#links")


def _own(request: PersonRequest, uuid: UUID) -> Award:
    found = credentials.awards_of(request.user).select_related("revocation", "evaluation")
    return get_object_or_404(found, uuid=uuid)


def _badge(request: HttpRequest, award: Award, **bound: Any) -> HttpResponse:
    at = clock.now()
    tone, state = _state(award)
    links = [(link, queries.is_open(link, at)) for link in queries.links_of(award)]
    public = _public_address(award)
    first = next((_address(link) for link, is_open in links if is_open), "")
    printed = next((link for link, is_open in links if is_open and link.code), None)
    shown = {
        "award": award,
        "tone": tone,
        "state": state,
        "standing": standing(award, at=at),
        "visibility": bound.get("visibility")
        or VisibilityForm(initial={"visibility": award.visibility}),
        "share": bound.get("share") or ShareForm(),
        "links": [(link, is_open, _address(link)) for link, is_open in links],
        "counts_towards": stacks.stacks_containing(award.definition),
        "has_record": award.state == State.ISSUED and records.newest(award) is not None,
        "used": award.evaluation.used.select_related("version") if award.evaluation else [],
        "public_address": public,
        "printed": codes.shown(printed.code or "") if printed else "",
        "outside": take_away.places(award, address=public or first) if public or first else None,
        "page": stacks.page(award.version),
        "qr": public or first,
        "is_shareable": award.state in policies.SHAREABLE,
        "command": _command(request, award) if settings.DEMO else "",
    }
    return render(request, "backpack/badge.html", shown, status=422 if bound else 200)


def _address(link: ShareLink) -> str:
    """Where a link or a printed code leads."""
    if link.code:
        return settings.PUBLIC_URL + reverse("backpack:coded", args=[codes.shown(link.code)])
    return settings.PUBLIC_URL + reverse("backpack:shared", args=[link.token])


def _public_address(award: Award) -> str:
    """ "" while the badge is private."""
    if award.visibility != Visibility.PUBLIC:
        return ""
    return settings.PUBLIC_URL + reverse("credentials:credential", args=[award.uuid])


def _command(request: HttpRequest, award: Award) -> str:
    """How to check the JSON file on the command line, while this site is only on this machine."""
    here = request.build_absolute_uri("/").rstrip("/")
    host = settings.PUBLIC_URL.partition("://")[2]
    maps = " ".join(f"--map {scheme}://{host}={here}" for scheme in ("https", "http"))
    return f"tessera verify {maps} {award.version.definition.slug}.json"


def _state(award: Award) -> tuple[str, str]:
    """The colour and the word for what a badge is worth now."""
    if award.is_being_issued:
        return "info", _("being signed")
    worth = standing(award, at=clock.now())
    if award.state == State.ISSUED and worth == "expired":
        return STANDING[worth], _("expired")
    return STANDING[worth], award.get_state_display()
