"""Setting up the institution, giving people their duties, inviting partners."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.text import slugify

from tessera.people import notices, policies, queries
from tessera.people.enums import Role
from tessera.people.models import Institution, Invitation, Membership, Organisation, Person, Unit
from tessera.trail.operations import record

LINK_LIFE = timedelta(days=14)
# A mistyped address asks for a fresh link at most this often.
BETWEEN_LINKS = timedelta(minutes=10)


@transaction.atomic
def set_up_institution(
    *, name: str, name_fr: str, url: str, email: str, description: str = "", at: datetime
) -> Institution:
    """Name the college that runs this deployment; there is only one."""
    institution = Institution.objects.create(
        pk=1, name=name, name_fr=name_fr, url=url, email=email, description=description
    )
    record("people.institution.set_up", subject=institution, by=None, at=at)
    return institution


@transaction.atomic
def add_unit(*, slug: str, name: str, name_fr: str, by: Person | None, at: datetime) -> Unit:
    unit = Unit.objects.create(slug=slug, name=name, name_fr=name_fr)
    record("people.unit.added", subject=unit, by=by, at=at)
    return unit


@transaction.atomic
def change_rules(
    *, needed: int, months: int, asks_interests: bool, need_months: int, by: Person, at: datetime
) -> None:
    """How the second principle is kept from now on; what was given before keeps its term.

    Refuses: NotPermitted, RulesOutOfRange.
    """
    policies.check_rules(needed=needed, months=months, need_months=need_months, by=by)
    institution = Institution.objects.select_for_update(no_key=True).get()
    institution.endorsements_needed, institution.endorsement_months = needed, months
    institution.asks_interests, institution.need_months = asks_interests, need_months
    institution.save(
        update_fields=["endorsements_needed", "endorsement_months", "asks_interests", "need_months"]
    )
    facts = {"needed": needed, "months": months, "interests": asks_interests, "need": need_months}
    record("people.rules.changed", subject=institution, by=by, at=at, **facts)


@transaction.atomic
def add_organisation(
    *, name: str, url: str, slug: str = "", description: str = "", by: Person | None, at: datetime
) -> Organisation:
    """An outside organisation, with an address here that never changes. Refuses: NotPermitted."""
    policies.check_manage(by=by)
    organisation = Organisation.objects.create(
        slug=slug or _free_slug(name), name=name, url=url, description=description
    )
    record("people.organisation.added", subject=organisation, by=by, at=at)
    return organisation


@transaction.atomic
def add_person(
    *, email: str, name: str, language: str = "en", by: Person | None, at: datetime
) -> Person:
    """An account without a password: its owner signs in by a code sent to the address."""
    person = Person.objects.create_user(email, None, name=name, language=language)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record("people.person.added", subject=person, by=by, at=at)
    return person


@transaction.atomic
def grant(
    *,
    person: Person,
    role: Role,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    by: Person | None,
    at: datetime,
) -> Membership:
    """Give a duty; giving it twice changes nothing."""
    membership, created = Membership.objects.get_or_create(
        person=person,
        role=role,
        unit=unit,
        organisation=organisation,
        defaults={"granted_at": at, "granted_by": by},
    )
    if created:
        record("people.duty.granted", subject=person, by=by, at=at, role=str(role))
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: Person, at: datetime) -> None:
    """Someone no longer answers for an organisation; what they said for it stays.

    Refuses: NotPermitted, WrongState.
    """
    policies.check_remove_member(membership, by=by)
    notices.member_removed(membership, at=at)
    record(
        "people.member.removed",
        subject=membership.organisation or membership.person,
        by=by,
        at=at,
        person=str(membership.person.uuid),
    )
    membership.delete()


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    name: str = "",
    language: str = "en",
    lands_on: str,
    by: Person,
    at: datetime,
) -> Invitation:
    """Ask somebody by e-mail to answer for an organisation, and send them to `lands_on`.

    Somebody who has been invited already gets a fresh letter. Refuses: NotPermitted, InsideAddress,
    AlreadyMember, ForeignAddress, HasMembers.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    policies.check_invite(organisation, email=email, by=by)
    earlier = Invitation.objects.filter(
        organisation=organisation, email__iexact=email, accepted_at=None, cancelled_at=None
    ).first()
    if earlier is not None:
        earlier.lands_on = lands_on
        earlier.save(update_fields=["lands_on"])
        return send_invitation_again(invitation=earlier, by=by, at=at)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.strip(),
        name=name,
        language=language,
        lands_on=lands_on,
        invited_at=at,
        invited_by=by,
        sent_at=at,
        expires_at=at + LINK_LIFE,
    )
    record("people.invitation.sent", subject=organisation, by=by, at=at)
    notices.invited(invitation, at=at)
    return invitation


