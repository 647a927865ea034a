"""What is next for whom, gathered from the features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tessera.assessment import queries as assessment
from tessera.assurance import queries as assurance
from tessera.catalogue import queries as catalogue
from tessera.catalogue.enums import EDITABLE
from tessera.catalogue.enums import State as Design
from tessera.common.languages import labelled, local
from tessera.credentials import queries as credentials
from tessera.endorsement import queries as endorsement
from tessera.enrolment import queries as enrolments
from tessera.enrolment.enums import WORKING, Duty
from tessera.people import queries as people
from tessera.people.access import can
from tessera.people.enums import Role
from tessera.stacks import queries as stacks
from tessera.standing import queries as standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tessera.people.models import Person

# A desk is a short list; behind each kind of action stands the room with all of them.
FEW = 5


# What a chair does next about a proposal, where; without a step of theirs, a review is late.
CHAIRING = {
    "screen": (
        "assurance:screen",
        gettext_lazy("Submitted: see whether it is ready for reviewers"),
    ),
    "ask": ("assurance:proposal", gettext_lazy("Ready for review: ask reviewers")),
    "decide": ("assurance:decide", gettext_lazy("The reviews are in: decide")),
    "": ("assurance:proposal", gettext_lazy("A review is late")),
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: what, where, and until when."""

    title: str
    href: str
    note: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A duty in words, and the organisation it is for, if any."""

    title: str
    place: str


@dataclass(frozen=True, slots=True)
class Member:
    """Someone of the demonstration's cast, with their duties."""

    person: Person
    duties: tuple[Held, ...]


def next_actions(person: Person, *, at: datetime) -> list[Action]:
    """The next steps of this person across all duties: what has a date first, the soonest on top."""
    found = [action for actions in DESKS for action in actions(person, at)]
    return sorted(found, key=lambda action: (action.due is None, action.due or localdate(at)))


def learning(person: Person, at: datetime) -> Iterator[Action]:
    for enrolment in enrolments.enrolments_of(person).filter(state__in=WORKING)[:FEW]:
        home = reverse("enrolment:workspace", args=[enrolment.uuid])
        step = enrolments.next_step(enrolment, enrolments.parts_of(enrolment))
        if step:
            href = home + step.href if step.href.startswith("#") else step.href
            yield Action(labelled(local(enrolment.version, "title"), step.title), href, step.note)
        else:
            yield Action(
                local(enrolment.version, "title"),
                home,
                _("Others are at work; you need do nothing now."),
            )


def designing(person: Person, at: datetime) -> Iterator[Action]:
    if not can(person, "catalogue.version.draft"):
        return
    for version in catalogue.desk(person).filter(state__in=EDITABLE, authors=person)[:FEW]:
        returned = version.state == Design.RETURNED
        note = (
            _("Returned with findings to answer") if returned else _("A draft to finish and submit")
        )
        yield Action(
            local(version, "title"), reverse("catalogue:version", args=[version.uuid]), note
        )


def endorsing(person: Person, at: datetime) -> Iterator[Action]:
    for request in endorsement.awaiting(person, at)[:FEW]:
        href = reverse("endorsement:request", args=[request.uuid])
        note = _("Two questions, on one page")
        yield Action(
            _("Endorse %(title)s") % {"title": local(request.version, "title")},
            href,
            note,
            request.answer_by,
        )


def reviewing(person: Person, at: datetime) -> Iterator[Action]:
    if not can(person, "assurance.review.submit"):
        return
    for review in assurance.reviews_to_do(person)[:FEW]:
        title = _("Review %(title)s") % {"title": local(review.proposal.version, "title")}
        yield Action(title, reverse("assurance:review", args=[review.uuid]), "", review.due_on)


