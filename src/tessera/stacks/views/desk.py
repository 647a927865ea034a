from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tessera.common import clock
from tessera.credentials.enums import Permission as Awards
from tessera.people.access import PersonRequest, can, needs
from tessera.stacks import operations, queries
from tessera.stacks.enums import Permission
from tessera.stacks.forms import KeepForm


@require_safe
@needs(Permission.VIEW)
def suspended(request: PersonRequest) -> HttpResponse:
    """Macro-badges that wait for a decision because a part of them fell."""
    waiting = queries.suspensions_visible_to(request.user)
    decides = can(request.user, Awards.REVOKE)
    return render(request, "stacks/suspended.html", {"waiting": waiting, "decides": decides})


@require_http_methods(["GET", "POST"])
@needs(Awards.REVOKE)
def keep(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Decide that one of them stands all the same."""
    suspension = get_object_or_404(queries.suspensions_visible_to(request.user), uuid=uuid)
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.keep(
            suspension=suspension,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("The macro-badge is valid again, and the learner is told."))
        return redirect("stacks:suspended")
    at = clock.now()
    progress = queries.progress_in(suspension.award.version, suspension.award.learner, at)
    return render(
        request,
        "stacks/keep.html",
        {"suspension": suspension, "form": form, "progress": progress},
        status=422 if form.is_bound else 200,
    )
