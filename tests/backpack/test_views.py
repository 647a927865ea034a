from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tessera.backpack import operations
from tessera.backpack.models import ShareLink
from tessera.catalogue.enums import State as Published
from tessera.common import clock
from tessera.config.logs import WithoutTokens
from tessera.credentials import operations as credentials
from tessera.people.enums import Role
from tests.factories import catalogue, people
from tests.factories import credentials as awards
from tests.factories.jobs import work
from tests.factories.people import NOON
from tests.factories.stacks import stack

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return awards.award(version=catalogue.version(state=Published.PUBLISHED, title="Change"))


@pytest.fixture
def owner(client, award):
    client.force_login(award.learner)
    return client


def page(award) -> str:
    return f"/backpack/{award.uuid}/"


def link_to(award, *, expires_at=None) -> ShareLink:
    return operations.create_link(
        award=award, expires_at=expires_at, by=award.learner, at=clock.now()
    )


def revoke(award) -> None:
    credentials.revoke(
        award=award,
        reason="error",
        explanation="Two people were mixed up.",
        by=people.person(Role.REGISTRAR),
        at=NOON,
    )


# -- Home ---------------------------------------------------------------------------------------


def test_home_asks_visitors_to_sign_in(client) -> None:
    assert client.get("/backpack/").status_code == 302


def test_an_empty_backpack_teaches_what_to_do(client) -> None:
    client.force_login(people.person())
    assert "Your first tile goes here" in client.get("/backpack/").content.decode()


def test_home_shows_ones_own_badges_and_nobody_elses(owner, award) -> None:
    awards.award(version=catalogue.version(state=Published.PUBLISHED, title="Welding"))
    text = owner.get("/backpack/").content.decode()
    assert (page(award) in text, "Welding" in text) == (True, False)


def test_home_keeps_a_revoked_badge_with_the_reason(owner, award) -> None:
    revoke(award)
    text = owner.get("/backpack/").content.decode()
    assert ("Revoked" in text, "Two people were mixed up." in text) == (True, True)


def test_home_draws_the_nearest_stack_with_its_own_tiles(owner, award) -> None:
    missing = catalogue.version(state=Published.PUBLISHED, title="Budgets")
    far = [catalogue.version(state=Published.PUBLISHED, title=f"Far {n}") for n in (1, 2)]
    stack(award.version, *far, title="Far away")
    stack(award.version, missing, title="Leadership")
    drawn = owner.get("/backpack/").context["drawn"]
    assert drawn.version.title == "Leadership"
    assert {part.label: part.state for part in drawn.parts} == {"Change": "met", "Budgets": "empty"}


def test_home_names_no_stack_as_next_that_is_held_already(client) -> None:
    learner, part = people.person(), catalogue.version(state=Published.PUBLISHED)
    stack(part, title="Leadership")
    awards.award(learner=learner, version=part)
    client.force_login(learner)
    before = client.get("/backpack/").context["nearest"]
    work()
    after = client.get("/backpack/").context["nearest"]
    assert (before.version.title, after) == ("Leadership", None)


def test_home_costs_the_same_for_one_badge_and_for_three(client) -> None:
    learner = people.person()
    client.force_login(learner)
    costs = []
    for more in (1, 2):
        for _ in range(more):
            version = catalogue.version(state=Published.PUBLISHED)
            awards.award(learner=learner, version=version)
            stack(version, catalogue.version(state=Published.PUBLISHED))
        with CaptureQueriesContext(connection) as cost:
            client.get("/backpack/")
        costs.append(len(cost))
    assert costs[0] == costs[1]


# -- One badge ----------------------------------------------------------------------------------


def test_a_badge_page_says_what_the_badge_is_worth(owner, award) -> None:
    leadership = stack(award.version, title="Leadership")
    text = owner.get(page(award)).content.decode()
    wanted = [
        "This badge stands",
        f"/stacks/{leadership.definition.slug}/",
        f"/credentials/{award.uuid}.json",
        f"/credentials/{award.uuid}.png",
    ]
    assert [words for words in wanted if words not in text] == []


@pytest.mark.parametrize("path", ["", "preview/", "visibility/", "share/"])
def test_a_badge_is_its_owners_alone(client, award, path) -> None:
    client.force_login(people.person(Role.REGISTRAR))
    asked = client.post if path in ("visibility/", "share/") else client.get
    assert asked(page(award) + path).status_code == 404


def test_a_revoked_badge_shows_why_and_offers_no_sharing(owner, award) -> None:
    revoke(award)
    text = owner.get(page(award)).content.decode()
    assert ("Two people were mixed up." in text, "Make a link" in text) == (True, False)


def test_a_suspended_badge_says_that_a_person_decides(owner, award) -> None:
    credentials.suspend(
        award=award, explanation="A doubt.", by=people.person(Role.REGISTRAR), at=NOON
    )
    assert "This badge is suspended" in owner.get(page(award)).content.decode()


def test_a_badge_that_is_being_signed_has_a_page_already(client) -> None:
    award = awards.award(issued=False)
    client.force_login(award.learner)
    text = client.get(page(award)).content.decode()
    assert ("Your badge is being signed" in text, ".json" in text) == (True, False)
    assert client.get(page(award) + "preview/").status_code == 404


