"""The stack editor: a rule as an outline, each part changed on a page of its own, kept at every step."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tessera.catalogue import operations as designs
from tessera.catalogue import policies
from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import Kind, Permission, Section
from tessera.common import clock
from tessera.kernel.errors import RuleError
from tessera.kernel.rules import codec, edit, terms
from tessera.people.access import PersonRequest, needs
from tessera.stacks import queries
from tessera.stacks.forms import FORMS, TITLES, TermForm

if TYPE_CHECKING:
    from tessera.catalogue.models import Version

# What can be added, and what can be put around a part that stands.
ADDED = ("holds", "group", "hours", "credits", "per_category", "at_level", "capstone")
AROUND = ("within", "from_issuer", "single_use")
CHANGED = ("holds", "hours", "credits", "per_category", "at_level", "capstone", "count", *AROUND)
ORDERED = ("in_order", "any_order")


@require_http_methods(["GET", "POST"])
@needs(Permission.VIEW, Permission.DRAFT)
def rule(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The rule of one stack: its outline, its sentence, its mosaic, and whom it would complete today."""
    version = _stack(request, uuid)
    if request.method == "POST":
        return _move(request, version)
    return _page(request, version)


@require_http_methods(["GET", "POST"])
@needs(Permission.DRAFT)
def part(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One part: added, changed, or put within something else."""
    version = _stack(request, uuid)
    if not policies.may(policies.check_draft, version, by=request.user):
        raise Http404
    whole, kind, act = (
        catalogue.rule_of(version),
        request.GET.get("kind", ""),
        request.GET.get("do"),
    )
    path = queries.path_of(request.GET.get("at", "root"))
    kinds = {"add": ADDED, "change": CHANGED, "around": AROUND}.get(act or "", ())
    if kind not in kinds or path is None:
        raise Http404
    here = _part_at(whole, path)
    form = FORMS[kind](
        request.POST if request.method == "POST" else None,
        version=version,
        old=None if act == "add" else here,
    )
    if form.is_valid():
        try:
            made = form.term()
            new = (
                edit.added(whole, path, made)
                if act == "add" or whole is None
                else edit.replaced(whole, path, lambda _old: made)
            )
            _keep(request, version, new)
        except (RuleError, policies.ChangedMeanwhile) as refusal:
            form.add_error(None, _in_words(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("stacks:rule", uuid)
    shown = {
        "version": version,
        "form": form,
        "title": TITLES[kind],
        "act": act,
        "seen": catalogue.fingerprint(version, Section.STACK),
    }
    return render(request, "stacks/part.html", shown, status=422 if form.is_bound else 200)


def _move(request: PersonRequest, version: Version) -> HttpResponse:
    """Take a part out, move it, or open what stands around it: a button each."""
    policies.check_draft(version, by=request.user)
    whole = catalogue.rule_of(version)
    path = queries.path_of(request.POST.get("at", ""))
    act = request.POST.get("do", "")
    if whole is None or path is None or act not in ("remove", "up", "down", "open", *ORDERED):
        return _page(
            request, version, said=_("Choose one of the buttons beside a part."), status=422
        )
    here = _part_at(whole, path)
    try:
        new: terms.Rule | None = whole
        if act == "remove":
            new = edit.replaced(whole, path, lambda _part: None)
        elif act in ("up", "down"):
            new = edit.moved(whole, path, -1 if act == "up" else 1)
        elif act == "open":
            new = edit.opened(whole, path)
        elif isinstance(here, terms.Group):
            form: TermForm = FORMS[act](version=version, old=here)
            new = edit.replaced(whole, path, lambda _part: form.term())
        _keep(request, version, new)
    except (RuleError, policies.ChangedMeanwhile) as refusal:
        return _page(request, version, said=_in_words(refusal), status=422)
    messages.success(request, _("Saved."))
    return redirect("stacks:rule", version.uuid)


def _keep(request: PersonRequest, version: Version, new: terms.Rule | None) -> None:
    designs.save_section(
        version=version,
        section=Section.STACK,
        values={"rule": None if new is None else codec.encode(new)},
        seen=request.POST.get("seen") or None,
        by=request.user,
        at=clock.now(),
    )


def _page(
    request: PersonRequest, version: Version, *, said: str = "", status: int = 200
) -> HttpResponse:
    at, language = clock.now(), get_language() or "en"
    whole = catalogue.rule_of(version)
    shown: dict[str, Any] = {
        "version": version,
        "said": said,
        "can_edit": policies.may(policies.check_draft, version, by=request.user),
        "seen": catalogue.fingerprint(version, Section.STACK),
        "additions": [(kind, TITLES[kind]) for kind in ADDED],
        "around": [(kind, TITLES[kind]) for kind in AROUND],
        "broken": whole is None and version.rule is not None,
    }
    if whole is not None:
        names = queries.names_in([whole])
        found = catalogue.rule_problems(version) or []
        words = catalogue.problems_in_words(found, language)
        by_place: queries.Said = defaultdict(list)
        for each, sentence in zip(found, words, strict=True):
            by_place[each.at].append((sentence, each.is_refusal))
        shown |= {
            "line": queries.outline(
                whole,
                lambda key: names[key].title if key in names else key,
                language,
                by_place,
            ),
            "refused": [s for e, s in zip(found, words, strict=True) if e.is_refusal],
            "progress": queries.progress_in(version, None, at),
            "preview": queries.preview(whole, at),
        }
    return render(request, "stacks/rule.html", shown, status=status)


def _part_at(whole: terms.Rule | None, path: edit.Path) -> terms.Rule | None:
    if whole is None:
        if path:
            raise Http404
        return None
    try:
        return edit.part_at(whole, path)
    except RuleError:
        raise Http404 from None


def _in_words(refusal: Exception) -> str:
    """What a rule cannot be, said to its designer."""
    if not isinstance(refusal, RuleError):
        return str(refusal)
    said = {
        "n": _("There are not so many parts."),
        "rules": _("The same part is there already: it would count one badge twice."),
        "min": _("A number above 0."),
    }
    too_large = {"too-deep", "too-large"}
    if refusal.code in too_large:
        return _(
            "The rule is too large. Make a stack of a part of it, and ask for its macro-badge."
        )
    return said.get(refusal.field, _("A rule cannot be made like this."))


def _stack(request: PersonRequest, uuid: UUID) -> Version:
    found = catalogue.visible_to(request.user).filter(definition__kind=Kind.STACK)
    version: Version = get_object_or_404(found, uuid=uuid)
    return version
