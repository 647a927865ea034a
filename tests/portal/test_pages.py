import pytest
from django.urls import reverse

from tessera.assurance import operations as assurance
from tessera.assurance.models import Proposal
from tessera.catalogue.enums import State
from tessera.notifications.models import Message
from tessera.notifications.operations import deliver
from tessera.people.enums import Role
from tests.factories import assurance as proposals
from tests.factories import catalogue, people
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def tell(person, *, kind="tests.told", subject="A word", text="Something happened."):
    deliver(kind=kind, once=subject, to=person, subject=subject, text=text, at=NOON)
    return Message.objects.get(once=subject)


def titles(answer):
    return [action.title for action in answer.context["actions"]]


def test_desk_of_someone_with_nothing_to_do_says_so(client):
    client.force_login(people.person())
    answer = client.get(reverse("portal:home"))
    assert (answer.status_code, titles(answer)) == (200, [])


def test_desk_of_a_designer_names_their_own_drafts(client):
    dana = people.person(Role.DESIGNER)
    mine = catalogue.version(author=dana, title="Mine")
    catalogue.version(title="Somebody else's")
    client.force_login(dana)
    answer = client.get(reverse("portal:home"))
    assert [(action.title, action.href) for action in answer.context["actions"]] == [
        ("Mine", reverse("catalogue:version", args=[mine.uuid]))
    ]


def test_desk_of_a_registrar_names_what_can_be_published(client):
    catalogue.version(state=State.APPROVED, title="Approved")
    catalogue.version(state=State.PUBLISHED, title="Out already")
    client.force_login(people.person(Role.REGISTRAR))
    assert titles(client.get(reverse("portal:home"))) == ["Publish Approved"]


def test_desk_sends_a_visitor_to_sign_in(client):
    answer = client.get(reverse("portal:home"))
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/desk/")


def test_inbox_holds_ones_own_messages_and_notes_them_read(client):
    ana, other = people.person(), people.person()
    mine, theirs = tell(ana, subject="For Ana"), tell(other, subject="Not for Ana")
    client.force_login(ana)
    answer = client.get(reverse("portal:inbox"))
    assert [message.subject for message in answer.context["page"]] == ["For Ana"]
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.read_at is None, theirs.read_at is None) == (False, True)


def test_profile_changes_name_and_language(client):
    ana = people.person(name="Ana")
    client.force_login(ana)
    answer = client.post(reverse("portal:profile"), {"name": "Ana Maria", "language": "fr"})
    ana.refresh_from_db()
    assert (answer.status_code, ana.name, ana.language) == (302, "Ana Maria", "fr")
    assert answer.cookies["django_language"].value == "fr"


def test_profile_without_a_name_is_refused_and_changes_nothing(client):
    ana = people.person(name="Ana")
    client.force_login(ana)
    answer = client.post(reverse("portal:profile"), {"name": "", "language": "fr"})
    ana.refresh_from_db()
    assert (answer.status_code, ana.name, ana.language) == (422, "Ana", "en")


def test_outbox_shows_words_but_not_those_of_sign_in_mails(client):
    greta, ana = people.person(Role.ADMINISTRATOR), people.person()
    tell(ana, subject="Open", text="Anyone in the office may read this.")
    tell(ana, subject="Code", text="The code is 1234.", kind="people.account.mail")
    client.force_login(greta)
    words = client.get(reverse("portal:outbox")).content.decode()
    assert ("Anyone in the office" in words, "1234" in words) == (True, False)


@pytest.mark.parametrize("page", ["portal:outbox", "portal:trail"])
def test_outbox_and_trail_are_not_there_for_a_learner(client, page):
    client.force_login(people.person())
    assert client.get(reverse(page)).status_code == 404


def test_message_that_failed_can_be_sent_again(client):
    message = tell(people.person())
    Message.objects.filter(pk=message.pk).update(state="failed")
    client.force_login(people.person(Role.ADMINISTRATOR))
    answer = client.post(reverse("portal:resend", args=[message.uuid]))
    message.refresh_from_db()
    assert (answer.status_code, message.state) == (302, "queued")


def test_trail_says_in_words_who_did_what(client):
    from tessera.people import operations

    greta = people.person(Role.ADMINISTRATOR, name="Greta")
    operations.add_unit(slug="new", name="New school", name_fr="École", by=greta, at=NOON)
    client.force_login(greta)
    words = client.get(reverse("portal:trail")).content.decode()
    assert [said in words for said in ("Greta", "added a unit", "New school")] == [True] * 3


@pytest.mark.parametrize("page", ["portal:demonstration", "portal:demonstration_mail"])
def test_demonstration_s_doors_are_not_there_outside_one(client, settings, page):
    settings.DEMO = False
    assert client.get(reverse(page)).status_code == 404
    assert client.post(reverse(page), {"person": people.person().uuid}).status_code == 404


def test_demonstration_signs_in_with_one_click_and_goes_nowhere_else(client, settings):
    settings.DEMO = True
    ana = people.person()
    facts = {"person": ana.uuid, "next": "https://elsewhere.example.org/"}
    answer = client.post(reverse("portal:demonstration"), facts)
    assert (answer.status_code, answer.url) == (302, reverse("portal:home"))
    assert client.session["_auth_user_id"] == str(ana.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_database_alike_for_one_row_and_for_three(
    client, django_assert_max_num_queries, count
):
    greta = people.person(Role.ADMINISTRATOR)
    for number in range(count):
        tell(people.person(), subject=f"Message {number}")
    client.force_login(greta)
    with django_assert_max_num_queries(9):
        client.get(reverse("portal:outbox"))
    with django_assert_max_num_queries(9):
        client.get(reverse("portal:trail"))


def test_desk_of_a_chair_names_what_waits_for_them_in_their_unit(client):
    """Proposals by their next step, appeals, conditions to confirm; nothing of another unit."""
    sent, open_one = proposals.sent(), proposals.submitted()
    declined = proposals.ready(small_enough=("not_met", "Too large."))
    proposals.decided(declined, "decline", reason="Too large.")
    appeal = assurance.lodge_appeal(
        proposal=Proposal.objects.get(pk=declined.pk),
        ground="merit",
        text="It is one ability.",
        by=declined.submitted_by,
        at=NOON,
    )
    condition = proposals.condition()
    owner = condition.owner
    client.force_login(owner)
    answer = client.get(reverse("portal:home"))
    assert answer.context["actions"][0].href == f"/quality/conditions/{condition.uuid}/"
    assurance.report_condition(condition=condition, note="Done.", by=owner, at=NOON)
    client.force_login(people.person(Role.CHAIR, unit=people.unit()))
    hrefs = {action.href for action in client.get(reverse("portal:home")).context["actions"]}
    assert hrefs == {
        f"/quality/proposals/{sent.uuid}/screening/",
        f"/quality/proposals/{open_one.uuid}/",
        f"/quality/appeals/{appeal.uuid}/",
        f"/quality/conditions/{condition.uuid}/",
    }
    client.force_login(people.person(Role.CHAIR, unit=people.unit("nursing")))
    assert titles(client.get(reverse("portal:home"))) == []
