"""Who edits the quality standard, and when an edition is whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Permission, Principle
from tessera.assurance.models import Check, QualityStandard
from tessera.assurance.policies.reviewing import check_day
from tessera.common.refusal import NotPermitted, NotReady, Refusal, WrongState
from tessera.people.access import scope_of

if TYPE_CHECKING:
    from tessera.people.models import Person


class NameIsTaken(Refusal):
    code, status = "name-is-taken", 422
    message = _("“%(name)s” is taken: choose another name.")


def check_edit(*, by: Person) -> None:
    """One standard for all: a chair of the whole institution. Refuses: NotPermitted."""
    if not scope_of(by, Permission.EDIT_STANDARD).everywhere:
        raise NotPermitted(reason=_("this is for a quality chair of the whole institution."))


def check_draft(standard: QualityStandard, *, by: Person) -> None:
    """What was ever in force is never changed. Refuses: NotPermitted, WrongState."""
    check_edit(by=by)
    if standard.in_force_from is not None:
        raise WrongState(state=_("put in force"))


def check_edition(edition: str, *, other_than: QualityStandard | None = None) -> None:
    """Refuses: NameIsTaken, NotReady."""
    if not edition.strip():
        raise NotReady(missing=[_("a name for the edition")])
    others = QualityStandard.objects.exclude(pk=other_than.pk if other_than else 0)
    if others.filter(edition=edition).exists():
        raise NameIsTaken(name=edition)


def check_code(standard: QualityStandard, values: dict[str, Any], *, check: Check | None) -> None:
    """Refuses: NameIsTaken."""
    others = standard.checks.exclude(pk=check.pk if check and check.pk else 0)
    if others.filter(code=values["code"]).exists():
        raise NameIsTaken(name=values["code"])


def check_put_in_force(standard: QualityStandard, *, on: date, by: Person, at: datetime) -> None:
    """Refuses: NotPermitted, WrongState, DayHasPassed, NotReady."""
    check_draft(standard, by=by)
    check_day(on, at)
    checks = list(standard.checks.all())
    covered = {check.principle for check in checks if check.mandatory and not check.only_for}
    missing = [
        _text("a mandatory check for “%(principle)s”") % {"principle": principle.label}
        for principle in Principle
        if principle not in covered
    ]
    missing += [
        _text("“%(check)s” in both languages") % {"check": check.code}
        for check in checks
        if not (check.text.strip() and check.text_fr.strip())
    ]
    if missing:
        raise NotReady(missing=missing)


def check_take_back(standard: QualityStandard, *, by: Person, at: datetime) -> None:
    """Until its day comes, an edition may become a draft again. Refuses: NotPermitted, WrongState."""
    check_edit(by=by)
    if standard.in_force_from is None or standard.in_force_from <= at:
        raise WrongState(state=_("in force") if standard.in_force_from else _("draft"))
