from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tessera.checking import known, queries
from tessera.checking.enums import Permission
from tessera.checking.forms import KnownIssuerForm
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.people.access import PersonRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.KNOW)
def issuers(request: PersonRequest) -> HttpResponse:
    """Who is known here, and a form to add another."""
    form, status = KnownIssuerForm(), 200
    if request.method == "POST":
        form, status = KnownIssuerForm(request.POST), 422
        if form.is_valid():
            try:
                known.add_issuer(**form.cleaned_data, by=request.user, at=clock.now())
            except Refusal as refusal:
                form.add_error("identity", str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Checks say from now on that this issuer is known."))
                return redirect("checking:issuers")
    shown = {
        "form": form,
        "issuers": queries.visible_to(request.user),
        "of_settings": settings.TRUSTED_ISSUERS,
    }
    return render(request, "checking/issuers.html", shown, status=status)


@require_POST
@needs(Permission.KNOW)
def remove(request: PersonRequest, uuid: UUID) -> HttpResponse:
    issuer = get_object_or_404(queries.visible_to(request.user), uuid=uuid)
    known.remove_issuer(issuer=issuer, by=request.user, at=clock.now())
    messages.success(request, _("Checks no longer say that this issuer is known."))
    return redirect("checking:issuers")