@transaction.atomic
def send_invitation_again(*, invitation: Invitation, by: Person, at: datetime) -> Invitation:
    """A fresh letter, whose link replaces all earlier ones. Refuses: NotPermitted, WrongState."""
    invitation = _locked(invitation)
    policies.check_change_invitation(invitation, by=by)
    return _sent_again(invitation, by, at)


@transaction.atomic
def correct_invitation(
    *, invitation: Invitation, email: str, by: Person, at: datetime
) -> Invitation:
    """It went to a wrong address: that link is dead at once, and the right address gets its own.

    Refuses: NotPermitted, WrongState, InsideAddress, AlreadyMember, ForeignAddress, AlreadyInvited.
    """
    invitation = _locked(invitation)
    policies.check_change_invitation(invitation, by=by)
    policies.check_address(invitation.organisation, email=email, by=by)
    others = queries.invitations_of(invitation.organisation).filter(
        email__iexact=email, accepted_at=None, cancelled_at=None
    )
    if others.exclude(pk=invitation.pk).exists():
        raise policies.AlreadyInvited(email=email)
    invitation.email = email.strip()
    invitation.save(update_fields=["email"])
    record("people.invitation.corrected", subject=invitation.organisation, by=by, at=at)
    return _sent_again(invitation, by, at)


@transaction.atomic
def cancel_invitation(*, invitation: Invitation, by: Person, at: datetime) -> Invitation:
    """Its link opens nothing any more. Refuses: NotPermitted, WrongState."""
    invitation = _locked(invitation)
    policies.check_change_invitation(invitation, by=by)
    invitation.cancelled_at, invitation.cancelled_by, invitation.token_digest = at, by, None
    invitation.save(update_fields=["cancelled_at", "cancelled_by", "token_digest"])
    record("people.invitation.cancelled", subject=invitation.organisation, by=by, at=at)
    return invitation


@transaction.atomic
def send_fresh_links(*, email: str, at: datetime) -> int:
    """For somebody whose link has expired or was used up; says to nobody whether there was one.

    Returns how many letters leave: an address gets one every ten minutes at most.
    """
    waiting = Invitation.objects.select_for_update(no_key=True, of=("self",)).filter(
        email__iexact=email.strip(),
        accepted_at=None,
        cancelled_at=None,
        sent_at__lte=at - BETWEEN_LINKS,
    )
    sent = [_sent_again(each, None, at) for each in waiting.select_related("organisation")]
    return len(sent)


@transaction.atomic
def draw_token(*, invitation_uuid: UUID) -> str:
    """A token for the letter that leaves now; only its digest stays, and earlier links are dead."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(uuid=invitation_uuid)
    token = secrets.token_urlsafe(32)
    if invitation.accepted_at is None and invitation.cancelled_at is None:
        invitation.token_digest = queries.token_digest(token)
        invitation.save(update_fields=["token_digest"])
    return token


@transaction.atomic
def count_miss(*, invitation: Invitation) -> bool:
    """Someone has the link and not the address. Returns whether the link is now dead."""
    invitation = _locked(invitation)
    invitation.misses += 1
    if is_dead := invitation.misses >= policies.MISSES_ALLOWED:
        invitation.token_digest = None
    invitation.save(update_fields=["misses", "token_digest"])
    return is_dead


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str = "", at: datetime) -> Invitation:
    """Whoever has the mailbox answers for the organisation from now on; the link is used up.

    An account is made when there is none. Refuses: WrongState, InsideAddress.
    """
    invitation = _locked(invitation)
    policies.check_accept(invitation, at=at)
    person = queries.person_by_email(invitation.email) or add_person(
        email=invitation.email,
        name=name or invitation.name or invitation.email.partition("@")[0],
        language=invitation.language,
        by=None,
        at=at,
    )
    grant(
        person=person,
        role=Role.PARTNER,
        organisation=invitation.organisation,
        by=invitation.invited_by,
        at=at,
    )
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("people.invitation.accepted", subject=invitation.organisation, by=person, at=at)
    notices.welcomed(invitation, at=at)
    return invitation


def _sent_again(invitation: Invitation, by: Person | None, at: datetime) -> Invitation:
    invitation.sent_at, invitation.expires_at = at, at + LINK_LIFE
    invitation.sendings += 1
    invitation.misses, invitation.token_digest = 0, None
    invitation.save(update_fields=["sent_at", "expires_at", "sendings", "misses", "token_digest"])
    record("people.invitation.sent", subject=invitation.organisation, by=by, at=at)
    notices.invited(invitation, at=at)
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("organisation", "invited_by").get(pk=invitation.pk)


def _free_slug(name: str) -> str:
    """From the name; a number is added when others have it already."""
    stem = slugify(name)[:40] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    free = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in free if slug not in taken)


@transaction.atomic
def change_profile(*, person: Person, name: str, language: str, at: datetime) -> None:
    """What people may change of themselves. Badges already issued keep the name they were issued to."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    record("people.person.changed", subject=person, by=person, at=at)
