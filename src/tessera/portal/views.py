"""Pages that belong to no feature: the desk, messages, the outbox, the trail, the demonstration's door."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tessera.common import clock
from tessera.notifications import operations as notifications
from tessera.notifications import queries as messages_of
from tessera.people import operations as people_operations
from tessera.people import queries as people
from tessera.people.access import PersonRequest, can, needs, needs_person, open_to_all
from tessera.people.enums import Permission
from tessera.portal import queries
from tessera.portal.forms import ProfileForm
from tessera.trail import queries as trail_queries

ROWS = 50


@needs_person
def home(request: PersonRequest) -> HttpResponse:
    """The next actions of whoever is here, across all their duties."""
    actions = queries.next_actions(request.user, at=clock.now())
    return render(request, "portal/home.html", {"actions": actions})


@needs_person
def inbox(request: PersonRequest) -> HttpResponse:
    page = Paginator(messages_of.inbox_of(request.user), ROWS).get_page(request.GET.get("page"))
    unread = [message for message in page if message.read_at is None]
    notifications.mark_read(person=request.user, at=clock.now())
    return render(request, "portal/inbox.html", {"page": page, "unread": unread})


@needs_person
def profile(request: PersonRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        people_operations.change_profile(
            person=request.user,
            name=form.cleaned_data["name"],
            language=form.cleaned_data["language"],
            at=clock.now(),
        )
        messages.success(request, _("Saved."))
        answer = redirect("portal:profile")
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], samesite="Lax"
        )
        return answer
    status = 422 if form.errors else 200
    return render(request, "portal/profile.html", {"form": form}, status=status)


@needs(Permission.VIEW_OUTBOX)
def outbox(request: HttpRequest) -> HttpResponse:
    """Every message and what became of it; the words of sign-in mails stay between them and their reader."""
    page = Paginator(messages_of.outbox(), ROWS).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "readable": settings.DEMO,
        "may_send": can(request.user, Permission.SEND_AGAIN),
    }
    return render(request, "portal/outbox.html", facts)


@needs(Permission.SEND_AGAIN)
@require_POST
def resend(request: HttpRequest, uuid: str) -> HttpResponse:
    message = get_object_or_404(messages_of.outbox(), uuid=uuid)
    notifications.resend(message=message)
    messages.success(request, _("The message is on its way again."))
    return redirect("portal:outbox")


@needs(Permission.VIEW_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    page = Paginator(trail_queries.latest(), ROWS).get_page(request.GET.get("page"))
    return render(request, "portal/trail.html", {"page": page})


@open_to_all
def demonstration(request: HttpRequest) -> HttpResponse:
    """One click signs in as anyone of the demonstration college; elsewhere this page does not exist."""
    check_demonstration()
    if request.method == "POST":
        person = get_object_or_404(people.demonstration_people(), uuid=chosen_in(request))
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        there = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()})
        return redirect(there if safe else "portal:home")
    cast = queries.demonstration_cast()
    return render(
        request, "portal/demonstration.html", {"cast": cast, "next": request.GET.get("next", "")}
    )


@open_to_all
def demonstration_mail(request: HttpRequest) -> HttpResponse:
    """Everybody's mail in one place, so that a demonstration needs no mail server."""
    check_demonstration()
    page = Paginator(messages_of.outbox(), ROWS).get_page(request.GET.get("page"))
    return render(request, "portal/outbox.html", {"page": page, "readable": True})


def chosen_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("person", ""))
    except ValueError:
        raise Http404 from None


def check_demonstration() -> None:
    if not settings.DEMO:
        raise Http404
