"""Asking, and the one page on which an organisation answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import ComponentKind
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.endorsement import operations, policies, queries
from tessera.endorsement.enums import TONES, Permission, State
from tessera.endorsement.forms import AnswerForm, AskForm, SuggestionsForm, WithdrawForm
from tessera.holdings import queries as holdings
from tessera.people import queries as people
from tessera.people.access import PersonRequest, needs

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.endorsement.models import Request, Statement
    from tessera.people.models import Organisation, Person

TIME_TO_ANSWER = timedelta(days=21)


@needs(Permission.SEND)
@require_http_methods(["GET", "POST"])
def ask(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The designers' page: who was asked about a design, what they said, and whom else to ask."""
    now = clock.now()
    version = get_object_or_404(catalogue.visible_to(request.user), uuid=uuid)
    asked = list(queries.requests_of(version))
    form = _ask_form(version, asked, request, now)
    if request.method == "POST" and form.is_valid():
        try:
            operations.request_endorsement(
                version=version,
                language=request.LANGUAGE_CODE,
                by=request.user,
                at=now,
                **form.values(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your request is on its way."))
            return redirect("endorsement:ask", version.uuid)
    return _ask_page(request, version, asked, form, now)


@needs(Permission.SEND)
@require_POST
def answer_suggestions(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The designers answer what a partner proposed."""
    now = clock.now()
    asked = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    version = get_object_or_404(catalogue.visible_to(request.user), uuid=asked.version.uuid)
    form = SuggestionsForm(request.POST, suggestions=asked.suggestions.all())
    if form.is_valid():
        try:
            operations.answer_suggestions(
                request=asked, answers=form.answers(), by=request.user, at=now
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your answers are saved."))
            return redirect("endorsement:ask", version.uuid)
    others = list(queries.requests_of(version))
    return _ask_page(
        request, version, others, _ask_form(version, others, request, now), now, {asked.pk: form}
    )


@needs(Permission.ANSWER)
def requests_to_answer(request: PersonRequest) -> HttpResponse:
    """The partner's list: what waits for an answer, and what the organisation stands behind."""
    now = clock.now()
    lines = [_line(each, now) for each in queries.requests_to(request.user)]
    facts = {
        "organisations": queries.own_keys.organisations_of(request.user),
        "awaiting": queries.awaiting(request.user, now),
        "behind": _behind(queries.stands_behind(request.user, now), now),
        "others": [line for line in lines if line["state"] not in (State.REQUESTED, State.GIVEN)],
    }
    return render(request, "endorsement/requests.html", facts)


@needs(Permission.ANSWER, Permission.VIEW)
@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The design, its rubric and two questions on one page."""
    now = clock.now()
    asked = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    form = AnswerForm(
        request.POST or None,
        initial=_earlier_words(asked, request.user),
        asks_interests=people.rules().asks_interests,
    )
    if request.method == "POST" and form.is_valid() and (then := _answered(request, asked, form)):
        return redirect(then, asked.uuid)
    can_answer = _may(policies.check_answer, asked, by=request.user, at=now)
    facts = {
        "asked": asked,
        "version": asked.version,
        "design": asked.snapshot,
        "components": [
            component | {"label": ComponentKind(component["kind"]).label}
            for component in asked.snapshot["components"]
        ],
        "rule": _rule(asked.snapshot),
        "chapters": catalogue.in_words(asked.snapshot),
        "changes": queries.changes_shown(asked),
        "statement": queries.statements_of(asked).order_by("given_at").last(),
        "suggestions": queries.suggestions_of(asked.version).filter(request=asked),
        "form": form if can_answer or form.errors else None,
        "prepared": _waits_for_its_signature(asked, request.user),
        "signs_itself": bool(queries.own_keys.in_use(asked.organisation)),
        "colleagues": queries.others_writing(asked, request.user) if can_answer else [],
        "can_withdraw": _may(policies.check_withdraw, asked, reason="-", by=request.user),
        "can_renew": _may(policies.check_renew, asked, seen=None, by=request.user, at=now),
        "since": catalogue.changes_between(asked.snapshot, catalogue.content(asked.version))
        if asked.state in (State.GIVEN, State.EXPIRED)
        else [],
        **_line(asked, now),
    }
    return render(request, "endorsement/request.html", facts, status=422 if form.errors else 200)


@needs(Permission.ANSWER)
@require_POST
def save_draft(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Autosave: keep what is typed so far, whole or not."""
    asked = get_object_or_404(queries.requests_to(request.user), uuid=uuid)
    form = AnswerForm(request.POST, asks_interests=people.rules().asks_interests)
    form.is_valid()
    if too_long := [name for name, field in form.fields.items() if _is_too_long(form, name, field)]:
        return JsonResponse({"errors": {name: form.errors[name] for name in too_long}}, status=422)
    operations.save_draft(request=asked, words=form.typed(), by=request.user, at=clock.now())
    return HttpResponse(status=204)


@needs(Permission.ANSWER)
@require_POST
def renew(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One click: the same words for another term."""
    asked = get_object_or_404(queries.requests_to(request.user), uuid=uuid)
    who: dict[str, Any] = {"seen": request.POST.get("seen"), "by": request.user, "at": clock.now()}
    try:
        if queries.own_keys.in_use(asked.organisation):
            operations.prepare_renewal(request=asked, **who)
            return redirect("endorsement:sign", asked.uuid)
        made = operations.renew_endorsement(request=asked, **who)
    except Refusal as refusal:
        newer = getattr(asked, "renewed_by", None)
        if newer is not None and newer.answered_by == request.user:
            return redirect("endorsement:request", newer.uuid)
        messages.error(request, str(refusal))
        return redirect("endorsement:request", asked.uuid)
    messages.success(request, _("Renewed, and signed anew. Thank you."))
    return redirect("endorsement:request", made.request.uuid)


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


def _rule(design: dict[str, Any]) -> str:
    """When all of it is met: by which badges for a stack, by which criteria otherwise."""
    if design["rule"]:
        return "\n".join(catalogue.field_in_words("rule", design["rule"]).lines)
    return catalogue.pass_rule_in_words(design["pass_share"])


def _behind(stands: list[Statement], at: datetime) -> list[dict[str, Any]]:
    """What the organisation stands behind, with how many hold the badge."""
    awarded = holdings.awarded_counts(*(each.request.version.definition for each in stands))
    return [
        {
            "statement": each,
            "awarded": awarded.get(
                (each.request.version.definition_id, each.request.version.number), 0
            ),
            "renewable": each.in_force_until - policies.RENEWABLE <= at,
        }
        for each in stands
    ]


def _answered(request: PersonRequest, asked: Request, form: AnswerForm) -> str:
    """The page that follows once the answer was taken; a second click finds it taken already."""
    who: dict[str, Any] = {"by": request.user, "at": clock.now()}
    try:
        if form.way == "decline":
            operations.decline_endorsement(request=asked, reason=form.cleaned_data["reason"], **who)
            messages.success(request, _("Thank you. The designers have your answer."))
        elif form.way == "propose":
            operations.propose_changes(request=asked, changes=form.changes(), **who)
            messages.success(
                request, _("Thank you. The designers answer, and you hear from us then.")
            )
        elif queries.own_keys.in_use(asked.organisation):
            operations.save_draft(request=asked, words=form.typed(), **who)
            operations.prepare_endorsement(
                request=asked, words=form.statement(), seen=form.cleaned_data["seen"], **who
            )
            return "endorsement:sign"
        else:
            operations.give_endorsement(
                request=asked, seen=form.cleaned_data["seen"], **form.statement(), **who
            )
            messages.success(request, _("Thank you. Your endorsement is signed."))
    except Refusal as refusal:
        asked.refresh_from_db()
        if asked.answered_by == request.user:
            return "endorsement:request"
        form.refuse(refusal)
        if isinstance(refusal, policies.DesignChanged):
            form.show_again(asked.digest)
        return ""
    return "endorsement:request"


def _waits_for_its_signature(asked: Request, person: Person) -> bool:
    """Whether a text for the organisation's own key is out, and still of the design as it is."""
    prepared = queries.own_keys.prepared_for(asked)
    if prepared is None or prepared.digest != asked.digest:
        return False
    return queries.own_keys.organisations_of(person).filter(pk=asked.organisation_id).exists()


def _ask_form(
    version: Version, asked: list[Request], request: PersonRequest, now: datetime
) -> AskForm:
    return AskForm(
        request.POST if request.method == "POST" else None,
        contacts=_contacts(version, asked, request.user),
        empty=_empty(asked),
        initial={"answer_by": timezone.localdate(now) + TIME_TO_ANSWER},
    )


def _ask_page(
    request: PersonRequest,
    version: Version,
    asked: list[Request],
    form: AskForm,
    now: datetime,
    written: dict[int, SuggestionsForm] | None = None,
) -> HttpResponse:
    written = written or {}
    lines = []
    for each in asked:
        suggestions = list(each.suggestions.all())
        answers = written.get(each.pk) or SuggestionsForm(suggestions=suggestions)
        line = {"suggestions": suggestions, "answers": answers if suggestions else None}
        lines.append(_line(each, now) | line)
    facts = {
        "version": version,
        "asked": lines,
        "missing": queries.missing_endorsements(version, now),
        "form": form if _may(policies.check_send, version, by=request.user) else None,
    }
    refused = (form.errors and not written) or any(each.errors for each in written.values())
    return render(request, "endorsement/ask.html", facts, status=422 if refused else 200)


def _earlier_words(asked: Request, person: Person) -> dict[str, Any]:
    """The person's own draft, what waits to be signed, or what was said before the design changed."""
    draft = queries.draft_of(asked, person)
    if draft is not None:
        kept: dict[str, Any] = draft.words
        return {"seen": asked.digest} | kept
    names = ("demand", "reflects", "support_kinds", "support", "recognition_kinds", "recognition")
    prepared = queries.own_keys.prepared_for(asked)
    said = queries.last_statement(asked)
    if prepared is None and said is None:
        return {"seen": asked.digest}
    words: dict[str, Any] = (
        prepared.words if prepared else {name: getattr(said, name) for name in names}
    )
    says = {f"{name}_says": "yes" if words[name] else "no" for name in names[:2]}
    return {"seen": asked.digest} | says | words


def _contacts(
    version: Version, asked: list[Request], by: Person
) -> list[tuple[Person, Organisation]]:
    """Everyone who answers for an organisation that is not being asked, and is not of the college."""
    busy = _busy(asked)
    partners = people.people_who_may(Permission.ANSWER).prefetch_related(
        "memberships__organisation"
    )
    found = list(partners)
    inside = {by.pk, *version.authors.values_list("pk", flat=True)}
    inside |= people.insiders_among(person.pk for person in found)
    return [
        (person, membership.organisation)
        for person in found
        for membership in person.memberships.all()
        if membership.organisation and membership.organisation.pk not in busy
        if person.pk not in inside
    ]


def _empty(asked: list[Request]) -> list[Organisation]:
    """Organisations for which nobody answers yet: someone can be invited."""
    return list(people.organisations_without_members().exclude(pk__in=_busy(asked)))


def _busy(asked: list[Request]) -> set[int]:
    return {each.organisation_id for each in asked if each.state in (State.REQUESTED, State.GIVEN)}


def _is_too_long(form: AnswerForm, name: str, field: Any) -> bool:
    most = getattr(field, "max_length", None)
    return most is not None and len(str(form[name].data or "")) > most


def _line(asked: Request, at: datetime) -> dict[str, Any]:
    state = queries.state_at(asked, at)
    said = queries.last_statement(asked)
    in_part = state == State.GIVEN and said is not None and not said.is_whole
    return {
        "request": asked,
        "said": said,
        "state": state,
        "word": _("endorsed in part") if in_part else state.label,
        "tone": "attention" if in_part else TONES[state],
    }


def _may(check: Any, thing: Any, **facts: Any) -> bool:
    """Whether a check would let the person through, so that the page offers only what is possible."""
    try:
        check(thing, **facts)
    except Refusal:
        return False
    return True
