"""Which edition is in force, what it asks, and on which days the panel works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext

from tessera.assurance.enums import REVIEW_DAYS, Principle, StandardState
from tessera.assurance.models import Check, Closure, Proposal, QualityStandard
from tessera.catalogue import queries as catalogue
from tessera.kernel import calendar

if TYPE_CHECKING:
    from collections.abc import Iterable


def standard_in_force(at: datetime) -> QualityStandard | None:
    """The newest edition that has begun."""
    return QualityStandard.objects.filter(in_force_from__lte=at).first()


def standards() -> QuerySet[QualityStandard]:
    """Every edition, drafts first, then the newest, with how much it asks."""
    return QualityStandard.objects.annotate(
        asked=Count("checks"), needed=Count("checks", filter=Q(checks__mandatory=True))
    ).order_by(F("in_force_from").desc(nulls_first=True), "-pk")


def standard_state(standard: QualityStandard, at: datetime) -> StandardState:
    if standard.in_force_from is None:
        return StandardState.DRAFT
    if standard.in_force_from > at:
        return StandardState.COMING
    return StandardState.IN_FORCE if standard == standard_in_force(at) else StandardState.PAST


def checks_of(proposal: Proposal) -> QuerySet[Check]:
    """The lines of its standard that are asked of such a design."""
    kinds = ["", proposal.version.definition.kind]
    return Check.objects.filter(standard=proposal.standard_id, only_for__in=kinds)


def words_of(check: Check) -> str:
    return check.text_fr if get_language() == "fr" else check.text


def guidance_of(check: Check) -> str:
    return (check.guidance_fr if get_language() == "fr" else "") or check.guidance


@dataclass(frozen=True, slots=True)
class Source:
    """A field of the proposal in which the answer to a check is sought, and what it says."""

    name: str
    label: str
    lines: tuple[str, ...]
    language: str = ""


def sources_of(
    checks: Iterable[Check], chapters: Iterable[catalogue.Chapter]
) -> dict[int, list[Source]]:
    """By the id of each check, the fields that answer it, in words."""
    entries = {entry.name: entry for chapter in chapters for entry in chapter.entries}
    return {
        check.pk: [
            Source(name, entries[name].label, entries[name].lines, entries[name].language)
            for name in check.answered_by
            if name in entries
        ]
        for check in checks
    }


def answering_fields() -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields of the form that may answer a check, by section: names and labels."""
    return [
        (str(section.label), [(name, label) for name, label in fields])
        for section, fields in catalogue.fields_in_words()
    ]


def checks_by_principle(
    standard: QualityStandard,
) -> list[tuple[Principle, list[Check]]]:
    found = list(standard.checks.all())
    return [
        (principle, [check for check in found if check.principle == principle])
        for principle in Principle
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one edition says that another did not: a check with what happened to it."""

    check: Check
    what: str
    before: Check | None


def differences(standard: QualityStandard, before: QualityStandard | None) -> list[Difference]:
    """Checks that are new, reworded or gone since the edition before."""
    if before is None:
        return []
    old = {check.code: check for check in before.checks.all()}
    new = {check.code: check for check in standard.checks.all()}
    found = [
        Difference(check, gettext("new"), None)
        if code not in old
        else Difference(check, gettext("changed"), old[code])
        for code, check in new.items()
        if code not in old or _said(old[code]) != _said(check)
    ]
    return found + [
        Difference(check, gettext("gone"), check) for code, check in old.items() if code not in new
    ]


def _said(check: Check) -> tuple[object, ...]:
    return (
        check.text,
        check.text_fr,
        check.guidance,
        check.guidance_fr,
        tuple(check.answered_by),
        check.mandatory,
        check.principle,
        check.only_for,
    )


def edition_before(standard: QualityStandard, at: datetime) -> QualityStandard | None:
    """The edition that this one replaces or would replace."""
    upto = standard.in_force_from or at
    return QualityStandard.objects.filter(in_force_from__lte=upto).exclude(pk=standard.pk).first()


# -- The calendar -------------------------------------------------------------------------------


def closures() -> QuerySet[Closure]:
    return Closure.objects.all()


def closed_days() -> list[tuple[date, date]]:
    return list(Closure.objects.values_list("starts_on", "ends_on"))


def due_after(at: datetime, days: int = REVIEW_DAYS) -> date:
    """The day by which so many working days will have passed."""
    return calendar.add_working_days(timezone.localdate(at), days, closed_days())


def working_days_between(start: date, end: date) -> int:
    return calendar.working_days_between(start, end, closed_days())
