"""Every step of the panel through its page: what is refused keeps its words, what is taken leads on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tessera.assurance import operations, queries
from tessera.assurance.models import (
    Appeal,
    Check,
    Closure,
    Condition,
    Hold,
    Proposal,
    QualityStandard,
    Remark,
    Review,
)
from tessera.common import clock
from tessera.people.enums import Role
from tessera.people.models import Person
from tests.factories import assurance as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def chair() -> Client:
    return signed_in(people.person(Role.CHAIR))


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def refused(client: Client, address: str, fields: dict[str, str], *, keeps: str = "") -> None:
    """The page comes back with what was typed, and says what is wrong at the top."""
    answer = client.post(address, fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert keeps in page
    assert 'role="alert"' in page or "error" in page


def taken(client: Client, address: str, fields: dict[str, str]) -> str:
    """Where it leads, which opens."""
    answer = client.post(address, fields)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert client.get(answer["Location"]).status_code == 200
    return str(answer["Location"])


def test_chair_screens_holds_and_lets_a_proposal_go_on() -> None:
    proposal, client = make.sent(), chair()
    page = f"/quality/proposals/{proposal.uuid}/"
    refused(client, page + "screening/", {"back": "yes", "reason": "A word."}, keeps="A word.")
    assert taken(client, page + "screening/", {}) == page
    refused(client, page + "hold/", {"reason": " "})
    taken(client, page + "hold/", {"reason": "A partner is away."})
    assert "A partner is away." in client.get(page).content.decode()
    taken(client, page + "resume/", {})
    assert Hold.objects.exclude(resumed_at=None).count() == 1
    # A second click is told what is the matter, and nothing breaks.
    assert client.post(page + "resume/").status_code == 409


def test_chair_sends_a_proposal_back_from_its_screening() -> None:
    proposal, client = make.sent(), chair()
    address = f"/quality/proposals/{proposal.uuid}/screening/"
    taken(client, address, {"back": "yes", "findings": "Name the task.\n\nTranslate it."})
    assert [each.text for each in proposal.findings.all()] == ["Name the task.", "Translate it."]
    assert "nothing to screen here" in client.get(address).content.decode()


def test_review_is_handed_back_and_another_is_taken_back() -> None:
    proposal = make.submitted()
    mine, other = make.assigned(proposal), make.assigned(proposal)
    reviewer, client = signed_in(mine.reviewer), chair()
    address = f"/quality/reviews/{mine.uuid}/hand-back/"
    refused(reviewer, address, {"reason": "Never enough."}, keeps="Never enough.")
    taken(reviewer, address, {"end": "no_time", "reason": "Never enough."})
    address = f"/quality/reviews/{other.uuid}/remove/"
    refused(client, address, {"reason": ""})
    taken(client, address, {"reason": "She is ill."})
    assert [each.end for each in Review.objects.all()] == ["no_time", "removed"]
    assert signed_in(people.person(Role.REVIEWER)).get(address).status_code == 404


def test_panel_speaks_once_every_review_is_in_and_says_nothing_blank() -> None:
    proposal, client = make.ready(), chair()
    address = f"/quality/proposals/{proposal.uuid}/remarks/"
    assert client.post(address, {"text": " "}).status_code == 302
    assert Remark.objects.count() == 0
    taken(client, address, {"text": "Is the task real?"})
    reviewer = signed_in(proposal.reviews.all()[0].reviewer)
    assert taken(reviewer, address, {"text": "It is."}).startswith("/quality/reviews/")
    assert Remark.objects.count() == 2
    author = signed_in(proposal.submitted_by)
    assert author.post(address, {"text": "Well."}).status_code == 404


def test_override_is_written_on_the_decision_and_read_in_its_register() -> None:
    proposal = make.ready(at=clock.now(), small_enough=("not_met", "Too large."))
    client = chair()
    address = f"/quality/proposals/{proposal.uuid}/decision/"
    refused(client, address, {"outcome": "approve", "reason": "Well."}, keeps="Well.")
    taken(client, address, {"outcome": "approve", "override": "A pilot."})
    assert "A pilot." in client.get("/quality/overrides/").content.decode()
    assert signed_in(people.person(Role.REVIEWER)).get("/quality/overrides/").status_code == 404


def test_condition_goes_from_its_owner_to_the_chair_and_back() -> None:
    condition = make.condition()
    owner, client = signed_in(condition.owner), chair()
    address = f"/quality/conditions/{condition.uuid}/"
    assert condition.text in owner.get("/quality/conditions/").content.decode()
    refused(owner, address, {"note": ""})
    taken(owner, address, {"note": "See section 6."})
    refused(client, address, {"reply": ""})
    taken(client, address, {"reply": "Which one?"})
    assert "Which one?" in owner.get(address).content.decode()
    more = {
        "extend": "yes",
        "due_on": condition.due_on.isoformat(),
        "reason": "A colleague is ill.",
    }
    refused(client, address, more, keeps="A colleague is ill.")
    taken(client, address, more | {"due_on": day(400)})
    assert "first agreed" in owner.get(address).text
    owner.post(address, more | {"due_on": day(500)})  # not for its owner
    assert Condition.objects.get().due_on.isoformat() == day(400)
    taken(owner, address, {"note": "The second."})
    taken(client, address, {"confirm": "yes"})
    assert Condition.objects.get().state == "met"
    assert signed_in(people.person(Role.REVIEWER)).get(address).status_code == 404


@pytest.mark.parametrize("word", ["uphold", "dismiss"])
def test_decline_is_appealed_and_answered_on_their_pages(word: str) -> None:
    proposal = make.ready(small_enough=("not_met", "Too large."))
    make.decided(proposal, "decline", reason="Too large.")
    author = signed_in(proposal.submitted_by)
    page = f"/quality/proposals/{proposal.uuid}/"
    address = page + "appeal/"
    assert address in author.get(page).content.decode()
    refused(author, address, {"text": "It is one ability."}, keeps="It is one ability.")
    taken(author, address, {"ground": "merit", "text": "It is one ability."})
    assert author.post(address, {"ground": "merit", "text": "Again."}).status_code == 422
    appeal = Appeal.objects.get()
    address = f"/quality/appeals/{appeal.uuid}/"
    decider = signed_in(Proposal.objects.get(pk=proposal.pk).decision.decided_by)
    assert "had no part in the decision" in decider.get(address).content.decode()
    client = chair()
    refused(client, address, {word: "yes", "reason": ""})
    taken(client, address, {word: "yes", "reason": "So it is."})
    assert Appeal.objects.get().state == {"uphold": "upheld", "dismiss": "dismissed"}[word]


def test_edition_is_drafted_worded_put_in_force_and_taken_back_on_its_pages() -> None:
    old, client = operations.default_standard(at=clock.now()), chair()
    refused(client, "/quality/standard/", {"edition": old.edition}, keeps=old.edition)
    page = taken(client, "/quality/standard/", {"edition": "2031"})
    standard = QualityStandard.objects.get(edition="2031")
    fields = {
        "code": "kind-to-nature",
        "principle": "4",
        "text": "It says what it asks of nature.",
        "text_fr": "Elle dit ce qu’elle demande à la nature.",
        "mandatory": "on",
    }
    refused(client, page + "checks/", fields | {"text_fr": ""}, keeps="asks of nature")
    taken(client, page + "checks/", fields)
    line = page + "checks/kind-to-nature/"
    taken(client, line, fields | {"text": "It spares nature."})
    assert Check.objects.get(code="kind-to-nature").text == "It spares nature."
    taken(client, line, {"remove": "yes"})
    assert queries.differences(standard, old) == []
    edit = page + "edit/"
    refused(client, edit, {"name": "yes", "edition": "", "note": "Same."}, keeps="Same.")
    taken(client, edit, {"name": "yes", "edition": "2032", "note": "The same."})
    refused(client, edit, {"force": "yes", "on": day(-3)})
    taken(client, edit, {"force": "yes", "on": day(9)})
    taken(client, edit, {"take_back": "yes"})
    of_a_unit = signed_in(people.person(Role.CHAIR, unit=people.unit()))
    assert [of_a_unit.post(each).status_code for each in (edit, line, "/quality/standard/")] == [
        404,
        404,
        404,
    ]
    assert taken(client, edit, {"discard": "yes"}) == "/quality/standard/"


def test_closed_days_are_added_and_removed_on_the_calendar() -> None:
    client = chair()
    fields = {"name": "Fair", "name_fr": "Foire", "starts_on": day(9), "ends_on": day(5)}
    refused(client, "/quality/calendar/", fields, keeps="Foire")
    taken(client, "/quality/calendar/", fields | {"ends_on": day(10)})
    closure = Closure.objects.get()
    address = f"/quality/calendar/{closure.uuid}/remove/"
    of_a_unit = signed_in(people.person(Role.CHAIR, unit=people.unit()))
    assert of_a_unit.post(address).status_code == 404
    assert of_a_unit.post("/quality/calendar/", fields).status_code == 404
    taken(client, address, {})
    assert Closure.objects.count() == 0
