"""Asking, and the one page on which an organisation answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import ComponentKind
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.endorsement import operations, policies, queries
from tessera.endorsement.enums import TONES, Permission, State
from tessera.endorsement.forms import AnswerForm, AskForm, WithdrawForm
from tessera.people.access import PersonRequest, needs
from tessera.people.queries import people_who_may

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.endorsement.models import Request
    from tessera.people.models import Organisation, Person

TIME_TO_ANSWER = timedelta(days=21)


@needs(Permission.SEND)
@require_http_methods(["GET", "POST"])
def ask(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The designers' page: who was asked about a design, what they said, and whom else to ask."""
    now = clock.now()
    version = get_object_or_404(catalogue.visible_to(request.user), uuid=uuid)
    asked = list(queries.requests_of(version))
    form = AskForm(
        request.POST or None,
        contacts=_contacts(version, asked, request.user),
        initial={"answer_by": timezone.localdate(now) + TIME_TO_ANSWER},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.request_endorsement(
                version=version, by=request.user, at=now, **form.values()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your request is on its way."))
            return redirect("endorsement:ask", version.uuid)
    facts = {
        "version": version,
        "asked": [_line(each, now) for each in asked],
        "in_force": queries.in_force(version, now),
        "form": form if _may(policies.check_send, version, by=request.user) else None,
    }
    return render(request, "endorsement/ask.html", facts, status=422 if form.errors else 200)


@needs(Permission.ANSWER)
def requests_to_answer(request: PersonRequest) -> HttpResponse:
    """The partner's list: what waits for an answer, and what the organisation stands behind."""
    now = clock.now()
    lines = [_line(each, now) for each in queries.requests_to(request.user)]
    facts = {
        "awaiting": queries.awaiting(request.user, now),
        "others": [line for line in lines if line["state"] != State.REQUESTED],
    }
    return render(request, "endorsement/requests.html", facts)


@needs(Permission.ANSWER, Permission.VIEW)
@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The design, its rubric and two questions on one page."""
    now = clock.now()
    asked = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    form = AnswerForm(request.POST or None, initial=_earlier_words(asked))
    if request.method == "POST" and form.is_valid() and _answered(request, asked, form):
        return redirect("endorsement:request", asked.uuid)
    can_answer = _may(policies.check_answer, asked, by=request.user, at=now)
    facts = {
        "asked": asked,
        "version": asked.version,
        "design": asked.snapshot,
        "components": [
            component | {"label": ComponentKind(component["kind"]).label}
            for component in asked.snapshot["components"]
        ],
        "chapters": catalogue.in_words(asked.snapshot),
        "changes": queries.changes_shown(asked),
        "statement": queries.statements_of(asked).filter(ended_at=None).first(),
        "form": form if can_answer or form.errors else None,
        "can_withdraw": _may(policies.check_withdraw, asked, reason="-", by=request.user),
        **_line(asked, now),
    }
    return render(request, "endorsement/request.html", facts, status=422 if form.errors else 200)


@needs(Permission.ANSWER)
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, uuid: UUID) -> HttpResponse:
    asked = get_object_or_404(queries.requests_to(request.user), uuid=uuid)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.withdraw_endorsement(
                request=asked, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The endorsement is withdrawn. The designers are told."))
            return redirect("endorsement:request", asked.uuid)
    facts = {"asked": asked, "version": asked.version, "form": form}
    return render(request, "endorsement/withdraw.html", facts, status=422 if form.errors else 200)


def _answered(request: PersonRequest, asked: Request, form: AnswerForm) -> bool:
    """Whether the answer was taken; a second click finds it taken already."""
    words = {
        name: form.cleaned_data[name] for name in ("demand", "reflects", "support", "recognition")
    }
    try:
        if request.POST.get("answer") == "decline":
            operations.decline_endorsement(
                request=asked, reason=form.cleaned_data["reason"], by=request.user, at=clock.now()
            )
            messages.success(request, _("Thank you. The designers have your answer."))
        else:
            operations.give_endorsement(
                request=asked,
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=clock.now(),
                **words,
            )
            messages.success(request, _("Thank you. Your endorsement is signed."))
    except Refusal as refusal:
        asked.refresh_from_db()
        if asked.answered_by == request.user:
            return True
        form.refuse(refusal)
        if isinstance(refusal, policies.DesignChanged):
            form.show_again(asked.digest)
        return False
    return True


def _earlier_words(asked: Request) -> dict[str, str]:
    """What the organisation said of the design before it changed, ready to be said again."""
    said = queries.statements_of(asked).order_by("given_at").last()
    names = ("demand", "reflects", "support", "recognition")
    return {"seen": asked.digest} | {name: getattr(said, name) for name in names if said}


def _contacts(
    version: Version, asked: list[Request], by: Person
) -> list[tuple[Person, Organisation]]:
    """Everyone who answers for an organisation that is not being asked, and has no part in the design."""
    busy = {each.organisation_id for each in asked if each.state in (State.REQUESTED, State.GIVEN)}
    inside = {by.pk, *version.authors.values_list("pk", flat=True)}
    partners = people_who_may(Permission.ANSWER).prefetch_related("memberships__organisation")
    return [
        (person, membership.organisation)
        for person in partners
        for membership in person.memberships.all()
        if membership.organisation and membership.organisation.pk not in busy
        if person.pk not in inside
    ]


def _line(asked: Request, at: Any) -> dict[str, Any]:
    state = queries.state_at(asked, at)
    return {"request": asked, "state": state, "word": state.label, "tone": TONES[state]}


def _may(check: Any, thing: Any, **facts: Any) -> bool:
    """Whether a check would let the person through, so that the page offers only what is possible."""
    try:
        check(thing, **facts)
    except Refusal:
        return False
    return True
