"""Seeding: the whole college, step by step, telling how far it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tessera.assurance import operations as assurance
from tessera.catalogue import operations as catalogue
from tessera.common import clock
from tessera.common.refusal import Refusal
from tessera.demo import committee, designs, editions, learning, panel, stacking, story
from tessera.demo.setup import found
from tessera.people.models import Person
from tessera.stacks import operations as stacks

DAY = timedelta(days=1)
ENDS_SOON = "accessible-web-content"
Progress = Callable[[int, int, str], None]


class NotEmpty(Refusal):
    code = "not-empty"
    message = "The demonstration college needs an empty database; this one has people in it."


def seed(
    progress: Progress = lambda done, total, label: None, *, at: datetime | None = None
) -> None:
    """Build the demonstration college in an empty database, as of now. Refuses: NotEmpty.

    Each step is whole in itself. `progress(done, total, label)` is called before each.
    """
    if Person.objects.exists():
        raise NotEmpty
    now = at or clock.now()
    past = now - 150 * DAY
    published = designs.ALL[:4]
    total = len(published) + 7

    progress(0, total, _("Founding the college"))
    college = found(at=past - 30 * DAY)
    offerings = {}
    for done, design in enumerate(published, start=1):
        progress(done, total, _("Designing %(title)s") % {"title": design.title})
        how = story.short_term if design.slug == ENDS_SOON else story.publish
        version = how(college, design, at=past)
        offerings[design.slug] = learning.open_offering(college, version, at=past + 22 * DAY)

    progress(total - 6, total, _("Stacking Leadership"))
    story.publish(college, designs.LEADERSHIP, at=past + 22 * DAY)
    stacking.publish(college, at=past + 22 * DAY)

    panel.keep_promise(college, "accessible-web-content", at=past + 40 * DAY)
    committee.past_sitting(college, offerings["educational-leadership"].version, at=now - 33 * DAY)
    progress(total - 5, total, _("Reviewing what is new"))
    story.leave_in_review(college, designs.SUSTAINABLE_PROCUREMENT, at=now - 6 * DAY)
    story.send_back(college, designs.CONFLICT_MEDIATION, at=now - 12 * DAY)
    catalogue.create_definition(
        kind="micro",
        title="AI-Assisted Research",
        unit=college.units["digital"],
        by=college["dana"],
        at=now - DAY,
    )

    story.leave_unsigned(college, offerings["corporate-leadership"].version, at=now - 5 * DAY)
    panel.keep_calendar(college, at=now - 20 * DAY)
    panel.overrule_and_end(college, at=past - 20 * DAY)
    panel.decline_and_appeal(college, at=now - 14 * DAY)
    panel.come_back(college, at=now - 18 * DAY)
    panel.wait_for_screening(college, at=now - 2 * DAY)
    assurance.chase(at=now)

    corporate = offerings["corporate-leadership"].version
    editions.amend(college, corporate, at=past + 60 * DAY)
    committee.suspend_for_a_while(college, corporate, at=past + 70 * DAY)
    editions.begin_second(college, corporate, at=now - 9 * DAY)
    editions.end(college, published=past, at=now - 25 * DAY)

    progress(total - 4, total, _("Teaching and learning"))
    start = past + 30 * DAY
    learning.begin(college, "ana", offerings["corporate-leadership"], at=now - 30 * DAY)
    learning.claim(college, "marc", offerings["accessible-web-content"], at=now - 28 * DAY)
    learning.send_back(college, "joy", offerings["data-storytelling"], at=now - 40 * DAY)

    progress(total - 3, total, _("Awarding badges"))
    for key in ("priya", "tomas"):
        learning.award(college, key, offerings["educational-leadership"], at=start)
    learning.award(college, "tomas", offerings["corporate-leadership"], at=start + 5 * DAY)
    mistake = learning.award(college, "joy", offerings["accessible-web-content"], at=start)
    waiting = learning.claim(college, "priya", offerings["corporate-leadership"], at=now - 30 * DAY)
    learning.judge(college, waiting, at=now - 2 * DAY)
    learning.revoke(college, mistake, at=now - 20 * DAY)
    learning.earn_elsewhere(college, "priya", at=now - 90 * DAY)

    progress(total - 2, total, _("The committee meets"))
    committee.suspend(college, offerings["accessible-web-content"].version, at=now - 3 * DAY)
    committee.complain(college, offerings["data-storytelling"].version, at=now - 2 * DAY)
    committee.coming_sitting(college, at=now - DAY)

    progress(total - 1, total, _("Laying the mosaic"))
    for key in ("priya", "tomas"):
        stacks.evaluate(learner=college[key], at=now)
    stacking.earn(college, offerings, at=past + 30 * DAY)
    stacking.doubt(college, at=now - 4 * DAY)
    stacking.draft(college, offerings, at=now - 3 * DAY)
    progress(total, total, _("Ready"))
