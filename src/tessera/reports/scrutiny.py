"""Equal scrutiny, shown: whether every unit's proposals are looked at as fast, as long and as evenly.

A group is the rounds submitted under one edition of the standard by one unit, or by all. What rests on
fewer than SMALL rounds is not said, nor agreement on fewer than ten checks: it would be chance, or a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tessera.assurance import queries as assurance
from tessera.assurance.enums import Outcome
from tessera.common.languages import labelled
from tessera.kernel.agreement import Agreement, Unknown, agreement
from tessera.people.access import scope_of
from tessera.reports import charts
from tessera.reports.enums import Permission

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from tessera.assurance.queries import Round
    from tessera.people.models import Person

SMALL = 3
Moment = Callable[["Round"], datetime | None]
# Key, name, from, until.
STAGES: dict[str, tuple[Promise, Moment, Moment]] = {
    "asked": (
        _("Submitted until reviewers are asked"),
        lambda each: each.submitted_at,
        lambda each: each.assigned_at,
    ),
    "reviewed": (
        _("Reviewers asked until reviews are in"),
        lambda each: each.assigned_at,
        lambda each: each.reviewed_at,
    ),
    "decided": (
        _("Reviews in until the decision"),
        lambda each: each.reviewed_at,
        lambda each: each.decided_at,
    ),
    "whole": (
        _("Submitted until the decision"),
        lambda each: each.submitted_at,
        lambda each: each.decided_at,
    ),
}


@dataclass(frozen=True, slots=True)
class Spread:
    """Of working days: how many cases, the middle one, the shortest and the longest."""

    cases: int
    middle: float | None = None
    low: int | None = None
    high: int | None = None

    @property
    def words(self) -> str:
        if self.middle is None or self.low is None or self.high is None:
            return gettext("too few to say")
        days = number_format(self.middle, 1 if self.middle % 1 else 0)
        if self.low == self.high:
            return days
        return gettext("%(days)s (from %(low)s to %(high)s)") % {
            "days": days,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one edition and unit; `unit` is empty for all together."""

    edition: str
    unit: str
    designs: int
    rounds: int
    stages: dict[str, Spread]
    rounds_each: float | None
    rounds_most: int
    agreement: Agreement
    outcomes: dict[str, int]
    overrides: int
    conditions: int
    late: int

    @property
    def decided(self) -> int:
        return sum(self.outcomes.values())

    @property
    def name(self) -> str:
        return self.unit or gettext("All units together")


def scrutiny(person: Person, *, edition: str = "", at: datetime) -> list[Group]:
    """For each edition that the person may see, the newest first: all units together, then each."""
    scope = scope_of(person, Permission.SCRUTINY)
    found = assurance.rounds(units=None if scope.everywhere else scope.units)
    closures = assurance.closed_days()
    today = timezone.localdate(at)
    groups = []
    for name in dict.fromkeys(each.edition for each in found):
        if edition in ("", name):
            here = [each for each in found if each.edition == name]
            units = sorted({each.unit for each in here})
            groups.append(_group(name, "", here, closures, today))
            groups += [
                _group(name, unit, [each for each in here if each.unit == unit], closures, today)
                for unit in units
            ]
    return groups


def _group(
    edition: str,
    unit: str,
    rounds: Sequence[Round],
    closures: Sequence[tuple[date, date]],
    today: date,
) -> Group:
    each_design: dict[int, int] = {}
    for each in rounds:
        each_design[each.version_id] = max(each_design.get(each.version_id, 0), each.number)
    counts = list(each_design.values())
    conditions = [condition for each in rounds for condition in each.conditions]
    items = [(each.proposal_id, item) for each in rounds for item in each.items]
    return Group(
        edition=edition,
        unit=unit,
        designs=len(counts),
        rounds=len(rounds),
        stages={
            key: _spread(rounds, start, end, closures)
            for key, (_name, start, end) in STAGES.items()
        },
        rounds_each=float(Fraction(sum(counts), len(counts))) if len(counts) >= SMALL else None,
        rounds_most=max(counts, default=0),
        # Ratings of one proposal come from the same people: they stand or fall together.
        agreement=agreement([item for _id, item in items], blocks=[pk for pk, _item in items]),
        outcomes={
            outcome: sum(each.outcome == outcome for each in rounds) for outcome in Outcome.values
        },
        overrides=sum(each.is_override for each in rounds),
        conditions=len(conditions),
        late=sum(
            (timezone.localdate(done_at) if done_at else today) > promised_on
            for promised_on, done_at in conditions
        ),
    )


