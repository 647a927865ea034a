"""Who is told what about an endorsement: the partner asked, and the designers who wait."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import local_lazy
from tessera.notifications.operations import deliver

if TYPE_CHECKING:
    from tessera.endorsement.models import Request

# Written only when the message is, in the language of its reader.
in_full = lazy(date_format, str)


def partner_asked(request: Request, *, at: datetime) -> None:
    _to_partner(
        request,
        kind="endorsement.request.sent",
        subject=_("Would %(organisation)s endorse “%(title)s”?"),
        text=_(
            "%(asker)s asks whether %(organisation)s stands behind the micro-credential “%(title)s”:"
            " is the skill in demand, and does the way it is assessed reflect the job?\n\n"
            "%(message)sEverything is on one page: the design, how it is judged, and two questions."
            " Please answer by %(day)s."
        ),
        at=at,
    )


def partner_asked_again(request: Request, *, at: datetime) -> None:
    _to_partner(
        request,
        kind="endorsement.request.asked_again",
        subject=_("“%(title)s” has changed: do you still endorse it?"),
        text=_(
            "The design that %(organisation)s endorsed has changed, so that your endorsement no longer"
            " stands for it. The page shows what changed, with your earlier words ready to be used"
            " again. Please answer by %(day)s."
        ),
        at=at,
    )


def designers_endorsed(request: Request, *, at: datetime) -> None:
    _to_designers(
        request,
        kind="endorsement.statement.given",
        subject=_("%(organisation)s endorses “%(title)s”"),
        text=_(
            "%(organisation)s says that the skill is in demand and that the assessment reflects the"
            " job. The endorsement is signed and will be carried in every badge."
        ),
        at=at,
    )


def designers_declined(request: Request, *, at: datetime) -> None:
    _to_designers(
        request,
        kind="endorsement.request.declined",
        subject=_("%(organisation)s does not endorse “%(title)s” as it is"),
        text=_("%(organisation)s answered:\n\n%(reason)s"),
        at=at,
    )


def designers_withdrawn(request: Request, *, at: datetime) -> None:
    _to_designers(
        request,
        kind="endorsement.statement.withdrawn",
        subject=_("%(organisation)s no longer endorses “%(title)s”"),
        text=_("%(organisation)s withdrew its endorsement:\n\n%(reason)s"),
        at=at,
    )


def designers_lapsed(request: Request, *, at: datetime) -> None:
    _to_designers(
        request,
        kind="endorsement.request.lapsed",
        subject=_("%(organisation)s has not answered about “%(title)s”"),
        text=_("The request is closed, since its day has passed. You can ask again."),
        at=at,
    )


def _to_partner(
    request: Request, *, kind: str, subject: str | Promise, text: str | Promise, at: datetime
) -> None:
    deliver(
        kind=kind,
        once=f"{kind}:{request.uuid}:{request.round}",
        to=request.contact,
        subject=subject,
        text=text,
        facts=_facts(request),
        action_url=reverse("endorsement:request", args=[request.uuid]),
        action_label=_("Read and answer"),
        at=at,
    )


def _to_designers(
    request: Request, *, kind: str, subject: str | Promise, text: str | Promise, at: datetime
) -> None:
    for person in {request.asked_by, *request.version.authors.all()}:
        deliver(
            kind=kind,
            once=f"{kind}:{request.uuid}:{request.round}:{person.pk}",
            to=person,
            subject=subject,
            text=text,
            facts=_facts(request),
            action_url=reverse("endorsement:ask", args=[request.version.uuid]),
            action_label=_("See the endorsements"),
            at=at,
        )


def _facts(request: Request) -> dict[str, object]:
    return {
        "organisation": request.organisation,
        "title": local_lazy(request.version, "title"),
        "asker": request.asked_by,
        "message": f"{request.message}\n\n" if request.message else "",
        "reason": request.reason,
        "day": in_full(request.answer_by),
    }
