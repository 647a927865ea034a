"""The proposal form: one page for each section, its rows on the same page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import Kind, Permission, Row, Section
from tessera.catalogue.forms import row_form, section_form
from tessera.catalogue.forms.rows import RowForm
from tessera.catalogue.forms.sections import SectionForm
from tessera.catalogue.models import Version
from tessera.catalogue.queries.badge import is_outdated
from tessera.catalogue.queries.duplicates import duplicates_of
from tessera.catalogue.views.steps import steps
from tessera.common import clock
from tessera.kernel import verbs
from tessera.people.access import PersonRequest, needs

SECTION_ROWS: dict[Section, tuple[Row, ...]] = {
    Section.VALUE: (Row.OUTCOME,),
    Section.INDUSTRY: (Row.NEED, Row.PARTNER, Row.ALIGNMENT),
    Section.BRAND: (Row.SERVICE,),
    Section.QUALITY: (Row.TASK, Row.PROMPT, Row.CRITERION),
}
SECTION_OF = {row: section for section, rows in SECTION_ROWS.items() for row in rows}
TITLES = {
    Row.OUTCOME: (gettext_lazy("Outcomes"), gettext_lazy("Add an outcome")),
    Row.NEED: (gettext_lazy("Evidence of need"), gettext_lazy("Add evidence of need")),
    Row.PARTNER: (gettext_lazy("Partners"), gettext_lazy("Add a partner")),
    Row.ALIGNMENT: (gettext_lazy("Where frameworks name it"), gettext_lazy("Add an alignment")),
    Row.SERVICE: (gettext_lazy("Commitments that it serves"), gettext_lazy("Add a commitment")),
    Row.TASK: (gettext_lazy("Activities and tasks"), gettext_lazy("Add an activity or task")),
    Row.PROMPT: (gettext_lazy("Questions for reflection"), gettext_lazy("Add a question")),
    Row.CRITERION: (gettext_lazy("Criteria"), gettext_lazy("Add a criterion")),
}


def says_what_ends(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Before an edit ends an endorsement, its editor is told whose, and sends it once more to mean it."""

    @wraps(view)
    def told(request: PersonRequest, uuid: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, uuid, *args, **kwargs)
        except operations.EndsEndorsements as refusal:
            if request.headers.get("X-Requested-With") == "autosave":
                return JsonResponse({"errors": {"code": refusal.code}}, status=refusal.status)
            sent = [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name != "csrfmiddlewaretoken"
            ]
            facts = {"version": _visible(request, uuid), "refusal": refusal, "sent": sent}
            return render(request, "catalogue/ends.html", facts, status=refusal.status)

    return told


def spare(request: PersonRequest) -> bool:
    """Whether endorsements are to be spared: until the editor has read which ones would end."""
    return "ends_endorsements" not in request.POST


@needs(Permission.VIEW, Permission.DRAFT)
@says_what_ends
def section(request: PersonRequest, uuid: UUID, section: int) -> HttpResponse:
    """One section: show it, keep it, or keep it while it is being written."""
    version = _visible(request, uuid)
    if section not in Section.values:
        raise Http404
    form = section_form(version, section, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, uuid, form)
    autosave = request.headers.get("X-Requested-With") == "autosave"
    if not form.is_valid():
        return _refused(request, uuid, form, form.errors.get_json_data(), 422, autosave)
    try:
        kept = operations.save_section(
            version=version,
            section=section,
            values=form.values(),
            seen=form.cleaned_data["seen"],
            spare=spare(request),
            by=request.user,
            at=clock.now(),
        )
    except policies.ChangedMeanwhile as refusal:
        form.add_error(None, str(refusal))
        form.show(_visible(request, uuid), refusal.facts["fields"])
        return _refused(request, uuid, form, {"code": refusal.code}, refusal.status, autosave)
    operations.be_present(version=kept, section=section, by=request.user, at=clock.now())
    if autosave:
        return JsonResponse({"seen": form.on_screen(), "theirs": form.told_apart(kept)})
    messages.success(request, _saved(form.told_apart(kept)))
    goes_on = "next" in request.POST
    if goes_on and section == Section.QUALITY:
        return redirect("catalogue:version", uuid)
    return redirect("catalogue:section", uuid, section + 1 if goes_on else section)


@needs(Permission.VIEW, Permission.DRAFT)
@require_POST
def presence(request: PersonRequest, uuid: UUID, section: int) -> HttpResponse:
    """An open page tells that it is open, and hears who else is there."""
    version = _visible(request, uuid)
    if section not in Section.values:
        raise Http404
    if policies.may(policies.check_draft, version, by=request.user):
        operations.be_present(version=version, section=section, by=request.user, at=clock.now())
    context = {"version": version, "section": section, "others": _others(request, version, section)}
    return render(request, "catalogue/_presence.html", context)


def _others(request: PersonRequest, version: Version, section: int) -> list[Any]:
    return queries.others_at(version, section, request.user, at=clock.now())


def _saved(theirs: list[str]) -> str:
    if not theirs:
        return _("Saved.")
    said = _(
        "Saved. Someone else changed other fields meanwhile, and their words are kept: %(fields)s."
    )
    return said % {"fields": ", ".join(theirs)}


def _refused(
    request: PersonRequest, uuid: UUID, form: SectionForm, said: Any, status: int, autosave: bool
) -> HttpResponse:
    if autosave:
        return JsonResponse({"errors": said}, status=status)
    return _page(request, uuid, form, status=status)


