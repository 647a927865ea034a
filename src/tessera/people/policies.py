"""Who may speak for a partner organisation, and who may ask them to: never the college for itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tessera.common.refusal import NotPermitted, Refusal, WrongState
from tessera.people import queries
from tessera.people.access import can, scope_of
from tessera.people.enums import InvitationState, Permission, Role
from tessera.people.models import Invitation, Membership, Organisation

if TYPE_CHECKING:
    from tessera.people.models import Person

MISSES_ALLOWED = 5
MAXIMUM_NEEDED = 10
MAXIMUM_MONTHS = 120


class InsideAddress(Refusal):
    """An issuer cannot name one of its own to speak for somebody else."""

    code, status = "inside-address", 422
    message = _(
        "%(email)s belongs to the college, which cannot answer for a partner. Ask someone who works"
        " for %(organisation)s."
    )


class ForeignAddress(Refusal):
    """Whoever asks for an endorsement cannot choose any mailbox to answer it."""

    code, status = "foreign-address", 422
    message = _(
        "%(email)s is not an address of %(organisation)s (%(host)s). An administrator can invite"
        " someone who uses another address."
    )


class HasMembers(Refusal):
    """Those who speak for an organisation already, not the college, say who else does."""

    code = "has-members"
    message = _(
        "%(organisation)s has people here already. Ask one of them, or an administrator, to invite"
        " somebody else."
    )


class AlreadyMember(Refusal):
    code = "already-member"
    message = _("%(person)s answers for %(organisation)s already.")


class AlreadyInvited(Refusal):
    code = "already-invited"
    message = _("%(email)s has been invited already. You can send the invitation again.")


class NotTheAddress(Refusal):
    """Says nothing of the address that would be right."""

    code, status = "not-the-address", 422
    message = _(
        "The link was sent to another address. If someone passed it on to you, ask them to have an"
        " invitation sent to you."
    )


class RulesOutOfRange(Refusal):
    code, status = "rules-out-of-range", 422
    message = _("Ask for ten endorsements at most, and for between one month and ten years.")


def check_manage(*, by: Person | None) -> None:
    """Refuses: NotPermitted. Setting up happens before there is anyone to ask."""
    if by is not None and not can(by, Permission.MANAGE_ORGANISATIONS):
        raise NotPermitted(reason=_("partner organisations are the administrators' work."))


def check_rules(*, needed: int, months: int, need_months: int, by: Person) -> None:
    """Refuses: NotPermitted, RulesOutOfRange."""
    if not can(by, Permission.CHANGE_RULES):
        raise NotPermitted(reason=_("only an administrator changes the rules."))
    if not (
        0 <= needed <= MAXIMUM_NEEDED
        and 1 <= months <= MAXIMUM_MONTHS
        and 1 <= need_months <= MAXIMUM_MONTHS
    ):
        raise RulesOutOfRange


def check_invite(organisation: Organisation, *, email: str, by: Person) -> None:
    """Refuses: NotPermitted, InsideAddress, AlreadyMember, ForeignAddress, HasMembers."""
    scope = scope_of(by, Permission.INVITE)
    if not scope:
        raise NotPermitted(reason=_("you do not invite partners."))
    check_address(organisation, email=email, by=by)
    is_of_it = organisation.pk in scope.organisations
    if can(by, Permission.MANAGE_ORGANISATIONS) or is_of_it:
        return
    if scope.organisations and not (scope.everywhere or scope.units):
        raise NotPermitted(reason=_("you answer for another organisation."))
    if queries.members_of(organisation).exists():
        raise HasMembers(organisation=organisation)


def check_address(organisation: Organisation, *, email: str, by: Person) -> None:
    """Refuses: InsideAddress, AlreadyMember, ForeignAddress."""
    college = queries.institution()
    person = queries.person_by_email(email)
    at_college = college is not None and (
        queries.is_address_at(email, college.url)
        or email.rpartition("@")[2].lower() == college.email.rpartition("@")[2].lower()
    )
    if at_college or (person is not None and queries.is_inside(person)):
        raise InsideAddress(email=email, organisation=organisation)
    if person is not None and queries.members_of(organisation).filter(person=person).exists():
        raise AlreadyMember(person=person, organisation=organisation)
    if can(by, Permission.MANAGE_ORGANISATIONS) or queries.is_address_at(email, organisation.url):
        return
    raise ForeignAddress(email=email, organisation=organisation, host=organisation.url)


def check_change_invitation(invitation: Invitation, *, by: Person) -> None:
    """Re-send, correct or take back. Refuses: NotPermitted, WrongState."""
    if not (
        invitation.invited_by_id == by.pk
        or can(by, Permission.MANAGE_ORGANISATIONS)
        or invitation.organisation_id in scope_of(by, Permission.INVITE).organisations
    ):
        raise NotPermitted(reason=_("somebody else sent this invitation."))
    check_open(invitation)


def check_open(invitation: Invitation) -> None:
    """Refuses: WrongState when it was accepted or taken back."""
    if invitation.accepted_at is not None:
        raise WrongState(state=InvitationState.ACCEPTED.label)
    if invitation.cancelled_at is not None:
        raise WrongState(state=InvitationState.CANCELLED.label)


def check_accept(invitation: Invitation, *, at: datetime) -> None:
    """Refuses: WrongState when it is over or has expired, InsideAddress."""
    check_open(invitation)
    if queries.state_of(invitation, at) == InvitationState.EXPIRED:
        raise WrongState(state=InvitationState.EXPIRED.label)
    person = queries.person_by_email(invitation.email)
    if person is not None and queries.is_inside(person):
        raise InsideAddress(email=invitation.email, organisation=invitation.organisation)


def check_remove_member(membership: Membership, *, by: Person) -> None:
    """Refuses: NotPermitted, WrongState when it is no partner's duty."""
    check_manage(by=by)
    if membership.role != Role.PARTNER:
        raise WrongState(state=membership.get_role_display())
