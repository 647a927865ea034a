"""Who is told what about an invitation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tessera.common.languages import day_in_full
from tessera.notifications.letters import Address
from tessera.notifications.operations import deliver
from tessera.people import queries

if TYPE_CHECKING:
    from tessera.people.models import Invitation, Membership

INVITED = "people.invitation.sent"


def invited(invitation: Invitation, *, at: datetime) -> None:
    """The letter with the link; its path opens nothing until the letter leaves."""
    person = queries.person_by_email(invitation.email)
    deliver(
        kind=INVITED,
        once=f"{INVITED}:{invitation.uuid}:{invitation.sendings}",
        to=person or Address(invitation.email, invitation.language),
        subject=_("%(college)s asks %(organisation)s for a few minutes"),
        text=_(
            "%(asker)s of %(college)s would like to hear what %(organisation)s says of a"
            " micro-credential: is the skill in demand, and does the way it is judged reflect the"
            " job?\n\nEverything is on one page. The link below is for you alone, opens once, and works"
            " until %(day)s. If this is not for you, tell us by answering %(asker_email)s."
        ),
        facts=_facts(invitation),
        action_url=reverse("people:invitation_closed", args=[invitation.uuid]),
        action_label=_("Open the page"),
        at=at,
    )


def welcomed(invitation: Invitation, *, at: datetime) -> None:
    assert invitation.accepted_by is not None
    deliver(
        kind="people.invitation.accepted",
        once=f"people.invitation.accepted:{invitation.uuid}",
        to=invitation.accepted_by,
        subject=_("You answer for %(organisation)s at %(college)s"),
        text=_(
            "The link that was sent to you has been used, and will not open anything again. From now"
            " on you sign in with your e-mail address and a code that is sent to it.\n\nIf it was not"
            " you who opened it, tell %(asker)s at once: %(asker_email)s."
        ),
        facts=_facts(invitation),
        action_url=invitation.lands_on,
        action_label=_("Go on"),
        at=at,
    )


def member_removed(membership: Membership, *, at: datetime) -> None:
    deliver(
        kind="people.member.removed",
        once=f"people.member.removed:{membership.pk}:{membership.person_id}",
        to=membership.person,
        subject=_("You no longer answer for %(organisation)s"),
        text=_(
            "%(college)s has taken you off the list of those who answer for %(organisation)s. What you"
            " said for it before stays as it is."
        ),
        facts={"organisation": membership.organisation, "college": queries.institution() or ""},
        at=at,
    )


def _facts(invitation: Invitation) -> dict[str, object]:
    return {
        "asker": invitation.invited_by,
        "asker_email": invitation.invited_by.email,
        "college": queries.institution() or "",
        "organisation": invitation.organisation,
        "day": day_in_full(invitation.expires_at),
    }
