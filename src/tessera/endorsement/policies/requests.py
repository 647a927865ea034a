"""Who may ask, who may answer, and for what: an endorsement comes from outside, of this very design."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries as catalogue
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.common.states import check_advance
from tessera.endorsement import queries
from tessera.endorsement.enums import ASKABLE_VERSIONS, Interest, Permission, State
from tessera.endorsement.models import Request, Suggestion
from tessera.endorsement.workflow import ENDORSEMENT
from tessera.people import queries as people
from tessera.people.access import can, scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tessera.catalogue.models import Version
    from tessera.people.models import Organisation, Person


LONGEST_WAIT = timedelta(days=366)
# From so long before its end, an endorsement may be renewed.
RENEWABLE = timedelta(days=120)


class EndorsedSide(Refusal):
    """The person is on the side that would be endorsed."""

    code, status = "endorsed-side", 403
    message = _(
        "An endorsement comes from outside: %(person)s wrote this design, asked for the endorsement"
        " or works for the college, and so cannot give it."
    )


class NotAnswering(Refusal):
    """The person does not answer for the organisation."""

    code, status = "not-answering", 403
    message = _("%(person)s does not answer for %(organisation)s.")


class AlreadyAsked(Refusal):
    """One organisation is asked once at a time about a version."""

    code = "already-asked"
    message = _("%(organisation)s has already been asked about this design, or has endorsed it.")


class DayHasPassed(Refusal):
    """An answer is asked for by a day to come."""

    code = "day-has-passed"
    message = _("Ask for an answer by a day to come: %(day)s has passed.")


class DayTooFar(Refusal):
    """A request that nobody answers has to lapse while someone still remembers it."""

    code = "day-too-far"
    message = _("Ask for an answer within a year: %(day)s is too far away.")


class AnsweredAlready(Refusal):
    """Two of one organisation answered at once; the words of the later one are kept for them."""

    code = "answered-already"
    message = _(
        "%(person)s has answered for %(organisation)s meanwhile. Nothing was overwritten, and your"
        " words are still here."
    )


class TooSoon(Refusal):
    """An endorsement is renewed towards its end, when there is something to look back on."""

    code = "too-soon"
    message = _("This is in force until %(day)s. It can be renewed from %(first)s on.")


class DesignChanged(Refusal):
    """What the partner read is no longer the design."""

    code = "design-changed"
    message = _(
        "The design was changed while you were reading. Read what changed, then answer again;"
        " your words are kept."
    )


def check_send(version: Version, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState."""
    if not can(by, Permission.SEND, unit=version.definition.unit_id):
        raise NotPermitted(reason=_("asking for endorsements is the designers' work."))
    if version.state not in ASKABLE_VERSIONS:
        raise WrongState(state=version.get_state_display())


def check_request(
    version: Version,
    *,
    organisation: Organisation,
    contact: Person | None,
    answer_by: date,
    by: Person,
    at: datetime,
) -> None:
    """Refuses: NotPermitted, WrongState, NotAnswering, EndorsedSide, DayHasPassed, DayTooFar,
    AlreadyAsked."""
    check_send(version, by=by)
    if contact is not None:
        check_answers_for(organisation, contact)
        check_outside(version, contact, asked_by=by.pk)
    if answer_by < timezone.localdate(at):
        raise DayHasPassed(day=answer_by)
    if answer_by > timezone.localdate(at) + LONGEST_WAIT:
        raise DayTooFar(day=answer_by)
    _check_free(version, organisation)


def check_decline(request: Request, *, reason: str, by: Person, at: datetime) -> None:
    """Refuses: NotAnswering, EndorsedSide, WrongState, AnsweredAlready, NotReady."""
    check_answer(request, by=by, at=at)
    if not reason.strip():
        raise NotReady(missing=[_("the reason")])


def check_propose(
    request: Request, *, changes: Mapping[str, str], by: Person, at: datetime
) -> None:
    """Refuses: NotAnswering, EndorsedSide, WrongState, AnsweredAlready, NotReady."""
    check_answer(request, by=by, at=at)
    if not any(text.strip() for text in changes.values()):
        raise NotReady(missing=[_("what should change")])


