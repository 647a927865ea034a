"""Who is invited to speak for a partner, by whom; and a link that opens once, for its reader alone."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from tessera.common import clock
from tessera.common.refusal import NotPermitted, Refusal, WrongState
from tessera.notifications.models import Message
from tessera.people import operations, policies, queries
from tessera.people.enums import INSIDE, InvitationState, Role
from tessera.people.models import Invitation, Membership, Organisation, Person
from tests.factories import jobs, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
PAT = "pat@harbour-works.example.org"
PAGE = "/endorsement/11111111-1111-1111-1111-111111111111/"


@pytest.fixture(autouse=True)
def no_hurry() -> None:
    cache.clear()


def administrator() -> Person:
    return people.person(Role.ADMINISTRATOR)


def invite(**facts: Any) -> Invitation:
    people.institution()
    usual: dict[str, Any] = {
        "organisation": people.organisation(),
        "email": PAT,
        "lands_on": PAGE,
        "at": NOON,
    }
    return operations.invite(by=facts.pop("by", None) or administrator(), **usual | facts)


def link_in_letter(settings: Any) -> str:
    """The path in the newest letter, as its reader gets it from a mail server."""
    settings.EMAIL_URL = "smtp://localhost"
    jobs.work()
    found = re.search(r"http://localhost:8000(/i/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def tried(email: str, by: Person, **facts: Any) -> type[Refusal] | None:
    try:
        with transaction.atomic():
            invite(email=email, by=by, **facts)
    except Refusal as refusal:
        return type(refusal)
    return None


# -- Who may be invited ----------------------------------------------------------------------------


def test_designer_invites_to_an_address_of_the_organisation_only() -> None:
    designer = people.person(Role.DESIGNER)
    assert tried("me@mailbox.example.com", designer) is policies.ForeignAddress
    assert tried("me@not-harbour-works.example.org", designer) is policies.ForeignAddress
    assert tried("me@harbour-works.example.org.example.com", designer) is policies.ForeignAddress
    assert tried(PAT, designer) is None
    assert tried("jo@mail.harbour-works.example.org", designer) is None


def test_designer_does_not_add_to_those_who_speak_for_an_organisation_already() -> None:
    people.partner()
    assert tried(PAT, people.person(Role.DESIGNER)) is policies.HasMembers


def test_administrator_invites_to_any_address_outside() -> None:
    assert tried("harbourworks@mailbox.example.com", administrator()) is None


def test_partner_invites_a_colleague_at_its_own_organisation_only() -> None:
    partner = people.partner()
    assert tried(PAT, partner) is None
    elsewhere = people.organisation("far-away")
    refused = tried("jo@far-away.example.org", partner, organisation=elsewhere)
    assert refused is NotPermitted


@pytest.mark.parametrize("email", ["dana@rivermouth.example.org", "DANA@Rivermouth.Example.ORG"])
def test_college_address_never_speaks_for_a_partner(email: str) -> None:
    assert tried(email, administrator()) is policies.InsideAddress
    assert tried(email, people.person(Role.DESIGNER)) is policies.InsideAddress


@pytest.mark.parametrize("role", INSIDE)
def test_nobody_with_a_duty_of_the_college_is_invited(role: Role) -> None:
    insider = people.person(role)
    assert tried(insider.email.upper(), administrator()) is policies.InsideAddress


def test_member_is_not_invited_again() -> None:
    partner = people.partner()
    assert tried(partner.email, administrator()) is policies.AlreadyMember


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CHAIR, Role.REGISTRAR, Role.AUDITOR])
def test_others_invite_nobody(role: Role) -> None:
    assert tried(PAT, people.person(role)) is NotPermitted


def test_inviting_the_same_address_again_sends_a_fresh_letter() -> None:
    first = invite()
    again = invite(email=PAT.upper(), lands_on="/desk/", at=NOON + timedelta(days=1))
    assert (again.pk, again.sendings, again.lands_on) == (first.pk, 2, "/desk/")
    assert Message.objects.count() == 2


def test_database_knows_that_a_person_is_invited_once_at_a_time() -> None:
    first = invite()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            organisation=first.organisation,
            email=PAT.upper(),
            lands_on="/",
            invited_at=NOON,
            invited_by=first.invited_by,
            sent_at=NOON,
            expires_at=NOON,
        )


# -- The token -------------------------------------------------------------------------------------


def test_token_stands_in_the_letter_alone(settings: Any) -> None:
    invitation = invite()
    token = link_in_letter(settings).split("/")[2]
    invitation.refresh_from_db()
    message = Message.objects.get()
    assert invitation.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert message.action_url == f"/invitations/{invitation.uuid}/"
    assert token not in f"{message.text}{message.action_url}{message.once}"
    assert (message.address, message.person) == (PAT, None)


def test_token_is_in_no_log(caplog: Any) -> None:
    import logging

    from tessera.config.logs import WithoutTokens

    record = logging.makeLogRecord({"msg": '"GET /i/%s/ HTTP/1.1" 200', "args": ("secret",)})
    WithoutTokens().filter(record)
    assert record.getMessage() == '"GET /i/…/ HTTP/1.1" 200'


def test_letter_without_a_mail_server_is_kept_without_a_link() -> None:
    invitation = invite()
    jobs.work()
    message = Message.objects.get()
    assert (message.state, message.action_url) == ("kept", f"/invitations/{invitation.uuid}/")
    invitation.refresh_from_db()
    assert invitation.token_digest is None


def test_letter_sent_again_has_another_link_and_the_first_is_dead(settings: Any) -> None:
    invitation = invite()
    first = link_in_letter(settings)
    operations.send_invitation_again(
        invitation=invitation, by=invitation.invited_by, at=clock.now()
    )
    second = link_in_letter(settings)
    pages = [Client().get(link).status_code for link in (first, second)]
    assert (first == second, pages) == (False, [404, 200])


def test_corrected_address_kills_the_link_that_went_astray(settings: Any) -> None:
    invitation = invite(at=clock.now())
    astray = link_in_letter(settings)
    operations.correct_invitation(
        invitation=invitation,
        email="pam@harbour-works.example.org",
        by=invitation.invited_by,
        at=clock.now(),
    )
    assert Client().get(astray).status_code == 404
    assert Client().get(link_in_letter(settings)).status_code == 200
    assert [message.address for message in Message.objects.order_by("pk")] == [
        PAT,
        "pam@harbour-works.example.org",
    ]


def test_correction_to_an_address_that_is_invited_already_is_refused() -> None:
    first, second = invite(), invite(email="pam@harbour-works.example.org")
    with pytest.raises(policies.AlreadyInvited):
        operations.correct_invitation(
            invitation=first, email=second.email, by=first.invited_by, at=NOON
        )


def test_correction_to_an_address_of_the_college_is_refused() -> None:
    invitation = invite()
    with pytest.raises(policies.InsideAddress):
        operations.correct_invitation(
            invitation=invitation,
            email="dana@rivermouth.example.org",
            by=invitation.invited_by,
            at=NOON,
        )


@pytest.mark.parametrize("verb", ["send_invitation_again", "cancel_invitation"])
def test_invitation_of_somebody_else_is_left_alone(verb: str) -> None:
    invitation = invite()
    with pytest.raises(NotPermitted):
        getattr(operations, verb)(invitation=invitation, by=people.person(Role.DESIGNER), at=NOON)


@pytest.mark.parametrize("verb", ["send_invitation_again", "cancel_invitation"])
def test_invitation_that_is_over_is_left_as_it_is(verb: str) -> None:
    invitation = invite()
    operations.accept_invitation(invitation=invitation, at=NOON)
    with pytest.raises(WrongState):
        getattr(operations, verb)(invitation=invitation, by=invitation.invited_by, at=NOON)


# -- Opening it ------------------------------------------------------------------------------------


def enter(client: Client, link: str, email: str = PAT, name: str = "Pat Moreau") -> Any:
    return client.post(link, {"email": email, "name": name})


@pytest.fixture
def link(settings: Any) -> str:
    invite(at=clock.now())
    return link_in_letter(settings)


def test_link_makes_an_account_and_lands_on_the_one_page(link: str) -> None:
    client = Client()
    assert client.get(link).status_code == 200
    assert Person.objects.filter(email=PAT).count() == 0
    answer = enter(client, link)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    person = Person.objects.get(email=PAT)
    assert (person.name, client.session["_auth_user_id"]) == ("Pat Moreau", str(person.pk))
    membership = Membership.objects.get(person=person)
    assert (membership.role, membership.organisation) == (Role.PARTNER, people.organisation())
    assert Message.objects.filter(person=person).get().kind == "people.invitation.accepted"


def test_reading_the_page_as_mail_scanners_do_uses_nothing_up(link: str) -> None:
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert enter(Client(), link).status_code == 302


def test_link_opened_twice_says_so_and_lets_nobody_in(link: str) -> None:
    enter(Client(), link)
    stranger = Client()
    assert stranger.get(link).status_code == 410
    assert enter(stranger, link).status_code == 410
    assert "_auth_user_id" not in stranger.session
    assert "used already" in stranger.get(link).content.decode()


def test_own_used_link_leads_back_to_the_page(link: str) -> None:
    client = Client()
    enter(client, link)
    assert client.get(link)["Location"] == PAGE


def test_expired_link_offers_a_fresh_one() -> None:
    invitation = invite(at=clock.now() - timedelta(days=15))
    token = operations.draw_token(invitation_uuid=invitation.uuid)
    client = Client()
    assert client.get(f"/i/{token}/").status_code == 410
    assert enter(client, f"/i/{token}/").status_code == 410
    answer = client.post("/invitations/", {"email": PAT.upper()})
    assert "on its way" in answer.content.decode()
    invitation.refresh_from_db()
    assert (invitation.sendings, invitation.expires_at > clock.now()) == (2, True)


def test_asking_for_a_fresh_link_tells_nobody_who_was_invited() -> None:
    invite(at=clock.now() - timedelta(days=1))
    pages = [
        Client().post("/invitations/", {"email": email}).content.decode()
        for email in (PAT, "nobody@example.com")
    ]
    without_tokens = [re.sub(r"\w{64}", "", page) for page in pages]
    assert without_tokens[0] == without_tokens[1]
    assert Message.objects.count() == 2


def test_fresh_links_come_every_ten_minutes_at_most() -> None:
    now = clock.now()
    invite(at=now)
    sent = [
        operations.send_fresh_links(email=PAT, at=now + timedelta(minutes=minutes))
        for minutes in (1, 9, 11, 12)
    ]
    assert sent == [0, 0, 1, 0]


def test_link_forwarded_to_a_stranger_says_nothing_and_lets_them_nowhere(link: str) -> None:
    stranger = Client()
    page = stranger.get(link).content.decode()
    assert PAT not in page
    assert PAGE not in page
    answer = enter(stranger, link, email="stranger@example.com")
    assert answer.status_code == 422
    assert PAT not in answer.content.decode()
    assert str(policies.NotTheAddress()) in unescape(answer.content.decode())
    assert "_auth_user_id" not in stranger.session
    assert Membership.objects.filter(role=Role.PARTNER).count() == 0


def test_link_tried_with_many_addresses_is_dead(link: str) -> None:
    for number in range(5):
        answer = enter(Client(), link, email=f"stranger{number}@example.com")
    assert answer.status_code == 410
    assert Client().get(link).status_code == 404
    assert enter(Client(), link).status_code == 404


def test_somebody_signed_in_who_was_not_invited_is_told_so(link: str) -> None:
    client = Client()
    client.force_login(people.person())
    for answer in (client.get(link), enter(client, link)):
        assert answer.status_code == 403
        assert "Harbour Works" not in answer.content.decode()


def test_invited_person_with_an_account_opens_it_signed_in_without_typing(settings: Any) -> None:
    person = operations.add_person(email=PAT, name="Pat", by=None, at=NOON)
    invitation = invite(at=clock.now())
    client = Client()
    client.force_login(person)
    closed = f"/invitations/{invitation.uuid}/"
    assert client.get(closed).status_code == 200
    assert client.post(closed)["Location"] == PAGE
    assert Membership.objects.get(person=person).organisation == invitation.organisation
    assert Person.objects.filter(email=PAT).count() == 1


def test_message_here_opens_for_nobody_else() -> None:
    invitation = invite(at=clock.now())
    visitor, other = Client(), Client()
    other.force_login(people.person())
    for client in (visitor, other):
        assert client.get(f"/invitations/{invitation.uuid}/").status_code == 404
        assert client.post(f"/invitations/{invitation.uuid}/").status_code == 404


def test_someone_with_a_second_factor_is_asked_for_it(link: str) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    person = operations.add_person(email=PAT, name="Pat", by=None, at=NOON)
    TOTP.activate(person, generate_totp_secret())
    client = Client()
    answer = enter(client, link)
    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_person_who_got_a_duty_of_the_college_meanwhile_cannot_accept() -> None:
    invitation = invite()
    insider = operations.add_person(email=PAT, name="Pat", by=None, at=NOON)
    operations.grant(person=insider, role=Role.DESIGNER, by=None, at=NOON)
    with pytest.raises(policies.InsideAddress):
        operations.accept_invitation(invitation=invitation, at=NOON)


def test_invitation_taken_back_opens_nothing(link: str) -> None:
    invitation = Invitation.objects.get()
    operations.cancel_invitation(invitation=invitation, by=invitation.invited_by, at=clock.now())
    assert Client().get(link).status_code == 404
    invitation.refresh_from_db()
    assert queries.state_of(invitation, NOON) == InvitationState.CANCELLED


def test_pages_of_the_link_are_kept_nowhere(link: str) -> None:
    answer = Client().get(link)
    assert (answer["Cache-Control"], answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
        "private, no-store",
        "no-referrer",
        "noindex",
    )


# -- The administrator's pages -----------------------------------------------------------------------


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_administrator_adds_an_organisation_and_invites_someone() -> None:
    people.institution()
    client = signed_in(administrator())
    told = {"name": "Harbour Works", "url": "harbour-works.example.org", "description": ""}
    answer = client.post("/organisations/new/", told)
    made = Organisation.objects.get()
    assert (answer["Location"], made.slug, made.url) == (
        f"/organisations/{made.uuid}/",
        "harbour-works",
        "https://harbour-works.example.org",
    )
    address = f"/organisations/{made.uuid}/"
    refused = client.post(
        address, {"email": "dana@rivermouth.example.org", "name": "Dana", "language": "fr"}
    )
    assert (refused.status_code, "Dana" in refused.content.decode()) == (422, True)
    assert client.post(address, {"email": PAT, "name": "", "language": "fr"}).status_code == 302
    assert "sent, not opened yet" in client.get(address).content.decode()
    assert Invitation.objects.get().language == "fr"


def test_second_organisation_of_a_name_gets_an_address_of_its_own() -> None:
    slugs = [
        operations.add_organisation(
            name="Harbour Works", url="https://a.example", by=None, at=NOON
        ).slug
        for _ in range(3)
    ]
    assert slugs == ["harbour-works", "harbour-works-2", "harbour-works-3"]


def test_organisation_is_added_by_administrators_only() -> None:
    with pytest.raises(NotPermitted):
        operations.add_organisation(
            name="Mine", url="https://a.example", by=people.person(Role.DESIGNER), at=NOON
        )


def test_administrator_searches_and_a_partner_sees_its_own() -> None:
    people.organisation("far-away")
    partner = people.partner()
    page = signed_in(administrator()).get("/organisations/?q=harb").content.decode()
    assert ("Harbour Works" in page, "Far Away" in page) == (True, False)
    page = signed_in(partner).get("/organisations/").content.decode()
    assert ("Harbour Works" in page, "Far Away" in page) == (True, False)


def test_administrator_removes_a_member_and_a_partner_cannot() -> None:
    partner, colleague = people.partner(), people.partner()
    organisation = people.organisation()
    membership = partner.memberships.get()
    address = f"/organisations/{organisation.uuid}/members/{membership.pk}/remove/"
    assert signed_in(colleague).post(address).status_code == 404
    with pytest.raises(NotPermitted):
        operations.remove_member(membership=membership, by=colleague, at=NOON)
    assert signed_in(administrator()).post(address).status_code == 302
    assert list(queries.partners_of(organisation)) == [colleague]
    assert Message.objects.get(person=partner).kind == "people.member.removed"


def test_no_other_duty_is_taken_by_removing_a_member() -> None:
    designer = people.person(Role.DESIGNER)
    with pytest.raises(WrongState):
        operations.remove_member(membership=designer.memberships.get(), by=administrator(), at=NOON)


def test_invitation_page_corrects_and_takes_back(settings: Any) -> None:
    invitation = invite(at=clock.now())
    client = signed_in(invitation.invited_by)
    address = f"/invitations/{invitation.uuid}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"email": "dana@rivermouth.example.org"}).status_code == 422
    assert client.post(address, {"email": "pam@harbour-works.example.org"}).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.email, invitation.sendings) == ("pam@harbour-works.example.org", 2)
    assert client.post(f"/invitations/{invitation.uuid}/cancel/").status_code == 302
    assert "taken back" in client.get(address).content.decode()


def test_rules_are_the_administrators(settings: Any) -> None:
    people.institution()
    client = signed_in(administrator())
    wanted = {"needed": "2", "months": "12", "need_months": "18"}
    assert client.post("/institution/rules/", wanted | {"months": "0"}).status_code == 422
    assert client.post("/institution/rules/", wanted).status_code == 302
    assert queries.rules() == queries.Rules(2, 12, False, 18)
    designer = people.person(Role.DESIGNER)
    assert signed_in(designer).get("/institution/rules/").status_code == 404
    with pytest.raises(NotPermitted):
        operations.change_rules(
            needed=0, months=24, asks_interests=False, need_months=24, by=designer, at=NOON
        )
    with pytest.raises(policies.RulesOutOfRange):
        operations.change_rules(
            needed=11, months=24, asks_interests=True, need_months=24, by=administrator(), at=NOON
        )


def test_list_of_organisations_takes_as_many_queries_for_three_as_for_one(
    django_assert_num_queries: Any,
) -> None:
    boss = administrator()
    people.institution()
    for names in (["a"], ["b", "c"]):
        for name in names:
            people.partner(at=people.organisation(name))
        client = signed_in(boss)
        with django_assert_num_queries(6):
            client.get("/organisations/")