def chairing(person: Person, at: datetime) -> Iterator[Action]:
    if not can(person, "assurance.proposal.decide"):
        return
    waiting = [line for line in assurance.queue_of(person, at) if line.step or line.is_late]
    for line in waiting[:FEW]:
        page, note = CHAIRING[line.step]
        href = reverse(page, args=[line.proposal.uuid])
        yield Action(local(line.proposal.version, "title"), href, str(note), line.due)
    for appeal in assurance.appeals_for(person)[:FEW]:
        title = _("Answer the appeal for %(title)s") % {
            "title": local(appeal.proposal.version, "title")
        }
        yield Action(title, reverse("assurance:appeal", args=[appeal.uuid]))
    for condition in assurance.conditions_to_confirm(person)[:FEW]:
        version = condition.decision.proposal.version
        title = _("Confirm that a condition of %(title)s is met") % {
            "title": local(version, "title")
        }
        yield Action(title, reverse("assurance:condition", args=[condition.uuid]), condition.text)


def owing(person: Person, at: datetime) -> Iterator[Action]:
    """What an approval asked of this person, whatever their duty."""
    for condition in assurance.conditions_owed_by(person)[:FEW]:
        version = condition.decision.proposal.version
        title = _("Meet a condition of %(title)s") % {"title": local(version, "title")}
        href = reverse("assurance:condition", args=[condition.uuid])
        yield Action(title, href, condition.text, condition.due_on)


def reviewing_again(person: Person, at: datetime) -> Iterator[Action]:
    if not can(person, "standing.review.decide"):
        return
    for review in standing.open_reviews(person)[:FEW]:
        title = _("Conclude the review of %(title)s") % {"title": local(review.version, "title")}
        causes = ", ".join(str(cause) for cause in review.causes.all())
        href = reverse("standing:version", args=[review.version.uuid])
        yield Action(title, href, causes.capitalize(), review.due_on)


def publishing(person: Person, at: datetime) -> Iterator[Action]:
    if not can(person, "catalogue.version.publish"):
        return
    for version in catalogue.visible_to(person).filter(state=Design.APPROVED)[:FEW]:
        title = _("Publish %(title)s") % {"title": local(version, "title")}
        yield Action(
            title, reverse("catalogue:version", args=[version.uuid]), _("Approved by the panel")
        )


def teaching(person: Person, at: datetime) -> Iterator[Action]:
    for offering in enrolments.offerings_staffed_by(person, Duty.INSTRUCTOR)[:FEW]:
        waiting = enrolments.awaiting_completion(offering).count()
        if waiting:
            note = _("Completion to be recorded for %(count)s") % {"count": waiting}
            yield Action(str(offering), reverse("enrolment:offering", args=[offering.uuid]), note)


def judging(person: Person, at: datetime) -> Iterator[Action]:
    if not can(person, "assessment.attempt.judge"):
        return
    for attempt in assessment.queue_of(person)[:FEW]:
        title = _("Assess %(title)s") % {"title": local(attempt.enrolment.version, "title")}
        href = reverse("assessment:attempt", args=[attempt.uuid])
        yield Action(title, href, str(attempt.enrolment.learner), attempt.due_on)


def confirming(person: Person, at: datetime) -> Iterator[Action]:
    if not can(person, "credentials.award.confirm"):
        return
    waiting = credentials.awaiting_confirmation(person).count()
    if waiting:
        title = _("Confirm results: %(count)s waiting") % {"count": waiting}
        yield Action(title, reverse("credentials:awaiting"), _("Judged, and waiting for you"))
    suspended = stacks.suspensions_visible_to(person).count()
    if suspended:
        title = _("Decide on macro-badges that lost a part: %(count)s") % {"count": suspended}
        yield Action(title, reverse("stacks:suspended"))


DESKS = (
    learning,
    designing,
    endorsing,
    reviewing,
    owing,
    chairing,
    reviewing_again,
    publishing,
    teaching,
    judging,
    confirming,
)


def demonstration_cast() -> list[tuple[str, list[Member]]]:
    """The people of the demonstration college by their first duty, learners first."""
    by_duty: dict[str, list[Member]] = {duty: [] for duty in ("", *Role.values)}
    for person in people.demonstration_people():
        held = sorted(person.memberships.all(), key=lambda row: row.pk)
        duties = tuple(Held(row.get_role_display(), str(row.organisation or "")) for row in held)
        by_duty[held[0].role if held else ""].append(Member(person, duties))
    return [(duty, members) for duty, members in by_duty.items() if members]
