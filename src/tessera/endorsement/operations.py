"""Asking outside organisations, and what they answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from tessera.catalogue import queries as catalogue
from tessera.common import jobs
from tessera.common.languages import labelled
from tessera.common.states import advance
from tessera.endorsement import notices, policies, queries
from tessera.endorsement.enums import MONTHS_IN_FORCE, State
from tessera.endorsement.models import Request, Statement
from tessera.endorsement.workflow import ENDORSEMENT
from tessera.kernel.openbadges import build, model
from tessera.signing import operations as signing
from tessera.signing import queries as signers
from tessera.signing.enums import DocumentKind
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Organisation, Person
    from tessera.signing.models import SignedDocument


@transaction.atomic
def request_endorsement(
    *,
    version: Version,
    organisation: Organisation,
    contact: Person,
    message: str = "",
    answer_by: date,
    by: Person,
    at: datetime,
) -> Request:
    """Put the two questions to an outside organisation, about the design as it now is.

    Refuses: NotPermitted, WrongState, NotAnswering, EndorsedSide, DayHasPassed, DayTooFar,
    AlreadyAsked.
    """
    version = _locked(version)
    for earlier in Request.objects.filter(version=version, organisation=organisation):
        lapse(request=earlier, at=at)
    policies.check_request(
        version, organisation=organisation, contact=contact, answer_by=answer_by, by=by, at=at
    )
    request = Request.objects.create(
        version=version,
        organisation=organisation,
        contact=contact,
        message=message,
        digest=catalogue.endorsed_digest(version),
        snapshot=catalogue.content(version),
        asked_at=at,
        asked_by=by,
        answer_by=answer_by,
    )
    record("endorsement.request.sent", subject=request, by=by, at=at)
    jobs.later("endorsement.lapse", request.pk, not_before=_day_after(answer_by))
    notices.partner_asked(request, at=at)
    return request


@transaction.atomic
def give_endorsement(
    *,
    request: Request,
    demand: str,
    reflects: str,
    support: str = "",
    recognition: str = "",
    seen: str | None = None,
    by: Person,
    at: datetime,
) -> Statement:
    """Both statements, signed in the organisation's name. `seen` is the digest of what was read.

    Refuses: NotAnswering, EndorsedSide, WrongState, NotReady, DesignChanged.
    """
    request = _locked_request(request)
    policies.check_give(request, demand=demand, reflects=reflects, seen=seen, by=by, at=at)
    advance(request, ENDORSEMENT, "give")
    request.answered_at, request.answered_by, request.previous = at, by, None
    request.save(update_fields=["state", "answered_at", "answered_by", "previous"])
    statement = Statement(
        request=request,
        demand=demand,
        reflects=reflects,
        support=support,
        recognition=recognition,
        digest=request.digest,
        given_at=at,
        given_by=by,
        in_force_until=_months_later(at, MONTHS_IN_FORCE),
    )
    statement.document = _sign(statement)
    statement.save()
    record(
        "endorsement.statement.given",
        subject=request,
        by=by,
        at=at,
        document=statement.document.iri,
    )
    notices.designers_endorsed(request, at=at)
    return statement


@transaction.atomic
def decline_endorsement(*, request: Request, reason: str, by: Person, at: datetime) -> Request:
    """The organisation will not endorse this design, and says why or what should change.

    Refuses: NotAnswering, EndorsedSide, WrongState, NotReady.
    """
    request = _locked_request(request)
    policies.check_decline(request, reason=reason, by=by, at=at)
    advance(request, ENDORSEMENT, "decline")
    request.answered_at, request.answered_by, request.reason = at, by, reason
    request.save(update_fields=["state", "answered_at", "answered_by", "reason"])
    record("endorsement.request.declined", subject=request, by=by, at=at)
    notices.designers_declined(request, at=at)
    return request


@transaction.atomic
def withdraw_endorsement(*, request: Request, reason: str, by: Person, at: datetime) -> Request:
    """The organisation no longer stands behind the design. Refuses: NotAnswering, WrongState, NotReady."""
    request = _locked_request(request)
    policies.check_withdraw(request, reason=reason, by=by)
    advance(request, ENDORSEMENT, "withdraw")
    request.reason = reason
    request.save(update_fields=["state", "reason"])
    _end_statements(request, at)
    record("endorsement.statement.withdrawn", subject=request, by=by, at=at)
    notices.designers_withdrawn(request, at=at)
    return request


@transaction.atomic
def follow_version(*, version: Version, at: datetime) -> None:
    """After an edit: what was endorsed is asked again, what waits shows the design as it now is.

    Running it twice does what once does. Refuses nothing.
    """
    version = _locked(version)
    present = catalogue.endorsed_digest(version)
    moved = Request.objects.select_for_update().filter(
        version=version, state__in=[State.REQUESTED, State.GIVEN]
    )
    for request in moved.exclude(digest=present):
        was_given = request.state == State.GIVEN
        if was_given:
            _ask_again(request, at)
        request.previous = request.previous or request.snapshot
        request.snapshot, request.digest = catalogue.content(version), present
        request.save()
        kind = "endorsement.request.asked_again" if was_given else "endorsement.request.updated"
        record(kind, subject=request, by=None, at=at)
        if was_given:
            notices.partner_asked_again(request, at=at)


@transaction.atomic
def lapse(*, request: Request, at: datetime) -> None:
    """Close a request that nobody answered in time; any other is left as it is."""
    request = _locked_request(request)
    if not queries.is_overdue(request, at):
        return
    advance(request, ENDORSEMENT, "lapse")
    request.save(update_fields=["state"])
    record("endorsement.request.lapsed", subject=request, by=None, at=at)
    notices.designers_lapsed(request, at=at)


def _ask_again(request: Request, at: datetime) -> None:
    advance(request, ENDORSEMENT, "ask_again")
    _end_statements(request, at)
    allowed = request.answer_by - timezone.localdate(request.asked_at)
    request.answer_by = timezone.localdate(at) + max(allowed, timedelta(days=1))
    request.asked_at, request.round = at, request.round + 1
    request.answered_at = request.answered_by = None
    jobs.later("endorsement.lapse", request.pk, not_before=_day_after(request.answer_by))


def _end_statements(request: Request, at: datetime) -> None:
    request.statements.filter(ended_at=None).update(ended_at=at)


def _sign(statement: Statement) -> SignedDocument:
    """The statement as a signed document, dated and without an end.

    It is embedded in badges, and verifiers hold a badge to everything inside: one that ended would
    take with it every badge that was issued while it stood. How long it stands is told here instead.
    """
    request, version = statement.request, statement.request.version
    uuid = uuid4()
    iri = f"{settings.PUBLIC_URL}/endorsements/{uuid}"
    issuer = signing.issuer_for(request.organisation, statement.given_at)
    facts = model.EndorsementCredential(
        id=iri,
        name=f"{request.organisation}: {version.title}",
        issuer=signers.profile(issuer),
        endorsed=f"{settings.PUBLIC_URL}/achievements/{version.definition.slug}/v{version.number}",
        comment=_comment(statement),
        valid_from=statement.given_at,
        awarded_at=statement.given_at,
    )
    return signing.sign_document(
        kind=DocumentKind.ENDORSEMENT,
        iri=iri,
        document=build.endorsement(facts),
        issuer=issuer,
        at=statement.given_at,
        uuid=uuid,
    )


def _comment(statement: Statement) -> str:
    """Each thing said under its own heading, in the language of who said it."""
    with translation.override(statement.given_by.language):
        said = [
            (str(queries.field_of_statement(name).verbose_name), getattr(statement, name).strip())
            for name in ("demand", "reflects", "support", "recognition")
        ]
        return "\n\n".join(
            labelled(heading[:1].upper() + heading[1:], words) for heading, words in said if words
        )


def _locked(version: Version) -> Version:
    """Versions are locked before requests, everywhere, so that nobody waits in a circle."""
    versions = type(version)._default_manager.select_for_update(of=("self",))
    return versions.select_related("definition__unit").get(pk=version.pk)


def _locked_request(request: Request) -> Request:
    version = _locked(request.version)
    locked = Request.objects.select_for_update().get(pk=request.pk)
    locked.version = version
    return locked


def _day_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _months_later(at: datetime, months: int) -> datetime:
    """The same day that many months on, or the last of its month."""
    month = at.month - 1 + months
    year, month = at.year + month // 12, month % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return at.replace(
        year=year, month=month, day=min(at.day, (first_of_next - timedelta(days=1)).day)
    )
