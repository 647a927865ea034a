"""The quality standard, edition by edition, and the calendar that due dates follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tessera.assurance import operations, queries
from tessera.assurance.enums import (
    TONES,
    Permission,
)
from tessera.assurance.forms import (
    CheckForm,
    ClosureForm,
    DraftForm,
    EditionForm,
    ForceForm,
    SubmitForm,
)
from tessera.assurance.views.shown import (
    SEES_PROPOSALS,
    may,
    refusal_of,
    taken,
)
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.people.access import PersonRequest, needs

if TYPE_CHECKING:
    from tessera.assurance.models import QualityStandard
from django.http import Http404

from tessera.assurance.policies import standards as rules


@needs(*SEES_PROPOSALS)
@require_http_methods(["GET", "POST"])
def standards(request: PersonRequest) -> HttpResponse:
    """Every edition; a chair of the whole institution begins a new one from that in force."""
    now = clock.now()
    edits = may_edit(request)
    form = DraftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _needs_edit(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.draft_standard(
                edition=form.cleaned_data["edition"],
                source=queries.standard_in_force(now),
                by=request.user,
                at=now,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("A draft with every check of the edition in force."))
            return redirect("assurance:standard", made.uuid)
    facts = {
        "editions": [
            _edition(each, now)
            for each in queries.standards()
            if edits or each.in_force_from is not None
        ],
        "edits": edits,
        "form": form,
    }
    return render(request, "assurance/standards.html", facts, status=422 if form.errors else 200)


@needs(*SEES_PROPOSALS)
def standard(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One edition as its reviewers read it, and what is new in it; a draft can be edited."""
    now = clock.now()
    found = _found(request, uuid)
    return render(request, "assurance/standard.html", _standard_page(request, found, now))


@needs(Permission.EDIT_STANDARD)
@require_POST
def edit_standard(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Name a draft, put it in force, take it back or throw it away: one form for each on its page."""
    now = clock.now()
    found = _found(request, uuid)
    _needs_edit(request)
    who: dict[str, Any] = {"standard": found, "by": request.user, "at": now}
    form: Any = SubmitForm(request.POST)
    facts: dict[str, Any] = {}
    if "force" in request.POST:
        facts["force_form"] = form = ForceForm(request.POST)
        if form.is_valid() and taken(
            form, operations.put_in_force, on=form.cleaned_data["on"], **who
        ):
            messages.success(request, _("It is set. Designers and reviewers have been told."))
    elif "name" in request.POST:
        facts["form"] = form = EditionForm(request.POST)
        if form.is_valid() and taken(form, operations.edit_standard, **form.cleaned_data, **who):
            messages.success(request, _("Saved."))
    elif "take_back" in request.POST:
        operations.take_back_standard(**who)
        messages.success(request, _("It is a draft again."))
    elif "discard" in request.POST:
        operations.discard_standard(**who)
        messages.success(request, _("The draft is gone."))
        return redirect("assurance:standards")
    if form.errors:
        page = _standard_page(request, found, now) | facts
        return render(request, "assurance/standard.html", page, status=422)
    return redirect("assurance:standard", found.uuid)


@needs(Permission.EDIT_STANDARD)
@require_http_methods(["GET", "POST"])
def check(request: PersonRequest, uuid: UUID, code: str = "") -> HttpResponse:
    """One check of a draft: a new one, or another wording of one that is there."""
    found = _found(request, uuid)
    _needs_edit(request)
    line = get_object_or_404(found.checks, code=code) if code else None
    form = CheckForm(request.POST if request.method == "POST" else None, check=line)
    if request.method == "POST" and "remove" in request.POST and line is not None:
        operations.remove_check(check=line, by=request.user, at=clock.now())
        messages.success(request, _("The check is out of this edition."))
        return redirect("assurance:standard", found.uuid)
    if request.method == "POST" and form.is_valid():
        who = {"standard": found, "by": request.user, "at": clock.now()}
        if taken(form, operations.save_check, check=line, values=form.cleaned_data, **who):
            messages.success(request, _("Saved."))
            return redirect("assurance:standard", found.uuid)
    facts: dict[str, Any] = {"standard": found, "check": line, "form": form}
    facts["barred"] = refusal_of(rules.check_draft, found, by=request.user)
    return render(request, "assurance/check.html", facts, status=422 if form.errors else 200)


@needs(*SEES_PROPOSALS)
@require_http_methods(["GET", "POST"])
def closures(request: PersonRequest) -> HttpResponse:
    """Days on which the panel does not work."""
    form = ClosureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _needs_edit(request)
    if request.method == "POST" and form.is_valid():
        who = {"by": request.user, "at": clock.now()}
        done = taken(form, operations.add_closure, **form.cleaned_data, **who)
        if done:
            messages.success(request, _("Added. Due dates set from now on leave these days out."))
            return redirect("assurance:closures")
    facts = {"closures": queries.closures(), "edits": may_edit(request), "form": form}
    return render(request, "assurance/closures.html", facts, status=422 if form.errors else 200)


@needs(Permission.EDIT_STANDARD)
@require_POST
def remove_closure(request: PersonRequest, uuid: UUID) -> HttpResponse:
    _needs_edit(request)
    found = get_object_or_404(queries.closures(), uuid=uuid)
    operations.remove_closure(closure=found, by=request.user, at=clock.now())
    messages.success(request, _("Removed."))
    return redirect("assurance:closures")


def may_edit(request: PersonRequest) -> bool:
    try:
        rules.check_edit(by=request.user)
    except Refusal:
        return False
    return True


def _needs_edit(request: PersonRequest) -> None:
    """A chair of one unit reads the standard of all, and does not edit it."""
    if not may_edit(request):
        raise Http404


def _found(request: PersonRequest, uuid: UUID) -> QualityStandard:
    """Drafts are for those who edit them."""
    found: QualityStandard = get_object_or_404(queries.standards(), uuid=uuid)
    if found.in_force_from is None and not may_edit(request):
        raise Http404
    return found


def _edition(found: QualityStandard, at: Any) -> dict[str, Any]:
    state = queries.standard_state(found, at)
    return {"standard": found, "state": state, "tone": TONES[state]}


def _standard_page(request: PersonRequest, found: QualityStandard, at: Any) -> dict[str, Any]:
    edits = may_edit(request)
    before = queries.edition_before(found, at)
    fields = dict(pair for _section, pairs in queries.answering_fields() for pair in pairs)
    is_draft = found.in_force_from is None
    return _edition(found, at) | {
        "before": before,
        "differences": [
            {
                "what": each.what,
                "words": queries.words_of(each.check),
                "was": queries.words_of(each.before) if each.before else "",
            }
            for each in queries.differences(found, before)
        ],
        "principles": [
            {
                "label": principle.label,
                "checks": [
                    {
                        "check": line,
                        "words": queries.words_of(line),
                        "guidance": queries.guidance_of(line),
                        "fields": [fields[name] for name in line.answered_by if name in fields],
                    }
                    for line in lines
                ],
            }
            for principle, lines in queries.checks_by_principle(found)
        ],
        "edits": edits and is_draft,
        "can_take_back": edits and may(rules.check_take_back, found, by=request.user, at=at),
        "form": EditionForm(initial={"edition": found.edition, "note": found.note}),
        "force_form": ForceForm(initial={"on": timezone.localdate(at)}),
    }
