"""Partner organisations and the people who answer for them; the link of an invitation; the rules."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.common.throttle import check_rate
from tessera.people import operations, policies, queries
from tessera.people.access import PersonRequest, can, needs, open_to_all
from tessera.people.enums import TONES, InvitationState, Permission
from tessera.people.forms import (
    AcceptForm,
    AddressForm,
    FreshLinkForm,
    InviteForm,
    OrganisationForm,
    RulesForm,
    SearchForm,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tessera.people.models import Invitation, Organisation

ROWS = 50
A_MINUTE = 10


@needs(Permission.MANAGE_ORGANISATIONS, Permission.VIEW_ORGANISATIONS)
def organisations(request: PersonRequest) -> HttpResponse:
    """Every partner organisation, or one's own; how many answer for each."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.organisations_seen_by(request.user).order_by("name")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(url__icontains=words))
    facts = {
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "form": form,
        "can_manage": can(request.user, Permission.MANAGE_ORGANISATIONS),
    }
    return render(request, "people/organisations.html", facts)


@needs(Permission.MANAGE_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def organisation_new(request: PersonRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = operations.add_organisation(
            name=form.cleaned_data["name"],
            url=form.cleaned_data["url"],
            description=form.cleaned_data["description"],
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("Added. Now invite someone who answers for it."))
        return redirect("people:organisation", made.uuid)
    status = 422 if form.errors else 200
    return render(request, "people/organisation_new.html", {"form": form}, status=status)


@needs(Permission.MANAGE_ORGANISATIONS, Permission.VIEW_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def organisation(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Who answers for an organisation, who was invited, and a form to invite somebody."""
    now = clock.now()
    found: Organisation = get_object_or_404(queries.organisations_seen_by(request.user), uuid=uuid)
    form = InviteForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.invite(
                organisation=found, lands_on="/desk/", by=request.user, at=now, **form.cleaned_data
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("people:organisation", found.uuid)
    facts = {
        "organisation": found,
        "members": queries.members_of(found),
        "invitations": [
            line_of(each, now) for each in queries.invitations_of(found) if not each.accepted_at
        ],
        "can_manage": can(request.user, Permission.MANAGE_ORGANISATIONS),
        "form": form if can(request.user, Permission.INVITE, organisation=found.pk) else None,
    }
    return render(request, "people/organisation.html", facts, status=422 if form.errors else 200)


@needs(Permission.MANAGE_ORGANISATIONS)
@require_POST
def remove_member(request: PersonRequest, uuid: UUID, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.organisations_seen_by(request.user), uuid=uuid)
    member = get_object_or_404(queries.members_of(found), pk=pk)
    operations.remove_member(membership=member, by=request.user, at=clock.now())
    messages.success(request, _("%(person)s no longer answers for it.") % {"person": member.person})
    return redirect("people:organisation", found.uuid)


@needs(Permission.INVITE)
@require_http_methods(["GET", "POST"])
def invitation(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One invitation: send it again, or to the right address."""
    now = clock.now()
    found = get_object_or_404(queries.invitations_seen_by(request.user), uuid=uuid)
    form = AddressForm(request.POST or None, initial={"email": found.email})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            if email.lower() == found.email.lower():
                operations.send_invitation_again(invitation=found, by=request.user, at=now)
            else:
                operations.correct_invitation(
                    invitation=found, email=email, by=request.user, at=now
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("people:invitation", found.uuid)
    facts = line_of(found, now) | {"form": form}
    return render(request, "people/invitation.html", facts, status=422 if form.errors else 200)


@needs(Permission.INVITE)
@require_POST
def cancel_invitation(request: PersonRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(queries.invitations_seen_by(request.user), uuid=uuid)
    operations.cancel_invitation(invitation=found, by=request.user, at=clock.now())
    messages.success(request, _("The invitation is taken back. Its link opens nothing."))
    return redirect("people:invitation", found.uuid)


# -- The link in the letter -----------------------------------------------------------------------


@open_to_all
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Opens once, for whoever has the mailbox. Reading it, as mail scanners do, uses nothing up."""
    return _quietly(_invited(request, queries.invitation_of_token(token)))


@open_to_all
@require_http_methods(["GET", "POST"])
def invitation_closed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The invitation as it stands in one's messages here: it opens for the invited, signed in."""
    found = queries.invitation_by_uuid(uuid)
    mine = found is not None and _is_for(request, found)
    return _quietly(_invited(request, found if mine else None))


@open_to_all
@require_http_methods(["GET", "POST"])
def fresh_link(request: HttpRequest) -> HttpResponse:
    """Ask for a link that works. Says the same to everyone, invited or not."""
    form = FreshLinkForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent:
        check_rate(request, of="fresh-link", limit=A_MINUTE)
        operations.send_fresh_links(email=form.cleaned_data["email"], at=clock.now())
    facts = {"form": form, "sent": sent, "why": ""}
    status = 422 if form.errors else 200
    return _quietly(render(request, "people/closed.html", facts, status=status))


def _invited(request: HttpRequest, found: Invitation | None) -> HttpResponse:
    now = clock.now()
    state = queries.state_of(found, now) if found else None
    if found is None or state == InvitationState.CANCELLED:
        return _closed(request, _("This link opens nothing, or nothing any more."), 404)
    if state == InvitationState.EXPIRED:
        return _closed(request, _("This link has expired."), 410)
    mine = _is_for(request, found)
    if state == InvitationState.ACCEPTED:
        used = _("This link has been used already.")
        return redirect(found.lands_on) if mine else _closed(request, used, 410)
    if request.user.is_authenticated and not mine:
        return render(request, "people/somebody_else.html", status=403)
    form = None if mine else AcceptForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST":
        check_rate(request, of="invitation", limit=A_MINUTE)
        if form is None or form.is_valid():
            return _entered(request, found, form, now)
    facts = {"invitation": found, "form": form}
    status = 422 if form is not None and form.errors else 200
    return render(request, "people/invited.html", facts, status=status)


def _entered(
    request: HttpRequest, found: Invitation, form: AcceptForm | None, now: datetime
) -> HttpResponse:
    """The right address opens the page; a wrong one is counted, and in the end the link is dead."""
    if form is not None and form.cleaned_data["email"].lower() != found.email.lower():
        if operations.count_miss(invitation=found):
            return _closed(request, _("This link was tried with too many addresses."), 410)
        form.refuse(policies.NotTheAddress())
        facts = {"invitation": found, "form": form}
        return render(request, "people/invited.html", facts, status=422)
    name = form.cleaned_data["name"] if form else ""
    accepted = operations.accept_invitation(invitation=found, name=name, at=now)
    if form is None:
        return redirect(accepted.lands_on)
    # The usual way in, so that somebody with a second factor is asked for it.
    answer: HttpResponse = perform_login(
        request, accepted.accepted_by, redirect_url=accepted.lands_on, email=accepted.email
    )
    return answer


def _is_for(request: HttpRequest, found: Invitation) -> bool:
    return request.user.is_authenticated and request.user.email.lower() == found.email.lower()


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    facts = {"form": FreshLinkForm(), "sent": False, "why": why}
    return render(request, "people/closed.html", facts, status=status)


def _quietly(answer: HttpResponse) -> HttpResponse:
    """The address of the page is a secret: no cache, no other site and no search engine learns it."""
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


# -- The rules ------------------------------------------------------------------------------------


@needs(Permission.CHANGE_RULES)
@require_http_methods(["GET", "POST"])
def rules(request: PersonRequest) -> HttpResponse:
    """The switches of the second principle."""
    now_kept = asdict(queries.rules())
    form = RulesForm(
        request.POST or None,
        initial=now_kept
        | {"needed": now_kept["endorsements_needed"], "months": now_kept["endorsement_months"]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_rules(by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. The rules hold from now on."))
            return redirect("people:rules")
    status = 422 if form.errors else 200
    return render(request, "people/rules.html", {"form": form}, status=status)


def line_of(found: Invitation, at: datetime) -> dict[str, Any]:
    """An invitation with the word and the colour of its state, for a template."""
    state = queries.state_of(found, at)
    return {
        "invitation": found,
        "state": state,
        "word": state.label,
        "tone": TONES[state],
        "is_open": state in (InvitationState.SENT, InvitationState.EXPIRED),
    }
