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
from tessera.endorsement.enums import ASKABLE_VERSIONS, Permission, State
from tessera.endorsement.models import Request
from tessera.endorsement.workflow import ENDORSEMENT
from tessera.people.access import can, scope_of

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Organisation, Person


LONGEST_WAIT = timedelta(days=366)


class EndorsedSide(Refusal):
    """The person is on the side that would be endorsed."""

    code, status = "endorsed-side", 403
    message = _(
        "An endorsement comes from outside: %(person)s wrote this design or asked for the"
        " endorsement, and so cannot give it."
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
    contact: Person,
    answer_by: date,
    by: Person,
    at: datetime,
) -> None:
    """Refuses: NotPermitted, WrongState, NotAnswering, EndorsedSide, DayHasPassed, DayTooFar,
    AlreadyAsked."""
    check_send(version, by=by)
    check_answers_for(organisation, contact)
    if contact == by or version.authors.contains(contact):
        raise EndorsedSide(person=contact)
    if answer_by < timezone.localdate(at):
        raise DayHasPassed(day=answer_by)
    if answer_by > timezone.localdate(at) + LONGEST_WAIT:
        raise DayTooFar(day=answer_by)
    asked = Request.objects.filter(version=version, organisation=organisation)
    if asked.filter(state__in=[State.REQUESTED, State.GIVEN]).exists():
        raise AlreadyAsked(organisation=organisation)


def check_decline(request: Request, *, reason: str, by: Person, at: datetime) -> None:
    """Refuses: NotAnswering, EndorsedSide, WrongState, NotReady."""
    check_answer(request, by=by, at=at)
    if not reason.strip():
        raise NotReady(missing=[_("the reason, or what should change")])


def check_give(
    request: Request, *, demand: str, reflects: str, seen: str | None, by: Person, at: datetime
) -> None:
    """Refuses: NotAnswering, EndorsedSide, WrongState, NotReady, DesignChanged."""
    check_answer(request, by=by, at=at)
    missing = [
        field.verbose_name
        for field, words in [
            (queries.field_of_statement("demand"), demand),
            (queries.field_of_statement("reflects"), reflects),
        ]
        if not words.strip()
    ]
    if missing:
        raise NotReady(missing=missing)
    present = catalogue.endorsed_digest(request.version)
    if request.digest != present or (seen is not None and seen != present):
        raise DesignChanged


def check_answer(request: Request, *, by: Person, at: datetime) -> None:
    """Refuses: NotAnswering, EndorsedSide, WrongState."""
    check_answers_for(request.organisation, by)
    if by.pk == request.asked_by_id or request.version.authors.contains(by):
        raise EndorsedSide(person=by)
    if queries.is_overdue(request, at):
        raise WrongState(state=State.LAPSED.label)
    check_advance(request, ENDORSEMENT, "give")
    if request.version.state not in ASKABLE_VERSIONS:
        raise WrongState(state=request.version.get_state_display())


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
