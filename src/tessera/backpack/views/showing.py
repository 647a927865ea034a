"""What others see: a badge behind a link or a code, and whether it is its holder's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tessera.backpack import codes, operations, queries
from tessera.backpack.forms import ProveForm
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.common.throttle import check_rate
from tessera.credentials import queries as credentials
from tessera.credentials.views import render_badge
from tessera.people.access import PersonRequest, needs_person, open_to_all

if TYPE_CHECKING:
    from tessera.backpack.models import ShareLink


@require_safe
@open_to_all
def shared(request: HttpRequest, token: str, form: str = "") -> HttpResponse:
    """The badge behind a link: 404 for one that never was, 410 for one that has ended."""
    link = queries.link_with(token)
    if link is None:
        raise Http404
    return _behind(request, link, form=form, address=f"/s/{link.token}")


@require_safe
@open_to_all
def coded(request: HttpRequest, code: str, form: str = "") -> HttpResponse:
    """The badge behind a code on paper, however it was typed."""
    check_rate(request, of="code")
    link = queries.link_printed(codes.read(code))
    if link is None:
        response = render(request, "backpack/no_code.html", {"code": code}, status=404)
        response["Cache-Control"] = "private, no-store"
        return response
    address = reverse("backpack:coded", args=[codes.shown(link.code or "")])
    return _behind(request, link, form=form, address=address)


def _behind(request: HttpRequest, link: ShareLink, *, form: str, address: str) -> HttpResponse:
    if queries.is_open(link, clock.now()):
        code = codes.shown(link.code) if link.code else ""
        response = render_badge(
            request, link.award, shared=True, form=form, address=address, code=code
        )
        is_page = response["Content-Type"].startswith("text/html")
        if is_page and request.method == "GET" and request.user != link.award.learner:
            operations.count_view(link=link)
    else:
        response = render(request, "backpack/ended.html", status=410)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


# -- Is it theirs? ------------------------------------------------------------------------------


@require_POST
@open_to_all
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A number for the person who shows the badge: whoever knows the badge's number may ask."""
    check_rate(request, of="ask")
    award = credentials.issued_award(uuid)
    if award is None:
        raise Http404
    challenge = operations.ask_holder(award=award, at=clock.now())
    return redirect("backpack:asked", token=challenge.token)


@require_safe
@never_cache
@open_to_all
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """The number, then the answer. The page asks for itself again until there is one."""
    at = clock.now()
    challenge = queries.challenge_with(token, at)
    if challenge is None:
        return render(request, "backpack/asked_over.html", status=410)
    answer_at = settings.PUBLIC_URL + reverse("backpack:prove") + f"?number={challenge.number}"
    shown = {
        "challenge": challenge,
        "is_waiting": queries.is_waiting(challenge, at),
        "until": challenge.asked_at + queries.ANSWERED_WITHIN,
        "answer_at": answer_at,
    }
    response = render(request, "backpack/asked.html", shown)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@needs_person
def prove(request: PersonRequest) -> HttpResponse:
    """The holder types the number that somebody shows them."""
    form = ProveForm(initial={"number": request.GET.get("number", "")[:20]})
    status = 200
    if request.method == "POST":
        form, status = ProveForm(request.POST), 422
        if form.is_valid():
            try:
                check_rate(request, of="prove")
                proved = operations.answer_challenge(
                    number=form.cleaned_data["number"],
                    with_name=form.cleaned_data["with_name"],
                    by=request.user,
                    at=clock.now(),
                )
            except Refusal as refusal:
                form.add_error("number", str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("They see now that the badge is yours."))
                return redirect("backpack:badge", uuid=proved.award.uuid)
    return render(request, "backpack/prove.html", {"form": form}, status=status)
