"""An endorsement in time: it is renewed, withdrawn or ends, and what nobody answers lapses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from tessera.catalogue import queries as catalogue
from tessera.common.states import advance
from tessera.endorsement import policies, queries
from tessera.endorsement.models import Request, Statement
from tessera.endorsement.notices import designers, partner
from tessera.endorsement.operations.locking import (
    end_statement,
    locked_request,
    tell_if_lapsed,
)
from tessera.endorsement.operations.signing import sign, term_from
from tessera.endorsement.workflow import ENDORSEMENT
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person


SAID = (
    "demand",
    "reflects",
    "support_kinds",
    "support",
    "recognition_kinds",
    "recognition",
    "interest",
    "interest_words",
    "language",
)


@transaction.atomic
def withdraw_endorsement(*, request: Request, reason: str, by: Person, at: datetime) -> Request:
    """The organisation no longer stands behind the design, and verifiers who look will see it.

    Refuses: NotAnswering, WrongState, NotReady.
    """
    request = locked_request(request)
    policies.check_withdraw(request, reason=reason, by=by)
    advance(request, ENDORSEMENT, "withdraw")
    request.reason = reason
    request.save(update_fields=["state", "reason"])
    end_statement(request, at, revoke=True)
    record("endorsement.statement.withdrawn", subject=request, by=by, at=at)
    designers.withdrawn(request, at=at)
    tell_if_lapsed(request.version, at)
    return request


@transaction.atomic
def renew_endorsement(
    *, request: Request, seen: str | None = None, by: Person, at: datetime
) -> Statement:
    """The same words for another term, signed anew. `seen` is the digest of what was on the screen.

    Refuses: NotAnswering, EndorsedSide, WrongState, TooSoon, AlreadyAsked, DesignChanged, SignsItself.
    """
    request = locked_request(request)
    policies.check_renew(request, seen=seen, by=by, at=at)
    policies.own_keys.check_signed_here(request.organisation)
    return renewed(request, words_of(request), seal=sign, by=by, at=at)


def words_of(request: Request) -> dict[str, Any]:
    """What was said last, to be said again."""
    said = queries.last_statement(request)
    assert said is not None
    return {name: getattr(said, name) for name in SAID}


def renewed(
    request: Request,
    said: dict[str, Any],
    *,
    seal: Callable[[Statement], None],
    by: Person,
    at: datetime,
) -> Statement:
    """A new request takes the place of this one, answered with the same words as `seal` signed them."""
    advance(request, ENDORSEMENT, "renew")
    request.save(update_fields=["state"])
    end_statement(request, at, revoke=False)
    made = Request(
        version=request.version,
        organisation=request.organisation,
        contact=by,
        renews=request,
        digest=request.digest,
        snapshot=catalogue.content(request.version),
        asked_at=at,
        asked_by=request.asked_by,
        answer_by=timezone.localdate(at),
        answered_at=at,
        answered_by=by,
    )
    advance(made, ENDORSEMENT, "give")
    made.save()
    statement = Statement(
        request=made,
        **said,
        digest=made.digest,
        given_at=at,
        given_by=by,
        in_force_until=term_from(at),
    )
    seal(statement)
    statement.save()
    record("endorsement.statement.renewed", subject=made, by=by, at=at)
    designers.renewed(made, at=at)
    return statement


@transaction.atomic
def expire(*, request: Request, at: datetime) -> None:
    """The term of an endorsement is over; any other is left as it is."""
    request = locked_request(request)
    if not queries.is_past_term(request, at):
        return
    advance(request, ENDORSEMENT, "expire")
    request.save(update_fields=["state"])
    end_statement(request, at, revoke=False)
    record("endorsement.statement.expired", subject=request, by=None, at=at)
    designers.expired(request, at=at)
    partner.expired(request, at=at)
    tell_if_lapsed(request.version, at)


@transaction.atomic
def lapse(*, request: Request, at: datetime) -> None:
    """Close a request that nobody answered in time; any other is left as it is."""
    request = locked_request(request)
    if not queries.is_overdue(request, at):
        return
    advance(request, ENDORSEMENT, "lapse")
    request.save(update_fields=["state"])
    record("endorsement.request.lapsed", subject=request, by=None, at=at)
    designers.lapsed(request, at=at)


def keep_time(*, at: datetime) -> None:
    """What the calendar asks for: requests lapse, terms end, and reminders go out before both.

    Each request in a transaction of its own; running it again does nothing more.
    """
    for request in queries.overdue(at):
        lapse(request=request, at=at)
    for request in queries.past_term(at):
        expire(request=request, at=at)
    for request in queries.due_soon(at):
        partner.reminded(request, at=at)
    for request, statement, days in queries.ending_soon(at):
        partner.may_renew(request, until=statement.in_force_until, days=days, at=at)
