"""What a design must have before it moves, and who moves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.catalogue import queries
from tessera.catalogue.enums import Kind, Permission
from tessera.catalogue.models import Version
from tessera.catalogue.policies.drafting import check_designer
from tessera.catalogue.workflow import VERSION
from tessera.common.refusal import NotPermitted, NotReady, Refusal
from tessera.common.states import check_advance
from tessera.people.access import can

if TYPE_CHECKING:
    from tessera.people.models import Person


def check_submit(version: Version, *, by: Person, on: date) -> None:
    """Complete on the day, and sent by one of its designers. Refuses: NotPermitted, WrongState, NotReady."""
    check_designer(version, by=by)
    if not can(by, Permission.SUBMIT):
        raise NotPermitted(reason=_("you may not send designs to the quality panel."))
    check_advance(version, VERSION, "submit")
    if missing := queries.missing(version, on=on):
        raise NotReady(missing=[each.label for each in missing])


def check_approve(version: Version, *, by: Person) -> None:
    """Approved by someone who did not write it. Refuses: NotPermitted, WrongState."""
    check_advance(version, VERSION, "approve")
    if version.authors.contains(by):
        raise NotPermitted(reason=_("you wrote this design, so someone else decides about it."))


def check_publish(version: Version, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState, NotReady."""
    if not can(by, Permission.PUBLISH, unit=version.definition.unit_id):
        raise NotPermitted(reason=_("only a registrar publishes designs."))
    check_advance(version, VERSION, "publish")
    lacking = []
    if not version.artwork:
        lacking.append(_("the badge artwork"))
    if version.definition.kind == Kind.STACK:
        found = queries.rule_problems(version)
        if found is None or any(each.is_refusal for each in found):
            lacking.append(_("a rule that can be met"))
    if lacking:
        raise NotReady(missing=lacking)


def check_withdraw(version: Version, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState."""
    check_designer(version, by=by)
    check_advance(version, VERSION, "withdraw")


def may(check: Callable[..., None], version: Version, *, by: Person) -> bool:
    """Whether a check would let `by` through, for screens that offer only what is possible."""
    try:
        check(version, by=by)
    except Refusal:
        return False
    return True
