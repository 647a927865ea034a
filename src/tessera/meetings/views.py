"""Meetings, one meeting on one page that can be projected, and its minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tessera.common import clock, pdf
from tessera.common.refusal import Refusal
from tessera.meetings import forms, operations, policies, queries, shown
from tessera.meetings.enums import TONES, Kind, Permission, State
from tessera.people.access import PersonRequest, can, needs

if TYPE_CHECKING:
    from tessera.meetings.models import Item, Meeting

SETTLES: dict[str, Callable[..., Item]] = {
    Kind.PROPOSAL: operations.decide_item,
    Kind.REVIEW: operations.conclude_item,
    Kind.APPEAL: operations.judge_item,
    Kind.CONDITION: operations.answer_item,
}
READS = (Permission.LEAD, Permission.VIEW, Permission.ATTEND)


@require_http_methods(["GET", "POST"])
@needs(*READS)
def meetings(request: PersonRequest) -> HttpResponse:
    """What is planned and what was minuted; a chair plans the next one here."""
    leads = can(request.user, Permission.LEAD)
    post = request.POST if request.method == "POST" and leads else None
    form = forms.PlanForm(post, people=queries.candidates()) if leads else None
    if form and form.is_bound and form.is_valid():
        try:
            made = operations.plan_meeting(by=request.user, at=clock.now(), **form.values())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Planned. Everyone who is asked has been told."))
            return redirect("meetings:meeting", made.uuid)
    found = list(queries.visible_to(request.user))
    facts = {
        "planned": [each for each in reversed(found) if each.state == State.PLANNED],
        "closed": [each for each in found if each.state == State.CLOSED],
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return render(request, "meetings/meetings.html", facts, status=status)


@require_safe
@needs(*READS)
def meeting(request: PersonRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _found(request, uuid))


@require_POST
@needs(Permission.LEAD)
def presence(request: PersonRequest, uuid: UUID) -> HttpResponse:
    found = _found(request, uuid)
    form = forms.PresenceForm(request.POST, people=queries.candidates())

    def act() -> str:
        operations.note_presence(
            meeting=found, present=form.present(), by=request.user, at=clock.now()
        )
        return _("Noted.")

    return _taken(request, found, form, act, {"presence": form})


@require_POST
@needs(Permission.LEAD)
def add(request: PersonRequest, uuid: UUID) -> HttpResponse:
    found = _found(request, uuid)
    form = forms.AddForm(request.POST)

    def act() -> str:
        operations.add_item(
            meeting=found, title=form.cleaned_data["title"], by=request.user, at=clock.now()
        )
        return _("It is on the agenda.")

    return _taken(request, found, form, act, {"adding": form})


@require_POST
@needs(Permission.LEAD)
def fill(request: PersonRequest, uuid: UUID) -> HttpResponse:
    found = _found(request, uuid)
    operations.fill_agenda(meeting=found, by=request.user, at=clock.now())
    messages.success(request, _("The agenda holds everything that is ready."))
    return redirect("meetings:meeting", found.uuid)


@require_POST
@needs(Permission.LEAD)
def close(request: PersonRequest, uuid: UUID) -> HttpResponse:
    found = _found(request, uuid)
    form = forms.RefusableForm({})

    def act() -> str:
        operations.close_meeting(meeting=found, by=request.user, at=clock.now())
        return _("Closed. The minutes are ready, and everyone who was asked is told.")

    return _taken(request, found, form, act, {})


@require_POST
@needs(Permission.LEAD)
def notes(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """What was said of an item, and who takes no part in it."""
    item = _item(request, uuid)
    form = forms.NotesForm(request.POST, people=shown.people_of(item.meeting), at=str(item.uuid))

    def act() -> str:
        operations.write_notes(
            item=item,
            notes=form.cleaned_data["notes"],
            recused=form.recused(),
            by=request.user,
            at=clock.now(),
        )
        return _("The notes are saved.")

    return _taken(request, item.meeting, form, act, {}, item)


@require_POST
@needs(Permission.LEAD)
def settle(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The decision, by the same operations as everywhere."""
    item = _item(request, uuid)
    form = shown.settling_form(item, request.POST)

    def act() -> str:
        by, at = request.user, clock.now()
        if item.kind in SETTLES:
            SETTLES[item.kind](item=item, by=by, at=at, **form.values())
        else:
            operations.settle_item(item=item, by=by, at=at)
        return _("Decided and minuted. Everyone whom it touches is told.")

    return _taken(request, item.meeting, form, act, {}, item)


@require_POST
@needs(Permission.LEAD)
def remove(request: PersonRequest, uuid: UUID) -> HttpResponse:
    item = _item(request, uuid)
    operations.remove_item(item=item, by=request.user, at=clock.now())
    messages.success(request, _("Left for another meeting."))
    return redirect("meetings:meeting", item.meeting.uuid)


@require_safe
@needs(*READS)
def minutes(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The minutes as a PDF, in the reader's language."""
    found = _found(request, uuid)
    policies.check_minutes(found)
    body = pdf.render(
        "meetings/minutes.typ",
        shown.minutes(found),
        title=found.title,
        language=get_language() or "en",
        at=found.closed_at or clock.now(),
    )
    name = f"minutes-{found.starts_at:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _found(request: PersonRequest, uuid: UUID) -> Meeting:
    return get_object_or_404(queries.visible_to(request.user), uuid=uuid)


def _item(request: PersonRequest, uuid: UUID) -> Item:
    return get_object_or_404(queries.items_visible_to(request.user), uuid=uuid)


def _taken(
    request: PersonRequest,
    found: Meeting,
    form: Any,
    act: Callable[[], str],
    more: dict[str, Any],
    item: Item | None = None,
) -> HttpResponse:
    """One step; refused, the page comes back with what was typed."""
    status = 422
    if form.is_valid():
        try:
            said = act()
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
        else:
            messages.success(request, said)
            there = redirect("meetings:meeting", found.uuid)
            if item is not None:
                there["Location"] += f"#item-{item.uuid}"
            return there
    found = _found(request, found.uuid)
    return _page(request, found, more | {"refused": form}, status=status, item=item, form=form)


def _page(
    request: PersonRequest,
    found: Meeting,
    more: dict[str, Any] | None = None,
    *,
    status: int = 200,
    item: Item | None = None,
    form: Any = None,
) -> HttpResponse:
    leads = can(request.user, Permission.LEAD) and found.state == State.PLANNED
    members = list(found.members.select_related("person"))
    here = [str(member.person.uuid) for member in members if member.is_present]
    facts = {
        "meeting": found,
        "tone": TONES[State(found.state)],
        "leads": leads,
        "members": members,
        "not_here": leads and str(request.user.uuid) not in here,
        "items": [
            shown.item(each, request.user, leads=leads, form=form if each == item else None)
            for each in queries.items_of(found)
        ],
        "followed": queries.followed_by(request.user, found),
        "presence": forms.PresenceForm(initial={"present": here}, people=queries.candidates())
        if leads
        else None,
        "adding": forms.AddForm() if leads else None,
    }
    return render(request, "meetings/meeting.html", facts | (more or {}), status=status)
