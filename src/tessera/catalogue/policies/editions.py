"""Who may amend, copy, follow up or retire a version, and within which bounds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries
from tessera.catalogue.enums import PUBLIC, Permission, State
from tessera.catalogue.models import Version
from tessera.catalogue.policies.drafting import check_designer
from tessera.catalogue.workflow import VERSION
from tessera.common.refusal import NotPermitted, Refusal, WrongState
from tessera.common.states import check_advance
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.people.models import Person

# A version that a newer one replaces leaves those enrolled a year.
TEACH_OUT_DAYS = 365
AMENDABLE = (State.PUBLISHED, State.UNDER_REVIEW)


class NotMinor(Refusal):
    """The fact `fields` names what only a new version may change."""

    code, status = "not-minor", 422
    message = _("Only a new version may change this: %(fields)s.")


class NoReason(Refusal):
    code, status = "no-reason", 422
    message = _("Say why, in a sentence that anyone may read.")


class UnderWay(Refusal):
    code = "under-way"
    message = _("Version %(number)s is under way already. Go on with that one.")


class LastDayHasPassed(Refusal):
    code, status = "last-day-has-passed", 422
    message = _("Choose a last day to come: %(day)s has passed.")


def check_amend(version: Version, *, by: Person) -> None:
    """Whether `by` may change a published version in small things. Refuses: NotPermitted, WrongState."""
    check_designer(version, by=by)
    if version.state not in AMENDABLE:
        raise WrongState(state=version.get_state_display())


def check_minor(version: Version, section: int, values: dict[str, Any], *, reason: str) -> None:
    """Refuses: NotMinor, NoReason."""
    allowed = queries.minor_fields(version, section)
    if beyond := sorted(values.keys() - set(allowed)):
        raise NotMinor(fields=beyond)
    if not reason.strip():
        raise NoReason


def check_open_version(version: Version, *, by: Person) -> None:
    """One next version at a time, after one that was published. Refuses: NotPermitted, WrongState, UnderWay."""
    check_designer(version, by=by)
    if version.state not in PUBLIC:
        raise WrongState(state=version.get_state_display())
    begun = queries.version_under_way(version.definition)
    if begun is not None:
        raise UnderWay(number=begun.number)


def check_retire(version: Version, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState."""
    _check_registrar(version, by=by)
    check_advance(version, VERSION, "retire")


def check_extend(version: Version, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState."""
    _check_registrar(version, by=by)
    check_advance(version, VERSION, "finish")


def check_teach_out(day: date, *, reason: str, on: date) -> None:
    """Refuses: NoReason, LastDayHasPassed."""
    if not reason.strip():
        raise NoReason
    if day <= on:
        raise LastDayHasPassed(day=day)


def _check_registrar(version: Version, *, by: Person) -> None:
    if not can(by, Permission.PUBLISH, unit=version.definition.unit_id):
        raise NotPermitted(reason=_("only a registrar retires designs."))
