"""The authors, the reviewers, and those who owe something."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tessera.assurance.enums import Outcome
from tessera.assurance.notices.telling import in_full, tell

if TYPE_CHECKING:
    from tessera.assurance.models import Decision


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
    say = partial(tell, proposal=proposal, label=_("Read the decision"), at=at)
    for author in proposal.version.authors.all():
        say(
            author,
            kind=kind,
            subject=subject,
            text=text,
            facts={"reason": decision.reason},
        )
    for review in proposal.reviews.select_related("reviewer"):
        say(
            review.reviewer,
            kind=f"{kind}.reviewer",
            subject=_("“%(title)s”: the panel has decided"),
            text=_("Thank you for reviewing “%(title)s”. The decision: %(outcome)s."),
            facts={"outcome": Outcome(decision.outcome).label},
        )
    for condition in decision.conditions.select_related("owner"):
        say(
            condition.owner,
            kind=f"assurance.condition.{condition.pk}",
            subject=_("Something is still to be done for “%(title)s” by %(day)s"),
            text=_("“%(title)s” was approved on a condition that is yours to meet:\n\n%(text)s"),
            facts={"text": condition.text, "day": in_full(condition.due_on)},
        )