def _page(request: PersonRequest, uuid: UUID, form: SectionForm, status: int = 200) -> HttpResponse:
    # Read once more: a form that was refused has written on the version that it was given.
    version, here = _visible(request, uuid), form.section
    missing = queries.missing(version, on=timezone.localdate())
    can_edit = policies.may(policies.check_draft, version, by=request.user)
    if not can_edit:
        for field in form.fields.values():
            field.disabled = True
    kinds = SECTION_ROWS.get(here, ())
    if version.definition.kind == Kind.STACK:
        kinds = tuple(kind for kind in kinds if kind not in (Row.TASK, Row.PROMPT, Row.CRITERION))
    context: dict[str, Any] = {
        "version": version,
        "section": here,
        "form": form,
        "can_edit": can_edit,
        "steps": steps(version, missing, here),
        "missing": [each for each in missing if each.section == here],
        "groups": [_group(version, kind) for kind in kinds],
        "others": _others(request, version, here),
        "is_last": here == Section.QUALITY,
    }
    if here == Section.BRAND:
        context |= {"badge": True, "badge_is_outdated": is_outdated(version)}
    if here == Section.INDUSTRY:
        context["stale"] = queries.stale_needs(version, on=timezone.localdate())
    if here == Section.QUALITY:
        context["told"] = queries.pass_rule_told(version, version.pass_share)
    if here == Section.STACK:
        context["rule"] = queries.rule_in_words(version, request.LANGUAGE_CODE)
        context["is_stack_rule"] = version.definition.kind == Kind.STACK
    if here in (Section.IDENTITY, Section.VALUE):
        context["alike"] = duplicates_of(version)
    if here == Section.VALUE:
        written = version.outcomes.values_list("text", flat=True)
        context["unseen"] = [(text, verb) for text in written if (verb := verbs.unseen(text))]
    if here == Section.IDENTITY:
        title = f"{version.title} {version.title_fr}"
        context["flagged"], context["named"] = queries.flagged_words(title), queries.names_in(title)
    return render(request, "catalogue/section.html", context, status=status)


def _group(version: Version, kind: Row) -> dict[str, Any]:
    title, adding = TITLES[kind]
    return {
        "kind": kind,
        "title": title,
        "adding": adding,
        "lines": queries.lines_of(version, kind),
        # A criterion has a page of its own.
        "form": None
        if kind == Row.CRITERION
        else row_form(version, kind, today=timezone.localdate()),
    }


@needs(Permission.DRAFT)
@says_what_ends
def add(request: PersonRequest, uuid: UUID, kind: str) -> HttpResponse:
    version, row_kind = _visible(request, uuid), _kind(kind)
    data = request.POST if request.method == "POST" else None
    form = row_form(version, row_kind, today=timezone.localdate(), data=data)
    if data is not None and form.is_valid():
        try:
            operations.add_row(
                version=version,
                kind=row_kind,
                values=form.values(),
                spare=spare(request),
                by=request.user,
                at=clock.now(),
            )
        except policies.AlreadyThere as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back(request, uuid, row_kind, _("Added."))
    return _row_page(request, version, form, _refused_status(form))


@needs(Permission.DRAFT)
@says_what_ends
def edit(request: PersonRequest, uuid: UUID, kind: str, pk: int) -> HttpResponse:
    version, row_kind = _visible(request, uuid), _kind(kind)
    row = get_object_or_404(queries.rows(version, row_kind), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = row_form(version, row_kind, today=timezone.localdate(), row=row, data=data)
    status = _refused_status(form)
    if form.is_valid():
        try:
            operations.edit_row(
                version=version,
                row=row,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                spare=spare(request),
                by=request.user,
                at=clock.now(),
            )
        except policies.ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            now = queries.rows(version, row_kind).get(pk=pk)
            form.show(version, now, refusal.facts["fields"])
            status = refusal.status
        except policies.AlreadyThere as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            return _back(request, uuid, row_kind, _("Saved."))
    return _row_page(request, version, form, status)


@needs(Permission.DRAFT)
@require_POST
@says_what_ends
def remove(request: PersonRequest, uuid: UUID, kind: str, pk: int) -> HttpResponse:
    version, row_kind = _visible(request, uuid), _kind(kind)
    row = get_object_or_404(queries.rows(version, row_kind), pk=pk)
    operations.remove_row(
        version=version, row=row, spare=spare(request), by=request.user, at=clock.now()
    )
    return _back(request, uuid, row_kind, _("Removed."))


def _refused_status(form: RowForm) -> int:
    """Of a form that is shown, and of one whose levels are being arranged, nothing was refused."""
    return 422 if form.is_bound and not form.is_arranging else 200


def _row_page(request: PersonRequest, version: Version, form: RowForm, status: int) -> HttpResponse:
    section = SECTION_OF[form.kind]
    title, adding = TITLES[form.kind]
    context: dict[str, Any] = {
        "version": version,
        "form": form,
        "title": title if form.instance.pk else adding,
        "section": section,
        "back": _from(version.uuid, form.kind),
        "back_words": _("Back to the section"),
    }
    if form.kind == Row.CRITERION:
        context["told"] = queries.pass_rule_told(version, version.pass_share)
        context["back_words"] = _("Back to the rubric")
    return render(request, "catalogue/row.html", context, status=status)


def _from(uuid: UUID, kind: Row) -> str:
    """Where rows of this kind are kept: in their section, criteria in the rubric."""
    if kind == Row.CRITERION:
        return reverse("catalogue:rubric", args=[uuid])
    address = reverse("catalogue:section", args=[uuid, int(SECTION_OF[kind])])
    return f"{address}#{kind}"


def _back(request: PersonRequest, uuid: UUID, kind: Row, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_from(uuid, kind))


def _kind(kind: str) -> Row:
    if kind not in Row.values:
        raise Http404
    return Row(kind)


def _visible(request: PersonRequest, uuid: UUID) -> Version:
    found: Version = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    return found