def check_give(
    request: Request,
    *,
    said: Sequence[str],
    interest: str,
    interest_words: str,
    seen: str | None,
    by: Person,
    at: datetime,
) -> None:
    """Refuses: NotAnswering, EndorsedSide, WrongState, AnsweredAlready, NotReady, DesignChanged."""
    check_answer(request, by=by, at=at)
    if not any(words.strip() for words in said):
        raise NotReady(missing=[_("at least one of the two statements")])
    if people.rules().asks_interests and interest == Interest.UNASKED:
        raise NotReady(missing=[_("whether you have an interest to declare")])
    if interest == Interest.SOME and not interest_words.strip():
        raise NotReady(missing=[_("what your interest is")])
    check_seen(request, seen=seen)


def check_seen(request: Request, *, seen: str | None) -> None:
    """What was read is still the design. Refuses: DesignChanged."""
    present = catalogue.endorsed_digest(request.version)
    if request.digest != present or (seen is not None and seen != present):
        raise DesignChanged


def check_answer(request: Request, *, by: Person, at: datetime) -> None:
    """Refuses: NotAnswering, EndorsedSide, WrongState, AnsweredAlready."""
    check_answers_for(request.organisation, by)
    check_outside(request.version, by, asked_by=request.asked_by_id)
    if queries.is_overdue(request, at):
        raise WrongState(state=State.LAPSED.label)
    if request.answered_by is not None and request.answered_by != by:
        raise AnsweredAlready(person=request.answered_by, organisation=request.organisation)
    check_advance(request, ENDORSEMENT, "give")
    if request.version.state not in ASKABLE_VERSIONS:
        raise WrongState(state=request.version.get_state_display())


def check_answer_suggestions(
    request: Request, answers: Mapping[Suggestion, str], *, by: Person
) -> None:
    """Refuses: NotPermitted, WrongState, NotReady when nothing is answered."""
    check_send(request.version, by=by)
    if any(suggestion.request_id != request.pk for suggestion in answers):
        raise NotPermitted(reason=_("this belongs to another request."))
    if not any(words.strip() for words in answers.values()):
        raise NotReady(missing=[_("an answer")])


def check_renew(request: Request, *, seen: str | None, by: Person, at: datetime) -> None:
    """Refuses: NotAnswering, EndorsedSide, WrongState, TooSoon, AlreadyAsked, DesignChanged."""
    check_answers_for(request.organisation, by)
    check_outside(request.version, by, asked_by=request.asked_by_id)
    check_advance(request, ENDORSEMENT, "renew")
    if request.version.state not in ASKABLE_VERSIONS:
        raise WrongState(state=request.version.get_state_display())
    if request.state == State.EXPIRED:
        _check_free(request.version, request.organisation)
    said = queries.last_statement(request)
    if said is not None and request.state == State.GIVEN:
        first = said.in_force_until - RENEWABLE
        if at < first:
            raise TooSoon(
                day=timezone.localdate(said.in_force_until), first=timezone.localdate(first)
            )
    check_seen(request, seen=seen)


def check_outside(version: Version, person: Person, *, asked_by: int) -> None:
    """The endorsed side, which is the whole college, never endorses. Refuses: EndorsedSide."""
    if person.pk == asked_by or version.authors.contains(person) or people.is_inside(person):
        raise EndorsedSide(person=person)


def _check_free(version: Version, organisation: Organisation) -> None:
    asked = Request.objects.filter(version=version, organisation=organisation)
    if asked.filter(state__in=[State.REQUESTED, State.GIVEN]).exists():
        raise AlreadyAsked(organisation=organisation)


def check_withdraw(request: Request, *, reason: str, by: Person) -> None:
    """Refuses: NotAnswering, WrongState, NotReady."""
    check_answers_for(request.organisation, by)
    check_advance(request, ENDORSEMENT, "withdraw")
    if not reason.strip():
        raise NotReady(missing=[_("the reason")])


def check_answers_for(organisation: Organisation, person: Person) -> None:
    """Refuses: NotAnswering."""
    if organisation.pk not in scope_of(person, Permission.ANSWER).organisations:
        raise NotAnswering(person=person, organisation=organisation)