def test_visibility_opens_and_closes_the_public_address(client, owner, award) -> None:
    public = f"/credentials/{award.uuid}"
    seen = []
    for chosen in ("public", "private"):
        answer = owner.post(page(award) + "visibility/", {"visibility": chosen})
        assert answer.status_code == 302
        client.logout()
        seen.append(client.get(public).status_code)
        client.force_login(award.learner)
    assert seen == [200, 404]


def test_a_visibility_that_is_none_is_refused(owner, award) -> None:
    assert owner.post(page(award) + "visibility/", {"visibility": "all"}).status_code == 422


def test_preview_shows_no_more_than_a_stranger_sees(owner, award) -> None:
    text = owner.get(page(award) + "preview/").content.decode()
    assert (award.version.title in text, awards.SECRET_TEXT in text) == (True, False)


def test_the_code_opens_the_public_address_or_else_the_newest_link(owner, award) -> None:
    nothing = owner.get(page(award)).context["qr"]
    link = link_to(award)
    shared = owner.get(page(award)).context["qr"]
    owner.post(page(award) + "visibility/", {"visibility": "public"})
    public = owner.get(page(award)).context["qr"]
    assert (nothing, shared, public) == (
        "",
        f"http://localhost:8000/s/{link.token}",
        f"http://localhost:8000/credentials/{award.uuid}",
    )


def test_the_command_to_verify_is_shown_in_a_demonstration_only(owner, award, settings) -> None:
    settings.DEMO = False
    plain = owner.get(page(award)).content.decode()
    settings.DEMO = True
    demo = owner.get(page(award)).content.decode()
    assert ("tessera verify" in plain, "tessera verify --map https://" in demo) == (False, True)


# -- Links --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "lasts"), [("7", timedelta(days=7)), ("", None)])
def test_a_link_is_made_and_shown(owner, award, days, lasts) -> None:
    answer = owner.post(page(award) + "share/", {"label": "Harbour Works", "days": days})
    link = ShareLink.objects.get()
    assert answer["Location"] == page(award) + "#links"
    assert (link.label, link.expires_at and link.expires_at - link.created_at) == (
        "Harbour Works",
        lasts,
    )
    assert f"/s/{link.token}" in owner.get(page(award)).content.decode()


def test_a_link_for_a_strange_time_is_refused_and_keeps_what_was_typed(owner, award) -> None:
    answer = owner.post(page(award) + "share/", {"label": "Harbour Works", "days": "3"})
    assert (answer.status_code, ShareLink.objects.count()) == (422, 0)
    assert "Harbour Works" in answer.content.decode()


def test_a_link_shows_a_private_badge_to_anyone_and_counts(client, award) -> None:
    link = link_to(award)
    answers = [client.get(f"/s/{link.token}") for _ in range(2)]
    link.refresh_from_db()
    assert ([answer.status_code for answer in answers], link.views) == ([200, 200], 2)
    assert award.version.title in answers[0].content.decode()


def test_ones_own_look_and_downloads_are_not_counted(client, owner, award) -> None:
    link = link_to(award)
    owner.get(f"/s/{link.token}")
    client.logout()
    client.head(f"/s/{link.token}")
    downloaded = client.get(f"/s/{link.token}.json")
    link.refresh_from_db()
    assert (link.views, downloaded.status_code) == (0, 200)


def test_a_link_that_never_was_is_404(client) -> None:
    assert client.get("/s/" + "a" * 43).status_code == 404


def test_an_expired_or_withdrawn_link_is_410(client, award) -> None:
    now = clock.now()
    expired = link_to(award, expires_at=now + timedelta(days=1))
    ShareLink.objects.filter(pk=expired.pk).update(
        created_at=now - timedelta(days=2), expires_at=now - timedelta(days=1)
    )
    withdrawn = link_to(award)
    operations.withdraw_link(link=withdrawn, by=award.learner, at=now)
    answers = [client.get(f"/s/{link.token}") for link in (expired, withdrawn)]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert [award.version.title in answer.content.decode() for answer in answers] == [False, False]
    assert [link.views for link in ShareLink.objects.all()] == [0, 0]


@pytest.mark.parametrize("ended", [False, True])
def test_what_a_link_answers_is_kept_by_nobody(client, award, ended) -> None:
    link = link_to(award)
    if ended:
        operations.withdraw_link(link=link, by=award.learner, at=NOON)
    answer = client.get(f"/s/{link.token}")
    names = ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    assert {name: answer[name] for name in names} == {
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }


def test_a_link_to_a_badge_that_was_revoked_says_so(client, award) -> None:
    link = link_to(award)
    revoke(award)
    assert "Revoked" in client.get(f"/s/{link.token}").content.decode()


def test_ending_a_link_is_for_its_maker(client, owner, award) -> None:
    link = link_to(award)
    address = reverse("backpack:withdraw", args=[link.uuid])
    client.force_login(people.person(Role.REGISTRAR))
    stranger = client.post(address).status_code
    client.force_login(award.learner)
    mine = client.post(address).status_code
    assert (stranger, mine, client.get(f"/s/{link.token}").status_code) == (404, 302, 410)


def test_a_token_is_never_logged() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Gone: %s", ("/s/secret-token?x=1",), None
    )
    WithoutTokens().filter(record)
    assert record.getMessage() == "Gone: /s/…?x=1"


def test_a_token_with_a_sign_that_none_has_is_not_found(client) -> None:
    assert client.get("/s/x%00y").status_code == 404
    assert client.get("/s/x%00y.json").status_code == 404
