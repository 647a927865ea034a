"""One message to each reader, with the facts that every sentence may use."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import day_in_full, local_lazy
from tessera.endorsement import queries
from tessera.notifications.operations import deliver
from tessera.people import queries as people

if TYPE_CHECKING:
    from tessera.endorsement.models import OwnKey, Request


def to_partner(
    request: Request,
    *,
    kind: str,
    subject: str | Promise,
    text: str | Promise,
    once: str = "",
    at: datetime,
    **facts: object,
) -> None:
    for person in queries.recipients(request):
        deliver(
            kind=kind,
            once=f"{kind}:{request.uuid}:{request.round}:{once}:{person.pk}",
            to=person,
            subject=subject,
            text=text,
            facts=_facts(request, facts),
            action_url=reverse("endorsement:request", args=[request.uuid]),
            action_label=_("Open the page"),
            at=at,
        )


def to_designers(
    request: Request,
    *,
    kind: str,
    subject: str | Promise,
    text: str | Promise,
    once: str = "",
    at: datetime,
    **facts: object,
) -> None:
    for person in {request.asked_by, *request.version.authors.all()}:
        deliver(
            kind=kind,
            once=f"{kind}:{request.uuid}:{request.round}:{once}:{person.pk}",
            to=person,
            subject=subject,
            text=text,
            facts=_facts(request, facts),
            action_url=reverse("endorsement:ask", args=[request.version.uuid]),
            action_label=_("See the endorsements"),
            at=at,
        )


def to_organisation(
    key: OwnKey,
    *,
    kind: str,
    subject: str | Promise,
    text: str | Promise,
    person: object,
    at: datetime,
) -> None:
    """To everyone who answers for it: a key is the whole organisation's."""
    for member in people.partners_of(key.organisation):
        deliver(
            kind=kind,
            once=f"{kind}:{key.uuid}:{member.pk}",
            to=member,
            subject=subject,
            text=text,
            facts={"organisation": key.organisation, "did": key.did, "person": person},
            action_url=reverse("endorsement:key", args=[key.organisation.uuid]),
            action_label=_("Open the page"),
            at=at,
        )


def _facts(request: Request, more: dict[str, object]) -> dict[str, object]:
    facts = {
        "organisation": request.organisation,
        "title": local_lazy(request.version, "title"),
        "asker": request.asked_by,
        "message": f"{request.message}\n\n" if request.message else "",
        "reason": request.reason,
        "day": day_in_full(request.answer_by),
        **more,
    }
    if isinstance(until := facts.get("until"), datetime):
        facts["until"] = day_in_full(until)
    return facts
