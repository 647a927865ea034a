"""Pointing an outcome at an entry of a skills framework, found by typing the beginning of a word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import Permission, Row
from tessera.catalogue.models import Version
from tessera.common import clock
from tessera.frameworks import queries as frameworks
from tessera.frameworks.forms import SearchForm
from tessera.people.access import PersonRequest, needs

HITS = 20


class OutcomeForm(SearchForm):
    """Which outcome is looked for, and the words."""

    outcome = forms.ChoiceField(label=gettext_lazy("For the outcome"), widget=forms.RadioSelect)

    def __init__(self, data: Any, *, version: Version) -> None:
        super().__init__(data)
        choices = [(str(each.pk), each.text) for each in version.outcomes.all()]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        self.order_fields(["outcome", "q", "kind"])


@needs(Permission.DRAFT)
@require_http_methods(["GET", "POST"])
def align(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Search, and add what is chosen to an outcome of the design."""
    version: Version = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    policies.check_draft(version, by=request.user)
    outcomes = list(version.outcomes.prefetch_related("alignments"))
    data = request.GET.copy()
    if "outcome" not in data and outcomes:
        bare = [each for each in outcomes if not each.alignments.all()]
        data["outcome"] = str((bare or outcomes)[0].pk)
    if request.method == "POST":
        return _add(request, version)
    form = OutcomeForm(data, version=version)
    form.is_valid()
    words, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", "")
    facts = {
        "version": version,
        "outcomes": outcomes,
        "form": form,
        "words": words,
        "kind": kind,
        "chosen": form.cleaned_data.get("outcome", ""),
        "hits": frameworks.search(words, kinds=(kind,) if kind else (), limit=HITS),
        "most": HITS,
    }
    part = (
        "catalogue/_align_hits.html"
        if request.headers.get("HX-Request")
        else "catalogue/align.html"
    )
    return render(request, part, facts)


def _add(request: PersonRequest, version: Version) -> HttpResponse:
    outcome = get_object_or_404(version.outcomes, pk=_number(request.POST.get("outcome")))
    node = get_object_or_404(frameworks.nodes(), pk=_number(request.POST.get("node")))
    values = {
        "outcome": outcome,
        "framework": str(node.framework)[:120],
        "name": (node.name or node.name_fr)[:200],
        # an address too long to keep is that of the framework
        "url": node.uri if len(node.uri) <= 200 else node.framework.source,
        "code": node.code,
    }
    if outcome.alignments.filter(url=values["url"], code=node.code).exists():
        messages.info(request, _("The outcome points there already."))
    else:
        operations.add_row(
            version=version, kind=Row.ALIGNMENT, values=values, by=request.user, at=clock.now()
        )
        messages.success(request, _("Added: %(name)s.") % {"name": node})
    asked = {name: request.POST.get(name, "") for name in ("outcome", "q", "kind")}
    return redirect(f"{reverse('catalogue:align', args=[version.uuid])}?{urlencode(asked)}")


def _number(text: str | None) -> int:
    """A row's number; -1, which no row has, for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 18 else -1
