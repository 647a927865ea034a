"""Who is told what on the way of a proposal; nothing that would break the blindness of a review."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Outcome, Permission
from tessera.common.languages import local_lazy
from tessera.notifications.operations import deliver
from tessera.people.access import can
from tessera.people.queries import people_who_may

if TYPE_CHECKING:
    from tessera.assurance.models import Decision, Proposal, Review
    from tessera.people.models import Person

# Written only when the message is, in the language of its reader.
in_full = lazy(date_format, str)
TO_AUTHORS: dict[str, tuple[Promise, Promise]] = {
    Outcome.APPROVE: (
        _("“%(title)s” is approved"),
        _("The panel approved “%(title)s”. A registrar can publish it now.\n\n%(reason)s"),
    ),
    Outcome.RETURN: (
        _("“%(title)s” is back with findings"),
        _(
            "The panel returned “%(title)s”. Answer each finding, change the design where it is"
            " needed, and submit it again.\n\n%(reason)s"
        ),
    ),
    Outcome.DECLINE: (
        _("“%(title)s” was declined"),
        _("The panel declined “%(title)s”:\n\n%(reason)s"),
    ),
}


def chairs_have_proposal(proposal: Proposal, *, at: datetime) -> None:
    for person in _chairs(proposal):
        _tell(
            person,
            proposal,
            kind="assurance.proposal.submitted",
            subject=_("“%(title)s” waits for reviewers (round %(round)s)"),
            text=_("%(author)s submitted “%(title)s”. Choose two reviewers or more."),
            facts={"author": proposal.submitted_by},
            label=_("Choose reviewers"),
            at=at,
        )


def reviewer_assigned(review: Review, *, at: datetime) -> None:
    deliver(
        kind="assurance.review.assigned",
        once=f"assurance.review.assigned:{review.uuid}",
        to=review.reviewer,
        subject=_("Please review “%(title)s” by %(day)s"),
        text=_(
            "Rate “%(title)s” against the quality standard by %(day)s. Your ratings are your own:"
            " you will see the other reviewers’ once yours are in."
        ),
        facts={
            "title": local_lazy(review.proposal.version, "title"),
            "day": in_full(review.due_on),
        },
        action_url=reverse("assurance:review", args=[review.uuid]),
        action_label=_("Review the proposal"),
        at=at,
    )


def chairs_have_review(review: Review, *, at: datetime) -> None:
    for person in _chairs(review.proposal):
        _tell(
            person,
            review.proposal,
            kind=f"assurance.review.submitted:{review.pk}",
            subject=_("A review of “%(title)s” is in"),
            text=_("%(reviewer)s handed in a review of “%(title)s”."),
            facts={"reviewer": review.reviewer},
            label=_("See where it stands"),
            at=at,
        )


def everyone_hears(decision: Decision, *, at: datetime) -> None:
    """The authors, then the reviewers, then those who owe something."""
    proposal = decision.proposal
    subject, text = TO_AUTHORS[decision.outcome]
    kind = f"assurance.proposal.{decision.outcome}"
    tell = partial(_tell, proposal=proposal, label=_("Read the decision"), at=at)
    for author in proposal.version.authors.all():
        tell(
            author,
            kind=kind,
            subject=subject,
            text=text,
            facts={"reason": decision.reason},
        )
    for review in proposal.reviews.select_related("reviewer"):
        tell(
            review.reviewer,
            kind=f"{kind}.reviewer",
            subject=_("“%(title)s”: the panel has decided"),
            text=_("Thank you for reviewing “%(title)s”. The decision: %(outcome)s."),
            facts={"outcome": Outcome(decision.outcome).label},
        )
    for condition in decision.conditions.select_related("owner"):
        tell(
            condition.owner,
            kind=f"assurance.condition.{condition.pk}",
            subject=_("Something is still to be done for “%(title)s” by %(day)s"),
            text=_("“%(title)s” was approved on a condition that is yours to meet:\n\n%(text)s"),
            facts={"text": condition.text, "day": in_full(condition.due_on)},
        )


def _chairs(proposal: Proposal) -> list[Person]:
    unit = proposal.version.definition.unit_id
    return [
        person
        for person in people_who_may(Permission.DECIDE)
        if can(person, Permission.DECIDE, unit=unit)
    ]


def _tell(
    person: Person,
    proposal: Proposal,
    *,
    kind: str,
    subject: str | Promise,
    text: str | Promise,
    facts: dict[str, object],
    label: str | Promise,
    at: datetime,
) -> None:
    deliver(
        kind=kind.partition(":")[0],
        once=f"{kind}:{proposal.uuid}:{person.pk}",
        to=person,
        subject=subject,
        text=text,
        facts={"title": local_lazy(proposal.version, "title"), "round": proposal.round, **facts},
        action_url=reverse("assurance:proposal", args=[proposal.uuid]),
        action_label=label,
        at=at,
    )
