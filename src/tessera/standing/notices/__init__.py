"""Who hears that a design is looked at again, is suspended, or stands: owner, chairs, partners, learners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import local_lazy
from tessera.enrolment import queries as enrolment
from tessera.notifications.operations import deliver
from tessera.people.access import can
from tessera.standing import queries
from tessera.standing.enums import EFFECTS, Cause, Effect, Outcome, Permission
from tessera.standing.notices.words import (
    NEAR,
    REINSTATED,
    REINSTATED_FOR_YOU,
    STANDS,
    SUSPENDED,
    SUSPENDED_FOR_YOU,
    TO_BE_AMENDED,
    UNDER_REVIEW,
)

if TYPE_CHECKING:
    from tessera.catalogue.models import Version
    from tessera.people.models import Person
    from tessera.standing.models import PeriodicReview, Suspension

# Written only when the message is, in the language of its reader.
in_full: Callable[[date | None], object] = lazy(date_format, str)  # type: ignore[assignment]
Words = tuple[Promise, Promise]
Facts = Mapping[str, object]


def review_is_near(version: Version, days: int, *, at: datetime) -> None:
    """Its owner and the chairs, once at each mark before each date."""
    facts = {"day": in_full(version.review_on)}
    for person in queries.house_of(version):
        _tell(person, version, "review.near", NEAR, facts, f"{version.review_on}:{days}", at=at)


def is_under_review(review: PeriodicReview, causes: Iterable[Cause], *, at: datetime) -> None:
    """Each cause in its words; each complaint is news, what the calendar brings is told once a review."""
    for cause in causes:
        facts = {"cause": Cause(cause).label, "day": in_full(review.due_on)}
        once = f"{review.uuid}:{cause}:{at.isoformat() if cause == Cause.COMPLAINT else ''}"
        _tell_all(review.version, "review.opened", UNDER_REVIEW, facts, once, at=at)


def stands(review: PeriodicReview, *, at: datetime) -> None:
    facts = {"day": in_full(review.next_on), "reason": review.reason}
    words = TO_BE_AMENDED if review.outcome == Outcome.AMEND else STANDS
    _tell_all(review.version, "review.kept", words, facts, str(review.uuid), at=at)


def is_suspended(suspension: Suspension, *, at: datetime) -> None:
    """Everyone whom it touches, learners first, with what it means for them."""
    facts = {"reason": suspension.reason, "effect": EFFECTS[Effect(suspension.effect)]}
    version, once = suspension.version, str(suspension.pk)
    _tell_learners(version, "suspension.begun", SUSPENDED_FOR_YOU, facts, once, at=at)
    _tell_all(version, "suspension.begun", SUSPENDED, facts, once, at=at)


def is_reinstated(suspension: Suspension, *, at: datetime) -> None:
    version, once = suspension.version, str(suspension.pk)
    facts = {"reason": suspension.end_reason, "day": in_full(version.review_on)}
    _tell_learners(version, "suspension.ended", REINSTATED_FOR_YOU, {}, once, at=at)
    _tell_all(version, "suspension.ended", REINSTATED, facts, once, at=at)


def _tell_learners(
    version: Version, kind: str, words: Words, facts: Facts, once: str, *, at: datetime
) -> None:
    for place in enrolment.places_held(version):
        url = reverse("enrolment:workspace", args=[place.uuid])
        learner = place.learner
        _tell(learner, version, kind, words, facts, f"{once}:{place.pk}", url=url, at=at)


def _tell_all(
    version: Version, kind: str, words: Words, facts: Facts, once: str, *, at: datetime
) -> None:
    """Those who look after it, and those who stand or stood behind it."""
    people = [*queries.house_of(version), *queries.backers_of(version)]
    for person in {person.pk: person for person in people}.values():
        _tell(person, version, kind, words, facts, once, at=at)


def _tell(
    person: Person,
    version: Version,
    kind: str,
    words: Words,
    facts: Facts,
    once: str,
    *,
    url: str = "",
    at: datetime,
) -> None:
    """With a link to where the person may look: the workspace, the review's page, or the public one."""
    public = reverse("publicsite:definition", args=[version.definition.slug])
    sees = can(person, Permission.VIEW, unit=version.definition.unit_id)
    there = reverse("standing:version", args=[version.uuid]) if sees else public
    subject, text = words
    deliver(
        kind=f"standing.{kind}",
        once=f"standing.{kind}:{version.pk}:{once}:{person.pk}",
        to=person,
        subject=subject,
        text=text,
        facts={"title": local_lazy(version, "title"), **facts},
        action_url=url or there,
        action_label=_("Open your workspace") if url else _("See where it stands"),
        at=at,
    )
