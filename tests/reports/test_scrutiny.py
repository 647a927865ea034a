"""Equal scrutiny, shown: what is counted, what is too little to say, and that nothing blind shines through."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tessera.assurance.enums import ConditionState
from tessera.assurance.models import Closure, Condition, Hold, Proposal, Review
from tessera.assurance.policies import NewFinding
from tessera.kernel.agreement import Unknown
from tessera.people.enums import Role
from tessera.people.models import Person
from tessera.reports import charts, scrutiny
from tests.factories import assurance as make
from tests.factories import catalogue as designs
from tests.factories import people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PAGE = "/reports/scrutiny/"


def returned(*, days: int = 0, unit: str = "leadership", **unusual: tuple[str, str]) -> Proposal:
    """Two reviews and a return, all on Monday, 23 November, of what was submitted so many days before."""
    author = people.person(Role.DESIGNER)
    version = designs.version(author=author)
    version.definition.unit = people.unit(unit)
    version.definition.save()
    proposal = make.submitted(version=version, author=author)
    make.reviewed(proposal)
    make.reviewed(proposal, **unusual)
    make.decided(proposal, "return", findings=[NewFinding("Shorten it.")])
    Proposal.objects.filter(pk=proposal.pk).update(submitted_at=NOON - days * DAY)
    return proposal


def shown(person: Person | None = None, *, at: datetime = NOON) -> list[scrutiny.Group]:
    return scrutiny.scrutiny(person or people.person(Role.AUDITOR), at=at)


def client(*roles: Role, **facts: Any) -> Client:
    made = Client()
    made.force_login(people.person(*roles, **facts))
    return made


def test_times_are_working_days_without_holds_and_closures() -> None:
    for days in (7, 14, 21):
        proposal = returned(days=days)
    whole = shown()[0].stages["whole"]
    assert (whole.cases, whole.low, whole.middle, whole.high) == (3, 5, 10, 15)
    assert whole.words == "10 (from 5 to 15)"
    # The longest stood still for a week, and the house was closed on the Thursday before the decision.
    Hold.objects.create(
        proposal=proposal,
        reason="Away.",
        held_at=NOON - 21 * DAY,
        held_by=proposal.submitted_by,
        resumed_at=NOON - 14 * DAY,
        resumed_by=proposal.submitted_by,
    )
    day = date(2026, 11, 19)
    Closure.objects.create(name="Fair", name_fr="Foire", starts_on=day, ends_on=day)
    whole = shown()[0].stages["whole"]
    assert (whole.low, whole.middle, whole.high) == (4, 9, 9)


def test_stages_are_told_apart() -> None:
    for days in (7, 7, 7):
        Review.objects.filter(proposal=returned(days=days)).update(
            assigned_at=NOON - 4 * DAY, submitted_at=NOON - 3 * DAY
        )
    stages = {name: spread.middle for name, spread in shown()[0].stages.items()}
    assert stages == {"asked": 3, "reviewed": 1, "decided": 1, "whole": 5}


def test_figures_of_few_are_not_given() -> None:
    returned(), returned()
    group = shown()[0]
    assert (group.rounds, group.stages["whole"].words, group.rounds_each) == (
        2,
        "too few to say",
        None,
    )


def test_units_stand_side_by_side_under_each_edition() -> None:
    returned(unit="leadership"), returned(unit="nursing")
    assert [(group.unit, group.rounds) for group in shown()] == [
        ("", 2),
        ("Leadership", 1),
        ("Nursing", 1),
    ]
    chair = people.person(Role.CHAIR, unit=people.unit("nursing"))
    assert [(group.unit, group.rounds) for group in shown(chair)] == [("", 1), ("Nursing", 1)]


def test_agreement_takes_chance_out_and_says_when_it_cannot() -> None:
    returned()
    assert shown()[0].agreement.unknown == Unknown.ALL_ALIKE
    returned(small_enough=("not_met", "Too large."), no_duplicate=("not_met", "Two."))
    found = shown()[0].agreement
    assert (found.items - found.alike, found.low) == (2, None)
    assert found.alpha is not None
    for _ in range(3):
        returned(small_enough=("not_met", "Too large."))
    found = shown()[0].agreement
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.alpha < found.high


def test_ratings_of_a_round_under_way_are_in_no_figure() -> None:
    proposal = make.submitted()
    make.reviewed(proposal)
    make.reviewed(proposal, small_enough=("not_met", "Too large."))
    group = shown()[0]
    assert (group.rounds, group.agreement.items, group.agreement.unknown) == (
        1,
        0,
        Unknown.TOO_FEW,
    )


def test_overrides_outcomes_and_conditions_are_counted() -> None:
    owed = make.condition(due_on=date(2026, 12, 1))
    proposal = make.ready(small_enough=("not_met", "Too large."))
    make.decided(proposal, "approve", override="A pilot.")
    early, late = NOON, NOON + 20 * DAY
    group = shown(at=early)[0]
    assert (group.outcomes, group.overrides, group.conditions, group.late) == (
        {"approve": 2, "return": 0, "decline": 0},
        1,
        1,
        0,
    )
    assert shown(at=late)[0].late == 1
    # More time lets its owner go on, but does not make it in time.
    Condition.objects.filter(pk=owed.pk).update(due_on=date(2027, 3, 1))
    assert shown(at=late)[0].late == 1
    # What was reported in time is in time, however late somebody confirms it.
    Condition.objects.filter(pk=owed.pk).update(
        state=ConditionState.REPORTED, reported_at=NOON, reported_by=owed.owner
    )
    assert shown(at=late)[0].late == 0


def test_second_round_counts_as_one_design() -> None:
    proposal = returned()
    finding = proposal.findings.get()
    finding.answer = "Halved."
    finding.save()
    make.submitted(version=proposal.version, author=proposal.submitted_by)
    group = shown()[0]
    assert (group.designs, group.rounds, group.rounds_most) == (1, 2, 2)


def test_marks_lie_where_their_numbers_say() -> None:
    rows = [charts.Range("A", "5", 0, 5, 10), charts.Range("B", "too few to say")]
    chart = charts.ranges("Days", rows)
    first, second = chart.marks
    assert (first.x1, first.x, first.x2) == (
        chart.left,
        (chart.left + chart.right) / 2,
        chart.right,
    )
    assert (second.x1, second.x, second.x2) == (None, None, None)
    assert chart.words == "A: 5; B: too few to say"
    below = charts.ranges("Alpha", [charts.Range("A", "-1", -1, 0, 1)], most=1)
    assert below.zero == (below.left + below.right) / 2


def test_page_shows_one_edition_and_says_so_when_there_is_nothing() -> None:
    empty = client(Role.AUDITOR).get(PAGE).content.decode()
    assert "No proposal has been submitted yet" in empty
    returned()
    answer = client(Role.CHAIR).get(PAGE, {"edition": "nonsense"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Krippendorff’s alpha" in page
    assert page.count('<svg class="chart"') == 2
    assert "Leadership" in page


def test_file_has_a_line_for_each_group_under_its_head() -> None:
    returned()
    answer = client(Role.AUDITOR).get("/reports/scrutiny.csv")
    head, whole, unit = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (head[:4], len(head), len(whole)) == (
        ["Edition of the standard", "Unit", "Designs", "Rounds"],
        len(unit),
        len(unit),
    )
    assert (whole[1:4], unit[1:4]) == (["All units together", "1", "1"], ["Leadership", "1", "1"])
    assert client(Role.AUDITOR).get("/reports/scrutiny.xlsx").status_code == 200
    assert client(Role.AUDITOR).get("/reports/scrutiny.exe").status_code == 404


@pytest.mark.parametrize("role", [Role.DESIGNER, Role.REVIEWER, Role.REGISTRAR, None])
def test_report_is_for_chairs_administrators_and_auditors(role: Role | None) -> None:
    visitor = client(*([role] if role else []))
    for address in (PAGE, "/reports/scrutiny.csv"):
        assert visitor.get(address).status_code == 404


def test_page_asks_no_more_for_more_rounds() -> None:
    reader, counts = client(Role.AUDITOR), []
    reader.get(PAGE)
    for more in (1, 2):
        for _ in range(more):
            returned()
        with CaptureQueriesContext(connection) as seen:
            reader.get(PAGE)
        counts.append(len(seen))
    assert counts[0] == counts[1]
