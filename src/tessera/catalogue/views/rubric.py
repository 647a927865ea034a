"""The whole rubric as one grid, and the rule by which it is passed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tessera.catalogue import operations, policies, queries
from tessera.catalogue.enums import ComponentKind, Permission, Section
from tessera.catalogue.forms import PassRuleForm
from tessera.catalogue.models import Version
from tessera.catalogue.views.drafting import says_what_ends, spare
from tessera.common import clock
from tessera.people.access import PersonRequest, needs


@needs(Permission.VIEW, Permission.DRAFT)
@require_http_methods(["GET", "POST"])
@says_what_ends
def rubric(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Criteria down, levels across; what is typed as the share is told in words before it is kept."""
    version = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    if request.method != "POST":
        return _page(request, version, PassRuleForm(request.GET or None, version=version))
    form = PassRuleForm(request.POST, version=version)
    if form.is_valid():
        try:
            operations.save_section(
                version=version,
                section=Section.QUALITY,
                values={"pass_share": form.cleaned_data["pass_share"]},
                seen=form.cleaned_data["seen"],
                spare=spare(request),
                by=request.user,
                at=clock.now(),
            )
        except policies.ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.show_theirs(
                PassRuleForm(version=version),
                refusal.facts["fields"],
                queries.fingerprint(version, Section.QUALITY),
            )
            return _page(request, version, form, refusal.status)
        messages.success(request, _("Saved."))
        return redirect("catalogue:rubric", uuid)
    return _page(request, version, form, 422)


def _page(
    request: PersonRequest, version: Version, form: PassRuleForm, status: int = 200
) -> HttpResponse:
    columns, lines = queries.rubric_grid(version)
    judged = {line.criterion.component.kind for line in lines}
    context = {
        "version": version,
        "form": form,
        "columns": columns,
        "lines": lines,
        "unjudged": [str(kind.label) for kind in ComponentKind if kind not in judged],
        "told": queries.pass_rule_told(version, form.share),
        "can_edit": policies.may(policies.check_draft, version, by=request.user),
    }
    return render(request, "catalogue/rubric.html", context, status=status)
