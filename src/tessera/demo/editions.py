"""What follows a first edition: a small change with its reason, a second version, an older design that ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from tessera.catalogue import operations as catalogue
from tessera.catalogue.enums import Section
from tessera.catalogue.models import Version
from tessera.demo import designs, story
from tessera.demo.setup import College

DAY = timedelta(days=1)
CHARTS = replace(
    designs.DATA_STORYTELLING,
    slug="charts-that-persuade",
    title="Charts That Persuade",
    title_fr="Des graphiques qui convainquent",
    stack_place="It led up to Data Storytelling, which takes its place.",
)


def amend(college: College, version: Version, *, at: datetime) -> None:
    """The fee falls, and everybody may read why."""
    catalogue.amend_version(
        version=version,
        section=Section.FLEXIBLE,
        values={"fee": "$180; free for those who register through the access fund"},
        reason="A grant of the province pays for the mentors since September.",
        by=college["dana"],
        at=at,
    )


def begin_second(college: College, version: Version, *, at: datetime) -> None:
    """A draft of what comes next: the first version stays published beside it."""
    dana = college["dana"]
    second = catalogue.open_version(version=version, by=dana, at=at)
    catalogue.save_section(
        version=second, section=Section.VALUE, values={"hours": 36, "weeks": 9}, by=dana, at=at
    )
    first = second.outcomes.all()[0]
    catalogue.edit_row(
        version=second,
        row=first,
        values={"text": f"{first.text}, in the office and at a distance"},
        by=dana,
        at=at + DAY,
    )


def end(college: College, *, published: datetime, at: datetime) -> None:
    """An older design gives way to a better one; whoever is at it has three months more."""
    catalogue.retire_version(
        version=story.publish(college, CHARTS, at=published),
        teach_out_on=localdate(at + 90 * DAY),
        reason="Data Storytelling teaches this and more.",
        by=college["ruth"],
        at=at,
    )