def _spread(
    rounds: Iterable[Round],
    start: Moment,
    end: Moment,
    closures: Sequence[tuple[date, date]],
) -> Spread:
    days = [
        assurance.clock_days(each, begun, over, closures)
        for each in rounds
        if (begun := start(each)) and (over := end(each))
    ]
    if len(days) < SMALL:
        return Spread(len(days))
    return Spread(len(days), float(median(days)), min(days), max(days))


# -- What is shown ----------------------------------------------------------------------------------


def raw_words(found: Agreement) -> str:
    return gettext("%(alike)s of %(items)s checks rated alike") % {
        "alike": found.alike,
        "items": found.items,
    }


def time_chart(groups: Sequence[Group]) -> charts.Chart:
    rows = [
        charts.Range(group.name, whole.words, whole.low, whole.middle, whole.high)
        for group in groups
        for whole in [group.stages["whole"]]
    ]
    return charts.ranges(gettext("Working days from submission to decision"), rows)


def agreement_chart(groups: Sequence[Group]) -> charts.Chart:
    rows = [
        charts.Range(group.name, _short(found), found.low, found.alpha, found.high)
        for group in groups
        for found in [group.agreement]
    ]
    return charts.ranges(gettext("Agreement between reviewers, chance taken out"), rows, most=1)


def _short(found: Agreement) -> str:
    """For beside a mark, where a sentence has no room."""
    if found.alpha is not None:
        return assurance.alpha_words(found)
    is_little = found.unknown == Unknown.TOO_FEW
    return gettext("too few to say") if is_little else gettext("all rated alike")


def columns() -> list[str]:
    """The head of the table as a file has it."""
    stages = [
        gettext("%(stage)s: %(figure)s") % {"stage": name, "figure": figure}
        for name, _start, _end in STAGES.values()
        for figure in (gettext("cases"), gettext("median"), gettext("shortest"), gettext("longest"))
    ]
    return [
        gettext("Edition of the standard"),
        gettext("Unit"),
        gettext("Designs"),
        gettext("Rounds"),
        *stages,
        gettext("Rounds for each design"),
        gettext("Most rounds"),
        gettext("Checks rated by two or more"),
        gettext("Rated alike"),
        gettext("Alpha"),
        gettext("Alpha, lower end"),
        gettext("Alpha, upper end"),
        *(labelled(gettext("Decided"), outcome.label) for outcome in Outcome),
        gettext("Against the ratings"),
        gettext("Conditions"),
        gettext("Conditions met late"),
    ]


def rows(groups: Iterable[Group]) -> list[list[object]]:
    """The table as a file has it, under `columns`; empty where there is too little to say."""
    return [
        [
            group.edition,
            group.name,
            group.designs,
            group.rounds,
            *(
                cell
                for spread in group.stages.values()
                for cell in (spread.cases, spread.middle, spread.low, spread.high)
            ),
            _rounded(group.rounds_each),
            group.rounds_most,
            group.agreement.items,
            group.agreement.alike,
            _rounded(group.agreement.alpha),
            _rounded(group.agreement.low),
            _rounded(group.agreement.high),
            *group.outcomes.values(),
            group.overrides,
            group.conditions,
            group.late,
        ]
        for group in groups
    ]


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)
