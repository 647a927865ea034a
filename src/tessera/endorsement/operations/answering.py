"""What the organisation answers: one statement, both or neither, or what should change first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tessera.common.states import advance
from tessera.endorsement import policies
from tessera.endorsement.enums import Interest
from tessera.endorsement.models import Draft, Prepared, Request, Statement, Suggestion
from tessera.endorsement.notices import designers
from tessera.endorsement.operations.locking import answer_later, locked_request
from tessera.endorsement.operations.signing import sign, spoken, term_from
from tessera.endorsement.signals import changes_proposed
from tessera.endorsement.workflow import ENDORSEMENT
from tessera.trail.operations import record

if TYPE_CHECKING:
    from tessera.people.models import Person


@transaction.atomic
def give_endorsement(
    *,
    request: Request,
    demand: str = "",
    reflects: str = "",
    support_kinds: Sequence[str] = (),
    support: str = "",
    recognition_kinds: Sequence[str] = (),
    recognition: str = "",
    comment: str = "",
    interest: str = Interest.UNASKED,
    interest_words: str = "",
    seen: str | None = None,
    by: Person,
    at: datetime,
) -> Statement:
    """One statement or both, signed in the organisation's name. `seen` is the digest of what was read.

    `comment` is for the designers and not signed. Refuses: NotAnswering, EndorsedSide, WrongState,
    AnsweredAlready, NotReady, DesignChanged, SignsItself.
    """
    request = locked_request(request)
    policies.check_give(
        request,
        said=[demand, reflects],
        interest=interest,
        interest_words=interest_words,
        seen=seen,
        by=by,
        at=at,
    )
    policies.own_keys.check_signed_here(request.organisation)
    said = {
        "demand": demand.strip(),
        "reflects": reflects.strip(),
        "support_kinds": list(support_kinds),
        "support": support,
        "recognition_kinds": list(recognition_kinds),
        "recognition": recognition,
        "interest": interest,
        "interest_words": interest_words,
        "language": spoken(),
    }
    return given(request, said, comment=comment, seal=sign, by=by, at=at)


def given(
    request: Request,
    said: dict[str, Any],
    *,
    comment: str,
    seal: Callable[[Statement], None],
    by: Person,
    at: datetime,
) -> Statement:
    """The request is answered, what was said stands as `seal` signed it, and the designers are told."""
    advance(request, ENDORSEMENT, "give")
    request.answered_at, request.answered_by = at, by
    request.previous, request.comment = None, comment
    request.save(update_fields=["state", "answered_at", "answered_by", "previous", "comment"])
    statement = Statement(
        request=request,
        **said,
        digest=request.digest,
        given_at=at,
        given_by=by,
        in_force_until=term_from(at),
    )
    seal(statement)
    statement.save()
    Draft.objects.filter(request=request, person=by).delete()
    document = statement.document.iri
    record("endorsement.statement.given", subject=request, by=by, at=at, document=document)
    designers.endorsed(request, whole=statement.is_whole, at=at)
    return statement


@transaction.atomic
def decline_endorsement(*, request: Request, reason: str, by: Person, at: datetime) -> Request:
    """The organisation will not endorse this design, and says why.

    Refuses: NotAnswering, EndorsedSide, WrongState, AnsweredAlready, NotReady.
    """
    request = locked_request(request)
    policies.check_decline(request, reason=reason, by=by, at=at)
    advance(request, ENDORSEMENT, "decline")
    request.answered_at, request.answered_by, request.reason = at, by, reason
    request.save(update_fields=["state", "answered_at", "answered_by", "reason"])
    Draft.objects.filter(request=request, person=by).delete()
    Prepared.objects.filter(request=request).delete()
    record("endorsement.request.declined", subject=request, by=by, at=at)
    designers.declined(request, at=at)
    return request


@transaction.atomic
def propose_changes(
    *, request: Request, changes: Mapping[str, str], by: Person, at: datetime
) -> list[Suggestion]:
    """What should change before the organisation says yes, by what it is about (`enums.About`).

    The request stays open, with as long again to answer it. Refuses: NotAnswering, EndorsedSide,
    WrongState, AnsweredAlready, NotReady.
    """
    request = locked_request(request)
    policies.check_propose(request, changes=changes, by=by, at=at)
    made = Suggestion.objects.bulk_create(
        Suggestion(request=request, about=about, text=text, made_at=at, made_by=by)
        for about, text in changes.items()
        if text.strip()
    )
    answer_later(request, at)
    request.save(update_fields=["answer_by"])
    _forget_changes(request, by)
    record("endorsement.suggestion.made", subject=request, by=by, at=at, count=len(made))
    designers.changes_proposed(request, made, at=at)
    facts = {"request_id": request.pk, "version_id": request.version_id}
    transaction.on_commit(lambda: changes_proposed.send(sender=Request, **facts))
    return made


@transaction.atomic
def save_draft(*, request: Request, words: dict[str, Any], by: Person, at: datetime) -> None:
    """Keep what somebody has typed so far.

    Refuses: NotAnswering, EndorsedSide, WrongState, AnsweredAlready.
    """
    request = locked_request(request)
    policies.check_answer(request, by=by, at=at)
    Draft.objects.update_or_create(
        request=request, person=by, defaults={"words": words, "saved_at": at}
    )


def _forget_changes(request: Request, by: Person) -> None:
    """What was proposed is sent; the rest of the draft waits for the answer."""
    draft = Draft.objects.filter(request=request, person=by).first()
    if draft is not None:
        draft.words = {k: v for k, v in draft.words.items() if not k.startswith("change_")}
        draft.save(update_fields=["words"])
