"""Putting the two questions to an outside organisation, and keeping what it sees up to date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.urls import reverse

from tessera.catalogue import queries as catalogue
from tessera.common import jobs
from tessera.common.states import advance
from tessera.endorsement import policies, queries
from tessera.endorsement.enums import State
from tessera.endorsement.models import Request, Suggestion
from tessera.endorsement.notices import partner
from tessera.endorsement.operations.life import lapse
from tessera.endorsement.operations.locking import (
    answer_later,
    day_after,
    end_statement,
    locked_request,
    locked_version,
    tell_if_lapsed,
)
from tessera.endorsement.signals import suggestions_answered
from tessera.endorsement.workflow import ENDORSEMENT
from tessera.people import operations as people
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Organisation, Person


@transaction.atomic
def request_endorsement(
    *,
    version: Version,
    organisation: Organisation,
    contact: Person | None = None,
    email: str = "",
    name: str = "",
    language: str = "en",
    message: str = "",
    answer_by: date,
    by: Person,
    at: datetime,
) -> Request:
    """Put the two questions to an outside organisation, about the design as it now is.

    To `contact`, who answers for it; without one, somebody is invited by `email`. Refuses:
    NotPermitted, WrongState, NotAnswering, EndorsedSide, DayHasPassed, DayTooFar, AlreadyAsked, and
    what `people.operations.invite` refuses.
    """
    version = locked_version(version)
    for earlier in Request.objects.filter(version=version, organisation=organisation):
        lapse(request=earlier, at=at)
    policies.check_request(
        version, organisation=organisation, contact=contact, answer_by=answer_by, by=by, at=at
    )
    uuid = uuid4()
    invitation = None
    if contact is None:
        invitation = people.invite(
            organisation=organisation,
            email=email,
            name=name,
            language=language,
            lands_on=reverse("endorsement:request", args=[uuid]),
            by=by,
            at=at,
        )
    request = Request.objects.create(
        uuid=uuid,
        version=version,
        organisation=organisation,
        contact=contact,
        invitation=invitation,
        message=message,
        digest=catalogue.endorsed_digest(version),
        snapshot=catalogue.content(version),
        asked_at=at,
        asked_by=by,
        answer_by=answer_by,
    )
    record("endorsement.request.sent", subject=request, by=by, at=at)
    jobs.later("endorsement.lapse", request.pk, not_before=day_after(answer_by))
    if contact is not None:
        partner.asked(request, at=at)
    return request


@transaction.atomic
def follow_version(*, version: Version, at: datetime) -> None:
    """After an edit: what was endorsed is asked again, what waits shows the design as it now is.

    Running it twice does what once does. Refuses nothing.
    """
    version = locked_version(version)
    present = catalogue.endorsed_digest(version)
    moved = queries.following(version.pk).exclude(digest=present)
    for request in moved.select_for_update(no_key=True):
        was_given = request.state == State.GIVEN
        if was_given:
            _ask_again(request, at)
        request.previous = request.previous or request.snapshot
        request.snapshot, request.digest = catalogue.content(version), present
        request.save()
        kind = "endorsement.request.asked_again" if was_given else "endorsement.request.updated"
        record(kind, subject=request, by=None, at=at)
        if was_given:
            partner.asked_again(request, at=at)
            tell_if_lapsed(version, at)


@transaction.atomic
def answer_suggestions(
    *, request: Request, answers: Mapping[Suggestion, str], by: Person, at: datetime
) -> Request:
    """What the designers made of the changes that the partner proposed; blank answers are no answers.

    Once all are answered the partner is told, and has as long again to say yes or no.
    Refuses: NotPermitted, WrongState, NotReady.
    """
    request = locked_request(request)
    policies.check_answer_suggestions(request, answers, by=by)
    for suggestion, words in answers.items():
        if not words.strip() or words == suggestion.answer:
            continue
        suggestion.answer, suggestion.answered_at, suggestion.answered_by = words, at, by
        suggestion.save(update_fields=["answer", "answered_at", "answered_by"])
        record("endorsement.suggestion.answered", subject=request, by=by, at=at)
    if not request.suggestions.filter(answered_at=None).exists():
        if request.state == State.REQUESTED:
            answer_later(request, at)
            request.save(update_fields=["answer_by"])
        partner.suggestions_answered(request, at=at)
    facts = {"request_id": request.pk, "version_id": request.version_id}
    transaction.on_commit(lambda: suggestions_answered.send(sender=Request, **facts))
    return request


def _ask_again(request: Request, at: datetime) -> None:
    advance(request, ENDORSEMENT, "ask_again")
    end_statement(request, at, revoke=True)
    answer_later(request, at)
    request.asked_at, request.round = at, request.round + 1
    request.answered_at = request.answered_by = None
