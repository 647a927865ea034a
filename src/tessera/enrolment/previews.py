"""The learner's workspace of a design that nobody is enrolled in yet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tessera.enrolment import queries
from tessera.enrolment.models import Enrolment, Offering
from tessera.enrolment.views.learning import workspace_facts

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person


def workspace(version: Version, learner: Person, at: datetime) -> dict[str, Any]:
    """What `enrolment/workspace.html` shows on the first day; nothing of it is kept."""
    first_day = Enrolment(
        offering=Offering(version=version, title=_("The first offering")),
        version=version,
        learner=learner,
        motive=_("I want to do this at work, and to be able to show that I can."),
        notice_seen_at=at,
        enrolled_at=at,
    )
    return workspace_facts(first_day, queries.parts_of(first_day))
