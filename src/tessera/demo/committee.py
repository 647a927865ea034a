"""The quality committee at work: a sitting with minutes, one to come, a complaint, a suspension."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from tessera.catalogue.models import Version
from tessera.demo.setup import College
from tessera.meetings import operations as meetings
from tessera.standing import operations as standing

DAY = timedelta(days=1)


def ten_o_clock(moment: datetime) -> datetime:
    return localtime(moment).replace(hour=10, minute=0, second=0, microsecond=0)


def past_sitting(college: College, version: Version, *, at: datetime) -> None:
    """Over, with its minutes: a published design was looked at again, and kept."""
    at, chidi = ten_o_clock(at), college["chidi"]
    standing.open_review(
        version=version,
        reason="Its first intakes are over: does the assessment still reflect the job?",
        by=chidi,
        at=at - 10 * DAY,
    )
    members = [college[key] for key in ("rui", "helene", "wren")]
    meeting = meetings.plan_meeting(
        title="Quality committee, autumn sitting",
        starts_at=at,
        place="Harbour Building, room 214",
        people=members,
        by=chidi,
        at=at - 7 * DAY,
    )
    meetings.note_presence(meeting=meeting, present=[chidi, *members[:2]], by=chidi, at=at)
    for item in meeting.items.all():
        meetings.write_notes(
            item=item,
            notes="Northlight Schools says that the project is what its new leaders do.",
            recused=[],
            by=chidi,
            at=at,
        )
        meetings.conclude_item(
            item=item,
            outcome="keep",
            reason="The criteria hold. Ask again after four more intakes.",
            next_on=(at + 500 * DAY).date(),
            by=chidi,
            at=at,
        )
    for title, notes in (
        (
            "How proposals were looked at this term",
            "Both schools waited about as long. The committee wants the figures at each sitting.",
        ),
        (
            "Role plays as evidence",
            "Who plays the other side has to be told what is recorded. Wren drafts a line for the standard.",
        ),
    ):
        item = meetings.add_item(meeting=meeting, title=title, by=chidi, at=at)
        meetings.write_notes(item=item, notes=notes, recused=[], by=chidi, at=at)
        meetings.settle_item(item=item, by=chidi, at=at)
    meetings.close_meeting(meeting=meeting, by=chidi, at=at)


def complain(college: College, version: Version, *, at: datetime) -> None:
    """An employer's complaint puts a published design under review."""
    standing.record_complaint(
        version=version,
        source="employer",
        sender="Imani Brandt, Civic Data Cooperative",
        text="Two people with this badge had never worked with open data. One of the cases is ten years old.",
        by=college["ruth"],
        at=at,
    )


def suspend(college: College, version: Version, *, at: datetime) -> None:
    """Suspended while learners are on it; they are told what it means for them."""
    standing.suspend(
        version=version,
        reason="The checking tool that one task relies on was withdrawn. We are replacing the task.",
        effect="wait",
        by=college["chidi"],
        at=at,
    )


def suspend_for_a_while(college: College, version: Version, *, at: datetime) -> None:
    """A review that ended in a suspension, and the suspension that ended when its cause did."""
    review = standing.open_review(
        version=version,
        reason="Two mentors have left: who follows the learners?",
        by=college["chidi"],
        at=at,
    )
    standing.conclude_review(
        review=review,
        outcome="suspend",
        reason="Until there are mentors again nobody new should begin.",
        effect="carry_on",
        by=college["chidi"],
        at=at + 3 * DAY,
    )
    version.refresh_from_db()
    standing.reinstate(
        suspension=version.suspensions.get(),
        reason="Harbour Works lends two of its own, for a year.",
        next_on=(at + 400 * DAY).date(),
        by=college["mireille"],
        at=at + 12 * DAY,
    )


def coming_sitting(college: College, *, at: datetime) -> None:
    """Planned, with what is ready on its agenda."""
    chidi = college["chidi"]
    meetings.plan_meeting(
        title="Quality committee, winter sitting",
        starts_at=ten_o_clock(at + 9 * DAY),
        place="Harbour Building, room 214",
        people=[college[key] for key in ("rui", "helene", "wren")],
        by=chidi,
        at=at,
    )
