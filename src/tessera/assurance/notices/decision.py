"""The authors, the reviewers, and those who owe something."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import AppealState, Outcome, Permission
from tessera.assurance.notices.telling import chairs, in_full, tell
from tessera.assurance.queries import took_part
from tessera.catalogue.enums import Permission as Catalogue
from tessera.people.access import can
from tessera.people.queries import people_who_may

if TYPE_CHECKING:
    from tessera.assurance.models import Appeal, Decision


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


def everyone_hears(decision: Decision, *, at: datetime) -> None:
    """The authors, then the reviewers, then those who owe something."""
    proposal = decision.proposal
    subject, text = TO_AUTHORS[decision.outcome]
    kind = f"assurance.proposal.{decision.outcome}"
    say = partial(tell, proposal=proposal, at=at)
    read = _("Read the decision")
    for author in proposal.version.authors.all():
        say(
            author,
            kind=kind,
            subject=subject,
            text=text,
            facts={"reason": decision.reason},
            label=read,
        )
    for review in proposal.reviews.filter(ended_at=None).select_related("reviewer"):
        say(
            review.reviewer,
            kind=f"{kind}.reviewer",
            subject=_("“%(title)s”: the panel has decided"),
            text=_("Thank you for reviewing “%(title)s”. The decision: %(outcome)s."),
            facts={"outcome": Outcome(decision.outcome).label},
            label=read,
        )
    for condition in decision.conditions.select_related("owner"):
        say(
            condition.owner,
            kind=f"assurance.condition.{condition.pk}",
            subject=_("Something is still to be done for “%(title)s” by %(day)s"),
            text=_("“%(title)s” was approved on a condition that is yours to meet:\n\n%(text)s"),
            facts={"text": condition.text, "day": in_full(condition.due_on)},
            href=reverse("assurance:condition", args=[condition.uuid]),
            label=_("See the condition"),
        )


def override_is_reported(decision: Decision, *, at: datetime) -> None:
    """A decision that the ratings did not support is never only the chair's own knowledge."""
    proposal = decision.proposal
    unit = proposal.version.definition.unit_id
    told = [
        person
        for person in people_who_may(Permission.VIEW)
        if person != decision.decided_by
        and not proposal.version.authors.contains(person)
        and not can(person, Catalogue.DRAFT)
        and can(person, Permission.VIEW, unit=unit)
    ]
    for person in told:
        tell(
            person,
            proposal,
            kind="assurance.decision.overridden",
            subject=_("“%(title)s” was decided against the ratings"),
            text=_(
                "%(chair)s decided “%(outcome)s” for “%(title)s”. What stood against it:\n\n"
                "%(against)s\n\nThe reason given:\n\n%(reason)s"
            ),
            facts={
                "chair": decision.decided_by,
                "outcome": Outcome(decision.outcome).label,
                "against": decision.overridden,
                "reason": decision.override,
            },
            label=_("Read the decision"),
            at=at,
        )


def chairs_have_appeal(appeal: Appeal, *, at: datetime) -> None:
    """Those who had no part in what is appealed."""
    for person in chairs(appeal.proposal):
        if took_part(person, appeal.proposal):
            continue
        tell(
            person,
            appeal.proposal,
            kind="assurance.appeal.lodged",
            subject=_("An appeal for “%(title)s” waits for you"),
            text=_(
                "%(author)s appealed the decision on “%(title)s”. You had no part in it: read the"
                " appeal and say whether the design is reviewed anew."
            ),
            facts={"author": appeal.lodged_by},
            href=reverse("assurance:appeal", args=[appeal.uuid]),
            label=_("Read the appeal"),
            at=at,
        )


def authors_hear_appeal(appeal: Appeal, *, at: datetime) -> None:
    for author in appeal.proposal.version.authors.all():
        tell(
            author,
            appeal.proposal,
            kind="assurance.appeal.decided",
            subject=_("The appeal for “%(title)s”: %(outcome)s"),
            text=_("The appeal for “%(title)s” has been decided (%(outcome)s):\n\n%(reason)s"),
            facts={"outcome": AppealState(appeal.state).label, "reason": appeal.reason},
            href=reverse("assurance:appeal", args=[appeal.uuid]),
            label=_("Read the answer"),
            at=at,
        )
